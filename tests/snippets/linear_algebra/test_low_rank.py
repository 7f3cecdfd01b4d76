from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.low_rank import (
    lora_update,
    low_rank_product,
    low_rank_size,
)
from tests.inputs import for_each, matrices
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan


def whole(*shape):
    return arrays(int, shape, elements=st.integers(-99, 99))


def products(U, V):
    """Sum of the sizes of what is added: what a dot product's error is relative to."""
    return np.einsum("...ir,...jr->...ij", np.abs(U), np.abs(V))


def updates(cases, seed=0):
    rng = np.random.default_rng(seed)
    for W, B, A in matrices(cases, "mn", "mr", "rn", seed=seed):
        yield W, B, A, rng.uniform(-32, 32)


def terms(W, B, A, alpha):
    inner = np.einsum("...ir,...rj->...ij", np.abs(B), np.abs(A))
    return np.abs(W) + abs(alpha) / A.shape[-2] * inner


# r ≤ 5 products are good to 5 ulp of the sum of their sizes; an update has the scale,
# its product and the last addition on top
EQUIVALENTS = {
    "low-rank-factorization": Equivalent(matrices(100, "mr", "nr"), 8, products),
    "lora-update": Equivalent(updates(100), 8, terms),
}


class TestLowRankProduct:
    def test_sum_of_outer_products(self, verify):
        def total(U, V):
            total = mpmath.zeros(len(U), len(V))
            for u, v in zip(U.T, V.T, strict=True):
                total += mpmath.matrix(u) * mpmath.matrix(v).T
            return np.array(total.tolist())

        verify.function(
            "low-rank-factorization",
            oracle=for_each(total, ndim=2),
            against="mpmath.matrix",
            inputs=matrices(1000, "mr", "nr"),
            ulp=5,
            scale=products,
        )

    @given(whole(5, 2), whole(4, 2))
    def test_rank_is_at_most_r(self, U, V):
        s = scipy.linalg.svdvals(low_rank_product(U, V))
        assert s[2] <= 1e-14 * s[0]

    @given(whole(5, 2), whole(4, 2))
    def test_factors_are_not_unique(self, U, V):
        # another basis for the columns, undone on the other side
        M, inverse = np.array([[2, 4], [0, 2]]), np.array([[0.5, -1], [0, 0.5]])
        np.testing.assert_array_equal(
            low_rank_product(U @ M, V @ inverse.T), low_rank_product(U, V)
        )

    @pytest.mark.parametrize(
        ("U", "V", "A"),
        [
            ([[1], [2]], [[3], [4], [5]], [[3, 4, 5], [6, 8, 10]]),
            (np.zeros((2, 0)), np.zeros((3, 0)), np.zeros((2, 3))),
            (np.zeros((0, 2)), np.ones((3, 2)), np.zeros((0, 3))),
            ([[1e200]], [[1e-200]], [[1]]),
            ([[INF]], [[2]], [[INF]]),
            ([[NAN]], [[2]], [[NAN]]),
            ([[[1]], [[2]]], [[3]], [[[3]], [[6]]]),
        ],
    )
    def test_edges(self, U, V, A):
        np.testing.assert_array_equal(low_rank_product(U, V), A)

    @pytest.mark.parametrize(
        ("U", "V"),
        [
            (np.ones((2, 3)), np.ones((3, 2))),
            (np.ones(2), np.ones((2, 1))),
            (np.ones((2, 1)), np.ones(1)),
            (1, 1),
        ],
    )
    def test_refuses_shapes_that_do_not_fit(self, U, V):
        with pytest.raises(ValueError, match="U and V must have the shapes"):
            low_rank_product(U, V)


class TestLowRankSize:
    def test_counts_the_numbers_of_the_factors(self):
        for m, n, r in np.random.default_rng(1).integers(0, 9, (1000, 3)):
            assert low_rank_size(m, n, r) == np.ones((m, r)).size + np.ones((n, r)).size

    @given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
    def test_saves_below_the_break_even(self, m, n, r):
        saves = r < Fraction(m * n, m + n)
        assert (low_rank_size(m, n, r) < m * n) == saves

    @pytest.mark.parametrize(
        ("sizes", "count"),
        [
            ((4096, 4096, 16), 131072),
            ((3, 5, 0), 0),
            ((0, 5, 2), 10),
            ((2.0, 3.0, 1.0), 5),
            ((np.int8(100), np.int8(100), np.int8(100)), 20000),
            ((10**12, 10**12, 10**12), 2 * 10**24),
        ],
    )
    def test_edges(self, sizes, count):
        assert low_rank_size(*sizes) == count

    @pytest.mark.parametrize("at", [0, 1, 2])
    @pytest.mark.parametrize("size", [-1, 1.5, NAN, INF])
    def test_refuses_what_is_no_size(self, at, size):
        sizes = [4, 4, 4]
        sizes[at] = size
        with pytest.raises(ValueError, match="m, n and r must be whole numbers"):
            low_rank_size(*sizes)


class TestLoraUpdate:
    def test_mpmath(self, verify):
        def merged(W, B, A, alpha):
            W, B, A = (mpmath.matrix(X.tolist()) for X in (W, B, A))
            return np.array((W + mpmath.mpf(alpha) / A.rows * (B * A)).tolist())

        def oracle(W, B, A, alpha):
            each = for_each(lambda *X: merged(*X, alpha), ndim=2)
            return each(W, B, A)

        verify.function(
            "lora-update",
            oracle=oracle,
            against="mpmath.matrix",
            inputs=updates(1000),
            ulp=8,
            scale=terms,
        )

    @given(whole(2, 4), st.floats(-64, 64))
    def test_starts_at_the_frozen_weights(self, A, alpha):
        W = np.arange(12.0).reshape(3, 4)
        np.testing.assert_array_equal(lora_update(W, np.zeros((3, 2)), A, alpha), W)

    @given(whole(3, 4), whole(3, 2), whole(2, 4), whole(3, 2), whole(2, 4))
    def test_gradients(self, G, B, A, step_B, step_A):
        # the loss with gradient G by the weights is linear in each factor: a step of
        # any length gives its slope, and whole numbers give it exactly
        def loss(B, A):
            return np.sum(G * lora_update(np.zeros((3, 4)), B, A, 6.0))

        by_B, by_A = 3 * G @ A.T, 3 * B.T @ G
        assert loss(B + step_B, A) - loss(B, A) == np.sum(by_B * step_B)
        assert loss(B, A + step_A) - loss(B, A) == np.sum(by_A * step_A)

    @given(whole(3, 2), whole(2, 4))
    def test_scale(self, B, A):
        W = np.zeros((3, 4))
        once = lora_update(W, B, A, 1.0)
        np.testing.assert_array_equal(once, B @ A / 2)
        np.testing.assert_array_equal(lora_update(W, B, A, 8.0), 8 * once)
        # twice the factors is twice the product, which α/r halves again
        twice = lora_update(W, np.hstack([B, B]), np.vstack([A, A]), 1.0)
        np.testing.assert_array_equal(twice, once)

    @pytest.mark.parametrize(
        ("W", "B", "A", "alpha", "merged"),
        [
            ([[1, 0]], [[2]], [[3, 4]], 0.5, [[4, 4]]),
            ([[1, 0]], [[2]], [[3, 4]], 0, [[1, 0]]),
            (np.zeros((0, 2)), np.zeros((0, 1)), np.ones((1, 2)), 1, np.zeros((0, 2))),
            ([[0]], [[1e200]], [[1e-200]], 2, [[2]]),
            ([[INF]], [[1]], [[1]], 1, [[INF]]),
            ([[1]], [[NAN]], [[1]], 1, [[NAN]]),
            ([[1]], [[[1]], [[2]]], [[1]], 1, [[[2]], [[3]]]),
        ],
    )
    def test_edges(self, W, B, A, alpha, merged):
        np.testing.assert_array_equal(lora_update(W, B, A, alpha), merged)

    @pytest.mark.parametrize(
        ("W", "B", "A", "message"),
        [
            ((3, 4), (2, 1), (1, 4), "W must have the shape of B A"),
            ((3, 4), (3, 1), (1, 3), "W must have the shape of B A"),
            ((3, 4), (3, 2), (1, 4), "B and A must share a rank"),
            ((3, 4), (3, 0), (0, 4), "B and A must share a rank"),
            ((4,), (4, 1), (1, 4), "W, B and A must be matrices"),
            ((4, 4), (4,), (1, 4), "W, B and A must be matrices"),
            ((4, 4), (4, 1), (4,), "W, B and A must be matrices"),
        ],
    )
    def test_refuses_shapes_that_do_not_fit(self, W, B, A, message):
        with pytest.raises(ValueError, match=message):
            lora_update(np.ones(W), np.ones(B), np.ones(A), 1.0)
