from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.inverse_and_determinant import _units, inv
from tests.inputs import for_each, matrices
from tests.measure import in_units_of, ulps
from tests.verify import Case

INF, NAN = np.inf, np.nan


def reach(A):
    """|A⁻¹| |A|, whose largest entry is what A's units leave of its condition."""
    return np.abs(np.linalg.inv(A)) @ np.abs(A)


def invertible(cases, dtype=float):
    """Square matrices, single and in batches, of which elimination loses few digits."""
    eps = np.finfo(np.float32 if dtype != np.float64 else dtype).eps
    found = 0
    for (A,) in matrices(3 * cases, "nn", dtype=dtype):
        exact = A.astype(float)
        if np.abs(np.linalg.det(exact)).min() < 1e-11:
            continue
        if A.shape[-1] * eps * reach(exact).max() < 1e-3 and fits(exact, A.dtype):
            found += 1
            yield (A,)
        if found == cases:
            return


def fits(A, dtype):
    return dtype.kind != "f" or np.abs(np.linalg.inv(A)).max() < np.finfo(dtype).max / 2


@in_units_of("|A⁻¹| B |A⁻¹|")
def spread_of_inverse(A):
    """|A⁻¹| B |A⁻¹|: how far a change of A by parts of B reaches in the inverse.

    B is A but for units: where A is smaller than its row and column allow, elimination
    rounds as if it were not, and a zero of the inverse comes out as nearly one.
    """
    rows = np.abs(A).max(axis=-1, keepdims=True)
    columns = np.abs(A / rows).max(axis=-2, keepdims=True)
    size = np.abs(scipy.linalg.inv(A))
    return size @ (rows * columns) @ size


@in_units_of("the product of the norms of the rows")
def box(A):
    """The volume with the same edges at right angles, which bounds a determinant's."""
    return np.prod(np.linalg.norm(A, axis=-1), axis=-1)


def sizes(dtype=float):  # noqa: ARG001 - a size is a whole number
    return ((n,) for n in range(100))


def mp_inverse(A):
    with mpmath.workdps(700):  # more decades than any matrix here spans
        return np.array(
            mpmath.inverse(mpmath.matrix(A.tolist())).tolist(), dtype=object
        )


def mp_determinant(A):
    return mpmath.det(mpmath.matrix(A.tolist()))


# elimination computes the inverse of a matrix nearby, which differs from A by a few
# roundings of |L||U| for each of 5 steps, and with pivoting |L||U| is a few times |A|
INVERSE = 40
# in good units elimination errs as if every entry were off by a few ulp, which is less;
# without them, hundreds of ulp of the same scale are lost in products D₁AD₂
BADLY_SCALED = 16
# the same as for the inverse for the determinant, to which the exponential adds an ulp for every unit of
# the logarithm, which is below 30
DETERMINANT = 40


def accepts(A):
    try:
        inv(A)
    except ValueError:
        return False
    return True


CASES = {
    "identity-matrix": Case(
        sizes, ulp=0, oracle=lambda n: np.diag(np.ones(n)), names=("n",)
    ),
    "matrix-inverse": Case(
        partial(invertible, 100),
        ulp=INVERSE,
        oracle=for_each(mp_inverse, 2),
        scale=spread_of_inverse,
        ndim=2,
        degree=-1,
    ),
    "determinant": Case(
        partial(matrices, 100, "nn"),
        ulp=DETERMINANT,
        oracle=for_each(mp_determinant, 2),
        scale=box,
        ndim=2,
    ),
}

whole = st.integers(-9, 9)
squares = arrays(int, (3, 3), elements=whole)


class TestIdentityMatrix:
    def test_mpmath(self, verify):
        verify.function(
            "identity-matrix",
            oracle=lambda n: np.reshape(mpmath.eye(n).tolist(), (n, n)),
            against="mpmath.eye",
            inputs=sizes(),
            all_of="the sizes from 0 to 99",
            ulp=0,
            names=("n",),
        )

    def test_leaves_everything_as_it_is(self, verify):
        verify.statement(
            "identity-matrix",
            holds=lambda identity, A, x: (
                np.array_equal(identity(A.shape[-2]) @ A, A)
                and np.array_equal(A @ identity(A.shape[-1]), A)
                and np.array_equal(np.matvec(identity(x.shape[-1]), x), x)
            ),
            of=np.eye,
            fails_for=lambda n: np.ones((n, n)),
            inputs=matrices(1000, "mn", "n", decades=300),
        )


class TestInv:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "matrix-inverse",
            oracle=for_each(mp_inverse, 2),
            against="mpmath.inverse",
            inputs=invertible(1000, dtype=dtype),
            ulp=INVERSE,
            scale=spread_of_inverse,
        )

    @pytest.mark.parametrize(
        ("dtype", "decades"),
        [(float, 3), (float, 70), (np.float32, 3), (np.float32, 8)],
    )
    def test_units_of_rows_and_columns_do_not_matter(self, dtype, decades):
        """D₁AD₂ for diagonal D₁ and D₂, against mpmath."""
        rng = np.random.default_rng(8)
        compared = 0
        while compared < 200:
            n = rng.integers(1, 6)
            A = rng.normal(size=(n, n))
            rows, columns = 10 ** rng.uniform(-decades, decades, size=(2, n))
            badly = (rows[:, None] * A * columns).astype(dtype)
            if np.linalg.cond(A) < 1e3:
                size = np.abs(np.linalg.inv(A))
                scale = size @ np.abs(A) @ size / columns[:, None] / rows
                want = mp_inverse(badly.astype(float))
                assert ulps(inv(badly), want, scale) <= BADLY_SCALED
                compared += 1

    @pytest.mark.parametrize(("dtype", "decades"), [(float, 75), (np.float32, 9)])
    def test_two_by_two_of_any_magnitudes(self, dtype, decades):
        """As long as a product of four entries stays in range."""
        rng = np.random.default_rng(9)
        A = rng.normal(size=(1000, 2, 2)) * 10 ** rng.uniform(
            -decades, decades, size=(1000, 2, 2)
        )
        A = A.astype(dtype)
        want = for_each(mp_inverse, 2)(A.astype(float))
        size = np.abs(want)
        scale = size @ np.abs(A.astype(float)) @ size
        assert ulps(inv(A), want, scale.astype(float)) <= BADLY_SCALED

    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    def test_refuses_what_rounding_may_change_by_a_tenth(self, dtype):
        """Near singular matrices, against the exact inverse on either side of 0.1."""
        rng, eps = np.random.default_rng(10), np.finfo(dtype).eps
        answers = []
        for _ in range(600):
            A = rng.integers(-9, 10, (4, 4)) / 16
            A[:, -1] = A[:, :-1] @ rng.integers(-1, 2, 3)
            A[-1, -1] += 2.0 ** rng.integers(0, 10) * eps
            A = (10 ** rng.uniform(-3, 3, (4, 1)) * A).astype(dtype)
            exact = sympy.Matrix(4, 4, [sympy.Rational(x) for x in A.ravel().tolist()])
            if exact.det() != 0:
                inverse = np.array(exact.inv(), dtype=float)
                lost = 4 * eps * np.abs(np.ldexp(inverse, -_units(A).T)).max()
                if not 0.07 < lost < 0.14:
                    answers.append(lost < 0.1)
                    assert accepts(A) == answers[-1]
        assert min(answers.count(True), answers.count(False)) > 40

    @pytest.mark.parametrize(
        ("order", "unit"),
        [
            (lambda A, X: A @ X, "|A| |A⁻¹| B |A⁻¹|"),
            (lambda A, X: X @ A, "|A⁻¹| B |A⁻¹| |A|"),
        ],
    )
    def test_is_an_inverse_on_both_sides(self, verify, order, unit):
        verify.identity(
            "matrix-inverse",
            left=lambda A: order(A, inv(A)),
            right=lambda A: np.broadcast_to(np.eye(A.shape[-1]), A.shape),
            inputs=invertible(1000),
            ulp=INVERSE,
            scale=in_units_of(unit)(lambda A: order(np.abs(A), spread_of_inverse(A))),
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

    @pytest.mark.parametrize(
        ("A", "inverse"),
        [
            ([[2, 0], [0, 4]], [[0.5, 0], [0, 0.25]]),
            ([[0, 1], [1, 0]], [[0, 1], [1, 0]]),
            ([[1e200, 0], [0, 1e-200]], [[1e-200, 0], [0, 1e200]]),
            ([[1, 1e20], [0, 1]], [[1, -1e20], [0, 1]]),
            (
                [[1e-160, 1e160], [1e-160, 1e-160]],
                [[-1e-160, 1e160], [1e-160, -1e-160]],
            ),
            (
                [[2.0**999, 2.0**999], [2.0**-999, 0]],
                [[0, 2.0**999], [2.0**-999, -(2.0**999)]],
            ),
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
        with pytest.raises(ValueError, match=r"[Ss]ingular"):
            inv(A)

    def test_numpy_inverts_a_singular_matrix_all_the_same(self):
        A = np.array([[1, 8, 5], [8, 1, 2], [9, 9, 7]])
        assert np.abs(np.linalg.inv(A)).max() > 1e14
        with pytest.raises(ValueError, match=r"[Ss]ingular"):
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
            with pytest.raises(ValueError, match=r"[Ss]ingular"):
                inv(A)

    def test_knows_ill_conditioned_from_singular(self):
        assert np.isfinite(inv(scipy.linalg.hilbert(10))).all()
        with pytest.raises(ValueError, match="A is singular to working precision"):
            inv(scipy.linalg.hilbert(13))

    @pytest.mark.parametrize("A", [3, [1, 2], [[1, 2]], np.ones((2, 3, 2)), []])
    def test_refuses_what_is_not_square(self, A):
        with pytest.raises(ValueError, match=r"must be square|out of bounds"):
            inv(A)

    @pytest.mark.parametrize(
        "A",
        [
            [[1e-310]],
            [[1e-200, 1e200], [0, 1e-200]],
            np.float32([[1e-39]]),
            np.float16([[6e-8]]),
            [np.eye(2), [[1, 1e300], [0, 1e-300]]],
        ],
    )
    def test_refuses_an_inverse_that_overflows(self, A):
        with pytest.raises(ValueError, match="A has an inverse that overflows float"):
            inv(A)

    @pytest.mark.parametrize("bad", [INF, -INF, NAN])
    def test_refuses_what_is_not_finite(self, bad):
        with pytest.raises(ValueError, match="A must be finite"):
            inv([[1, 0], [0, bad]])


class TestDeterminant:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "determinant",
            oracle=for_each(mp_determinant, 2),
            against="mpmath.det",
            inputs=matrices(1000, "nn", dtype=dtype),
            ulp=DETERMINANT,
            scale=box,
        )

    def test_is_the_signed_area_of_the_image_of_the_unit_square(self, verify):
        square = np.array([[0, 1, 1, 0], [0, 0, 1, 1]])

        def shoelace(A):
            x, y = np.moveaxis(A @ square, -2, 0)
            around = np.roll(y, -1, axis=-1), np.roll(x, -1, axis=-1)
            return np.sum(x * around[0] - y * around[1], axis=-1) / 2

        # beside the determinant itself, eight products of sums, of which each is in the box
        # of twice the edges
        verify.identity(
            "determinant",
            left=np.linalg.det,
            right=shoelace,
            inputs=matrices(1000, "nn", sizes=(2, 2)),
            ulp=DETERMINANT,
            scale=box,
            because="an area is one of matrices of two rows",
        )

    def test_is_the_volume_of_the_image_of_the_unit_cube(self, verify):
        cube = np.array(list(np.ndindex(2, 2, 2))).T

        def holds(volume, A):
            hull = for_each(lambda image: scipy.spatial.ConvexHull(image.T).volume, 2)
            slack = 1e-12 * box(A)
            return np.all(np.abs(np.abs(volume(A)) - hull(A @ cube)) <= slack)

        verify.statement(
            "determinant",
            holds=holds,
            of=np.linalg.det,
            fails_for=np.linalg.trace,
            inputs=matrices(1000, "nn", sizes=(3, 3)),
        )

    @given(squares)
    def test_sympy(self, A):
        assert np.linalg.det(A) == pytest.approx(
            float(sympy.Matrix(A).det()), abs=1e-10
        )

    @given(squares, squares)
    def test_of_a_product_is_the_product(self, A, B):
        assert np.linalg.det(A @ B) == pytest.approx(
            np.linalg.det(A) * np.linalg.det(B), abs=1e-7
        )

    @given(squares)
    def test_changes_sign_as_two_rows_change_places(self, A):
        assert np.linalg.det(A[[1, 0, 2]]) == pytest.approx(
            -np.linalg.det(A), abs=1e-10
        )

    @given(squares)
    def test_of_the_transpose(self, A):
        assert np.linalg.det(A.T) == pytest.approx(np.linalg.det(A), abs=1e-10)

    @given(squares, whole)
    def test_scales_with_the_power_n(self, A, c):
        assert np.linalg.det(c * A) == pytest.approx(c**3 * np.linalg.det(A), abs=1e-7)

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
        np.testing.assert_allclose(np.linalg.det(A), determinant, rtol=1e-12, atol=0)

    def test_pivots_that_scipy_multiplies_one_by_one_overflow(self):
        assert scipy.linalg.det(np.diag([1e200, 1e200, 1e-200, 1e-200])) == INF

    @pytest.mark.filterwarnings("ignore:overflow")
    def test_overflows_where_the_determinant_does(self):
        assert np.linalg.det(np.diag([1e200, -1e200])) == -INF
