import math
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.linear_algebra.low_rank_approximation import (
    truncated_svd,
    truncation_error,
)
from tests.inputs import drawn, for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan


def with_rank(*args, least=0, gap=1e-4, **options):
    """Matrices, and a rank below their full one, behind which σ falls by a `gap`."""
    rng = np.random.default_rng(1)
    for (A,) in matrices(*args, **options):
        s = for_each(scipy.linalg.svdvals, 2)(A.astype(float))
        steps = np.min(
            -np.diff(s, axis=-1) / s[..., :1].clip(1e-300), axis=0, initial=1
        )
        steps = steps if A.ndim == 3 else -np.diff(s) / s[..., :1].clip(1e-300)
        possible = [k for k, step in enumerate([1, *steps]) if step > gap]
        possible = [k for k in possible if k >= least]
        if possible:
            yield A, int(rng.choice(possible))


def with_norm(*args, **options):
    for case, (A, k) in enumerate(with_rank(*args, **options)):
        yield A, k, ("fro", "spectral")[case % 2]


@in_units_of("‖A‖₂")
def norm(A, *_):
    return np.linalg.norm(A, 2, axis=(-2, -1))


@in_units_of("‖A‖₂²/(σₖ − σₖ₊₁)")
def sensitivity(A, k):
    """A change E of A turns the first k singular vectors by ‖E‖/(σ_k - σ_{k+1})."""
    s = for_each(scipy.linalg.svdvals, 2)(A)
    turned = s[..., 0] / (s[..., k - 1] - s[..., k]) if k else 1
    return (s[..., 0] * turned)[..., None, None]


def mp_truncated(A, k):
    def truncated(A):
        U, s, V = mpmath.svd_r(mpmath.matrix(A.tolist()))
        product = U[:, :k] * mpmath.diag(list(s)[:k]) * V[:k, :] if k else 0 * A
        return np.array(product.tolist()).reshape(A.shape)

    return for_each(truncated, 2)(A)


def mp_error(A, k, norm="fro"):
    def error(A):
        s = list(mpmath.svd_r(mpmath.matrix(A.tolist()), compute_uv=False))
        return mpmath.norm(s[k:]) if norm == "fro" else s[k]

    return for_each(error, 2)(A)


# Singular values are good to a few ulp of the largest, and so is the root of a sum. The
# decomposition is good to some ulp of the norm for each of up to ten rotations of a vector
# of five, and its vectors are turned by that over the gap. float16 has no room for a scale
# of a thousand norms, so the gap is wide here.
CASES = {
    "truncated-svd": Case(
        partial(with_rank, 100, "mn", gap=0.05),
        ulp=40,
        oracle=mp_truncated,
        scale=sensitivity,
        ndim=2,
    ),
    "eckart-young": Case(
        partial(with_rank, 100, "mn"), ulp=40, oracle=mp_error, scale=norm, ndim=2
    ),
}


def rounding(A):
    """What a few dozen ulp come to, and a little where numbers are subnormal."""
    limits = np.finfo(A.dtype)
    return float(64 * limits.eps * norm(A) + limits.tiny)


sizes = st.tuples(st.integers(1, 5), st.integers(1, 5))
data = st.data()
FUNCTIONS = pytest.mark.parametrize("function", [truncated_svd, truncation_error])


@FUNCTIONS
@pytest.mark.parametrize(
    ("A", "k", "message"),
    [
        ([1, 2], 1, "A must be finite and have the shape"),
        (3, 1, "A must be finite and have the shape"),
        ([[1, INF]], 1, "A must be finite and have the shape"),
        ([[1, NAN]], 1, "A must be finite and have the shape"),
        ([[1, 2], [3, 4]], 3, "k must be a rank from 0"),
        ([[1, 2], [3, 4]], -1, "k must be a rank from 0"),
        ([[1, 2], [3, 4]], 0.5, "k must be a rank from 0"),
        ([[1, 2], [3, 4]], NAN, "k must be a rank from 0"),
        (np.zeros((0, 3)), 1, "k must be a rank from 0"),
    ],
)
def test_refuses(function, A, k, message):
    with pytest.raises(ValueError, match=message):
        function(A, k)


class TestTruncatedSvd:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "truncated-svd",
            oracle=mp_truncated,
            against="mpmath.svd_r",
            inputs=with_rank(1100, "mn", decades=100, dtype=dtype),
            scale=sensitivity,
            ulp=40,
        )

    def test_scipy(self, verify):
        # iterates with products by A, and never decomposes it
        rng = np.random.default_rng(0)

        @in_units_of("‖A‖₂³/(σₖ² − σₖ₊₁²)")
        def gram_sensitivity(A, k):
            s = scipy.linalg.svdvals(A)
            return s[0] ** 3 / (s[k - 1] ** 2 - s[k] ** 2)

        def truncated(A, k):
            U, s, Vt = scipy.sparse.linalg.svds(A, k, v0=rng.normal(size=min(A.shape)))
            return U * s @ Vt

        # it works on AᵀA, where the gap is one of squares
        verify.function(
            "truncated-svd",
            oracle=truncated,
            against="scipy.sparse.linalg.svds",
            inputs=(
                (A, k)
                for A, k in with_rank(1500, "mn", sizes=(3, 9), least=1)
                if A.ndim == 2
            ),
            scale=gram_sensitivity,
            ulp=40,
        )

    @given(data=data)
    def test_has_rank_k_at_most(self, floating, data):
        A = data.draw(drawn(floating, data.draw(sizes)))
        k = data.draw(st.integers(0, min(A.shape)))
        s = scipy.linalg.svdvals(truncated_svd(A, k))
        assert np.all(s[k:] <= rounding(A))

    @given(data=data)
    def test_stands_at_right_angles_to_what_it_leaves_out(self, floating, data):
        A = data.draw(drawn(floating, data.draw(sizes)))
        A = (A / max(np.abs(A).max(), np.finfo(floating).tiny)).astype(floating)
        kept = truncated_svd(A, data.draw(st.integers(0, min(A.shape))))
        assert abs(np.sum(kept * (A - kept))) <= rounding(A) * norm(A) + rounding(A)

    @given(data=data)
    def test_full_rank_is_the_matrix(self, floating, data):
        A = data.draw(drawn(floating, data.draw(sizes)))
        np.testing.assert_allclose(
            truncated_svd(A, min(A.shape)), A, rtol=0, atol=rounding(A)
        )

    @pytest.mark.parametrize(
        ("A", "k", "nearest"),
        [
            ([[3, 0], [0, 2]], 0, [[0, 0], [0, 0]]),
            ([[3, 0], [0, 2]], 1, [[3, 0], [0, 0]]),
            ([[0, 0], [0, 0]], 1, [[0, 0], [0, 0]]),
            ([[-1, 0, 0], [0, -5, 0]], 1, [[0, 0, 0], [0, -5, 0]]),
            ([[3e300, 0], [0, 2]], 1, [[3e300, 0], [0, 0]]),
            ([[3e-320, 0], [0, 0]], 1, [[3e-320, 0], [0, 0]]),
            (
                [[[1, 0], [0, 2]], [[4, 0], [0, 3]]],
                1,
                [[[0, 0], [0, 2]], [[4, 0], [0, 0]]],
            ),
            (np.zeros((0, 3)), 0, np.zeros((0, 3))),
        ],
    )
    def test_edges(self, A, k, nearest):
        np.testing.assert_allclose(truncated_svd(A, k), nearest, rtol=1e-15)

    def test_float16(self):
        nearest = truncated_svd(np.float16([[3, 0], [0, 2]]), 1)
        assert nearest.dtype == np.float16
        np.testing.assert_array_equal(nearest, [[3, 0], [0, 0]])


class TestTruncationError:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "eckart-young",
            oracle=mp_error,
            against="mpmath.svd_r",
            inputs=with_norm(1000, "mn", gap=-1, decades=300, dtype=dtype),
            scale=norm,
            ulp=40,
        )

    def test_is_the_distance_to_the_truncated_svd(self, verify, floating):
        order = {"fro": "fro", "spectral": 2}

        def distance(A, k, norm):
            left_out = A - truncated_svd(A, k)
            return np.linalg.norm(left_out, order[norm], axis=(-2, -1))

        verify.identity(
            "eckart-young",
            left=truncation_error,
            right=distance,
            inputs=with_norm(1000, "mn", gap=-1, dtype=floating),
            scale=norm,
            ulp=40,
        )

    def test_nothing_is_nearer(self, verify):
        rng = np.random.default_rng(2)

        def holds(error, A, k):
            """Neither a random matrix of rank k, nor what alternating fits make of it.

            Each fit is the best one factor for the other in the Frobenius norm.
            """
            right = rng.normal(size=(k, A.shape[1]))
            for _ in range(6):
                left = A @ scipy.linalg.pinv(right)
                gap = A - left @ right
                if not all(
                    np.linalg.norm(gap, order)
                    >= error(A, k, name) * (1 - 1e-12) - 1e-14 * norm(A)
                    for order, name in (("fro", "fro"), (2, "spectral"))
                ):
                    return False
                right = scipy.linalg.pinv(left) @ A
            return True

        verify.statement(
            "eckart-young",
            holds=holds,
            of=truncation_error,
            fails_for=lambda A, k, name: truncation_error(A, k - 1, name),
            inputs=(
                (A, k)
                for A, k in with_rank(1500, "mn", least=1, sizes=(2, 5))
                if A.ndim == 2
            ),
        )

    def test_alternating_fits_come_as_near(self):
        rng = np.random.default_rng(3)
        A, k = rng.normal(size=(6, 5)), 2
        right = rng.normal(size=(k, 5))
        for _ in range(500):
            left = A @ scipy.linalg.pinv(right)
            right = scipy.linalg.pinv(left) @ A
        assert np.linalg.norm(A - left @ right) == pytest.approx(
            truncation_error(A, k), rel=1e-10
        )

    @given(data=data)
    def test_falls_with_the_rank(self, floating, data):
        A = data.draw(drawn(floating, data.draw(sizes)))
        for name in ("fro", "spectral"):
            errors = [truncation_error(A, k, name) for k in range(min(A.shape) + 1)]
            assert np.all(np.diff(errors) <= rounding(A))
            assert errors[-1] == 0

    @given(data=data)
    def test_of_rank_zero_is_the_norm(self, floating, data):
        A = data.draw(drawn(floating, data.draw(sizes)))
        frobenius = math.hypot(*A.flat)
        assert truncation_error(A, 0) == pytest.approx(frobenius, abs=rounding(A))
        spectral = truncation_error(A, 0, "spectral")
        assert spectral == pytest.approx(norm(A), abs=rounding(A))

    @pytest.mark.parametrize(
        ("A", "k", "fro", "spectral"),
        [
            (np.diag([3, 2, 1]), 1, np.sqrt(5), 2),
            (np.diag([3, 2, 1]), 3, 0, 0),
            ([[0, 0], [0, 0]], 0, 0, 0),
            (np.diag([9e300, 4e300, 3e300]), 1, 5e300, 4e300),
            (np.diag([9e-300, 4e-300, 3e-300]), 1, 5e-300, 4e-300),
            (np.diag([1, 1e-9, 0]), 1, 1e-9, 1e-9),
            ([[[1, 0], [0, 2]], [[4, 0], [0, 3]]], 1, [1, 3], [1, 3]),
            (np.zeros((0, 3)), 0, 0, 0),
        ],
    )
    def test_edges(self, A, k, fro, spectral):
        np.testing.assert_allclose(truncation_error(A, k), fro, rtol=1e-15)
        np.testing.assert_allclose(
            truncation_error(A, k, norm="spectral"), spectral, rtol=1e-15
        )

    @pytest.mark.parametrize("name", ["l2", 2, None])
    def test_refuses_other_norms(self, name):
        with pytest.raises(ValueError, match='norm must be "fro" or "spectral"'):
            truncation_error([[1, 2]], 1, norm=name)
