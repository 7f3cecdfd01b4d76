from functools import partial

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from tests.inputs import for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case, implementation


@in_units_of("|A| |B|")
def size(A, B):
    """What each entry would be if nothing cancelled."""
    return (np.abs(A) @ np.abs(B)).mT


def mp_transpose(A):
    return np.reshape(mpmath.matrix(A.tolist()).transpose().tolist(), A.T.shape)


def mp_transpose_of_product(A, B):
    product = mpmath.matrix(A.tolist()) * mpmath.matrix(B.tolist())
    return np.reshape(product.T.tolist(), (B.shape[1], A.shape[0]))


CASES = {
    # nothing is computed, so nothing may change
    "transpose": Case(
        partial(matrices, 100, "mn"),
        ulp=0,
        oracle=for_each(mp_transpose, ndim=2),
        ndim=2,
    ),
    # 5 products at most, each of them and each addition rounded by half an ulp of
    # the sum of their sizes at most
    "transpose-of-product": Case(
        partial(matrices, 100, "mn", "nk"),
        ulp=5,
        oracle=for_each(mp_transpose_of_product, ndim=2),
        scale=size,
        ndim=2,
    ),
}

stacks = arrays(int, array_shapes(min_dims=2, max_dims=4), elements=st.integers(-9, 9))


@pytest.fixture(scope="module")
def transpose(sources):
    """The lines of NumPy."""
    return implementation(sources.formulas["transpose"])


class TestTranspose:
    def test_mpmath(self, verify, dtype):
        # nothing is computed, so nothing may change
        verify.function(
            "transpose",
            oracle=for_each(mp_transpose, ndim=2),
            against="mpmath.matrix.transpose",
            inputs=matrices(1000, "mn", decades=300, dtype=dtype),
            ulp=0,
        )

    def test_moves_a_matrix_across_a_dot_product(self, verify, transpose, floating):
        # both sides sum 25 products of three at most, of which each rounds by an ulp
        # of the sum of their sizes at most; and so do the 24 additions
        @in_units_of("|y|ᵀ |A| |x|")
        def size(A, x, y):
            return np.vecdot(np.matvec(np.abs(A), np.abs(x)), np.abs(y))

        verify.identity(
            "transpose",
            left=lambda A, x, y: np.vecdot(np.matvec(A, x), y),
            right=lambda A, x, y: np.vecdot(x, np.matvec(transpose(A), y)),
            inputs=matrices(1000, "mn", "n", "m", dtype=floating),
            ulp=50,
            scale=size,
        )

    @given(A=stacks)
    def test_entry_by_entry_and_twice_is_nothing(self, transpose, A):
        T = transpose(A)
        assert T.shape == (*A.shape[:-2], A.shape[-1], A.shape[-2])
        for *batch, i, j in np.ndindex(A.shape):
            assert T[*batch, j, i] == A[*batch, i, j]
        np.testing.assert_array_equal(transpose(T), A)

    def test_is_a_view(self, transpose):
        A = np.zeros((2, 3))
        transpose(A)[2, 0] = 7
        assert A[0, 2] == 7

    def test_carries_the_gradient_back(self, transpose):
        rng = np.random.default_rng(4)
        W, x, step = rng.normal(size=(3, 4)), rng.normal(size=4), 1e-100
        # the loss is the sum of sin(Wx), whose derivative by Wx is cos(Wx)
        gradient = np.sin((x + 1j * step * np.eye(4)) @ W.T).sum(axis=-1).imag / step
        got = transpose(W) @ np.cos(W @ x)
        np.testing.assert_allclose(got, gradient, rtol=1e-13)

    @pytest.mark.parametrize(
        ("A", "T"),
        [
            ([[1, 2, 3], [4, 5, 6]], [[1, 4], [2, 5], [3, 6]]),
            ([[5]], [[5]]),
            (np.ones((0, 3)), np.ones((3, 0))),
            ([[np.inf, np.nan]], [[np.inf], [np.nan]]),
            ([[1e300, 1e-320]], [[1e300], [1e-320]]),
            ([[1j, 2]], [[1j], [2]]),
        ],
    )
    def test_edges(self, transpose, A, T):
        np.testing.assert_array_equal(transpose(A), T, strict=True)

    @pytest.mark.parametrize("A", [3, [1, 2, 3], []])
    def test_refuses_what_has_no_rows_and_columns(self, transpose, A):
        with pytest.raises(ValueError, match="at least 2-dimensional"):
            transpose(A)


class TestTransposeOfProduct:
    def test_mpmath(self, verify, dtype):
        # 5 products at most, and 4 additions
        verify.function(
            "transpose-of-product",
            oracle=for_each(mp_transpose_of_product, ndim=2),
            against="mpmath.matrix.__mul__",
            inputs=matrices(1000, "mn", "nk", dtype=dtype),
            ulp=5,
            scale=size,
        )

    def test_both_sides(self, verify, floating):
        # 5 products at most, each of them and each addition rounded by half an ulp of
        # the sum of their sizes at most, on either side
        verify.identity(
            "transpose-of-product",
            left=lambda A, B: (A @ B).mT,
            right=lambda A, B: B.mT @ A.mT,
            inputs=matrices(1000, "mn", "nk", dtype=floating),
            ulp=10,
            scale=size,
        )

    def test_proved_for_every_shape_up_to_3(self, verify):
        def sides():
            for m, n, k in np.ndindex(3, 3, 3):
                A = sympy.Matrix(sympy.symarray("a", (m + 1, n + 1)))
                B = sympy.Matrix(sympy.symarray("b", (n + 1, k + 1)))
                yield (A * B).T, B.T * A.T

        verify.proof("transpose-of-product", sides(), of="all shapes up to 3×3 and 3×3")

    def test_proved_for_any_shape(self, verify):
        # a matrix is a function of its indices, whose inner size is a symbol
        i, j, p, n = sympy.symbols("i j p n", integer=True)

        def times(X, Y):
            return lambda row, column: sympy.Sum(X(row, p) * Y(p, column), (p, 1, n))

        def transpose(X):
            return lambda row, column: X(column, row)

        def entries(name):
            matrix = sympy.IndexedBase(name)
            return lambda row, column: matrix[row, column]

        A, B = entries("A"), entries("B")
        left, right = transpose(times(A, B)), times(transpose(B), transpose(A))
        in_order = times(transpose(A), transpose(B))
        assert sympy.simplify(left(i, j) - in_order(i, j)) != 0
        verify.proof(
            "transpose-of-product", [(left(i, j), right(i, j))], of="all shapes"
        )

    def test_square_matrices_fit_in_either_order(self):
        A, B = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])
        assert not np.array_equal((A @ B).T, A.T @ B.T)
