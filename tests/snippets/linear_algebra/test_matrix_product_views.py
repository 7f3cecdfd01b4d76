import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.matrix_product_views import (
    matmul_outer,
    matvec_columns,
    outer,
    outer_terms,
)
from tests.inputs import for_each, matrices
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan


def size(A, B):
    """What a product would be if nothing cancelled; errors are counted in its ulp."""
    return np.abs(A) @ np.abs(B)


def size_of_vector(A, x):
    return np.matvec(np.abs(A), np.abs(x))


# a sum of 5 products at most: each of them rounds by half an ulp of the sum of their
# sizes at most, and so does each of the additions; two such sums differ by 10 ulp
SUM = 5
EQUIVALENTS = {
    "matmul-outer-product-sum": Equivalent(
        matrices(100, "mn", "nk"), ulp=2 * SUM, scale=size
    ),
    "matmul-column-combination": Equivalent(
        matrices(100, "mn", "n"), ulp=2 * SUM, scale=size_of_vector
    ),
    "outer-product": Equivalent(matrices(100, "m", "n"), ulp=0),
}

whole = st.integers(-9, 9)


def mp_product(A, B):
    product = mpmath.matrix(A.tolist()) * mpmath.matrix(B.tolist())
    return np.reshape(product.tolist(), (len(A), *B.shape[1:]))


class TestMatmulOuter:
    def test_mpmath(self, verify):
        verify.function(
            "matmul-outer-product-sum",
            oracle=for_each(mp_product, ndim=2),
            against="mpmath.matrix",
            inputs=matrices(1000, "mn", "nk"),
            ulp=SUM,
            scale=size,
        )

    @given(arrays(float, (3, 4), elements=whole), arrays(float, (4, 2), elements=whole))
    def test_terms_are_columns_times_rows(self, A, B):
        terms = outer_terms(A, B)
        assert terms.shape == (4, 3, 2)
        for p, term in enumerate(terms):
            np.testing.assert_array_equal(term, np.outer(A[:, p], B[p]))
            zero = not (np.any(A[:, p]) and np.any(B[p]))
            assert sympy.Matrix(term.astype(int)).rank() == (0 if zero else 1)

    @given(arrays(float, (3, 4), elements=whole), arrays(float, (4, 2), elements=whole))
    def test_exact_for_whole_numbers(self, A, B):
        exact = sympy.Matrix(A.astype(int)) * sympy.Matrix(B.astype(int))
        want = np.array(exact.tolist(), dtype=float)
        np.testing.assert_array_equal(matmul_outer(A, B), want)

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
    def test_edges(self, A, B, product):
        np.testing.assert_array_equal(matmul_outer(A, B), product)

    def test_batches_broadcast(self):
        A, B = np.arange(12.0).reshape(2, 1, 2, 3), np.arange(36.0).reshape(3, 3, 4)
        np.testing.assert_array_equal(matmul_outer(A, B), A @ B)

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ((2, 3), (2, 3)),
            ((3, 1), (5, 2)),
            ((3, 5), (1, 2)),
            ((3,), (3, 2)),
            ((2, 3), (3,)),
            ((2, 2, 3), (4, 3, 2)),
        ],
    )
    def test_refuses_what_does_not_fit(self, a, b):
        with pytest.raises(ValueError, match="A and B do not fit"):
            matmul_outer(np.ones(a), np.ones(b))


class TestMatvecColumns:
    def test_mpmath(self, verify):
        verify.function(
            "matmul-column-combination",
            oracle=for_each(mp_product, ndim=2),
            against="mpmath.matrix",
            inputs=matrices(1000, "mn", "n"),
            ulp=SUM,
            scale=size_of_vector,
        )

    def test_columns_of_a_product(self, verify):
        def column_by_column(A, B):
            columns = [matvec_columns(A, B[..., j]) for j in range(B.shape[-1])]
            return np.stack(columns, axis=-1)

        verify.identity(
            "matmul-column-combination",
            left=np.matmul,
            right=column_by_column,
            inputs=matrices(1000, "mn", "nk"),
            ulp=2 * SUM,
            scale=size,
        )

    @given(arrays(float, (3, 4), elements=whole), st.integers(0, 3))
    def test_a_unit_vector_picks_a_column(self, A, j):
        np.testing.assert_array_equal(matvec_columns(A, np.eye(4)[j]), A[:, j])

    @pytest.mark.parametrize(
        ("A", "x", "combination"),
        [
            ([[1, 2], [3, 4]], [2, 3], [8, 18]),
            ([[1, 2], [3, 4]], [0, 0], [0, 0]),
            (np.ones((2, 0)), [], [0, 0]),
            (np.ones((0, 2)), [1, 1], []),
            ([[INF, 1], [1, 1]], [1, 2], [INF, 3]),
            ([[1, 2], [3, 4]], [NAN, 1], [NAN, NAN]),
            ([[1e200, 1e200]], [1e100, -1e100], [0]),
        ],
    )
    def test_edges(self, A, x, combination):
        np.testing.assert_array_equal(matvec_columns(A, x), combination)

    def test_batches_broadcast(self):
        A, x = np.arange(12.0).reshape(2, 1, 2, 3), np.arange(15.0).reshape(5, 3)
        np.testing.assert_array_equal(matvec_columns(A, x), np.matvec(A, x))

    @pytest.mark.parametrize(
        ("a", "x"),
        [
            ((2, 3), (2,)),
            ((2, 3), (1,)),
            ((2, 1), (3,)),
            ((2, 3), ()),
            ((3,), (3,)),
            ((2, 2, 3), (4, 3)),
        ],
    )
    def test_refuses_what_does_not_fit(self, a, x):
        with pytest.raises(ValueError, match="A and x do not fit"):
            matvec_columns(np.ones(a), np.ones(x))


class TestOuter:
    def test_mpmath(self, verify):
        def products(a, b):
            return [[mpmath.mpf(x) * mpmath.mpf(y) for y in b] for x in a]

        # one multiplication, correctly rounded
        verify.function(
            "outer-product",
            oracle=for_each(products),
            against="mpmath.mpf",
            inputs=matrices(1000, "m", "n", sizes=(1, 8), decades=150),
            ulp=0.5,
        )

    @given(arrays(int, 3, elements=whole), arrays(int, 4, elements=whole))
    def test_has_rank_1_and_0_for_a_factor_of_zero(self, a, b):
        rank = sympy.Matrix(outer(a, b).astype(int)).rank()
        assert rank == int(np.any(a) and np.any(b))

    @given(
        arrays(float, 3, elements=whole),
        arrays(float, 4, elements=whole),
        arrays(float, 4, elements=whole),
    )
    def test_maps_x_to_a_times_b_dot_x(self, a, b, x):
        np.testing.assert_array_equal(outer(a, b) @ x, a * (b @ x))

    def test_is_the_gradient_of_a_linear_layer(self):
        rng = np.random.default_rng(3)
        W, x, step = rng.normal(size=(3, 4)), rng.normal(size=4), 1e-100
        steps = 1j * step * np.eye(12).reshape(3, 4, 3, 4)
        # the loss is the sum of sin(Wx), whose derivative by Wx is cos(Wx)
        gradient = np.sin((W + steps) @ x).sum(axis=-1).imag / step
        np.testing.assert_allclose(outer(np.cos(W @ x), x), gradient, rtol=1e-13)

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
    def test_edges(self, a, b, product):
        np.testing.assert_array_equal(outer(a, b), product)

    @pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
    def test_leaves_the_range_as_multiplication_does(self):
        np.testing.assert_array_equal(outer([1e200, 0], [1e200]), [[INF], [0]])
        np.testing.assert_array_equal(outer([0], [INF]), [[NAN]])

    def test_small_integers_do_not_wrap_around(self):
        tens = np.array([100], dtype=np.uint8)
        np.testing.assert_array_equal(outer(tens, tens), [[10_000]])

    def test_batches_broadcast(self):
        product = outer(np.ones((5, 1, 2)), np.arange(12).reshape(4, 3))
        assert product.shape == (5, 4, 2, 3)
        np.testing.assert_array_equal(product[2, 1], [[3, 4, 5], [3, 4, 5]])

    @pytest.mark.parametrize(("a", "b"), [(2, [1, 2]), ([1, 2], 2)])
    def test_refuses_scalars(self, a, b):
        with pytest.raises(ValueError, match="a and b must be vectors"):
            outer(a, b)

    def test_refuses_batches_that_do_not_fit(self):
        with pytest.raises(ValueError, match="a and b hold batches that do not fit"):
            outer(np.ones((2, 3)), np.ones((4, 3)))
