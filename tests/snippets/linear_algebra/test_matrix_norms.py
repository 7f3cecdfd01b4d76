import itertools
import tracemalloc
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import assume, given
from hypothesis import strategies as st

from snippets.linear_algebra.matrix_norms import frobenius_norm, spectral_norm
from tests.inputs import drawn, for_each, matrices
from tests.verify import Case

INF, NAN = np.inf, np.nan

each_norm = pytest.mark.parametrize("norm", [frobenius_norm, spectral_norm])
data = st.data()


def square(dtype):
    return drawn(dtype, (3, 3))


def slack(dtype):
    """Rounding of n = 3 terms and of the decomposition, in relative terms."""
    return 1 + 45 * float(np.finfo(dtype).eps)


def tiniest(dtype):
    return float(np.finfo(dtype).tiny)


def mp_frobenius(A):
    return mpmath.norm([mpmath.mpf(entry) for entry in A.ravel()])


def mp_spectral(A):
    """The root of the largest eigenvalue of AAᵀ, at 50 digits."""
    A = mpmath.matrix(A.tolist())
    return mpmath.sqrt(max(mpmath.eigsy(A * A.T, eigvals_only=True)))


# 25 squares summed are good to 25 units of roundoff, their root to half of that: 7 ulp
# with its own rounding. The singular values of LAPACK are good to a small multiple of
# ε·σ₁: 7 ulp at the worst in what follows. NumPy decomposes float32 in float64
CASES = {
    "frobenius-norm": Case(
        partial(matrices, 100, "mn"),
        ulp=8,
        oracle=for_each(mp_frobenius, ndim=2),
        ndim=2,
    ),
    "spectral-norm": Case(
        partial(matrices, 100, "mn"),
        ulp=16,
        oracle=for_each(mp_spectral, ndim=2),
        ndim=2,
    ),
}


def gesvd(A):
    """Singular values by the QR iteration; NumPy's are by divide and conquer."""
    return scipy.linalg.svd(A, compute_uv=False, lapack_driver="gesvd")


def power_iteration(A, steps=200):
    x = np.ones(A.shape[1])
    for _ in range(steps):
        x = A.T @ (A @ x)
        x = x / np.hypot.reduce(x)
    return np.hypot.reduce(A @ x)


class TestFrobeniusNorm:
    def test_mpmath(self, verify, dtype):
        # 25 squares summed are good to 25 units of roundoff, their root to half of
        # that: 7 ulp with its own rounding
        verify.function(
            "frobenius-norm",
            oracle=for_each(mp_frobenius, ndim=2),
            against="mpmath.norm",
            inputs=matrices(1000, "mn", decades=300, dtype=dtype),
            ulp=8,
        )

    def test_is_the_root_of_the_squared_singular_values(self, verify, dtype):
        verify.function(
            "frobenius-norm",
            oracle=for_each(lambda A: np.sqrt(np.sum(gesvd(A) ** 2)), ndim=2),
            against="scipy.linalg.svd",
            inputs=matrices(1000, "mn", dtype=dtype),
            ulp=16,
        )

    @pytest.mark.parametrize(
        ("A", "norm"),
        [
            ([[3, 0], [0, 4]], 5),
            ([[3, 4]], 5),
            (np.zeros((2, 3)), 0),
            (np.zeros((0, 3)), 0),
            (np.zeros((2, 0, 3)), [0, 0]),
            (np.zeros((0, 2, 3)), []),
            ([[3e300, 0], [0, 4e300]], 5e300),
            ([[3e-320, 0], [0, 4e-320]], 5e-320),
            ([[-INF, 1], [0, 2]], INF),
            ([[NAN, INF], [0, 2]], NAN),
            ([[[3, 4]], [[NAN, 0]]], [5, NAN]),
        ],
    )
    def test_edges(self, A, norm):
        np.testing.assert_array_equal(frobenius_norm(A), norm)

    @pytest.mark.parametrize("shape", [(500, 400), (5, 200, 200)])
    def test_needs_no_copy_of_a_matrix_or_of_its_transpose(self, floating, shape):
        A = np.ones(shape, floating)
        for same in (A, A.mT):
            tracemalloc.start()
            frobenius_norm(same)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < A.nbytes / 20


class TestSpectralNorm:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "spectral-norm",
            oracle=for_each(mp_spectral, ndim=2),
            against="mpmath.eigsy",
            inputs=matrices(1000, "mn", decades=100, dtype=dtype),
            ulp=16,
        )

    def test_scipy(self, verify, dtype):
        verify.function(
            "spectral-norm",
            oracle=for_each(lambda A: gesvd(A)[0], ndim=2),
            against="scipy.linalg.svd",
            inputs=matrices(1000, "mn", sizes=(1, 12), dtype=dtype),
            ulp=16,
        )

    def test_power_iteration(self):
        # σ₂ = σ₁/2, so that every step divides what is missing by 16
        rng = np.random.default_rng(2)
        for _ in range(100):
            U, V = (scipy.stats.ortho_group.rvs(4, random_state=rng) for _ in "UV")
            A = U * [1, 0.5, 0.25, 0.1] @ V * 10 ** rng.uniform(-5, 5)
            assert spectral_norm(A) == pytest.approx(power_iteration(A), rel=1e-14)

    @pytest.mark.parametrize(
        ("A", "norm"),
        [
            (np.eye(3), 1),
            ([[0, -7], [2, 0]], 7),
            ([[3, 4]], 5),
            ([[3], [4]], 5),
            (np.zeros((2, 3)), 0),
            (np.zeros((0, 3)), 0),
            (np.zeros((2, 0, 3)), [0, 0]),
            (np.zeros((0, 2, 3)), []),
            ([[-INF, 1], [0, 2]], INF),
            ([[NAN, INF], [0, 2]], NAN),
            ([[[3, 4], [0, 0]], [[NAN, 0], [0, 4]]], [5, NAN]),
        ],
    )
    def test_edges(self, A, norm):
        # the decomposition rounds even where the singular values are whole numbers
        np.testing.assert_allclose(spectral_norm(A), norm, rtol=1e-15)

    def test_huge_and_tiny(self):
        assert spectral_norm([[3e300, 4e300]]) == pytest.approx(5e300, rel=1e-15)
        assert spectral_norm([[3e-320, 4e-320]]) == pytest.approx(5e-320, rel=1e-3)

    @given(data=data)
    def test_no_vector_is_stretched_further(self, floating, data):
        A, x = data.draw(square(floating)), data.draw(drawn(floating, 3))
        x /= np.maximum(np.abs(x).max(), 1)
        stretched = spectral_norm(A) * np.hypot.reduce(x)
        tiny = 9 * tiniest(floating)
        assert np.hypot.reduce(A @ x) <= stretched * slack(floating) + tiny

    @given(data=data)
    def test_lies_below_the_frobenius_norm(self, floating, data):
        A = data.draw(square(floating))
        # norms that are subnormal have fewer digits
        assume(not 0 < np.abs(A).max() < tiniest(floating) * 2**30)
        norm = spectral_norm(A)
        assert norm <= frobenius_norm(A) * slack(floating)
        assert frobenius_norm(A) <= np.sqrt(floating(3)) * norm * slack(floating)


class TestBoth:
    @each_norm
    @given(data=data)
    def test_triangle_inequality(self, norm, floating, data):
        A, B = data.draw(square(floating)), data.draw(square(floating))
        tiny = tiniest(floating)
        assert norm(A + B) <= (norm(A) + norm(B)) * slack(floating) + tiny

    @each_norm
    @given(data=data)
    def test_a_product_is_no_larger_than_the_norms_multiplied(
        self, norm, floating, data
    ):
        A, B = data.draw(square(floating)), data.draw(square(floating))
        tiny = 9 * tiniest(floating)
        assert norm(A @ B) <= norm(A) * norm(B) * slack(floating) + tiny

    @each_norm
    @given(data=data)
    def test_transpose_and_sign_leave_them(self, norm, floating, data):
        A = data.draw(square(floating))
        tiny = tiniest(floating)
        rel = slack(floating) - 1
        assert norm(-A.T) == pytest.approx(norm(A), rel=rel, abs=tiny)

    @each_norm
    @given(data=data, angle=st.floats(0, 7))
    def test_rotation_leaves_them(self, norm, floating, data, angle):
        A = data.draw(square(floating))
        c, s = np.cos(angle), np.sin(angle)
        rotation = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], floating)
        rel, tiny = slack(floating) - 1, 9 * tiniest(floating)
        assert norm(rotation @ A) == pytest.approx(norm(A), rel=rel, abs=tiny)

    @each_norm
    @given(data=data)
    def test_zero_only_for_the_zero_matrix(self, norm, floating, data):
        A = data.draw(square(floating))
        assert (norm(A) == 0) == (not np.any(A))

    @each_norm
    @pytest.mark.parametrize("axes", list(itertools.permutations(range(3))))
    def test_entries_may_lie_in_any_order(self, norm, axes):
        A = np.random.default_rng(5).normal(size=(2, 3, 4))
        laid = A.transpose(axes).copy().transpose(np.argsort(axes))
        np.testing.assert_allclose(norm(laid), norm(A), rtol=3e-15)
        np.testing.assert_allclose(norm(laid.mT), norm(A), rtol=3e-15)

    @each_norm
    @pytest.mark.parametrize("entry", [INF, -INF, NAN])
    def test_what_is_not_finite_stays_in_its_matrix(self, norm, floating, entry):
        A = np.random.default_rng(6).normal(size=(3, 4, 5)).astype(floating)
        want = norm(A)
        A[1, 2, 3], want[1] = entry, abs(entry)
        np.testing.assert_array_equal(norm(A), want)

    @each_norm
    @pytest.mark.parametrize("A", [3.0, [3.0, 4.0]])
    def test_refuses_what_is_no_matrix(self, norm, A):
        with pytest.raises(ValueError, match="A must be a matrix"):
            norm(A)
