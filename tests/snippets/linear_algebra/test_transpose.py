import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from snippets.linear_algebra.transpose import matrix_transpose
from tests.inputs import for_each, matrices
from tests.verify import Equivalent

EQUIVALENTS = {"transpose": Equivalent(matrices(100, "mn"), ulp=0)}

stacks = arrays(int, array_shapes(min_dims=2, max_dims=4), elements=st.integers(-9, 9))


class TestMatrixTranspose:
    def test_mpmath(self, verify):
        # nothing is computed, so nothing may change
        verify.function(
            "transpose",
            oracle=for_each(lambda A: mpmath.matrix(A.tolist()).T.tolist(), ndim=2),
            against="mpmath.matrix",
            inputs=matrices(1000, "mn", decades=300),
            ulp=0,
        )

    def test_moves_a_matrix_across_a_dot_product(self, verify):
        # both sides sum 25 products of three at most, of which each rounds by an ulp
        # of the sum of their sizes at most; and so do the 24 additions
        def size(A, x, y):
            return np.vecdot(np.matvec(np.abs(A), np.abs(x)), np.abs(y))

        verify.identity(
            "transpose",
            left=lambda A, x, y: np.vecdot(np.matvec(A, x), y),
            right=lambda A, x, y: np.vecdot(x, np.matvec(matrix_transpose(A), y)),
            inputs=matrices(1000, "mn", "n", "m"),
            ulp=50,
            scale=size,
        )

    @given(stacks)
    def test_entry_by_entry(self, A):
        T = matrix_transpose(A)
        assert T.shape == (*A.shape[:-2], A.shape[-1], A.shape[-2])
        for *batch, i, j in np.ndindex(A.shape):
            assert T[*batch, j, i] == A[*batch, i, j]

    @given(stacks)
    def test_twice_is_nothing(self, A):
        np.testing.assert_array_equal(matrix_transpose(matrix_transpose(A)), A)

    def test_is_a_view(self):
        A = np.zeros((2, 3))
        matrix_transpose(A)[2, 0] = 7
        assert A[0, 2] == 7

    def test_carries_the_gradient_back(self):
        rng = np.random.default_rng(4)
        W, x, step = rng.normal(size=(3, 4)), rng.normal(size=4), 1e-100
        # the loss is the sum of sin(Wx), whose derivative by Wx is cos(Wx)
        gradient = np.sin((x + 1j * step * np.eye(4)) @ W.T).sum(axis=-1).imag / step
        got = matrix_transpose(W) @ np.cos(W @ x)
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
            ([["a", "b"]], [["a"], ["b"]]),
            ([[True, False]], [[True], [False]]),
        ],
    )
    def test_edges(self, A, T):
        np.testing.assert_array_equal(matrix_transpose(A), T, strict=True)

    @pytest.mark.parametrize("A", [3, [1, 2, 3], []])
    def test_refuses_what_has_no_rows_and_columns(self, A):
        with pytest.raises(ValueError, match="A must have rows and columns"):
            matrix_transpose(A)


class TestTransposeOfProduct:
    def test_both_sides(self, verify):
        # 5 products at most, each of them and each addition rounded by half an ulp of
        # the sum of their sizes at most, on either side
        verify.identity(
            "transpose-of-product",
            left=lambda A, B: matrix_transpose(A @ B),
            right=lambda A, B: matrix_transpose(B) @ matrix_transpose(A),
            inputs=matrices(1000, "mn", "nk"),
            ulp=10,
            scale=lambda A, B: matrix_transpose(np.abs(A) @ np.abs(B)),
        )

    def test_proved_for_every_shape_up_to_3(self, verify):
        def differences():
            for m, n, k in np.ndindex(3, 3, 3):
                A = sympy.Matrix(sympy.symarray("a", (m + 1, n + 1)))
                B = sympy.Matrix(sympy.symarray("b", (n + 1, k + 1)))
                yield from sympy.expand((A * B).T - B.T * A.T)

        verify.proof("transpose-of-product", differences())

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
        verify.proof("transpose-of-product", [left(i, j) - right(i, j)])

    def test_square_matrices_fit_in_either_order(self):
        A, B = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 8]])
        assert not np.array_equal((A @ B).T, A.T @ B.T)
