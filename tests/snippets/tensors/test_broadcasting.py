import itertools
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from tests.verify import Case, called


def shapes_that_fit(cases, seed=0, dtype=None):  # noqa: ARG001 - shapes have no dtype
    """Two shapes made from a common one: axes cut off, or set to 1."""
    rng = np.random.default_rng(seed)
    found = set()
    while len(found) < cases:
        common = rng.integers(0, 6, size=rng.integers(0, 6))
        shapes = []
        for _ in range(2):
            kept = common[rng.integers(0, common.size + 1) :]
            stretched = rng.random(kept.size) < 0.4
            shapes.append(tuple(np.where(stretched, 1, kept).tolist()))
        if tuple(shapes) not in found:
            found.add(tuple(shapes))
            yield tuple(shapes)


def by_the_printed_rule(a, b):
    """Axis by axis, from the right; None where the record has no case."""
    ndim = max(len(a), len(b))
    a, b = ((1,) * (ndim - len(shape)) + tuple(shape) for shape in (a, b))
    c = []
    for k in range(ndim, 0, -1):
        if b[-k] in {a[-k], 1}:
            c.append(a[-k])
        elif a[-k] == 1:
            c.append(b[-k])
        else:
            return None
    return tuple(c)


def shape_of_a_sum(a, b):
    return np.add(np.zeros(a), np.zeros(b)).shape


# shapes are whole numbers: right, or infinitely wrong
CASES = {
    "broadcasting": Case(
        partial(shapes_that_fit, 200), ulp=0, oracle=shape_of_a_sum, names=("a", "b")
    )
}


@pytest.fixture(scope="module")
def common(sources):
    """The lines of NumPy."""
    return called(sources.formulas["broadcasting"], "numpy", ("a", "b"))


class TestBroadcasting:
    def test_shape_of_a_sum(self, verify):
        verify.function(
            "broadcasting",
            oracle=shape_of_a_sum,
            against="numpy.add",
            inputs=shapes_that_fit(1000, seed=1),
            ulp=0,
            names=("a", "b"),
        )

    def test_the_rule_is_numpys_for_all_small_shapes(self, verify, common):
        shapes = [
            shape for n in range(4) for shape in itertools.product(range(4), repeat=n)
        ]

        def holds(rule, a, b):
            try:
                return common(a, b) == rule(a, b)
            except ValueError:
                return rule(a, b) is None

        def from_the_left(a, b):
            shape = by_the_printed_rule(a[::-1], b[::-1])
            return shape and shape[::-1]

        verify.statement(
            "broadcasting",
            holds=holds,
            of=by_the_printed_rule,
            fails_for=from_the_left,
            inputs=itertools.product(shapes, repeat=2),
            all_of="pairs of shapes of up to 3 axes of up to 3 elements",
        )

    @given(mutually_broadcastable_shapes(num_shapes=3, min_side=0), st.data())
    def test_is_commutative_and_associative(self, common, fitting, data):
        a, b, c = data.draw(st.permutations(fitting.input_shapes))
        assert common(common(a, b), c) == fitting.result_shape
        assert common(a, common(b, c)) == fitting.result_shape

    @pytest.mark.parametrize(
        ("a", "b", "shape"),
        [
            ((), (), ()),
            ((2, 3), (), (2, 3)),
            (3, (3, 1), (3, 3)),
            ((0,), (1,), (0,)),
            ((2, 1), (0,), (2, 0)),
            ((2, 3, 4), (4,), (2, 3, 4)),
            ((2, 1, 4), (2, 3, 1), (2, 3, 4)),
        ],
    )
    def test_edges(self, common, a, b, shape):
        assert common(a, b) == shape

    def test_zero_fits_no_size_but_one(self, common):
        with pytest.raises(ValueError, match="shape mismatch"):
            common((0,), (2,))
