from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.svd import svd
from tests.inputs import drawn, for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan


def norm(A):
    return np.linalg.norm(A, 2, axis=(-2, -1))


def rebuilt(out):
    U, s, Vt = map(np.asarray, out)
    return U * s[..., None, :] @ Vt


def values_and_rebuilt(out):
    """All three factors in one row, free of their signs."""
    s = np.asarray(out[1])
    return np.concatenate([s, rebuilt(out).reshape(*s.shape[:-1], -1)], axis=-1)


def transposed(x):
    return np.swapaxes(x, -2, -1)


def mp_values(A):
    return list(mpmath.svd_r(mpmath.matrix(A.tolist()), compute_uv=False))


def values_and_matrix(A):
    """What `values_and_rebuilt` must come to."""
    s = for_each(mp_values, 2)(A)
    entries = A.reshape(*s.shape[:-1], -1)
    return np.concatenate([s, entries.astype(object)], axis=-1)


@in_units_of("‖A‖₂")
def size(A):
    return norm(A)[..., None]


@in_units_of("‖A‖₂")
def size_of_matrix(A):
    return norm(A)[..., None, None]


@in_units_of("‖A‖₂²")
def size_squared(A):
    return size(A) ** 2


# singular values are good to a few ulp of the largest, whatever the matrix; r ≤ 5
CASES = {
    "svd": Case(
        partial(matrices, 100, "mn"),
        ulp=40,
        part=values_and_rebuilt,
        oracle=values_and_matrix,
        scale=size,
        ndim=2,
        exempt={"float16": "the product of factors is compared, and each is rounded"},
    ),
}

any_shape = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: arrays(float, shape, elements=st.floats(-1e6, 1e6))
)


class TestSvd:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "svd",
            oracle=for_each(mp_values, 2),
            against="mpmath.svd_r",
            inputs=matrices(1000, "mn", decades=100, dtype=dtype),
            part=lambda out: out[1],
            scale=size,
            ulp=40,
        )

    def test_scipy(self, verify, dtype):
        # NumPy calls gesdd, divide and conquer; gesvd iterates on the bidiagonal
        def values(A):
            return scipy.linalg.svd(A, lapack_driver="gesvd")[1]

        verify.function(
            "svd",
            oracle=for_each(values, 2),
            against="scipy.linalg.svd",
            inputs=matrices(1000, "mn", sizes=(1, 12), dtype=dtype),
            part=lambda out: out[1],
            scale=size,
            ulp=40,
        )

    @given(data=st.data())
    def test_factors_are_orthonormal_in_the_type_of_the_matrix(self, floating, data):
        A = data.draw(drawn(floating, data.draw(st.sampled_from([(4, 3), (3, 4)]))))
        U, s, Vt = svd(A)
        assert U.dtype == s.dtype == Vt.dtype == floating
        eps = np.finfo(floating).eps
        np.testing.assert_allclose(U.T @ U, np.eye(3), atol=20 * eps)
        np.testing.assert_allclose(Vt @ Vt.T, np.eye(3), atol=20 * eps)
        assert np.all(s >= 0)

    def test_half_precision_is_rounded_once(self):
        for (A,) in matrices(100, "mn", dtype=np.float16):
            for got, single in zip(svd(A), svd(A.astype(np.float32)), strict=True):
                assert got.dtype == np.float16
                np.testing.assert_array_equal(got, single.astype(np.float16))

    def test_rebuilds(self, verify):
        verify.identity(
            "svd",
            left=lambda A: rebuilt(svd(A)),
            right=lambda A: A,
            inputs=matrices(1000, "mn"),
            scale=size_of_matrix,
            ulp=40,
        )

    def test_orthonormal(self, verify):
        def left(A):
            U, _, Vt = svd(A)
            return np.stack([transposed(U) @ U, Vt @ transposed(Vt)])

        def right(A):
            r = min(A.shape[-2:])
            return np.broadcast_to(np.eye(r), (2, *A.shape[:-2], r, r))

        verify.identity(
            "svd",
            left=left,
            right=right,
            inputs=matrices(1000, "mn", seed=1),
            scale=in_units_of("1")(lambda _: 1.0),
            ulp=40,
        )

    @given(any_shape)
    def test_values_fall_and_are_not_negative(self, A):
        s = svd(A)[1]
        assert np.all(np.diff(s) <= 0)
        assert np.all(s >= 0)

    @given(any_shape)
    def test_largest_entry_of_each_row_is_positive(self, A):
        Vt = svd(A)[2]
        size = np.abs(Vt)
        largest = size > (1 - 1e-6) * np.max(size, axis=1, keepdims=True)
        assert np.all(Vt[range(len(Vt)), np.argmax(largest, axis=1)] > 0)

    @given(any_shape)
    def test_transpose_has_the_same_values(self, A):
        np.testing.assert_allclose(
            svd(A.T)[1], svd(A)[1], rtol=0, atol=1e-14 * norm(A) + 1e-300
        )

    @pytest.mark.parametrize(
        ("A", "U", "s", "Vt"),
        [
            ([[-5]], [[-1]], [5], [[1]]),
            ([[3, 4]], [[1]], [5], [[0.6, 0.8]]),
            ([[3], [4]], [[0.6], [0.8]], [5], [[1]]),
            ([[-1, 0], [0, 2]], [[0, -1], [1, 0]], [2, 1], [[0, 1], [1, 0]]),
            ([[3e300, 4e300]], [[1]], [5e300], [[0.6, 0.8]]),
            ([[3e-300], [4e-300]], [[0.6], [0.8]], [5e-300], [[1]]),
        ],
    )
    def test_edges(self, A, U, s, Vt):
        for got, want in zip(svd(A), (U, s, Vt), strict=True):
            np.testing.assert_allclose(got, want, rtol=1e-15)

    def test_zero_matrix(self):
        U, s, Vt = svd(np.zeros((3, 2)))
        np.testing.assert_array_equal(s, [0, 0])
        np.testing.assert_array_equal(U.T @ U, np.eye(2))
        np.testing.assert_array_equal(Vt @ Vt.T, np.eye(2))

    def test_equal_entries_up_to_rounding(self, floating):
        """(1, -1)/√2 begins with the positive entry, whatever its last bits."""
        few = 8 * np.finfo(floating).eps
        for off in (1 - few, 1, 1 + few):
            A = np.array([[2, 1], [off, 2]], floating)
            for B in (A, A.T):
                assert svd(B)[2][1, 0] > 0

    def test_entries_that_differ_are_not_equal(self, floating):
        """The largest counts as soon as it is larger by half of the digits."""
        apart = 4 * np.sqrt(np.finfo(floating).eps)
        for first, second in ((1, -1 - apart), (-1 - apart, 1), (-1, 1 + apart)):
            _, _, Vt = svd(np.array([[first, second]], floating))
            assert Vt[0, np.argmax(np.abs([first, second]))] > 0

    @pytest.mark.parametrize("shape", [(0, 2), (0, 3, 2), (2, 0, 2, 3)])
    def test_without_rows_or_matrices(self, shape):
        U, s, Vt = svd(np.zeros(shape))
        assert U.shape[-1] == s.shape[-1] == Vt.shape[-2] == min(shape[-2:])
        assert U.shape[:-2] == s.shape[:-1] == Vt.shape[:-2] == shape[:-2]

    def test_thin_shapes(self):
        for m, n in ((5, 2), (2, 5)):
            shapes = [factor.shape for factor in svd(np.ones((3, m, n)))]
            assert shapes == [(3, m, 2), (3, 2), (3, 2, n)]

    @pytest.mark.parametrize(
        ("A", "message"),
        [
            ([1, 2], "at least two-dimensional"),
            (3, "at least two-dimensional"),
            (np.zeros((0, 0)), "zero-size array"),
            (np.zeros((2, 0)), "zero-size array"),
            ([[1, INF]], "A must be finite"),
            ([[[1, 2]], [[NAN, 2]]], "A must be finite"),
        ],
    )
    def test_refuses(self, A, message):
        with pytest.raises(ValueError, match=message):
            svd(A)


class TestSvdEigenRelation:
    def test_eigenvalues_of_the_gram_matrix(self, verify):
        def eigenvalues(A):
            A = mpmath.matrix(A.tolist())
            return list(mpmath.eigsy(A.T * A, eigvals_only=True))[::-1]

        def squares(A):
            n = A.shape[-1]
            s = svd(A)[1]
            zeros = np.zeros((*s.shape[:-1], n - s.shape[-1]))
            return np.concatenate([s**2, zeros], axis=-1)

        verify.identity(
            "svd-eigen-relation",
            left=squares,
            right=for_each(eigenvalues, 2),
            inputs=matrices(1000, "mn"),
            scale=size_squared,
            ulp=40,
            library="mpmath",
        )

    def test_any_orthogonal_factors(self, verify):
        """For factors in Cayley's form; a reflection of an axis changes nothing."""
        pairs = []
        for m, n in ((1, 2), (3, 2), (2, 2)):
            U, V = cayley(m, "u"), cayley(n, "v")
            S, squares = sympy.zeros(m, n), sympy.zeros(n, n)
            for i, value in enumerate(sympy.symbols("s_1 s_2", nonnegative=True)[:m]):
                S[i, i], squares[i, i] = value, value**2
            A = U * S * V.T
            pairs.append((A.T * A, V * S.T * S * V.T))
            pairs.append((A.T * A * V, V * squares))
        verify.proof(
            "svd-eigen-relation",
            pairs,
            of="matrices of 1×2, 3×2 and 2×2",
            simplify=sympy.cancel,
        )


def cayley(n, name):
    """Every rotation that has no eigenvalue -1: (I - K)(I + K)⁻¹ for K = -Kᵀ."""
    K = sympy.zeros(n, n)
    for i in range(n):
        for j in range(i):
            K[i, j] = sympy.Symbol(f"{name}_{i}{j}", real=True)
            K[j, i] = -K[i, j]
    identity = sympy.eye(n)
    return sympy.simplify((identity - K) * (identity + K).inv())
