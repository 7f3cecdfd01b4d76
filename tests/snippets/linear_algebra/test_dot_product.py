from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.dot_product import (
    dot,
    dot_from_angle,
    dot_sign,
    is_orthogonal,
    law_of_cosines,
)
from snippets.linear_algebra.similarity import angle_between
from snippets.linear_algebra.vector_norms import l2_norm
from tests.inputs import for_each, vectors
from tests.verify import Equivalent

INF, NAN, PI = np.inf, np.nan, np.pi
DO_NOT_FIT = [
    ([1, 2], [1, 2, 3]),
    ([1, 2], [1]),
    ([[1], [2]], [1, 2]),
    (1, [1]),
    (1, 1),
]

small = arrays(float, 5, elements=st.floats(-1e100, 1e100))
whole = arrays(float, 5, elements=st.integers(-1000, 1000))
refuses_what_does_not_fit = pytest.mark.parametrize(("a", "b"), DO_NOT_FIT)


def terms(a, b):
    """The sum of the products' sizes, of which rounding takes its share."""
    return np.sum(np.abs(a * b), axis=-1)


def triangles(cases):
    """Two sides and the angle between, of every shape; every third is a needle."""
    rng = np.random.default_rng(3)
    for case in range(cases):
        shape = (3,) if case % 4 == 0 else ()
        norm_a, norm_b = 10 ** rng.uniform(-6, 6, size=(2, *shape))
        theta = rng.uniform(0, PI, size=shape)
        if case % 3 == 0:
            norm_b = norm_a * (1 + 10 ** rng.uniform(-15, 0, size=shape))
            theta = theta * 10 ** rng.uniform(-15, 0, size=shape)
        yield np.asarray(norm_a), np.asarray(norm_b), np.asarray(theta)


def pairs(cases, decades=6):
    """Pairs of vectors: at random, orthogonal to the last bit, and nearly so."""
    rng = np.random.default_rng(4)
    yield from vectors(cases, count=2, decades=decades)
    for a, b in vectors(cases // 2, count=2, sizes=(1, 6), decades=decades):
        yield np.concatenate([a, b], -1), np.concatenate([b, -a], -1)
    for a, b in vectors(cases // 2, count=2, sizes=(3, 12), decades=decades):
        a_, b_ = a / np.abs(a).max(), b / np.abs(b).max()
        along = np.vecdot(a_, b_) / np.vecdot(a_, a_)
        off = rng.choice([-1, 1]) * 10 ** rng.uniform(-10, -2)
        yield a, b_ + (off - along)[..., None] * a_


def mp_orthogonal(a, b, rtol=1e-12):
    return bool(
        abs(mpmath.fdot(a, b)) <= rtol * mpmath.norm(list(a)) * mpmath.norm(list(b))
    )


EQUIVALENTS = {
    "dot-product": Equivalent(vectors(100, count=2), ulp=12, scale=terms),
    "law-of-cosines": Equivalent(triangles(100), ulp=8),
    "dot-product-cosine-identity": Equivalent(triangles(100), ulp=4),
    "dot-product-sign": Equivalent(vectors(100, count=2), ulp=0),
    "orthogonality": Equivalent(((a, b, 1e-8) for a, b in pairs(100)), ulp=0),
}


class TestDot:
    def test_mpmath(self, verify):
        # 12 products at most: half a unit for each, and for each of 11 sums
        verify.function(
            "dot-product",
            oracle=for_each(mpmath.fdot),
            against="mpmath.fdot",
            inputs=vectors(1000, count=2, decades=100),
            ulp=6.5,
            scale=terms,
        )

    @given(a=whole, b=whole)
    def test_is_exact_for_whole_numbers(self, a, b):
        assert dot(a, b) == sum(int(x) * int(y) for x, y in zip(a, b, strict=True))

    @pytest.mark.parametrize(
        ("a", "b", "product"),
        [
            ([], [], 0),
            ([0, 0], [1, 2], 0),
            ([1, 2], [3, 4], 11),
            ([INF, 1], [1, 1], INF),
            ([INF, 1], [-2, 1], -INF),
            ([NAN, 1], [0, 1], NAN),
            ([1e-200], [1e-200], 0),
            ([[1, 2], [3, 4]], [10, 1], [12, 34]),
        ],
    )
    def test_edges(self, a, b, product):
        np.testing.assert_array_equal(dot(a, b), product)

    def test_axis(self):
        np.testing.assert_array_equal(dot([[1, 2], [3, 4]], [10, 1], axis=0), [13, 24])

    def test_small_types_are_multiplied_in_float64(self):
        assert dot(np.int8([100, 100]), np.int8([100, 100])) == 20000
        assert dot(np.full(64, 40, np.float16), np.full(64, 40, np.float16)) == 102400

    @refuses_what_does_not_fit
    def test_refuses_what_does_not_fit(self, a, b):
        with pytest.raises(
            ValueError, match="a and b must hold vectors of the same size"
        ):
            dot(a, b)


class TestProperties:
    def test_proved(self, verify):
        a, b, c = (
            sympy.Matrix(sympy.symbols(f"{name}:5", real=True)) for name in "abc"
        )
        scalar = sympy.symbols("alpha", real=True)
        verify.proof(
            "dot-product-properties",
            [
                sympy.expand(a.dot(b) - b.dot(a)),
                sympy.expand((scalar * a + c).dot(b) - scalar * a.dot(b) - c.dot(b)),
                sympy.expand(a.dot(a) - a.norm() ** 2),
            ],
        )

    def test_linear_in_floating_point(self, verify):
        rng = np.random.default_rng(6)
        inputs = [(rng.normal(), *v) for v in vectors(1000, count=3)]

        def scale(alpha, a, b, c):
            return abs(alpha) * terms(a, b) + terms(c, b)

        # each side rounds every product and sum: twice what a dot product does
        verify.identity(
            "dot-product-properties",
            left=lambda alpha, a, b, c: dot(alpha * a + c, b),
            right=lambda alpha, a, b, c: alpha * dot(a, b) + dot(c, b),
            inputs=inputs,
            ulp=16,
            scale=scale,
        )

    @given(a=small, b=small)
    def test_commutes(self, a, b):
        assert dot(a, b) == dot(b, a)

    @given(a=small)
    def test_a_vector_with_itself_is_its_norm_squared(self, a):
        assert dot(a, a) == pytest.approx(l2_norm(a) ** 2, rel=1e-15, abs=1e-320)


class TestLawOfCosines:
    def test_mpmath(self, verify):
        def third_side(norm_a, norm_b, theta):
            theta = mpmath.mpf(theta)
            x, y = norm_b * mpmath.cos(theta), norm_b * mpmath.sin(theta)
            return mpmath.norm([norm_a - x, y]) ** 2

        # a sine good to 1 ulp counts twice, and eight roundings half a unit each
        verify.function(
            "law-of-cosines",
            oracle=np.frompyfunc(third_side, 3, 1),
            against="mpmath.norm",
            inputs=triangles(1000),
            ulp=6,
        )

    def test_proved(self, verify):
        p, q = sympy.symbols("p q", positive=True)
        theta = sympy.symbols("theta", real=True)
        third = sympy.Matrix([p - q * sympy.cos(theta), -q * sympy.sin(theta)])
        law = p**2 + q**2 - 2 * p * q * sympy.cos(theta)
        stable = (p - q) ** 2 + 4 * p * q * sympy.sin(theta / 2) ** 2
        verify.proof(
            "law-of-cosines",
            [sympy.simplify(third.dot(third) - law), sympy.simplify(stable - law)],
        )

    @given(
        norm_a=st.floats(0, 1e100), norm_b=st.floats(0, 1e100), theta=st.floats(0, PI)
    )
    def test_lies_between_difference_and_sum(self, norm_a, norm_b, theta):
        slack = 1 + 1e-14
        squared = law_of_cosines(norm_a, norm_b, theta)
        assert (norm_a - norm_b) ** 2 <= squared <= (norm_a + norm_b) ** 2 * slack

    @pytest.mark.parametrize(
        ("norm_a", "norm_b", "theta", "squared"),
        [
            (3, 4, PI / 2, 25),
            (1, 1, 0, 0),
            (1, 1, PI, 4),
            (1, 1, 1e-12, 1e-24),
            (0, 2, 1, 4),
            (1e100, 1e100, 1e-200, 1e-200),
            (INF, 1, 1, INF),
            (NAN, 1, 1, NAN),
            (1, 1, NAN, NAN),
            ([], [], [], []),
            ([3, 5], [4, 12], PI / 2, [25, 169]),
        ],
    )
    def test_edges(self, norm_a, norm_b, theta, squared):
        got = law_of_cosines(norm_a, norm_b, theta)
        np.testing.assert_allclose(got, squared, rtol=1e-15, atol=0)

    def test_pi_in_float32_is_an_angle(self):
        assert law_of_cosines(1, 1, np.float32(PI)) == pytest.approx(4)

    def test_refuses_what_is_no_length_or_angle(self):
        with pytest.raises(ValueError, match="norm_a must be a length"):
            law_of_cosines(-1, 1, 1)
        with pytest.raises(ValueError, match="norm_b must be a length"):
            law_of_cosines(1, [1, -1], 1)
        for theta in (45, -0.1, [0, 3.15]):
            with pytest.raises(ValueError, match="theta must lie between 0 and π"):
                law_of_cosines(1, 1, theta)


class TestDotFromAngle:
    def test_mpmath(self, verify):
        def product(norm_a, norm_b, theta):
            return mpmath.mpf(norm_a) * norm_b * mpmath.cos(mpmath.mpf(theta))

        # a cosine good to 2 ulp, and two roundings of half a unit
        verify.function(
            "dot-product-cosine-identity",
            oracle=np.frompyfunc(product, 3, 1),
            against="mpmath.cos",
            inputs=triangles(1000),
            ulp=3,
        )

    def test_is_the_dot_product(self, verify):
        def norms(a, b):
            return l2_norm(a) * l2_norm(b)

        # relative to the norms: the angle is good to 8 units, as its own test says
        verify.identity(
            "dot-product-cosine-identity",
            left=dot,
            right=lambda a, b: dot_from_angle(
                l2_norm(a), l2_norm(b), angle_between(a, b)
            ),
            inputs=vectors(1000, count=2),
            ulp=16,
            scale=norms,
        )

    @pytest.mark.parametrize(
        ("norm_a", "norm_b", "theta", "product"),
        [
            (2, 3, 0, 6),
            (2, 3, PI, -6),
            (0, 3, 1, 0),
            (INF, 1, 1, INF),
            (NAN, 1, 1, NAN),
            (1, 1, NAN, NAN),
            ([], [], [], []),
            ([1, 2], 3, 0, [3, 6]),
        ],
    )
    def test_edges(self, norm_a, norm_b, theta, product):
        np.testing.assert_array_equal(dot_from_angle(norm_a, norm_b, theta), product)

    def test_a_large_norm_does_not_overflow_on_the_way(self):
        assert dot_from_angle(1e300, 1e20, PI / 2) == pytest.approx(
            6.123233995736766e303
        )

    def test_pi_in_float32_is_an_angle(self):
        assert dot_from_angle(1, 1, np.float32(PI)) == pytest.approx(-1)

    def test_refuses_what_is_no_length_or_angle(self):
        with pytest.raises(ValueError, match="norm_a must be a length"):
            dot_from_angle(-1, 1, 1)
        with pytest.raises(ValueError, match="norm_b must be a length"):
            dot_from_angle(1, [1, -1], 1)
        for theta in (45, -0.1, [0, 3.15]):
            with pytest.raises(ValueError, match="theta must lie between 0 and π"):
                dot_from_angle(1, 1, theta)


class TestDotSign:
    def test_mpmath(self, verify):
        verify.function(
            "dot-product-sign",
            oracle=for_each(lambda a, b: mpmath.sign(mpmath.fdot(a, b))),
            against="mpmath.fdot",
            inputs=pairs(500, decades=300),
            ulp=0,
        )

    @given(
        a=arrays(float, 3, elements=st.floats(0.1, 1)),
        b=arrays(float, 3, elements=st.floats(-1, 1)),
        tilt=st.floats(-1e-15, 1e-15),
    )
    def test_however_much_cancels_it_is_never_the_opposite(self, a, b, tilt):
        b[2] = tilt - (a[0] * b[0] + a[1] * b[1]) / a[2]
        exact = sum(Fraction(x) * Fraction(y) for x, y in zip(a, b, strict=True))
        assert dot_sign(a, b) in (0, (exact > 0) - (exact < 0))

    @given(a=small.filter(np.any))
    def test_of_a_vector_with_itself(self, a):
        assert dot_sign(a, a) == 1
        assert dot_sign(a, -a) == -1

    def test_zero_where_the_rounded_sum_is_not(self):
        a, b = [0.1, 0.7, 0.2], [0.4, 0.2, -0.9]
        assert np.sum(np.multiply(a, b)) != 0
        assert dot_sign(a, b) == 0

    @pytest.mark.parametrize(
        ("a", "b", "sign"),
        [
            ([], [], 0),
            ([0, 0], [1, 2], 0),
            ([1, 0], [0, 1], 0),
            ([1e-200, 0], [1e-200, 1], 1),
            ([5e-324], [-5e-324], -1),
            ([1e300, 1e300], [1e300, -2e300], -1),
            ([1e300, 1e-20], [0, 1], 1),
            ([INF, 1], [1, 1], 1),
            ([INF, 1], [-1, 1], -1),
            ([NAN, 1], [1, 1], NAN),
            ([[1, 0], [0, 1]], [1, -1], [1, -1]),
        ],
    )
    def test_edges(self, a, b, sign):
        np.testing.assert_array_equal(dot_sign(a, b), sign)

    def test_axis(self):
        a = [[1, 2, 0], [3, 1, 5]]
        np.testing.assert_array_equal(dot_sign(a, [1, -1], axis=0), [-1, 1, -1])

    @refuses_what_does_not_fit
    def test_refuses_what_does_not_fit(self, a, b):
        with pytest.raises(
            ValueError, match="a and b must hold vectors of the same size"
        ):
            dot_sign(a, b)


class TestIsOrthogonal:
    def test_mpmath(self, verify):
        verify.function(
            "orthogonality",
            oracle=for_each(mp_orthogonal),
            against="mpmath.fdot",
            inputs=pairs(500, decades=300),
            ulp=0,
        )

    def test_mpmath_with_a_tolerance(self, verify):
        verify.function(
            "orthogonality",
            oracle=lambda a, b, rtol: for_each(lambda *v: mp_orthogonal(*v, rtol))(
                a, b
            ),
            against="mpmath.fdot",
            inputs=((a, b, 1e-6) for a, b in pairs(500)),
            ulp=0,
        )

    @given(a=small.filter(np.any), power=st.integers(-600, 600))
    def test_does_not_depend_on_length(self, a, power):
        a, b = a / np.abs(a).max(), [1, -2, 3, -4, 5]
        longer = np.ldexp(a, power)
        assert is_orthogonal(a, b, rtol=0.1) == is_orthogonal(longer, b, rtol=0.1)

    @pytest.mark.parametrize(
        ("a", "b", "orthogonal"),
        [
            ([], [], True),
            ([0, 0], [1, 2], True),
            ([1, 0], [0, 1], True),
            ([1, 0], [1e-11, 1], False),
            ([1, 0], [1e-13, 1], True),
            ([1e-200, 0], [1e-200, 1e-200], False),
            ([5e-324, 0], [0, 5e-324], True),
            ([1e300, 1e300], [1e300, -1e300], True),
            ([1e300, 1e300], [1e300, -2e300], False),
            ([NAN, 1], [1, 1], False),
            ([INF, 1], [1, 0], False),
            ([[1, 0], [0, 1]], [1, 0], [False, True]),
        ],
    )
    def test_edges(self, a, b, orthogonal):
        np.testing.assert_array_equal(is_orthogonal(a, b), orthogonal)

    def test_axis(self):
        a = [[1, 2, 0], [3, 2, 5]]
        np.testing.assert_array_equal(
            is_orthogonal(a, [1, -1], axis=0), [False, True, False]
        )

    def test_with_rtol_0_only_an_exact_zero_will_do(self):
        assert is_orthogonal([3, 7], [7, -3], rtol=0)
        assert not is_orthogonal([1, 0], [1e-300, 1], rtol=0)

    @refuses_what_does_not_fit
    def test_refuses_what_does_not_fit(self, a, b):
        with pytest.raises(
            ValueError, match="a and b must hold vectors of the same size"
        ):
            is_orthogonal(a, b)

    @pytest.mark.parametrize("rtol", [-1e-3, 1, NAN])
    def test_refuses_what_is_no_tolerance(self, rtol):
        with pytest.raises(ValueError, match="rtol must lie between 0 and 1"):
            is_orthogonal([1, 0], [0, 1], rtol)
