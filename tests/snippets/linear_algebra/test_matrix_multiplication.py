import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.matrix_multiplication import (
    commutator,
    matmul,
    matmul_shape,
    matvec,
)
from tests.inputs import for_each, matrices
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan


def single(cases, *shapes, **options):
    """Tuples of matrices without batches, for what takes none."""
    for arrays_ in matrices(cases * 4 // 3 + 1, *shapes, **options):
        if arrays_[0].ndim == len(shapes[0]):
            yield arrays_


def layers(cases=1000):
    """Matrices with vectors; of the batches, half share one matrix."""
    for case, (A, x) in enumerate(matrices(cases, "mn", "n", sizes=(1, 12))):
        yield (A[0] if A.ndim == 3 and case % 8 == 0 else A), x


def shapes(cases, seed=0):
    """Pairs of shapes that chain, with batches that broadcast."""
    rng = np.random.default_rng(seed)
    for _ in range(cases):
        m, n, p = (int(size) for size in rng.integers(0, 7, 3))
        batch = rng.integers(0, 4, rng.integers(0, 4))
        left, right = (
            [int(size) if rng.random() < 0.7 else 1 for size in batch] for _ in "AB"
        )
        cut = rng.integers(0, len(batch) + 1)
        pair = (*left, m, n), (*right[cut:], n, p)
        yield pair if rng.random() < 0.5 else ((*right[cut:], m, n), (*left, n, p))


# Of a sum of n products, each rounded, whatever their order, the error is at most
# n·u·|A||B|, which is n ulp of |A||B| (Higham, 2002). Entries of
# the result may cancel to less, so the scale is |A||B|
def terms(A, B):
    return abs(A) @ abs(B)


def vector_terms(A, x):
    return np.einsum("...ij,...j->...i", abs(A), abs(x))


def commutator_terms(A, B):
    return terms(A, B) + terms(B, A)


def chain_terms(A, B, C):
    return abs(A) @ abs(B) @ abs(C)


EQUIVALENTS = {
    "matrix-vector-product": Equivalent(
        matrices(100, "mn", "n"), ulp=10, scale=vector_terms
    ),
    "matrix-multiplication": Equivalent(matrices(100, "mn", "np"), ulp=10, scale=terms),
    "matrix-shape-rule": Equivalent(shapes(100, seed=8), ulp=0),
    "matmul-noncommutativity": Equivalent(
        matrices(100, "nn", "nn"), ulp=10, scale=commutator_terms
    ),
    "matmul-associativity": Equivalent(
        single(100, "mn", "np", "pq"),
        ulp=20,
        scale=chain_terms,
        reference=lambda A, B, C: matmul(matmul(A, B), C),
    ),
}


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


def finite(*shape):
    return arrays(float, shape, elements=st.floats(-1e6, 1e6))


def whole(*shape):
    """Matrices whose products and sums are exact."""
    return arrays(float, shape, elements=st.integers(-1000, 1000))


class TestMatvec:
    def test_mpmath(self, verify):
        verify.function(
            "matrix-vector-product",
            oracle=mp_layer,
            against="mpmath.fdot",
            inputs=layers(),
            ulp=12,
            scale=vector_terms,
        )

    def test_blas(self, verify):
        verify.function(
            "matrix-vector-product",
            oracle=lambda A, x: scipy.linalg.blas.dgemv(1.0, A, x),
            against="scipy.linalg.blas.dgemv",
            inputs=single(1000, "mn", "n"),
            ulp=10,
            scale=vector_terms,
        )

    @given(A=whole(2, 3), B=whole(4, 2, 3), x=whole(4, 3))
    def test_batches_are_of_vectors(self, A, B, x):
        np.testing.assert_array_equal(matvec(A, x), [matvec(A, row) for row in x])
        each = [matvec(C, row) for C, row in zip(B, x, strict=True)]
        np.testing.assert_array_equal(matvec(B, x), each)
        np.testing.assert_array_equal(matvec(B, x[0]), [matvec(C, x[0]) for C in B])

    def test_a_square_matrix_takes_the_vectors_as_rows(self):
        A, X = np.array([[1, 2], [3, 4]]), np.array([[1, 0], [1, 1]])
        np.testing.assert_array_equal(matvec(A, X), [[1, 3], [3, 7]])

    @given(A=whole(3, 3), x=whole(3), y=whole(3), c=st.integers(-9, 9))
    def test_is_linear(self, A, x, y, c):
        np.testing.assert_array_equal(
            matvec(A, c * x + y), c * matvec(A, x) + matvec(A, y)
        )

    @pytest.mark.parametrize(
        ("A", "x", "y"),
        [
            ([[1, 2], [3, 4], [5, 6]], [1, 1], [3, 7, 11]),
            (np.zeros((3, 0)), [], [0, 0, 0]),
            (np.zeros((0, 3)), [1, 2, 3], []),
            (np.zeros((2, 3)), np.zeros((0, 3)), np.zeros((0, 2))),
            ([[INF, 1]], [1, 1], [INF]),
            ([[NAN, 1]], [1, 1], [NAN]),
            ([[1e300, 1e-300]], [1e-300, 1e300], [2]),
            (np.array([[100, 100]], np.int8), np.array([2, 2], np.int8), [400]),
        ],
    )
    def test_edges(self, A, x, y):
        np.testing.assert_array_equal(matvec(A, x), y)

    @pytest.mark.parametrize("shape", [(3,), (1,), (2, 1), ()])
    def test_refuses_vectors_of_another_length(self, shape):
        with pytest.raises(ValueError, match="not as many columns as x"):
            matvec(np.ones((3, 2)), np.ones(shape))

    @pytest.mark.parametrize("A", [2.0, [1.0, 2.0]])
    def test_refuses_what_is_no_matrix(self, A):
        with pytest.raises(ValueError, match="A must be a matrix"):
            matvec(A, [1.0, 2.0])


class TestMatmul:
    def test_mpmath(self, verify):
        verify.function(
            "matrix-multiplication",
            oracle=for_each(mp_matmul, ndim=2),
            against="mpmath.fdot",
            inputs=matrices(1000, "mn", "np", sizes=(1, 8)),
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

    @given(A=whole(2, 3), B=whole(5, 3, 4))
    def test_one_matrix_serves_a_batch(self, A, B):
        np.testing.assert_array_equal(matmul(A, B), [matmul(A, one) for one in B])

    @given(A=whole(2, 3), B=whole(3, 4))
    def test_entries_are_rows_times_columns(self, A, B):
        C = matmul(A, B)
        for i, j in np.ndindex(2, 4):
            assert C[i, j] == sum(A[i, k] * B[k, j] for k in range(3))

    @given(A=whole(2, 3), B=whole(3, 4), C=whole(3, 4))
    def test_distributes_over_sums(self, A, B, C):
        np.testing.assert_array_equal(matmul(A, B + C), matmul(A, B) + matmul(A, C))

    @given(finite(3, 4))
    def test_identity_leaves_a_matrix(self, A):
        np.testing.assert_array_equal(matmul(np.eye(3), A), A)
        np.testing.assert_array_equal(matmul(A, np.eye(4)), A)

    @pytest.mark.parametrize(
        ("A", "B", "C"),
        [
            ([[1, 2], [3, 4]], [[5, 6], [7, 8]], [[19, 22], [43, 50]]),
            (np.ones((2, 0)), np.ones((0, 3)), np.zeros((2, 3))),
            (np.ones((0, 2)), np.ones((2, 3)), np.zeros((0, 3))),
            ([[INF, 1]], [[1], [1]], [[INF]]),
            ([[NAN, 1]], [[1], [1]], [[NAN]]),
            ([[1e300, 1e-300]], [[1e-300], [1e300]], [[2]]),
            (np.array([[100, 100]], np.int8), np.array([[2], [2]], np.int8), [[400]]),
        ],
    )
    def test_edges(self, A, B, C):
        np.testing.assert_array_equal(matmul(A, B), C)

    @pytest.mark.parametrize("b", [(3, 2), (1, 2), (5, 3, 2)])
    def test_refuses_shapes_that_do_not_chain(self, b):
        with pytest.raises(ValueError, match=r"A of shape \(3, 2\) .* B of shape"):
            matmul(np.ones((3, 2)), np.ones(b))

    def test_refuses_batches_that_do_not_match(self):
        with pytest.raises(ValueError, match="broadcast"):
            matmul(np.ones((2, 3, 3)), np.ones((5, 3, 3)))

    @pytest.mark.parametrize(("a", "b"), [((3,), (3, 2)), ((2, 3), (3,)), ((), (1, 1))])
    def test_refuses_vectors(self, a, b):
        with pytest.raises(ValueError, match="A and B must be matrices"):
            matmul(np.ones(a), np.ones(b))


class TestMatmulShape:
    def test_numpy(self, verify):
        verify.function(
            "matrix-shape-rule",
            oracle=lambda a, b: np.matmul(np.zeros(a), np.zeros(b)).shape,
            against="numpy.matmul",
            inputs=shapes(1000),
            ulp=0,
        )

    sizes = st.lists(st.integers(0, 3), min_size=2, max_size=5)

    @given(sizes, sizes)
    def test_refuses_what_numpy_refuses(self, a, b):
        try:
            shape = np.matmul(np.zeros(a), np.zeros(b)).shape
        except ValueError:
            with pytest.raises(ValueError, match="shape_a"):
                matmul_shape(a, b)
        else:
            assert matmul_shape(a, b) == shape

    @pytest.mark.parametrize(
        ("a", "b", "said"),
        [
            ((3, 4), (3, 4), "differ in the axis summed over"),
            ((2, 3, 4), (5, 4, 6), "have batches that do not match"),
            ((4,), (4, 2), "must have rows and columns"),
            ((2, 4), (4,), "must have rows and columns"),
            ((), (), "must have rows and columns"),
        ],
    )
    def test_errors_name_both_shapes(self, a, b, said):
        with pytest.raises(ValueError, match=said) as error:
            matmul_shape(a, b)
        assert f"shape_a {a} and shape_b {b}" in str(error.value)


class TestCommutator:
    def test_mpmath(self, verify):
        # 5 terms in each product, and the difference
        verify.function(
            "matmul-noncommutativity",
            oracle=for_each(mp_commutator, ndim=2),
            against="mpmath.fdot",
            inputs=matrices(1000, "nn", "nn"),
            ulp=6,
            scale=commutator_terms,
        )

    def test_a_pair_that_does_not_commute(self):
        A, B = [[0, 1], [0, 0]], [[0, 0], [1, 0]]
        np.testing.assert_array_equal(commutator(A, B), [[1, 0], [0, -1]])

    @given(A=finite(3, 3), B=finite(3, 3))
    def test_changes_its_sign_with_the_order(self, A, B):
        np.testing.assert_array_equal(commutator(A, B), -commutator(B, A))

    @given(A=whole(3, 3), B=whole(3, 3))
    def test_has_trace_zero(self, A, B):
        assert np.trace(commutator(A, B)) == 0

    @given(A=whole(3, 3), c=st.integers(-9, 9))
    def test_is_zero_for_what_commutes(self, A, c):
        zero = np.zeros((3, 3))
        np.testing.assert_array_equal(commutator(A, A), zero)
        np.testing.assert_array_equal(commutator(A, c * np.eye(3)), zero)
        np.testing.assert_array_equal(commutator(np.diag(A[0]), np.diag(A[1])), zero)

    @pytest.mark.parametrize(
        ("a", "b"),
        [((2, 2), (3, 3)), ((2, 3), (3, 2)), ((2,), (2, 2)), ((2, 2), (2,)), ((), ())],
    )
    def test_refuses_what_is_not_square_and_equal(self, a, b):
        with pytest.raises(ValueError, match="A and B must be square"):
            commutator(np.ones(a), np.ones(b))

    def test_empty(self):
        assert commutator(np.ones((0, 0)), np.ones((0, 0))).shape == (0, 0)


# Each side multiplies twice, and sums over 5 terms each time: at most 10 ulp of
# |A||B||C| on either side
class TestComposition:
    def test_both_sides(self, verify):
        verify.identity(
            "matmul-as-composition",
            left=lambda A, B, x: matvec(matmul(A, B), x),
            right=lambda A, B, x: matvec(A, matvec(B, x)),
            inputs=matrices(1000, "mn", "np", "p"),
            ulp=20,
            scale=lambda A, B, x: vector_terms(terms(A, B), x),
        )

    def test_proof(self, verify):
        A = sympy.Matrix(2, 3, sympy.symbols("a:6"))
        B = sympy.Matrix(3, 4, sympy.symbols("b:12"))
        x = sympy.Matrix(sympy.symbols("x:4"))
        verify.proof("matmul-as-composition", sympy.expand((A * B) * x - A * (B * x)))


class TestAssociativity:
    def test_both_sides(self, verify):
        verify.identity(
            "matmul-associativity",
            left=lambda A, B, C: matmul(matmul(A, B), C),
            right=lambda A, B, C: matmul(A, matmul(B, C)),
            inputs=matrices(1000, "mn", "np", "pq"),
            ulp=20,
            scale=chain_terms,
        )

    def test_proof(self, verify):
        A = sympy.Matrix(2, 3, sympy.symbols("a:6"))
        B = sympy.Matrix(3, 4, sympy.symbols("b:12"))
        C = sympy.Matrix(4, 2, sympy.symbols("c:8"))
        verify.proof("matmul-associativity", sympy.expand((A * B) * C - A * (B * C)))

    @given(A=whole(2, 3), B=whole(3, 4), C=whole(4, 2))
    def test_exact_where_arithmetic_is(self, A, B, C):
        np.testing.assert_array_equal(matmul(matmul(A, B), C), matmul(A, matmul(B, C)))
