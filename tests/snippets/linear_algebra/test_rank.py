import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.rank import (
    coordinates,
    is_independent,
    matrix_rank,
    orth,
)
from tests.inputs import for_each
from tests.verify import Equivalent, ulps

INF, NAN = np.inf, np.nan


def integer_matrices(cases, *, batches=True, seed=0):
    """Integer matrices of every rank; whole numbers below 100 are exact.

    The smallest non-zero singular value is far above rounding: minors are whole too.
    """
    rng = np.random.default_rng(seed)
    for case in range(cases):
        m, n = rng.integers(1, 6, 2)
        r = rng.integers(0, min(m, n) + 1)
        batch = (rng.integers(1, 4),) if batches and case % 4 == 0 else ()
        left = rng.integers(-3, 4, (*batch, m, r))
        yield ((left @ rng.integers(-3, 4, (*batch, r, n))).astype(float),)


def scaled_columns(cases):
    """The same, with columns scaled by powers of two that hide them from each other."""
    rng = np.random.default_rng(1)
    for (V,) in integer_matrices(cases):
        yield (np.ldexp(V, rng.integers(-900, 900, V.shape[-1])),)


def bases(cases, *, batches=True, scaled=True):
    """Bases of whole numbers, half of them scaled, and vectors in their spans."""
    rng = np.random.default_rng(2)
    found = 0
    while found < cases:
        k = rng.integers(1, 5)
        n = rng.integers(k, 6)
        batch = (rng.integers(1, 4),) if batches and found % 4 == 0 else ()
        B = rng.integers(-5, 6, (*batch, n, k)).astype(float)
        if not np.all(is_independent(B)):
            continue
        scale = rng.integers(-20, 21, k) * (scaled and found % 2)
        c = rng.integers(-9, 10, (*batch, k))
        found += 1
        yield np.ldexp(B, scale), (B @ c[..., None])[..., 0]


def projector(Q):
    return Q @ Q.T


def condition(A):
    """Ratio of the largest singular value to the smallest that is not zero."""
    s = scipy.linalg.svdvals(A)
    return s[0] / s[s > 1e-9 * s[0]][-1] if s[0] else 1.0


def coordinate_error(B, v):
    """What each coordinate may be uncertain by, relative to the error of the data."""
    size = np.max(np.abs(B), axis=-2)
    unit = B / size[..., None, :]
    worst = max(condition(one) for one in unit.reshape(-1, *unit.shape[-2:]))
    return worst * np.max(np.abs(v)) / size


# A singular vector is uncertain by the error of the SVD over the gap below it, σᵣ, so a
# projector by a few ε σ₁/σᵣ; coordinates of a vector likewise.
EQUIVALENTS = {
    "linear-independence": Equivalent(integer_matrices(100), ulp=0),
    "basis-dimension": Equivalent(
        bases(100, batches=False, scaled=False), ulp=64, scale=coordinate_error
    ),
    "column-space": Equivalent(
        integer_matrices(100, batches=False), ulp=32, scale=condition, part=projector
    ),
    "matrix-rank": Equivalent(integer_matrices(100), ulp=0),
}


def exact(A):
    return sympy.Matrix(A.shape[0], A.shape[1], [sympy.Rational(x) for x in A.flat])


class TestIsIndependent:
    def test_sympy_rank(self, verify):
        verify.function(
            "linear-independence",
            oracle=for_each(lambda V: exact(V).rank() == V.shape[1], ndim=2),
            against="sympy.Matrix.rank",
            inputs=scaled_columns(1000),
            ulp=0,
        )

    def test_both_answers_occur(self):
        answers = [np.all(is_independent(V)) for (V,) in scaled_columns(1000)]
        assert 150 < sum(answers) < 850

    @given(
        arrays(int, (4, 3), elements=st.integers(-999, 999)),
        arrays(int, 3, elements=st.integers(-900, 900)),
    )
    def test_neither_order_nor_length_counts(self, V, scale):
        independent = is_independent(V)
        assert is_independent(V[::-1]) == is_independent(V[:, ::-1]) == independent
        assert is_independent(np.ldexp(1.0 * V, scale)) == independent
        assert not is_independent(np.column_stack([V, V @ [1, 2, -1]]))

    @pytest.mark.parametrize(
        ("V", "independent"),
        [
            (np.eye(3), True),
            (np.ones((2, 3)), False),
            (np.zeros((2, 1)), False),
            (np.zeros((2, 0)), True),
            (np.zeros((0, 2)), False),
            ([[1e300, 0], [0, 1e-300]], True),
            ([[5e-324, 0], [0, 1]], True),
            ([[1, 1], [0, 1e-20]], False),
            (np.array([[1, 1], [0, 1e-8]]), True),
            (np.array([[1, 1], [0, 1e-8]], dtype=np.float32), False),
            (np.array([[1, 255], [255, 1]], dtype=np.uint8), True),
            ([[[1, 0], [0, 1]], [[1, 2], [2, 4]]], [True, False]),
        ],
    )
    def test_edges(self, V, independent):
        np.testing.assert_array_equal(is_independent(V), independent)

    def test_tolerance(self):
        V = [[1, 1], [0, 1e-6]]
        assert is_independent(V)
        assert not is_independent(V, rtol=1e-5)

    @pytest.mark.parametrize("V", [[1, 2], [[INF, 1]], [[NAN, 1]], 3])
    def test_refuses(self, V):
        with pytest.raises(ValueError, match="V must be finite and have the shape"):
            is_independent(V)


class TestCoordinates:
    def test_mpmath(self, verify):
        def solve(B, v):
            # least squares by the normal equations, which 50 digits can afford
            return list(mpmath.lu_solve(mpmath.matrix(B), mpmath.matrix(v)))

        verify.function(
            "basis-dimension",
            oracle=for_each(solve, ndim=2),
            against="mpmath.lu_solve",
            inputs=bases(1000),
            ulp=32,
            scale=coordinate_error,
        )

    @given(
        arrays(int, (4, 2), elements=st.integers(-99, 99)),
        arrays(int, 2, elements=st.integers(-999, 999)),
    )
    def test_are_the_only_ones(self, B, c):
        if is_independent(B):
            # whole numbers below 100: the condition number is below 1e5
            np.testing.assert_allclose(coordinates(B, B @ c), c, rtol=0, atol=1e-8)
        else:
            with pytest.raises(ValueError, match="B must have linearly independent"):
                coordinates(B, B @ c)

    def test_as_many_as_the_dimension(self):
        rng = np.random.default_rng(3)
        for (A,) in integer_matrices(200, batches=False):
            Q = orth(A)
            inside = A @ rng.normal(size=A.shape[1])
            assert coordinates(Q, inside, rtol=1e-12).shape == (matrix_rank(A),)

    @pytest.mark.parametrize(
        ("B", "v", "c"),
        [
            ([[1, 1], [1, -1]], [3, 1], [2, 1]),
            (np.eye(3)[:, :2], [4, 5, 0], [4, 5]),
            (np.eye(2), [0, 0], [0, 0]),
            (np.zeros((2, 0)), [0, 0], []),
            ([[1, 0], [0, 1e-20]], [1, 1e-20], [1, 1]),
            ([[1e300, 0], [0, 1e-300]], [2e300, 3e-300], [2, 3]),
            (np.eye(2), [8e307, -8e307], [8e307, -8e307]),
            ([np.eye(2), 2 * np.eye(2)], [2, 4], [[2, 4], [1, 2]]),
            (np.array([[1, 0], [0, 200]], dtype=np.uint8), [1, 200], [1, 1]),
        ],
    )
    def test_edges(self, B, v, c):
        np.testing.assert_allclose(coordinates(B, v), c, rtol=4e-16, atol=1e-15)

    def test_error_of_the_basis(self):
        B = np.array([[1.0], [1.0]])
        with pytest.raises(ValueError, match="v must lie in the span"):
            coordinates(B, [1, 1 + 1e-6])
        assert coordinates(B, [1, 1 + 1e-6], rtol=1e-5) == pytest.approx(1, abs=1e-6)
        # what rounding to float32 has done to v is not held against it
        single = np.array([[0.1, 0.7], [0.3, 0.2], [0.9, 0.4]], dtype=np.float32)
        found = coordinates(single, single @ np.float32([0.3, 0.6]))
        assert found == pytest.approx([0.3, 0.6], abs=1e-6)

    @pytest.mark.parametrize(
        ("B", "v", "message"),
        [
            (np.eye(2), [1, 2, 3], "v must have the length of B's columns"),
            (np.eye(2), 1, "v must have the length of B's columns"),
            ([1, 2], [1, 2], "v must have the length of B's columns"),
            (np.eye(2), [INF, 1], "B and v must be finite"),
            (np.eye(2), [NAN, 1], "B and v must be finite"),
            ([[1, NAN], [0, 1]], [1, 1], "B and v must be finite"),
            ([[1, 2], [2, 4]], [1, 2], "B must have linearly independent columns"),
            ([[1, 2, 3]], [1], "B must have linearly independent columns"),
            (np.zeros((2, 1)), [0, 0], "B must have linearly independent columns"),
            ([[1], [1]], [1, 2], "v must lie in the span of the columns of B"),
            ([[1], [0]], [0, 1], "v must lie in the span of the columns of B"),
            (np.zeros((2, 0)), [0, 1], "v must lie in the span of the columns of B"),
            ([[1], [1]], [1, 1 + 1e-13], "v must lie in the span of the columns of B"),
            (
                [[1], [1]],
                [[1, 1], [1, 2]],
                "v must lie in the span of the columns of B",
            ),
            (
                [np.eye(2), np.ones((2, 2))],
                [1, 1],
                "B must have linearly independent columns",
            ),
        ],
    )
    def test_refuses(self, B, v, message):
        with pytest.raises(ValueError, match=message):
            coordinates(B, v)


class TestOrth:
    def test_exact_projector(self, verify):
        def project(A):
            columns = exact(A).columnspace()
            if not columns:
                return np.zeros((len(A), len(A)))
            C = sympy.Matrix.hstack(*columns)
            return np.array((C * (C.T * C).inv() * C.T).tolist(), dtype=float)

        verify.function(
            "column-space",
            oracle=project,
            against="sympy.Matrix.columnspace",
            inputs=integer_matrices(1000, batches=False),
            ulp=16,
            scale=condition,
            part=projector,
        )

    def test_pivoted_qr(self, verify):
        def project(A):
            Q, R, _ = scipy.linalg.qr(A, mode="economic", pivoting=True)
            size = np.abs(np.diagonal(R))
            return projector(Q[:, size > 1e-9 * size[0]])

        verify.function(
            "column-space",
            oracle=project,
            against="scipy.linalg.qr",
            inputs=integer_matrices(1000, batches=False, seed=4),
            ulp=16,
            scale=condition,
            part=projector,
        )

    def test_basis_is_orthonormal(self):
        for (A,) in integer_matrices(1000, batches=False):
            Q = orth(A)
            assert ulps(Q.T @ Q, np.eye(Q.shape[1]), 1.0) <= 16

    def test_largest_singular_value_first(self):
        np.testing.assert_allclose(np.abs(orth([[1, 0], [0, 2]])), [[0, 1], [1, 0]])

    @given(arrays(float, (4, 3), elements=st.floats(-1e100, 1e100)))
    def test_keeps_the_columns(self, A):
        A = np.where(np.abs(A) < 1e-200, 0, A)
        Q = orth(A)
        np.testing.assert_allclose(
            Q @ (Q.T @ A), A, rtol=0, atol=1e-14 * np.max(np.abs(A))
        )

    @pytest.mark.parametrize(
        ("A", "shape"),
        [
            (np.eye(3), (3, 3)),
            (np.zeros((2, 3)), (2, 0)),
            (np.zeros((2, 0)), (2, 0)),
            (np.zeros((0, 2)), (0, 0)),
            ([[1, 2], [2, 4]], (2, 1)),
            ([[1e300, 2e300]], (1, 1)),
            ([[1e-310, 2e-310]], (1, 1)),
            (np.diag([1, 1e-8]), (2, 2)),
            (np.diag([1, 1e-8]).astype(np.float32), (2, 1)),
        ],
    )
    def test_edges(self, A, shape):
        assert orth(A).shape == shape

    def test_tolerance(self):
        assert orth(np.diag([1, 1e-6]), rtol=1e-5).shape == (2, 1)
        assert orth(np.diag([1, 0.5]), rtol=0.5).shape == (2, 1)

    @pytest.mark.parametrize("A", [[1, 2], np.zeros((2, 2, 2)), [[INF, 1]], [[NAN, 1]]])
    def test_refuses(self, A):
        with pytest.raises(ValueError, match="A must be finite and have the shape"):
            orth(A)


class TestMatrixRank:
    def test_sympy(self, verify):
        verify.function(
            "matrix-rank",
            oracle=for_each(lambda A: exact(A).rank(), ndim=2),
            against="sympy.Matrix.rank",
            inputs=integer_matrices(1000),
            ulp=0,
        )

    def test_every_rank_occurs(self):
        ranks = [r for (A,) in integer_matrices(1000) for r in np.ravel(matrix_rank(A))]
        assert min(np.bincount(ranks, minlength=6)) >= 10

    def test_known_singular_values(self):
        # ten decades of them, between orthogonal factors that nobody here computes
        rng = np.random.default_rng(5)
        for case in range(200):
            U = scipy.stats.ortho_group.rvs(8, random_state=rng)
            V = scipy.stats.ortho_group.rvs(6, random_state=rng)
            A = U[:, :6] * 10.0 ** -np.arange(0, 12, 2) @ V
            assert matrix_rank(A) == 6
            assert matrix_rank(A, rtol=3 * 10.0 ** -(case % 5 * 2 + 2)) == case % 5 + 1

    @given(arrays(int, (3, 4), elements=st.integers(-9, 9)), st.integers(-300, 300))
    def test_of_transpose_and_of_multiple(self, A, decade):
        assert matrix_rank(A) == matrix_rank(A.T) <= 3
        assert matrix_rank(A * 10.0**decade) == matrix_rank(A)

    @given(
        arrays(int, (3, 4), elements=st.integers(-9, 9)),
        arrays(int, (4, 2), elements=st.integers(-9, 9)),
    )
    def test_of_product_and_sum(self, A, B):
        assert matrix_rank(A @ B) <= min(matrix_rank(A), matrix_rank(B))
        ranks = matrix_rank(A[:, :2]) + matrix_rank(B[:3])
        assert matrix_rank(A[:, :2] + B[:3]) <= ranks

    @pytest.mark.parametrize(
        ("A", "rank"),
        [
            (np.eye(3), 3),
            (np.zeros((2, 3)), 0),
            (np.zeros((0, 3)), 0),
            (np.zeros((2, 0, 3)), [0, 0]),
            ([[1, 2], [2, 4]], 1),
            ([[3, 4]], 1),
            (1e-4 * np.eye(100), 100),
            (np.outer(np.arange(1, 51), np.arange(1, 51)), 1),
            ([[1e300, 1e300], [1e300, -1e300]], 2),
            ([[5e-324]], 1),
            (np.diag([1, 1e-15]), 2),
            (np.diag([1, 1e-16]), 1),
            (np.diag([1, 1e-8]).astype(np.float32), 1),
            ([[[1, 0], [0, 1]], [[1, 1], [1, 1]]], [2, 1]),
        ],
    )
    def test_edges(self, A, rank):
        np.testing.assert_array_equal(matrix_rank(A), rank)

    def test_tolerance_is_relative_and_inclusive(self):
        assert matrix_rank(np.diag([100, 1]), rtol=0.01) == 1
        assert matrix_rank(np.diag([100, 1.01]), rtol=0.01) == 2

    @pytest.mark.parametrize("A", [[1, 2], [[INF, 1]], [[NAN, 1]], 3])
    def test_refuses(self, A):
        with pytest.raises(ValueError, match="A must be finite and have the shape"):
            matrix_rank(A)
