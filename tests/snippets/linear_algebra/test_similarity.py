from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.linear_algebra.similarity import (
    angle_between,
    cosine_similarity,
    euclidean_distance,
)
from tests.inputs import by_name, drawn, for_each, vectors
from tests.measure import in_units_of
from tests.verify import Case

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
refuses_what_has_no_direction = pytest.mark.parametrize(
    "vector", [[0, 0], [INF, 1], [NAN, 1], [[1, 0], [0, 0]]]
)


def nonzero(dtype):
    return drawn(dtype).filter(np.any)


def pairs(cases, decades=6, dtype=float):
    """Pairs of vectors; of every three, one nearly parallel, one nearly opposite."""
    rng = np.random.default_rng(7)
    for case, (a, b) in enumerate(
        vectors(cases, count=2, decades=decades, dtype=dtype)
    ):
        if case % 3 and a.dtype.kind == "f":
            largest = np.abs(a).max(axis=-1, keepdims=True)
            off = rng.normal(size=a.shape) * 10 ** rng.uniform(-16, 0) * largest
            near = (a + off).astype(dtype)
            yield a, near if case % 3 == 1 else -near
        else:
            yield a, b


def mp_cosine(a, b):
    return mpmath.fdot(a, b) / mpmath.norm(list(a)) / mpmath.norm(list(b))


@in_units_of("1")
def unit(a, _):
    """The scale of errors that do not shrink with the result."""
    return np.ones(a.shape[:-1])


def mp_angle(a, b):
    return mpmath.acos(max(min(mp_cosine(a, b), 1), -1))


def mp_distance(a, b):
    return mpmath.norm([mpmath.mpf(x) - y for x, y in zip(a, b, strict=True)])


# a direction is good to 3 units, two are multiplied, and 12 products added
CASES = {
    "cosine-similarity": Case(
        partial(pairs, 100),
        ulp=8,
        oracle=for_each(mp_cosine),
        scale=unit,
        single={"scipy"},
    ),
    "angle-between-vectors": Case(
        partial(pairs, 100), ulp=4, oracle=for_each(mp_angle), scale=unit
    ),
    "euclidean-distance": Case(
        partial(pairs, 100), ulp=8, oracle=for_each(mp_distance), single={"scipy"}
    ),
}


class TestCosineSimilarity:
    def test_mpmath(self, verify, dtype):
        # a direction is good to 3 units, two are multiplied, and 12 products added
        verify.function(
            "cosine-similarity",
            oracle=for_each(mp_cosine),
            against="mpmath.fdot",
            inputs=pairs(1000, decades=300, dtype=dtype),
            ulp=6,
            scale=unit,
        )

    @given(data=data)
    def test_lies_between_minus_1_and_1(self, floating, data):
        a, b = data.draw(nonzero(floating)), data.draw(nonzero(floating))
        assert -1 <= cosine_similarity(a, b) <= 1
        assert abs(cosine_similarity(a, a) - 1) <= 4 * np.finfo(floating).eps

    @given(data=data)
    def test_keeps_nothing_of_the_lengths(self, floating, data):
        a, b = (
            x / np.abs(x).max() for x in (data.draw(nonzero(floating)) for _ in "ab")
        )
        power = data.draw(st.integers(-100, 100))
        longer = cosine_similarity(np.ldexp(a, power), b)
        assert abs(longer - cosine_similarity(a, b)) <= 8 * np.finfo(floating).eps
        assert cosine_similarity(-a, b) == -cosine_similarity(a, b)

    @pytest.mark.parametrize(
        ("a", "b", "cosine"),
        [
            ([1, 0], [1, 1], 0.5**0.5),
            ([3, 4], [4, 3], 0.96),
            ([3e300, 4e300], [4e-300, 3e-300], 0.96),
            ([5e-324, 0], [1, 0], 1),
            ([1, 0], [0, 1], 0),
            ([1, 0], [-1, 0], -1),
            ([[1, 0], [0, 1]], [0, 2], [0, 1]),
            (np.empty((0, 2)), np.empty((0, 2)), []),
        ],
    )
    def test_edges(self, a, b, cosine):
        np.testing.assert_allclose(cosine_similarity(a, b), cosine, rtol=4e-16)

    def test_axis(self):
        a = [[1, 0, 3], [0, 1, 4]]
        np.testing.assert_allclose(cosine_similarity(a, [1, 0], axis=0), [1, 0, 0.6])

    @refuses_what_has_no_direction
    def test_refuses_what_has_no_direction(self, vector):
        with pytest.raises(ValueError, match="a must have a direction"):
            cosine_similarity(vector, [1, 1])
        with pytest.raises(ValueError, match="b must have a direction"):
            cosine_similarity([1, 1], vector)
        with pytest.raises(ValueError, match="a must have a direction"):
            cosine_similarity([], [])

    @refuses_what_does_not_fit
    def test_refuses_what_does_not_fit(self, a, b):
        with pytest.raises(
            ValueError,
            match=r"a and b must hold vectors of the same size|out of bounds",
        ):
            cosine_similarity(a, b)


class TestAngleBetween:
    def test_mpmath(self, verify, dtype):
        # two directions turn by the rounding of their components, 2 units each
        verify.function(
            "angle-between-vectors",
            oracle=for_each(mp_angle),
            against="mpmath.acos",
            inputs=pairs(1000, decades=300, dtype=dtype),
            ulp=4,
            scale=unit,
        )

    @given(data=data)
    def test_the_opposite_vector_lies_at_the_supplement(self, floating, data):
        a, b = data.draw(nonzero(floating)), data.draw(nonzero(floating))
        eps = np.finfo(floating).eps
        assert 0 <= angle_between(a, b) <= PI + 2 * eps
        assert angle_between(a, b) == angle_between(b, a)
        assert abs(angle_between(a, -b) - (PI - angle_between(a, b))) <= 6 * eps

    @given(data=data)
    def test_triangle_inequality(self, floating, data):
        a, b, c = (data.draw(nonzero(floating)) for _ in "abc")
        detour = angle_between(a, b) + angle_between(b, c)
        assert angle_between(a, c) <= detour + 45 * np.finfo(floating).eps

    @pytest.mark.parametrize("theta", [1e-1, 1e-5, 1e-9, 1e-13, 1e-200])
    def test_small_angles_keep_their_digits(self, theta):
        angle = angle_between([1, 0], [1, np.tan(theta)])
        assert angle == pytest.approx(theta, rel=1e-15)

    @pytest.mark.parametrize(
        ("a", "b", "angle"),
        [
            ([1, 0], [1, 1], PI / 4),
            ([1, 0], [0, 1], PI / 2),
            ([1, 2], [1, 2], 0),
            ([1, 2], [-1, -2], PI),
            ([3e300, 0], [3e-300, 3e-300], PI / 4),
            ([5e-324, 0], [0, 5e-324], PI / 2),
            ([[1, 0], [0, 1]], [0, 2], [PI / 2, 0]),
            (np.empty((0, 2)), np.empty((0, 2)), []),
        ],
    )
    def test_edges(self, a, b, angle):
        np.testing.assert_allclose(angle_between(a, b), angle, rtol=4e-16)

    def test_axis(self):
        a = [[1, 0, 3], [0, 1, 3]]
        np.testing.assert_allclose(
            angle_between(a, [1, 0], axis=0), [0, PI / 2, PI / 4]
        )

    @refuses_what_has_no_direction
    def test_refuses_what_has_no_direction(self, vector):
        with pytest.raises(ValueError, match="a must have a direction"):
            angle_between(vector, [1, 1])
        with pytest.raises(ValueError, match="b must have a direction"):
            angle_between([1, 1], vector)
        with pytest.raises(ValueError, match="a must have a direction"):
            angle_between([], [])

    @refuses_what_does_not_fit
    def test_refuses_what_does_not_fit(self, a, b):
        with pytest.raises(
            ValueError,
            match=r"a and b must hold vectors of the same size|out of bounds",
        ):
            angle_between(a, b)


class TestEuclideanDistance:
    def test_mpmath(self, verify, dtype):
        # differences are rounded once; the norm of 12 is good to 6 units
        verify.function(
            "euclidean-distance",
            oracle=for_each(mp_distance),
            against="mpmath.norm",
            inputs=pairs(1000, decades=300, dtype=dtype),
            ulp=6,
        )

    def test_math(self, verify, dtype):
        verify.function(
            "euclidean-distance",
            oracle=for_each(by_name("math.dist")),
            against="math.dist",
            inputs=pairs(1000, decades=300, dtype=dtype),
            ulp=7,
        )

    @given(data=data)
    def test_metric(self, floating, data):
        a, b, c = (data.draw(drawn(floating)) for _ in "abc")
        assert euclidean_distance(a, b) == euclidean_distance(b, a)
        assert (euclidean_distance(a, b) == 0) == np.array_equal(a, b)
        detour = euclidean_distance(a, b) + euclidean_distance(b, c)
        slack = 1 + 45 * np.finfo(floating).eps
        assert euclidean_distance(a, c) <= detour * slack

    @pytest.mark.parametrize(
        ("a", "b", "distance"),
        [
            ([], [], 0),
            ([1, 2], [4, 6], 5),
            ([1e9, 1], [1e9, 1], 0),
            ([3e300, 0], [0, 4e300], 5e300),
            ([3e-320, 0], [0, 4e-320], 5e-320),
            ([1e308, 0], [1.7e308, 0], 0.7e308),
            ([INF, 1], [1, 1], INF),
            ([NAN, 1], [1, 1], NAN),
            ([[0, 0], [3, 4]], [0, 0], [0, 5]),
        ],
    )
    def test_edges(self, a, b, distance):
        np.testing.assert_allclose(euclidean_distance(a, b), distance, rtol=2e-16)

    def test_axis(self):
        a = [[3, 5, 0], [4, 12, 0]]
        np.testing.assert_array_equal(euclidean_distance(a, [0, 0], axis=0), [5, 13, 0])

    @refuses_what_does_not_fit
    def test_refuses_what_does_not_fit(self, a, b):
        with pytest.raises(
            ValueError,
            match=r"a and b must hold vectors of the same size|out of bounds",
        ):
            euclidean_distance(a, b)
