from functools import partial

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.inputs import for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan


@in_units_of("|A| |B|")
def size(A, B):
    """What a product would be if nothing cancelled; errors are counted in its ulp."""
    return np.abs(A) @ np.abs(B)


@in_units_of("|A| |x|")
def size_of_vector(A, x):
    return np.matvec(np.abs(A), np.abs(x))


def mp_product(A, B):
    product = mpmath.matrix(A.tolist()) * mpmath.matrix(B.tolist())
    return np.reshape(product.tolist(), (len(A), *B.shape[1:]))


def mp_outer(a, b):
    return [[mpmath.fmul(x, y) for y in b] for x in a]


# a sum of 5 products at most: each of them rounds by half an ulp of the sum of their
# sizes at most, and so does each of the additions
SUM = 5
CASES = {
    "matmul-outer-product-sum": Case(
        partial(matrices, 100, "mn", "nk"),
        ulp=SUM,
        oracle=for_each(mp_product, ndim=2),
        scale=size,
        ndim=2,
    ),
    "matmul-column-combination": Case(
        partial(matrices, 100, "mn", "n"),
        ulp=SUM,
        oracle=for_each(mp_product, ndim=2),
        scale=size_of_vector,
        ndim=(2, 1),
    ),
    # one multiplication, correctly rounded
    "outer-product": Case(
        partial(matrices, 100, "m", "n"), ulp=0.5, oracle=for_each(mp_outer), degree=2
    ),
}

whole = st.integers(-9, 9)


@pytest.fixture
def lines(sources):
    """The lines of NumPy of a formula, as a function of its symbols."""
    return lambda formula_id: implementation(sources.formulas[formula_id])


class TestOuterProductSum:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "matmul-outer-product-sum",
            oracle=for_each(mp_product, ndim=2),
            against="mpmath.matrix.__mul__",
            inputs=matrices(1000, "mn", "nk", dtype=dtype),
            ulp=SUM,
            scale=size,
        )

    @given(arrays(int, (3, 4), elements=whole), arrays(int, (4, 2), elements=whole))
    def test_terms_have_rank_1_at_most_and_add_up(self, A, B):
        terms = [sympy.Matrix(A[:, [p]]) * sympy.Matrix(B[[p], :]) for p in range(4)]
        for p, term in enumerate(terms):
            np.testing.assert_array_equal(np.outer(A[:, p], B[p]), term.tolist())
            assert term.rank() == int(np.any(A[:, p]) and np.any(B[p]))
        assert sum(terms, sympy.zeros(3, 2)) == sympy.Matrix(A) * sympy.Matrix(B)

    @pytest.mark.parametrize(
        ("A", "B", "product"),
        [
            ([[0, 0]], [[0], [0]], [[0]]),
            ([[2]], [[3]], [[6]]),
            (np.ones((2, 0)), np.ones((0, 3)), np.zeros((2, 3))),
            (np.ones((0, 2)), np.ones((2, 3)), np.zeros((0, 3))),
            ([[INF, 1]], [[1], [1]], [[INF]]),
            ([[NAN, 1], [1, 1]], [[1], [1]], [[NAN], [2]]),
            ([[1e200, 1]], [[1e100], [1]], [[1e300]]),
            ([[1e-200]], [[1e-200]], [[0]]),
        ],
    )
    def test_edges(self, lines, A, B, product):
        total = lines("matmul-outer-product-sum")
        np.testing.assert_array_equal(total(np.array(A), np.array(B)), product)

    def test_batches_broadcast(self, lines):
        A, B = np.arange(12.0).reshape(2, 1, 2, 3), np.arange(36.0).reshape(3, 3, 4)
        total = lines("matmul-outer-product-sum")(A, B)
        np.testing.assert_array_equal(total, A @ B)


class TestColumnCombination:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "matmul-column-combination",
            oracle=for_each(mp_product, ndim=2),
            against="mpmath.matrix.__mul__",
            inputs=matrices(1000, "mn", "n", dtype=dtype),
            ulp=SUM,
            scale=size_of_vector,
        )

    def test_columns_of_a_product(self, verify, lines, floating):
        combination = lines("matmul-column-combination")

        def column_by_column(A, B):
            columns = [combination(A, B[..., j]) for j in range(B.shape[-1])]
            return np.stack(columns, axis=-1)

        # two sums of 5 products
        verify.identity(
            "matmul-column-combination",
            left=np.matmul,
            right=column_by_column,
            inputs=matrices(1000, "mn", "nk", dtype=floating),
            ulp=2 * SUM,
            scale=size,
        )

    @pytest.mark.parametrize(
        ("A", "x", "combination"),
        [
            ([[1, 2], [3, 4]], [2, 3], [8, 18]),
            ([[1, 2], [3, 4]], [0, 1], [2, 4]),
            ([[1, 2], [3, 4]], [0, 0], [0, 0]),
            (np.ones((2, 0)), [], [0, 0]),
            (np.ones((0, 2)), [1, 1], []),
            ([[INF, 1], [1, 1]], [1, 2], [INF, 3]),
            ([[1, 2], [3, 4]], [NAN, 1], [NAN, NAN]),
            ([[1e200, 1e200]], [1e100, -1e100], [0]),
        ],
    )
    def test_edges(self, lines, A, x, combination):
        combined = lines("matmul-column-combination")(np.array(A), np.array(x))
        np.testing.assert_array_equal(combined, combination)

    def test_batches_broadcast(self, lines):
        A, x = np.arange(12.0).reshape(2, 1, 2, 3), np.arange(15.0).reshape(5, 3)
        combined = lines("matmul-column-combination")(A, x)
        np.testing.assert_array_equal(combined, np.matvec(A, x))


class TestOuterProduct:
    def test_mpmath(self, verify, dtype):
        # one multiplication, correctly rounded
        verify.function(
            "outer-product",
            oracle=for_each(mp_outer),
            against="mpmath.fmul",
            inputs=matrices(1000, "m", "n", sizes=(1, 8), decades=150, dtype=dtype),
            ulp=0.5,
        )

    @given(arrays(int, 3, elements=whole), arrays(int, 4, elements=whole))
    def test_has_rank_1_and_0_for_a_factor_of_zero(self, a, b):
        rank = sympy.Matrix(np.outer(a, b)).rank()
        assert rank == int(np.any(a) and np.any(b))

    def test_is_the_gradient_of_a_linear_layer(self, lines):
        rng = np.random.default_rng(3)
        W, x, step = rng.normal(size=(3, 4)), rng.normal(size=4), 1e-100
        steps = 1j * step * np.eye(12).reshape(3, 4, 3, 4)
        # the loss is the sum of sin(Wx), whose derivative by Wx is cos(Wx)
        gradient = np.sin((W + steps) @ x).sum(axis=-1).imag / step
        product = lines("outer-product")(np.cos(W @ x), x)
        np.testing.assert_allclose(product, gradient, rtol=1e-13)

    @pytest.mark.parametrize(
        ("a", "b", "product"),
        [
            ([1, 2], [3, 4, 5], [[3, 4, 5], [6, 8, 10]]),
            ([0, 1], [1, 1], [[0, 0], [1, 1]]),
            ([], [1, 2], np.zeros((0, 2))),
            ([1, 2], [], np.zeros((2, 0))),
            ([INF, -INF], [1, -2], [[INF, -INF], [-INF, INF]]),
            ([NAN, 1], [1], [[NAN], [1]]),
            ([1e200, 1e-200], [1e-200], [[1e200 * 1e-200], [0]]),
        ],
    )
    def test_edges(self, lines, a, b, product):
        outer = lines("outer-product")
        np.testing.assert_array_equal(outer(np.array(a), np.array(b)), product)

    def test_batches_broadcast(self, lines):
        outer = lines("outer-product")
        product = outer(np.ones((5, 1, 2)), np.arange(12).reshape(4, 3))
        assert product.shape == (5, 4, 2, 3)
        np.testing.assert_array_equal(product[2, 1], [[3, 4, 5], [3, 4, 5]])
