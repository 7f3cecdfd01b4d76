import itertools
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.inputs import for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan


def layers(cases, dtype=float):
    """Matrices with vectors; of the batches, half share one matrix."""
    made = matrices(cases, "mn", "n", sizes=(1, 12), dtype=dtype)
    for case, (A, x) in enumerate(made):
        yield (A[0] if A.ndim == 3 and case % 8 == 0 else A), x


def single(cases, *shapes, dtype=float, **options):
    """Tuples of matrices without batches, for what takes none."""
    for made in matrices(cases * 4 // 3 + 1, *shapes, dtype=dtype, **options):
        if made[0].ndim == len(shapes[0]):
            yield made


def sizes(count, dtype=None):  # noqa: ARG001 - shapes have no dtype
    return itertools.product(range(count), repeat=3)


def shapes(cases, seed=0):
    """Pairs of shapes: most chain, with batches that broadcast; some do neither."""
    rng = np.random.default_rng(seed)
    for _ in range(cases):
        m, n, p = (int(size) for size in rng.integers(0, 7, 3))
        batch = rng.integers(0, 4, rng.integers(0, 4))
        left, right = (
            [int(size) if rng.random() < 0.7 else 1 for size in batch] for _ in "AB"
        )
        cut = rng.integers(0, len(batch) + 1)
        inner = n if rng.random() < 0.8 else int(rng.integers(0, 7))
        pair = [(*left, m, n), (*right[cut:], inner, p)]
        if rng.random() < 0.5:
            pair = [(*right[cut:], m, n), (*left, inner, p)]
        if rng.random() < 0.1:
            pair[0] = (5, *pair[0])
            pair[1] = (*(4,) * (len(pair[0]) - len(pair[1])), *pair[1])
        yield tuple(pair)


# Of a sum of n products, each rounded, whatever their order, the error is at most
# n·u·|A||B|, which is n ulp of |A||B| (Higham, 2002). Entries of
# the result may cancel to less, so the scale is |A||B|
@in_units_of("|A| |B|")
def terms(A, B):
    return abs(A) @ abs(B)


@in_units_of("|A| |x|")
def vector_terms(A, x):
    return np.einsum("...ij,...j->...i", abs(A), abs(x))


@in_units_of("|A| |B| + |B| |A|")
def commutator_terms(A, B):
    return terms(A, B) + terms(B, A)


@in_units_of("|A| |B| |C|")
def chain_terms(A, B, C):
    return abs(A) @ abs(B) @ abs(C)


@in_units_of("|A| |B| |x|")
def composed_terms(A, B, x):
    return vector_terms(A, vector_terms(B, x))


def mp_matvec(A, x):
    return [mpmath.fdot(row.tolist(), x.tolist()) for row in A]


def mp_matmul(A, B):
    return [mp_matvec(B.T, row) for row in A]


def mp_commutator(A, B):
    return np.array(mp_matmul(A, B)) - np.array(mp_matmul(B, A))


def mp_layer(A, x):
    if A.ndim == 2 and x.ndim == 2:
        return np.array([mp_matvec(A, row) for row in x])
    return for_each(mp_matvec, ndim=2)(A, x)


def mp_product(*factors):
    """The factors, of which the last may be a vector, multiplied from the left."""
    first, *rest = (mpmath.matrix(factor.tolist()) for factor in factors)
    for factor in rest:
        first *= factor
    return np.reshape(first.tolist(), (len(factors[0]), *factors[-1].shape[1:]))


def symbolic_shape(m, n, p):
    return (sympy.ZeroMatrix(m, n) * sympy.ZeroMatrix(n, p)).shape


CASES = {
    "matrix-vector-product": Case(
        partial(layers, 100), ulp=12, oracle=mp_layer, scale=vector_terms, ndim=(2, 1)
    ),
    "matrix-multiplication": Case(
        partial(matrices, 100, "mn", "np"),
        ulp=5,
        oracle=for_each(mp_matmul, ndim=2),
        scale=terms,
        ndim=2,
    ),
    "matrix-shape-rule": Case(partial(sizes, 5), ulp=0, oracle=symbolic_shape),
    # 5 terms in each product, and the difference
    "matmul-noncommutativity": Case(
        partial(matrices, 100, "nn", "nn"),
        ulp=6,
        oracle=for_each(mp_commutator, ndim=2),
        scale=commutator_terms,
        ndim=2,
    ),
    # two sums of 5 terms, one of which is made of the other
    "matmul-as-composition": Case(
        partial(matrices, 100, "mn", "np", "p"),
        ulp=10,
        oracle=for_each(mp_product, ndim=2),
        scale=composed_terms,
        ndim=(2, 2, 1),
    ),
    "matmul-associativity": Case(
        partial(matrices, 100, "mn", "np", "pq"),
        ulp=10,
        oracle=for_each(mp_product, ndim=2),
        scale=chain_terms,
        ndim=2,
        single=frozenset({"torch", "jax"}),
    ),
}


@pytest.fixture
def lines(sources):
    """The lines of NumPy of a formula, as a function of its symbols."""
    return lambda formula_id: implementation(sources.formulas[formula_id])


def finite(*shape):
    return arrays(float, shape, elements=st.floats(-1e6, 1e6))


def whole(*shape):
    """Matrices whose products and sums are exact."""
    return arrays(float, shape, elements=st.integers(-1000, 1000))


class TestMatrixVectorProduct:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "matrix-vector-product",
            oracle=mp_layer,
            against="mpmath.fdot",
            inputs=layers(1000, dtype=dtype),
            ulp=12,
            scale=vector_terms,
        )

    def test_blas(self, verify):
        # 5 terms on either side
        verify.function(
            "matrix-vector-product",
            oracle=lambda A, x: scipy.linalg.blas.dgemv(1.0, A, x),
            against="scipy.linalg.blas.dgemv",
            inputs=single(1000, "mn", "n"),
            ulp=10,
            scale=vector_terms,
        )

    @pytest.mark.parametrize(
        ("A", "x", "y"),
        [
            ([[1, 2], [3, 4], [5, 6]], [1, 1], [3, 7, 11]),
            ([[1, 2], [3, 4]], [[1, 0], [1, 1]], [[1, 3], [3, 7]]),
            (np.zeros((3, 0)), [], [0, 0, 0]),
            (np.zeros((0, 3)), [1, 2, 3], []),
            (np.zeros((2, 3)), np.zeros((0, 3)), np.zeros((0, 2))),
            ([[INF, 1]], [1, 1], [INF]),
            ([[NAN, 1]], [1, 1], [NAN]),
            ([[1e300, 1e-300]], [1e-300, 1e300], [2]),
        ],
    )
    def test_edges(self, lines, A, x, y):
        product = lines("matrix-vector-product")
        np.testing.assert_array_equal(product(np.array(A), np.array(x)), y)

    @pytest.mark.parametrize("shape", [(3,), (1,), (2, 1), ()])
    def test_refuses_vectors_of_another_length(self, lines, shape):
        with pytest.raises(ValueError, match=r"mismatch|not have enough dimensions"):
            lines("matrix-vector-product")(np.ones((3, 2)), np.ones(shape))


class TestMatrixMultiplication:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "matrix-multiplication",
            oracle=for_each(mp_matmul, ndim=2),
            against="mpmath.fdot",
            inputs=matrices(1000, "mn", "np", sizes=(1, 8), dtype=dtype),
            ulp=8,
            scale=terms,
        )

    def test_blas(self, verify):
        # 16 terms on either side
        verify.function(
            "matrix-multiplication",
            oracle=lambda A, B: scipy.linalg.blas.dgemm(1.0, A, B),
            against="scipy.linalg.blas.dgemm",
            inputs=single(1000, "mn", "np", sizes=(1, 16)),
            ulp=32,
            scale=terms,
        )

    @pytest.mark.parametrize(
        ("A", "B", "C"),
        [
            ([[1, 2], [3, 4]], [[5, 6], [7, 8]], [[19, 22], [43, 50]]),
            (np.ones((2, 0)), np.ones((0, 3)), np.zeros((2, 3))),
            (np.ones((0, 2)), np.ones((2, 3)), np.zeros((0, 3))),
            ([[INF, 1]], [[1], [1]], [[INF]]),
            ([[NAN, 1]], [[1], [1]], [[NAN]]),
            ([[1e300, 1e-300]], [[1e-300], [1e300]], [[2]]),
        ],
    )
    def test_edges(self, lines, A, B, C):
        product = lines("matrix-multiplication")
        np.testing.assert_array_equal(product(np.array(A), np.array(B)), C)


class TestShapeRule:
    def test_sympy(self, verify):
        verify.function(
            "matrix-shape-rule",
            oracle=symbolic_shape,
            against="sympy.MatrixExpr.__mul__",
            inputs=sizes(10),
            all_of="sizes from 0 to 9",
            ulp=0,
        )

    def test_numpy_multiplies_what_the_rule_allows_and_nothing_else(self, verify):
        def holds(product, a, b):
            try:
                shape = product(np.zeros(a), np.zeros(b)).shape
            except ValueError:
                shape = None
            try:
                batch = np.broadcast_shapes(a[:-2], b[:-2])
            except ValueError:
                batch = None
            fits = a[-1] == b[-2] and batch is not None
            return shape == ((*batch, a[-2], b[-1]) if fits else None)

        verify.statement(
            "matrix-shape-rule",
            holds=holds,
            of=np.matmul,
            fails_for=np.multiply,
            inputs=shapes(2000),
        )


class TestNoncommutativity:
    def test_mpmath(self, verify, dtype):
        # 5 terms in each product, and the difference
        verify.function(
            "matmul-noncommutativity",
            oracle=for_each(mp_commutator, ndim=2),
            against="mpmath.fdot",
            inputs=matrices(1000, "nn", "nn", dtype=dtype),
            ulp=6,
            scale=commutator_terms,
        )

    def test_a_pair_that_does_not_commute(self, lines):
        A, B = np.array([[0, 1], [0, 0]]), np.array([[0, 0], [1, 0]])
        commutator = lines("matmul-noncommutativity")(A, B)
        np.testing.assert_array_equal(commutator, [[1, 0], [0, -1]])

    @given(A=whole(3, 3), B=whole(3, 3))
    def test_has_trace_zero(self, A, B):
        assert np.trace(A @ B - B @ A) == 0

    @given(A=whole(3, 3), c=st.integers(-9, 9))
    def test_is_zero_for_what_commutes(self, A, c):
        for B in (A, A @ A, c * np.eye(3)):
            np.testing.assert_array_equal(A @ B, B @ A)


# Each side multiplies twice, and sums over 5 terms each time: at most 10 ulp of
# |A||B||C| on either side
class TestComposition:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "matmul-as-composition",
            oracle=for_each(mp_product, ndim=2),
            against="mpmath.matrix.__mul__",
            inputs=matrices(1000, "mn", "np", "p", dtype=dtype),
            ulp=10,
            scale=composed_terms,
        )

    def test_both_sides(self, verify, floating):
        verify.identity(
            "matmul-as-composition",
            left=lambda A, B, x: np.matvec(A @ B, x),
            right=lambda A, B, x: np.matvec(A, np.matvec(B, x)),
            inputs=matrices(1000, "mn", "np", "p", dtype=floating),
            ulp=20,
            scale=composed_terms,
        )

    def test_proof(self, verify):
        A = sympy.Matrix(2, 3, sympy.symbols("a:6"))
        B = sympy.Matrix(3, 4, sympy.symbols("b:12"))
        x = sympy.Matrix(sympy.symbols("x:4"))
        verify.proof(
            "matmul-as-composition",
            [((A * B) * x, A * (B * x))],
            of="2×3 and 3×4 matrices",
        )


class TestAssociativity:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "matmul-associativity",
            oracle=for_each(mp_product, ndim=2),
            against="mpmath.matrix.__mul__",
            inputs=matrices(1000, "mn", "np", "pq", dtype=dtype),
            ulp=10,
            scale=chain_terms,
        )

    def test_both_sides(self, verify, floating):
        verify.identity(
            "matmul-associativity",
            left=lambda A, B, C: (A @ B) @ C,
            right=lambda A, B, C: A @ (B @ C),
            inputs=matrices(1000, "mn", "np", "pq", dtype=floating),
            ulp=20,
            scale=chain_terms,
        )

    def test_proof(self, verify):
        A = sympy.Matrix(2, 3, sympy.symbols("a:6"))
        B = sympy.Matrix(3, 4, sympy.symbols("b:12"))
        C = sympy.Matrix(4, 2, sympy.symbols("c:8"))
        verify.proof(
            "matmul-associativity",
            [((A * B) * C, A * (B * C))],
            of="2×3, 3×4 and 4×2 matrices",
        )

    @given(A=whole(2, 3), B=whole(3, 4), C=whole(4, 2))
    def test_exact_where_arithmetic_is(self, A, B, C):
        np.testing.assert_array_equal((A @ B) @ C, A @ (B @ C))
