import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.inverse_and_determinant import det, eye, inv
from tests.inputs import for_each, matrices
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan


def spread_of_inverse(A):
    """|A⁻¹| |A| |A⁻¹|: how far relative errors of A's entries reach in the inverse."""
    size = np.abs(scipy.linalg.inv(A))
    return size @ np.abs(A) @ size


def box(A):
    """The volume with the same edges at right angles, which bounds a determinant's."""
    return np.prod(np.linalg.norm(A, axis=-1), axis=-1)


def sizes(cases):
    rng = np.random.default_rng(6)
    return ((int(n),) for n in rng.integers(0, 20, cases))


# elimination computes the inverse of a matrix nearby, which differs from A by a few
# roundings of |L||U| for each of 5 steps, and with pivoting |L||U| is a few times |A|
INVERSE = 80
# the same for the determinant, to which the exponential adds an ulp for every unit of
# the logarithm, which is below 30
DETERMINANT = 40

EQUIVALENTS = {
    "identity-matrix": Equivalent(sizes(100), ulp=0),
    "matrix-inverse": Equivalent(
        matrices(100, "nn"), ulp=INVERSE, scale=spread_of_inverse
    ),
    "determinant": Equivalent(matrices(100, "nn"), ulp=DETERMINANT, scale=box),
}

whole = st.integers(-9, 9)
squares = arrays(int, (3, 3), elements=whole)


class TestEye:
    def test_mpmath(self, verify):
        verify.function(
            "identity-matrix",
            oracle=lambda n: np.reshape(mpmath.eye(n).tolist(), (n, n)),
            against="mpmath.eye",
            inputs=sizes(1000),
            ulp=0,
        )

    def test_leaves_everything_as_it_is(self, verify):
        verify.statement(
            "identity-matrix",
            holds=lambda A, x: (
                np.array_equal(eye(A.shape[-2]) @ A, A)
                and np.array_equal(A @ eye(A.shape[-1]), A)
                and np.array_equal(np.matvec(eye(x.shape[-1]), x), x)
            ),
            inputs=matrices(1000, "mn", "n", decades=300),
        )

    @pytest.mark.parametrize(
        ("n", "identity"),
        [
            (0, np.zeros((0, 0))),
            (1, [[1.0]]),
            (2, [[1.0, 0.0], [0.0, 1.0]]),
            (np.int8(2), [[1.0, 0.0], [0.0, 1.0]]),
        ],
    )
    def test_edges(self, n, identity):
        np.testing.assert_array_equal(eye(n), identity)
        assert eye(n).dtype == float

    @pytest.mark.parametrize("n", [-1, 2.0, 1.5, NAN, INF, "2", None, (2, 3)])
    def test_refuses_what_counts_nothing(self, n):
        with pytest.raises(ValueError, match="n must be an integer from 0 on"):
            eye(n)


class TestInv:
    def test_mpmath(self, verify):
        verify.function(
            "matrix-inverse",
            oracle=for_each(
                lambda A: np.array((mpmath.matrix(A.tolist()) ** -1).tolist()), ndim=2
            ),
            against="mpmath.matrix",
            inputs=matrices(1000, "nn"),
            ulp=INVERSE,
            scale=spread_of_inverse,
        )

    @pytest.mark.parametrize("order", [lambda A, X: A @ X, lambda A, X: X @ A])
    def test_is_an_inverse_on_both_sides(self, verify, order):
        verify.identity(
            "matrix-inverse",
            left=lambda A: order(A, inv(A)),
            right=lambda A: np.broadcast_to(np.eye(A.shape[-1]), A.shape),
            inputs=matrices(1000, "nn"),
            ulp=INVERSE,
            scale=lambda A: order(np.abs(A), spread_of_inverse(A)),
        )

    @given(squares)
    def test_cofactors_over_the_determinant(self, A):
        exact = sympy.Matrix(A)
        assume(exact.det() != 0)
        want = np.array(exact.adjugate() / exact.det(), dtype=float)
        np.testing.assert_allclose(
            inv(A), want, rtol=0, atol=1e-12 * np.abs(want).max()
        )

    @given(arrays(float, (4, 4), elements=st.floats(-1, 1)))
    def test_twice_is_nothing(self, A):
        A += 5 * np.eye(4)  # a dominant diagonal, far from singular
        np.testing.assert_allclose(inv(inv(A)), A, rtol=0, atol=1e-13)

    @given(
        arrays(float, (4, 4), elements=st.floats(-1, 1)),
        st.integers(-10, 10),
        st.integers(-10, 10),
    )
    def test_does_not_mind_the_scale_of_rows_and_columns(self, A, row, column):
        A += 5 * np.eye(4)
        rows, columns = np.diag([2.0**row, 1, 1, 1]), np.diag([1, 2.0**column, 1, 1])
        scaled = inv(rows @ A @ columns)
        # a bad scale misleads the choice of pivots, and may cost its 10 bits
        np.testing.assert_allclose(columns @ scaled @ rows, inv(A), rtol=0, atol=1e-10)

    @given(squares, st.integers(0, 2), st.integers(0, 2))
    def test_one_entry_changed_by_its_share_makes_it_singular(self, A, i, j):
        exact = sympy.Matrix(A)
        assume(exact.det() != 0 and exact.inv()[i, j] != 0)
        exact[j, i] -= 1 / exact.inv()[i, j]
        assert exact.det() == 0

    @pytest.mark.parametrize(
        ("A", "inverse"),
        [
            ([[2, 0], [0, 4]], [[0.5, 0], [0, 0.25]]),
            ([[0, 1], [1, 0]], [[0, 1], [1, 0]]),
            ([[1e200, 0], [0, 1e-200]], [[1e-200, 0], [0, 1e200]]),
            ([[1, 1e20], [0, 1]], [[1, -1e20], [0, 1]]),
            ([[2.0**-1000]], [[2.0**1000]]),
            (np.zeros((0, 0)), np.zeros((0, 0))),
            (np.zeros((0, 2, 2)), np.zeros((0, 2, 2))),
            ([[[2]], [[4]]], [[[0.5]], [[0.25]]]),
        ],
    )
    def test_edges(self, A, inverse):
        np.testing.assert_allclose(inv(A), inverse, rtol=2e-16, atol=0)

    @pytest.mark.parametrize(
        "A",
        [
            [[0]],
            [[1, 2], [2, 4]],
            [[[1, 0], [0, 1]], [[1, 1], [1, 1]]],
            [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
            [[0.1, 0.3], [0.2, 0.6]],
            [[1, 1], [1, 1 + 2.0**-52]],
        ],
    )
    def test_refuses_singular_matrices(self, A):
        with pytest.raises(ValueError, match="A is singular"):
            inv(A)

    def test_numpy_inverts_a_singular_matrix_all_the_same(self):
        A = np.array([[1, 8, 5], [8, 1, 2], [9, 9, 7]])
        assert np.abs(np.linalg.inv(A)).max() > 1e14
        with pytest.raises(ValueError, match="A is singular to working precision"):
            inv(A)

    def test_of_two_by_two(self):
        a, b, c, d = sympy.symbols("a b c d")
        A = sympy.Matrix([[a, b], [c, d]])
        inverse = sympy.Matrix([[d, -b], [-c, a]]) / (a * d - b * c)
        assert sympy.simplify(A * inverse) == sympy.eye(2)

    @pytest.mark.parametrize("n", [3, 5, 10, 40])
    def test_refuses_whole_numbers_with_dependent_columns(self, n):
        rng = np.random.default_rng(n)
        for _ in range(250):
            A = rng.integers(-9, 10, (n, n))
            A[:, -1] = A[:, :-1] @ rng.integers(-2, 3, n - 1)
            with pytest.raises(ValueError, match="A is singular"):
                inv(A)

    def test_knows_ill_conditioned_from_singular(self):
        assert np.isfinite(inv(scipy.linalg.hilbert(10))).all()
        with pytest.raises(ValueError, match="A is singular to working precision"):
            inv(scipy.linalg.hilbert(13))

    @pytest.mark.parametrize("A", [3, [1, 2], [[1, 2]], np.ones((2, 3, 2)), []])
    def test_refuses_what_is_not_square(self, A):
        with pytest.raises(ValueError, match="A must be square"):
            inv(A)

    @pytest.mark.parametrize("bad", [INF, -INF, NAN])
    def test_refuses_what_is_not_finite(self, bad):
        with pytest.raises(ValueError, match="A must be finite"):
            inv([[1, 0], [0, bad]])


class TestDet:
    def test_mpmath(self, verify):
        verify.function(
            "determinant",
            oracle=for_each(lambda A: mpmath.det(mpmath.matrix(A.tolist())), ndim=2),
            against="mpmath.det",
            inputs=matrices(1000, "nn"),
            ulp=DETERMINANT,
            scale=box,
        )

    def test_is_the_signed_area_of_the_image_of_the_unit_square(self, verify):
        square = np.array([[0, 1, 1, 0], [0, 0, 1, 1]])

        def shoelace(A):
            x, y = np.moveaxis(A @ square, -2, 0)
            around = np.roll(y, -1, axis=-1), np.roll(x, -1, axis=-1)
            return np.sum(x * around[0] - y * around[1], axis=-1) / 2

        # beside `det` itself, eight products of sums, of which each is in the box
        # of twice the edges
        verify.identity(
            "determinant",
            left=det,
            right=shoelace,
            inputs=matrices(1000, "nn", sizes=(2, 2)),
            ulp=DETERMINANT,
            scale=box,
        )

    def test_is_the_volume_of_the_image_of_the_unit_cube(self, verify):
        cube = np.array(list(np.ndindex(2, 2, 2))).T

        def holds(A):
            hull = for_each(lambda image: scipy.spatial.ConvexHull(image.T).volume, 2)
            slack = 1e-12 * box(A)
            return np.all(np.abs(np.abs(det(A)) - hull(A @ cube)) <= slack)

        verify.statement(
            "determinant", holds=holds, inputs=matrices(1000, "nn", sizes=(3, 3))
        )

    @given(squares)
    def test_sympy(self, A):
        assert det(A) == pytest.approx(float(sympy.Matrix(A).det()), abs=1e-10)

    @given(squares, squares)
    def test_of_a_product_is_the_product(self, A, B):
        assert det(A @ B) == pytest.approx(det(A) * det(B), abs=1e-7)

    @given(squares)
    def test_changes_sign_as_two_rows_change_places(self, A):
        assert det(A[[1, 0, 2]]) == pytest.approx(-det(A), abs=1e-10)

    @given(squares)
    def test_of_the_transpose(self, A):
        assert det(A.T) == pytest.approx(det(A), abs=1e-10)

    @given(squares, whole)
    def test_scales_with_the_power_n(self, A, c):
        assert det(c * A) == pytest.approx(c**3 * det(A), abs=1e-7)

    @pytest.mark.parametrize(
        ("A", "determinant"),
        [
            ([[2, 0], [0, 3]], 6),
            ([[0, 1], [1, 0]], -1),
            ([[0, 0], [0, 0]], 0),
            ([[1, 2], [2, 4]], 0),
            (np.zeros((0, 0)), 1),
            (np.zeros((0, 2, 2)), []),
            ([[-7]], -7),
            (np.diag([1e200, 1e200, 1e-200, 1e-200]), 1),
            (np.diag([1e-200, 1e-200, 1e200, -1e200]), -1),
            (np.diag([1e200, 1e100]), 1e300),
            (np.diag([1e-200, 1e-200]), 0),
            ([[[2]], [[3]]], [2, 3]),
        ],
    )
    def test_edges(self, A, determinant):
        # the exponential adds an error of an ulp for every unit of the logarithm
        np.testing.assert_allclose(det(A), determinant, rtol=1e-12, atol=0)

    def test_pivots_that_scipy_multiplies_one_by_one_overflow(self):
        assert scipy.linalg.det(np.diag([1e200, 1e200, 1e-200, 1e-200])) == INF

    @pytest.mark.filterwarnings("ignore:overflow")
    def test_overflows_where_the_determinant_does(self):
        assert det(np.diag([1e200, -1e200])) == -INF

    @pytest.mark.parametrize("A", [3, [1, 2], [[1, 2]], np.ones((2, 3, 2)), []])
    def test_refuses_what_is_not_square(self, A):
        with pytest.raises(ValueError, match="A must be square"):
            det(A)

    @pytest.mark.parametrize("bad", [INF, -INF, NAN])
    def test_refuses_what_is_not_finite(self, bad):
        with pytest.raises(ValueError, match="A must be finite"):
            det([[bad, 1], [1, 1]])
