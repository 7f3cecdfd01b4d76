from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.rank import coordinates, is_independent, orth
from tests.doubt import Tolerance, believed
from tests.inputs import FLOATS, drawn, for_each
from tests.measure import in_float64, in_units_of, ulps
from tests.verify import Case

INF, NAN = np.inf, np.nan
matrix_rank = np.linalg.matrix_rank


def integer_matrices(cases, *, batches=True, seed=0, dtype=float):
    """Integer matrices of every rank, which any dtype holds exactly.

    Those whose smallest non-zero singular value is near the rounding of the dtype, where
    rank is a matter of opinion, are left out.
    """
    rng = np.random.default_rng(seed)
    eps = np.finfo(dtype).eps if np.dtype(dtype).kind == "f" else np.finfo(float).eps
    found = set()
    while len(found) < cases:
        m, n = rng.integers(1, 6, 2)
        r = rng.integers(0, min(m, n) + 1)
        batch = (rng.integers(1, 4),) if batches and len(found) % 4 == 0 else ()
        left = rng.integers(-3, 4, (*batch, m, r))
        A = left @ rng.integers(-3, 4, (*batch, r, n))
        conditions = np.vectorize(condition, signature="(m,n)->()")(A)
        seen = (A.shape, A.tobytes()) in found
        if np.max(conditions) * eps < 0.02 and not seen:
            found.add((A.shape, A.tobytes()))
            yield (A.astype(dtype),)


def scaled_columns(cases, dtype=float):
    """The same, with columns scaled by powers of two that hide them from each other."""
    rng = np.random.default_rng(1)
    decades = {np.float64: 900, np.float32: 110}.get(dtype)
    for (V,) in integer_matrices(cases, dtype=dtype):
        exponents = rng.integers(-900, 900, V.shape[-1])
        yield (np.ldexp(V, exponents * decades // 900) if decades else V,)


def bases(cases, *, dtype=float):
    """Bases of whole numbers, half of them scaled, and vectors in their spans."""
    rng = np.random.default_rng(2)
    found = 0
    while found < cases:
        k = rng.integers(1, 5)
        n = rng.integers(k, 6)
        B = rng.integers(-5, 6, (n, k))
        if not is_independent(B):
            continue
        batch = (rng.integers(1, 4),) if found % 4 == 0 else ()
        v = rng.integers(-9, 10, (*batch, k)) @ B.T
        found += 1
        B = B.astype(dtype)
        if found % 2 and B.dtype.kind == "f":
            most = 6 if dtype == np.float16 else 20
            B = np.ldexp(B, rng.integers(-most, most + 1, k))
        yield B, v.astype(dtype)


def projector(Q):
    return Q @ Q.T


@in_units_of("σ₁/σᵣ")
def condition(A):
    """Ratio of the largest singular value to the smallest that is not zero."""
    s = scipy.linalg.svdvals(A)
    return s[0] / s[s > 1e-9 * s[0]][-1] if s[0] else 1.0


@in_units_of("cond(B) max|vᵢ|/max|bⱼ|")
def coordinate_error(B, v):
    """What each coordinate may be uncertain by, relative to the error of the data."""
    size = np.max(np.abs(B), axis=-2)
    return condition(B / size) * np.abs(v).max(axis=-1, keepdims=True) / size


def exact(A):
    return sympy.Matrix(A.shape[0], A.shape[1], [sympy.Rational(x) for x in A.flat])


def exact_projector(A):
    columns = exact(A).columnspace()
    if not columns:
        return np.zeros((len(A), len(A)))
    C = sympy.Matrix.hstack(*columns)
    return np.array((C * (C.T * C).inv() * C.T).tolist(), dtype=float)


single = partial(integer_matrices, batches=False)
ONE_BY_ONE = "the bases of a batch would differ in size"
COARSE = "a projector is made of what float16 has already rounded"

# A singular vector is uncertain by the error of the SVD over the gap below it, σᵣ, so a
# projector by a few ε σ₁/σᵣ. Ranks are whole numbers, and exact.
CASES = {
    "linear-independence": Case(
        partial(integer_matrices, 100),
        ulp=0,
        oracle=for_each(lambda V: exact(V).rank() == V.shape[1], ndim=2),
        ndim=2,
    ),
    "basis-dimension": Case(
        partial(single, 100),
        ulp=0,
        oracle=lambda S: len(exact(S).columnspace()),
        names=("S",),
        ndim=2,
    ),
    "column-space": Case(
        partial(single, 100),
        ulp=32,
        oracle=exact_projector,
        scale=condition,
        part=projector,
        ndim=2,
        exempt={"batches": ONE_BY_ONE, "float16": COARSE},
    ),
    "matrix-rank": Case(
        partial(integer_matrices, 100),
        ulp=0,
        oracle=for_each(lambda A: exact(A).rank(), ndim=2),
        ndim=2,
    ),
}


class TestIsIndependent:
    def test_sympy_rank(self, verify, dtype):
        verify.function(
            "linear-independence",
            oracle=for_each(lambda V: exact(V).rank() == V.shape[1], ndim=2),
            against="sympy.Matrix.rank",
            inputs=scaled_columns(1000, dtype=dtype),
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
            (np.zeros((2, 0, 1)), [False, False]),
            ([[1e300, 0], [0, 1e-300]], True),
            ([[5e-324, 0], [0, 1]], True),
            ([[1, 1], [0, 1e-20]], False),
            (np.array([[1, 1], [0, 1e-8]]), True),
            (np.array([[1, 1], [0, 1e-8]], dtype=np.float32), False),
            (np.array([[1, 1], [0, 1e-2]], dtype=np.float16), True),
            (np.array([[1, 1], [0, 1e-3]], dtype=np.float16), False),
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

    @pytest.mark.parametrize("V", [[1, 2], 3])
    def test_refuses_what_is_no_matrix(self, V):
        with pytest.raises(ValueError, match="V must be a matrix, not of shape"):
            is_independent(V)

    @pytest.mark.parametrize("V", [[[INF, 1]], [[1, -INF]], [[NAN, 1]], [[1], [NAN]]])
    def test_refuses_what_is_not_finite(self, V):
        with pytest.raises(ValueError, match="V must be finite: it holds"):
            is_independent(V)


class TestDimension:
    def test_sympy(self, verify, dtype):
        verify.function(
            "basis-dimension",
            oracle=lambda S: len(exact(S).columnspace()),
            against="sympy.Matrix.columnspace",
            inputs=single(1000, dtype=dtype),
            ulp=0,
            names=("S",),
        )

    def test_every_basis_has_as_many_vectors(self, verify):
        """Orthonormal, of columns, and of those mixed by an invertible matrix."""
        rng = np.random.default_rng(3)

        def holds(basis_of, S):
            columns = np.empty((len(S), 0))
            for column in rng.permutation(S.T):
                more = np.column_stack([columns, column])
                columns = more if is_independent(more) else columns
            k = columns.shape[1]
            mixed = columns @ (np.tril(rng.integers(-2, 3, (k, k)), -1) + np.eye(k))
            inside = S @ rng.normal(size=S.shape[1])
            return basis_of(S).shape[1] == k and all(
                coordinates(basis, inside, rtol=1e-10).shape == (k,)
                for basis in (basis_of(S), columns, mixed)
            )

        verify.statement(
            "basis-dimension",
            holds=holds,
            of=orth,
            fails_for=lambda S: S,
            inputs=single(1000),
        )


class TestCoordinates:
    def test_mpmath(self, dtype):
        """Least squares by the normal equations, which 50 digits can afford.

        Three orthogonal factors, each of up to five products, and the division by a
        singular value make a dozen ulp of the length of v, which is up to √5 times its
        largest entry; the condition number multiplies that.
        """

        def solve(B, v):
            v = np.atleast_2d(v).T.tolist()
            c = mpmath.lu_solve(mpmath.matrix(B.tolist()), mpmath.matrix(v))
            return np.array(c.tolist())[:, 0]

        def outcome(B, v):
            c = coordinates(B, v)
            assert c.dtype == (dtype if dtype in FLOATS else np.float64)
            B, v = in_float64((B, v))
            each = for_each(lambda v: solve(B, v))
            return (B, v), c, each(v)

        outcomes = [outcome(B, v) for B, v in bases(1000, dtype=dtype)]
        believed(outcomes, Tolerance(64, coordinate_error))

    def test_float16_is_rounded_once(self):
        for B, v in bases(200, dtype=np.float16):
            # the default allows for a basis that is only good to float16
            c = coordinates(B, v, rtol=1e-4)
            assert c.dtype == np.float16
            assert (
                ulps(c, coordinates(B.astype(float), v.astype(float)), 1 + abs(c))
                <= 0.6
            )

    @given(st.data())
    def test_what_is_off_the_span_is_refused_on_either_side(self, floating, data):
        """Of whatever signs the residual is, and wherever in a batch it lies."""
        n = data.draw(st.integers(2, 4))
        rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
        Q = scipy.stats.ortho_group.rvs(n, random_state=rng).astype(floating)
        B, off = Q[:, : rng.integers(1, n)], Q[:, -1]
        v = rng.normal(size=(3, B.shape[1])).astype(floating) @ B.T
        coordinates(B, v)
        at = data.draw(st.integers(0, 2))
        v[np.arange(3) != at] /= np.finfo(
            floating
        ).eps  # which have a slack of their own
        for side in (1, -1, np.sign(off.sum()), -np.sign(off.sum())):
            beside = v.copy()
            beside[at] += side * floating(1e-3) * off
            with pytest.raises(ValueError, match="v must lie in the span"):
                coordinates(B, beside)

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
            (2 * np.eye(2), [[2, 4], [6, 8]], [[1, 2], [3, 4]]),
            (np.eye(2), np.zeros((0, 2)), np.zeros((0, 2))),
            (np.eye(2), [[[1, 2]], [[3, 4]]], [[[1, 2]], [[3, 4]]]),
            ([[5e-324, 0], [0, 1]], [1e-323, 1], [2, 1]),
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
            (np.eye(2), [1, 2, 3], "v must be finite, of shape"),
            (np.eye(2), 1, "v must be finite, of shape"),
            ([np.eye(2)], [1, 2], "v must be finite, of shape"),
            (np.eye(2), [INF, 1], "v must be finite, of shape"),
            (np.eye(2), [[1, 1], [NAN, 1]], "v must be finite, of shape"),
            ([1, 2], [1, 2], "B must be a matrix"),
            ([[1, NAN], [0, 1]], [1, 1], "B must be finite"),
            ([[1, 2], [2, 4]], [1, 2], "B must have linearly independent columns"),
            ([[1, 2, 3]], [1], "B must have linearly independent columns"),
            (np.zeros((2, 1)), [0, 0], "B must have linearly independent columns"),
            ([[1], [1]], [1, 2], "v must lie in the span of the columns of B"),
            ([[1], [0]], [0, 1], "v must lie in the span of the columns of B"),
            ([[1], [0]], [2, -1], "v must lie in the span of the columns of B"),
            (np.zeros((2, 0)), [0, 1], "v must lie in the span of the columns of B"),
            ([[1], [1]], [1, 1 + 1e-13], "v must lie in the span of the columns of B"),
            (
                [[1], [1]],
                [[1, 1], [1, 2]],
                "v must lie in the span of the columns of B",
            ),
        ],
    )
    def test_refuses(self, B, v, message):
        with pytest.raises(ValueError, match=message):
            coordinates(B, v)


class TestOrth:
    def test_exact_projector(self, verify, dtype):
        verify.function(
            "column-space",
            oracle=exact_projector,
            against="sympy.Matrix.columnspace",
            inputs=single(1000, dtype=dtype),
            ulp=16,
            scale=condition,
            part=projector,
        )

    def test_pivoted_qr(self, verify, dtype):
        def project(A):
            Q, R, _ = scipy.linalg.qr(A, mode="economic", pivoting=True)
            size = np.abs(np.diagonal(R))
            return projector(Q[:, size > 1e-9 * size[0]])

        verify.function(
            "column-space",
            oracle=project,
            against="scipy.linalg.qr",
            inputs=single(1000, seed=4, dtype=dtype),
            ulp=16,
            scale=condition,
            part=projector,
        )

    def test_basis_is_orthonormal(self, floating):
        for (A,) in single(1000, dtype=floating):
            Q = orth(A)
            assert ulps(Q.T @ Q, np.eye(Q.shape[1]), 1.0) <= 16

    def test_float16(self):
        Q = orth(np.float16([[3, 6], [4, 8]]))
        assert Q.dtype == np.float16
        np.testing.assert_allclose(np.abs(Q), [[0.6], [0.8]], rtol=5e-4)

    def test_largest_singular_value_first(self):
        np.testing.assert_allclose(np.abs(orth([[1, 0], [0, 2]])), [[0, 1], [1, 0]])

    @given(st.data())
    def test_keeps_the_columns(self, floating, data):
        A = data.draw(drawn(floating, (4, 3)))
        largest = np.max(np.abs(A))
        A = np.where(np.abs(A) < 1e-12 * largest, 0, A)
        Q = orth(A)
        limits = np.finfo(floating)
        slack = 64 * limits.eps * largest + 16 * limits.smallest_subnormal
        np.testing.assert_allclose(Q @ (Q.T @ A), A, rtol=0, atol=slack)

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
    def test_sympy(self, verify, dtype):
        verify.function(
            "matrix-rank",
            oracle=for_each(lambda A: exact(A).rank(), ndim=2),
            against="sympy.Matrix.rank",
            inputs=integer_matrices(1000, dtype=dtype),
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
