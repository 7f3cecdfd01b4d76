import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.vectors import add, scale
from tests.inputs import vectors
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan

small = arrays(float, 5, elements=st.floats(-1e100, 1e100))
mp_add = np.frompyfunc(lambda x, y: mpmath.mpf(x) + mpmath.mpf(y), 2, 1)
mp_multiply = np.frompyfunc(lambda x, y: mpmath.mpf(x) * mpmath.mpf(y), 2, 1)


def scaled_vectors(cases, decades=6):
    """A vector or a batch, and before it one number for all or one for each."""
    rng = np.random.default_rng(2)
    for (a,) in vectors(cases, decades=decades):
        shape = a.shape[:-1] if rng.random() < 0.5 else ()
        yield np.asarray(rng.normal(size=shape) * 10 ** rng.uniform(-6, 6)), a


# where one operation is rounded once, another library rounds it the same way
EQUIVALENTS = {
    "vector-addition": Equivalent(vectors(100, count=2), ulp=0),
    "scalar-multiplication": Equivalent(scaled_vectors(100), ulp=0),
}


def test_vector(verify):
    verify.definition("vector")


class TestAdd:
    def test_mpmath(self, verify):
        # one rounding, so half a unit at most
        verify.function(
            "vector-addition",
            oracle=mp_add,
            against="mpmath.mpf",
            inputs=vectors(1000, count=2, decades=100),
            ulp=0.5,
        )

    def test_a_vector_is_added_to_each_of_a_batch(self):
        np.testing.assert_array_equal(
            add([[1, 2], [3, 4]], [10, 20]), [[11, 22], [13, 24]]
        )

    @given(a=small, b=small)
    def test_commutes(self, a, b):
        np.testing.assert_array_equal(add(a, b), add(b, a))

    @pytest.mark.parametrize(
        ("a", "b", "total"),
        [
            ([], [], []),
            ([0.0, -0.0], [1, 0], [1, 0]),
            ([INF, 1], [1, -INF], [INF, -INF]),
            ([NAN, 1], [1, 1], [NAN, 2]),
            ([1e308, -5e-324], [-1e308, 5e-324], [0, 0]),
        ],
    )
    def test_edges(self, a, b, total):
        np.testing.assert_array_equal(add(a, b), total)

    def test_lists_are_not_joined(self):
        np.testing.assert_array_equal(add([1, 2], [3, 4]), [4, 6])

    def test_small_integers_do_not_wrap(self):
        a = np.array([100, 200], dtype=np.uint8)
        np.testing.assert_array_equal(add(a, a), [200, 400])

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ([1, 2], [1, 2, 3]),
            ([1, 2], [1]),
            ([[1], [2]], [1, 2]),
            (1, [1, 2]),
            ([1, 2], 1),
            (1, 1),
        ],
    )
    def test_refuses_what_does_not_fit(self, a, b):
        with pytest.raises(
            ValueError, match="a and b must hold vectors of the same size"
        ):
            add(a, b)


class TestScale:
    def test_mpmath(self, verify):
        # one rounding, so half a unit at most
        verify.function(
            "scalar-multiplication",
            oracle=lambda c, a: mp_multiply(c[..., None], a),
            against="mpmath.mpf",
            inputs=scaled_vectors(1000, decades=100),
            ulp=0.5,
        )

    @given(a=small, b=small)
    def test_distributes_over_addition(self, a, b):
        # a power of two is multiplied by without rounding
        np.testing.assert_array_equal(
            scale(4, add(a, b)), add(scale(4, a), scale(4, b))
        )

    @given(a=small)
    def test_the_opposite_vector_cancels(self, a):
        assert not np.any(add(a, scale(-1, a)))

    @pytest.mark.parametrize(
        ("c", "a", "scaled"),
        [
            (3, [], []),
            (0, [1, -2], [0, 0]),
            (-2, [INF, 1], [-INF, -2]),
            (NAN, [1, 2], [NAN, NAN]),
            (1e-300, [1e300, 1e-300], [1, 0]),
            ([2, 3], [[1, 0], [0, 1]], [[2, 0], [0, 3]]),
        ],
    )
    def test_edges(self, c, a, scaled):
        np.testing.assert_array_equal(scale(c, a), scaled)

    def test_small_integers_do_not_wrap(self):
        np.testing.assert_array_equal(
            scale(np.int8(3), np.array([100], dtype=np.int8)), [300]
        )

    @pytest.mark.parametrize(("c", "a"), [([1, 2], [3, 4]), ([2], [3, 4]), (2, 3)])
    def test_refuses_what_is_not_a_number_for_each_vector(self, c, a):
        with pytest.raises(ValueError, match="c must be a number"):
            scale(c, a)
