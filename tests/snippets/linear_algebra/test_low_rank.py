from fractions import Fraction
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.inputs import for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan


def whole(*shape):
    return arrays(int, shape, elements=st.integers(-99, 99))


def sum_of_outer_products(U, V):
    total = mpmath.zeros(len(U), len(V))
    for u, v in zip(U.T, V.T, strict=True):
        total += mpmath.matrix(u) * mpmath.matrix(v).T
    return np.array(total.tolist())


@in_units_of("|U| |V|ᵀ")
def products(U, V):
    """Sum of the sizes of what is added: what a dot product's error is relative to."""
    return np.einsum("...ir,...jr->...ij", np.abs(U), np.abs(V))


def updates(cases, seed=0, decades=2, dtype=float):
    rng = np.random.default_rng(seed)
    shapes = "mn", "mr", "rn"
    for W, B, A in matrices(cases, *shapes, seed=seed, decades=decades, dtype=dtype):
        yield W, B, A, rng.uniform(-32, 32)


def merged(W, B, A, alpha):
    def one(W, B, A):
        W, B, A = (mpmath.matrix(X.tolist()) for X in (W, B, A))
        return np.array((W + mpmath.mpf(alpha) / A.rows * (B * A)).tolist())

    return for_each(one, ndim=2)(W, B, A)


@in_units_of("|W| + (|α|/r) |B| |A|")
def terms(W, B, A, alpha):
    inner = np.einsum("...ir,...rj->...ij", np.abs(B), np.abs(A))
    return np.abs(W) + abs(alpha) / A.shape[-2] * inner


UPDATE = ("W", "B", "A", "alpha")

# r ≤ 5 products are good to 5 ulp of the sum of their sizes; an update has the scale, of
# which float32 rounds the number too, its product and the last addition on top
CASES = {
    "low-rank-factorization": Case(
        partial(matrices, 100, "mr", "nr"),
        ulp=5,
        oracle=for_each(sum_of_outer_products, ndim=2),
        scale=products,
        names=("U", "V"),
        ndim=2,
    ),
    "lora-update": Case(
        partial(updates, 100),
        ulp=8,
        oracle=merged,
        scale=terms,
        names=UPDATE,
        ndim=(2, 2, 2, 0),
    ),
}


@pytest.fixture
def low_rank_product(sources):
    product = implementation(sources.formulas["low-rank-factorization"], ("U", "V"))
    return lambda U, V: product(np.asarray(U), np.asarray(V))


@pytest.fixture
def lora_update(sources):
    update = implementation(sources.formulas["lora-update"], UPDATE)
    return lambda W, B, A, alpha: update(*map(np.asarray, (W, B, A)), alpha)


class TestLowRankProduct:
    def test_sum_of_outer_products(self, verify, dtype):
        verify.function(
            "low-rank-factorization",
            oracle=for_each(sum_of_outer_products, ndim=2),
            against="mpmath.matrix.__mul__",
            inputs=matrices(1000, "mr", "nr", decades=100, dtype=dtype),
            ulp=5,
            scale=products,
            names=("U", "V"),
        )

    def test_rank_is_at_most_r(self, low_rank_product):
        rng = np.random.default_rng(1)
        for _ in range(100):
            U, V = (rng.integers(-99, 100, (size, 2)) for size in (5, 4))
            s = scipy.linalg.svdvals(low_rank_product(U, V))
            assert s[2] <= 1e-14 * s[0]

    def test_factors_are_not_unique(self, low_rank_product):
        # another basis for the columns, undone on the other side
        M, inverse = np.array([[2, 4], [0, 2]]), np.array([[0.5, -1], [0, 0.5]])
        rng = np.random.default_rng(2)
        for _ in range(100):
            U, V = (rng.integers(-99, 100, (size, 2)) for size in (5, 4))
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
    def test_edges(self, low_rank_product, U, V, A):
        np.testing.assert_array_equal(low_rank_product(U, V), A)

    @given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
    def test_saves_below_the_break_even(self, m, n, r):
        assert (r * (m + n) < m * n) == (r < Fraction(m * n, m + n))


class TestLoraUpdate:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "lora-update",
            oracle=merged,
            against="mpmath.matrix.__mul__",
            inputs=updates(1000, decades=100, dtype=dtype),
            ulp=8,
            scale=terms,
            names=UPDATE,
        )

    def test_starts_at_the_frozen_weights(self, lora_update):
        W, rng = np.arange(12.0).reshape(3, 4), np.random.default_rng(3)
        for alpha in rng.uniform(-64, 64, 100):
            A = rng.normal(size=(2, 4))
            np.testing.assert_array_equal(lora_update(W, np.zeros((3, 2)), A, alpha), W)

    def test_gradients(self, lora_update):
        """∂L/∂B = (α/r) G Aᵀ and ∂L/∂A = (α/r) Bᵀ G.

        The loss with gradient G with respect to the weights is linear in each factor: a
        step of any length gives its slope, and whole numbers give it exactly.
        """
        rng = np.random.default_rng(4)
        shapes = (3, 4), (3, 2), (2, 4), (3, 2), (2, 4)
        for _ in range(100):
            G, B, A, step_B, step_A = (rng.integers(-99, 100, s) for s in shapes)

            def loss(B, A, G=G):
                return np.sum(G * lora_update(np.zeros((3, 4)), B, A, 6.0))

            by_B, by_A = 3 * G @ A.T, 3 * B.T @ G
            assert loss(B + step_B, A) - loss(B, A) == np.sum(by_B * step_B)
            assert loss(B, A + step_A) - loss(B, A) == np.sum(by_A * step_A)

    def test_scale(self, lora_update):
        W, rng = np.zeros((3, 4)), np.random.default_rng(5)
        for _ in range(100):
            B, A = (rng.integers(-99, 100, s) for s in ((3, 2), (2, 4)))
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
    def test_edges(self, lora_update, W, B, A, alpha, merged):
        np.testing.assert_array_equal(lora_update(W, B, A, alpha), merged)
