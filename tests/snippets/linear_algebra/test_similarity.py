import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.similarity import (
    angle_between,
    cosine_similarity,
    euclidean_distance,
)
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
nonzero = small.filter(np.any)
refuses_what_does_not_fit = pytest.mark.parametrize(("a", "b"), DO_NOT_FIT)
refuses_what_has_no_direction = pytest.mark.parametrize(
    "vector", [[0, 0], [INF, 1], [NAN, 1], [[1, 0], [0, 0]]]
)


def pairs(cases, decades=6):
    """Pairs of vectors; of every three, one nearly parallel, one nearly opposite."""
    rng = np.random.default_rng(7)
    for case, (a, b) in enumerate(vectors(cases, count=2, decades=decades)):
        if case % 3:
            near = a + rng.normal(size=a.shape) * np.abs(a).max() * 10 ** rng.uniform(
                -16, 0
            )
            yield a, near if case % 3 == 1 else -near
        else:
            yield a, b


def singles(cases):
    """Pairs of vectors without batches, which SciPy's distances do not take."""
    return [(a, b) for a, b in pairs(2 * cases) if a.ndim == 1][:cases]


def mp_cosine(a, b):
    return mpmath.fdot(a, b) / mpmath.norm(list(a)) / mpmath.norm(list(b))


def unit(a, _):
    """The scale of errors that do not shrink with the result."""
    return np.ones(a.shape[:-1])


EQUIVALENTS = {
    "cosine-similarity": Equivalent(singles(100), ulp=8, scale=unit),
    "euclidean-distance": Equivalent(singles(100), ulp=8),
}


class TestCosineSimilarity:
    def test_mpmath(self, verify):
        # a direction is good to 3 units, two are multiplied, and 12 products added
        verify.function(
            "cosine-similarity",
            oracle=for_each(mp_cosine),
            against="mpmath.fdot",
            inputs=pairs(1000, decades=300),
            ulp=6,
            scale=unit,
        )

    @given(a=nonzero, b=nonzero)
    def test_lies_between_minus_1_and_1(self, a, b):
        assert -1 <= cosine_similarity(a, b) <= 1
        assert cosine_similarity(a, a) == pytest.approx(1, abs=1e-15)

    @given(a=nonzero, b=nonzero, power=st.integers(-600, 600))
    def test_keeps_nothing_of_the_lengths(self, a, b, power):
        a, b = a / np.abs(a).max(), b / np.abs(b).max()
        longer = cosine_similarity(np.ldexp(a, power), b)
        assert longer == pytest.approx(cosine_similarity(a, b), abs=1e-15)
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
            ValueError, match="a and b must hold vectors of the same size"
        ):
            cosine_similarity(a, b)


class TestAngleBetween:
    def test_mpmath(self, verify):
        def angle(a, b):
            return mpmath.acos(max(min(mp_cosine(a, b), 1), -1))

        # two directions turn by the rounding of their components, 2 units each
        verify.function(
            "angle-between-vectors",
            oracle=for_each(angle),
            against="mpmath.acos",
            inputs=pairs(1000, decades=300),
            ulp=4,
            scale=unit,
        )

    @given(a=nonzero, b=nonzero)
    def test_the_opposite_vector_lies_at_the_supplement(self, a, b):
        assert 0 <= angle_between(a, b) <= PI
        assert angle_between(a, b) == angle_between(b, a)
        assert angle_between(a, -b) == pytest.approx(
            PI - angle_between(a, b), abs=1e-15
        )

    @given(a=nonzero, b=nonzero, c=nonzero)
    def test_triangle_inequality(self, a, b, c):
        assert angle_between(a, c) <= angle_between(a, b) + angle_between(b, c) + 1e-14

    @pytest.mark.parametrize("theta", [1e-1, 1e-5, 1e-9, 1e-13])
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
            ValueError, match="a and b must hold vectors of the same size"
        ):
            angle_between(a, b)


class TestEuclideanDistance:
    def test_mpmath(self, verify):
        def distance(a, b):
            return mpmath.norm([mpmath.mpf(x) - y for x, y in zip(a, b, strict=True)])

        # differences are rounded once; the norm of 12 is good to 6 units
        verify.function(
            "euclidean-distance",
            oracle=for_each(distance),
            against="mpmath.norm",
            inputs=pairs(1000, decades=300),
            ulp=6,
        )

    def test_math(self, verify):
        verify.function(
            "euclidean-distance",
            oracle=for_each(math.dist),
            against="math.dist",
            inputs=pairs(1000, decades=300),
            ulp=7,
        )

    @given(a=small, b=small, c=small)
    def test_metric(self, a, b, c):
        assert euclidean_distance(a, b) == euclidean_distance(b, a)
        assert (euclidean_distance(a, b) == 0) == np.array_equal(a, b)
        detour = euclidean_distance(a, b) + euclidean_distance(b, c)
        assert euclidean_distance(a, c) <= detour * (1 + 1e-14)

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
            ValueError, match="a and b must hold points of the same size"
        ):
            euclidean_distance(a, b)
