from functools import partial

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from snippets.linear_algebra.dot_product import is_orthogonal, law_of_cosines
from snippets.linear_algebra.similarity import angle_between
from snippets.linear_algebra.vector_norms import l2_norm
from tests.inputs import FLOATS, by_name, drawn, for_each, magnitudes, vectors
from tests.measure import in_units_of
from tests.verify import Case, implementation

INF, NAN, PI = np.inf, np.nan, np.pi
DO_NOT_FIT = [
    ([1, 2], [1, 2, 3]),
    ([1, 2], [1]),
    ([[1], [2]], [1, 2]),
    (1, [1]),
    (1, 1),
]

data = st.data()
refuses_what_does_not_fit = pytest.mark.parametrize(("a", "b"), DO_NOT_FIT)


@in_units_of("Σ|aᵢbᵢ|")
def terms(a, b):
    """The sum of the products' sizes, of which rounding takes its share."""
    return np.sum(np.abs(a * b), axis=-1)


def triangles(cases, dtype=float):
    """Two sides and the angle between, of every shape; every third is a needle."""
    rng = np.random.default_rng(3)
    dtype = np.dtype(dtype)
    for case in range(cases):
        shape = (int(rng.integers(1, 5)),) if case % 4 == 0 else ()
        if dtype.kind != "f":
            whole = rng.integers(0, [[100], [100], [4]], size=(3, *(shape or (1,))))
            yield tuple(x.reshape(shape).astype(dtype) for x in whole)
            continue
        norm_a, norm_b = 10 ** rng.uniform(*magnitudes(6, dtype), size=(2, *shape))
        theta = rng.uniform(0, PI, size=shape)
        if case % 3 == 0:
            norm_b = norm_a * (1 + 10 ** rng.uniform(-15, -1, size=shape))
            theta = theta * 10 ** rng.uniform(-15, 0, size=shape)
        yield tuple(np.asarray(x, dtype) for x in (norm_a, norm_b, theta))


def pairs(cases, decades=6, dtype=float):
    """Pairs of vectors: at random, orthogonal to the last bit, and nearly so."""
    rng = np.random.default_rng(4)
    some = {"count": 2, "decades": decades, "dtype": dtype}
    yield from vectors(cases, **some)
    if np.dtype(dtype).kind in ("b", "u"):
        return
    for a, b in vectors(cases // 2, sizes=(1, 6), **some):
        yield np.concatenate([a, b], -1), np.concatenate([b, -a], -1)
    if np.dtype(dtype).kind == "i":
        return
    for a, b in vectors(cases // 2, sizes=(3, 12), **some):
        a_, b_ = (x / np.abs(x).max(axis=-1, keepdims=True) for x in (a, b))
        along = np.vecdot(a_, b_) / np.vecdot(a_, a_)
        off = rng.choice([-1, 1]) * 10 ** rng.uniform(-10, -2)
        yield a, (b_ + (off - along)[..., None] * a_).astype(dtype)


def with_angle(cases, dtype=float):
    """Pairs of vectors, and the angle between them as it is computed."""
    for a, b in vectors(cases, count=2, dtype=dtype):
        yield a, b, np.asarray(angle_between(a, b))


def with_a_sign(cases, dtype=float):
    """Pairs of vectors whose product is not made of rounding alone."""
    for a, b in vectors(cases, count=2, dtype=dtype):
        a_, b_ = a.astype(float), b.astype(float)
        lost = np.abs(np.vecdot(a_, b_)) < 1e-5 * terms(a_, b_)
        if not np.any(lost):
            yield a, b


def mp_orthogonal(a, b, rtol):
    return bool(
        abs(mpmath.fdot(a, b)) <= rtol * mpmath.norm(list(a)) * mpmath.norm(list(b))
    )


def orthogonal_up_to(a, b, rtol):
    return for_each(lambda *v: mp_orthogonal(*v, rtol))(a, b)


def from_angle(a, b, theta):
    """The geometric form at 50 digits, of the angle that is given."""
    norms = for_each(lambda a, b: mpmath.norm(list(a)) * mpmath.norm(list(b)))(a, b)
    return norms * np.frompyfunc(mpmath.cos, 1, 1)(theta)


@in_units_of("‖a‖‖b‖")
def norms(a, b, *_):
    return l2_norm(a) * l2_norm(b)


def sign(a, b):
    return mpmath.sign(mpmath.fdot(a, b))


mp_dot = by_name("mpmath.fdot")


def third_side(norm_a, norm_b, theta):
    theta = mpmath.mpf(theta)
    x, y = norm_b * mpmath.cos(theta), norm_b * mpmath.sin(theta)
    return mpmath.norm([norm_a - x, y]) ** 2


third_sides = np.frompyfunc(third_side, 3, 1)

CASES = {
    # 12 products at most: half a unit for each, and for each of 11 sums
    "dot-product": Case(
        partial(vectors, 100, count=2),
        ulp=6.5,
        oracle=for_each(mp_dot),
        scale=terms,
        degree=2,
    ),
    # norms are good to 6 units each, which add up
    "dot-product-cosine-identity": Case(
        partial(with_angle, 100),
        ulp=12,
        oracle=from_angle,
        scale=norms,
        ndim=(1, 1, 0),
    ),
    "dot-product-sign": Case(
        partial(with_a_sign, 110), ulp=0, oracle=for_each(sign), degree=2
    ),
    # a sine good to 1 ulp counts twice, and eight roundings half a unit each
    "law-of-cosines": Case(
        partial(triangles, 100),
        ulp=8,
        oracle=third_sides,
        ndim=0,
        degree=2,
        fixed=("theta",),
    ),
    "orthogonality": Case(
        lambda dtype: ((a, b, 1e-3) for a, b in pairs(100, dtype=dtype)),
        ulp=0,
        oracle=orthogonal_up_to,
        fixed=("rtol",),
    ),
}


class TestDot:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "dot-product",
            oracle=for_each(mp_dot),
            against="mpmath.fdot",
            inputs=vectors(1000, count=2, decades=100, dtype=dtype),
            ulp=6.5,
            scale=terms,
        )

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
    def test_edges(self, sources, a, b, product):
        dot = implementation(sources.formulas["dot-product"])
        np.testing.assert_array_equal(dot(a, b), product)


class TestProperties:
    def test_proved(self, verify):
        a, b, c = (
            sympy.Matrix(sympy.symbols(f"{name}:5", real=True)) for name in "abc"
        )
        scalar = sympy.symbols("alpha", real=True)
        verify.proof(
            "dot-product-properties",
            [
                (a.dot(b), b.dot(a)),
                ((scalar * a + c).dot(b), scalar * a.dot(b) + c.dot(b)),
                (a.dot(a), a.norm() ** 2),
            ],
            of="vectors of 5 components",
        )

    def test_linear_in_floating_point(self, verify, floating):
        rng = np.random.default_rng(6)
        inputs = [(rng.normal(), *v) for v in vectors(1000, count=3, dtype=floating)]

        @in_units_of("|α| Σ|aᵢbᵢ| + Σ|cᵢbᵢ|")
        def scale(alpha, a, b, c):
            return abs(alpha) * terms(a, b) + terms(c, b)

        # each side rounds every product and sum: twice what a dot product does
        verify.identity(
            "dot-product-properties",
            left=lambda alpha, a, b, c: np.vecdot(alpha * a + c, b),
            right=lambda alpha, a, b, c: alpha * np.vecdot(a, b) + np.vecdot(c, b),
            inputs=inputs,
            ulp=16,
            scale=scale,
        )

    @given(data=data)
    def test_commutes(self, floating, data):
        a, b = data.draw(drawn(floating)), data.draw(drawn(floating))
        assert np.vecdot(a, b) == np.vecdot(b, a)

    @given(data=data)
    def test_a_vector_with_itself_is_its_norm_squared(self, floating, data):
        a = data.draw(drawn(floating))
        limits = np.finfo(floating)
        slack = {
            "rel": float(5 * limits.eps),
            "abs": float(100 * limits.smallest_subnormal),
        }
        assert np.vecdot(a, a) == pytest.approx(l2_norm(a) ** 2, **slack)


class TestLawOfCosines:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "law-of-cosines",
            oracle=third_sides,
            against="mpmath.norm",
            inputs=triangles(1000, dtype),
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
            [(third.dot(third), law), (stable, law)],
            of="all lengths and angles",
            simplify=sympy.simplify,
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


class TestGeometricForm:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "dot-product-cosine-identity",
            oracle=from_angle,
            against="mpmath.cos",
            inputs=with_angle(1000, dtype),
            ulp=12,
            scale=norms,
        )

    def test_is_the_dot_product(self, verify, sources, floating):
        form = implementation(sources.formulas["dot-product-cosine-identity"])
        # relative to the norms: the angle is good to 8 units, as its own test says
        verify.identity(
            "dot-product-cosine-identity",
            left=np.vecdot,
            right=lambda a, b: form(a, b, angle_between(a, b)),
            inputs=vectors(1000, count=2, dtype=floating),
            ulp=16,
            scale=norms,
        )


class TestSign:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "dot-product-sign",
            oracle=for_each(sign),
            against="mpmath.fdot",
            inputs=with_a_sign(1300, dtype),
            ulp=0,
        )

    @pytest.mark.parametrize(
        ("a", "b", "sign"),
        [
            ([0, 0], [1, 2], 0),
            ([1, 0], [0, 1], 0),
            ([INF, 1], [-1, 1], -1),
            ([NAN, 1], [1, 1], NAN),
            ([[1, 0], [0, 1]], [1, -1], [1, -1]),
        ],
    )
    def test_edges(self, sources, a, b, sign):
        dot_sign = implementation(sources.formulas["dot-product-sign"])
        np.testing.assert_array_equal(dot_sign(a, b), sign)


class TestIsOrthogonal:
    def test_mpmath(self, verify, dtype):
        eps = np.finfo(dtype if dtype in FLOATS else float).eps
        verify.function(
            "orthogonality",
            oracle=partial(orthogonal_up_to, rtol=eps**0.5),
            against="mpmath.fdot",
            inputs=pairs(700, decades=300, dtype=dtype),
            ulp=0,
        )

    def test_mpmath_with_a_tolerance(self, verify, dtype):
        verify.function(
            "orthogonality",
            oracle=orthogonal_up_to,
            against="mpmath.fdot",
            inputs=((a, b, 1e-3) for a, b in pairs(700, dtype=dtype)),
            ulp=0,
        )

    @given(data=data)
    def test_does_not_depend_on_length(self, floating, data):
        a = data.draw(drawn(floating).filter(np.any))
        power = data.draw(st.integers(-100, 100))
        a, b = a / np.abs(a).max(), np.array([1, -2, 3, -4, 5], floating)
        longer = np.ldexp(a, power)
        assert is_orthogonal(a, b, rtol=0.1) == is_orthogonal(longer, b, rtol=0.1)

    @pytest.mark.parametrize(
        ("a", "b", "orthogonal"),
        [
            ([], [], True),
            ([0, 0], [1, 2], True),
            ([1, 0], [0, 1], True),
            ([1, 0], [2e-8, 1], False),
            ([1, 0], [1e-8, 1], True),
            (np.float32([1, 0]), np.float32([4e-4, 1]), False),
            (np.float32([1, 0]), np.float32([3e-4, 1]), True),
            (np.float16([1, 0]), np.float16([0.03, 1]), True),
            ([1e-200, 0], [1e-200, 1e-200], False),
            ([5e-324, 0], [0, 5e-324], True),
            ([1e300, 1e300], [1e300, -1e300], True),
            ([1e300, 1e300], [1e300, -2e300], False),
            ([NAN, 1], [1, 1], False),
            ([INF, 1], [1, 0], False),
            ([INF, 1], [0, 1], False),
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
        with pytest.raises(ValueError, match=r"core dimension|does not have enough"):
            is_orthogonal(a, b)

    @pytest.mark.parametrize("rtol", [-1e-3, 1, NAN])
    def test_refuses_what_is_no_tolerance(self, rtol):
        with pytest.raises(ValueError, match="rtol must lie between 0 and 1"):
            is_orthogonal([1, 0], [0, 1], rtol)
