import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from snippets.tensors.broadcasting import broadcast_shapes
from tests.verify import Equivalent


def shapes_that_fit(cases, seed=0):
    """One to four shapes made from a common one: axes cut off, or set to 1."""
    rng = np.random.default_rng(seed)
    for _ in range(cases):
        common = rng.integers(0, 6, size=rng.integers(0, 6))
        shapes = []
        for _ in range(rng.integers(1, 5)):
            kept = common[rng.integers(0, common.size + 1) :]
            stretched = rng.random(kept.size) < 0.4
            shapes.append(tuple(np.where(stretched, 1, kept).tolist()))
        yield tuple(shapes)


# shapes are whole numbers: right, or infinitely wrong
EQUIVALENTS = {
    "broadcasting": Equivalent(
        [(shapes,) for shapes in shapes_that_fit(200)],
        ulp=0,
        reference=lambda shapes: broadcast_shapes(*shapes),
    ),
}


class TestBroadcastShapes:
    def test_numpy(self, verify):
        verify.function(
            "broadcasting",
            oracle=np.broadcast_shapes,
            against="numpy.broadcast_shapes",
            inputs=shapes_that_fit(2000),
            ulp=0,
        )

    def test_shape_of_a_sum(self, verify):
        verify.function(
            "broadcasting",
            oracle=lambda *shapes: sum(map(np.zeros, shapes)).shape,
            against="numpy.add",
            inputs=shapes_that_fit(1000, seed=1),
            ulp=0,
        )

    def test_refuses_what_numpy_refuses_among_all_small_shapes(self):
        shapes = [
            shape for n in range(4) for shape in itertools.product(range(4), repeat=n)
        ]
        refused = 0
        for pair in itertools.product(shapes, repeat=2):
            try:
                expected = np.broadcast_shapes(*pair)
            except ValueError:
                refused += 1
                with pytest.raises(ValueError, match=r"do not fit: axis -[123] has"):
                    broadcast_shapes(*pair)
            else:
                assert broadcast_shapes(*pair) == expected
        assert 1000 < refused < len(shapes) ** 2 - 1000

    @given(mutually_broadcastable_shapes(num_shapes=3, min_side=0), st.data())
    def test_is_commutative_and_associative(self, fitting, data):
        a, b, c = fitting.input_shapes
        assert broadcast_shapes(a, b, c) == fitting.result_shape
        assert broadcast_shapes(broadcast_shapes(a, b), c) == fitting.result_shape
        order = data.draw(st.permutations([a, b, c]))
        assert broadcast_shapes(*order) == fitting.result_shape

    @given(st.lists(st.integers(0, 2**70)).map(tuple))
    def test_stretches_a_scalar_to_any_shape(self, shape):
        assert broadcast_shapes(shape, ()) == broadcast_shapes((), shape) == shape
        assert broadcast_shapes(shape, shape, (1,) * len(shape)) == shape

    @pytest.mark.parametrize(
        ("shapes", "common"),
        [
            ([], ()),
            ([()], ()),
            ([(), ()], ()),
            ([3, (3, 1)], (3, 3)),
            ([(0,), (1,)], (0,)),
            ([(0,), 0], (0,)),
            ([(2, 1), (0,)], (2, 0)),
            ([(2, 3, 4), (4,)], (2, 3, 4)),
            ([(2, 1, 4), (2, 3, 1)], (2, 3, 4)),
            ([(5,), (4, 1), (3, 1, 1)], (3, 4, 5)),
            ([[2, 1], [1, 2]], (2, 2)),
        ],
    )
    def test_edges(self, shapes, common):
        assert broadcast_shapes(*shapes) == common

    def test_names_shapes_and_axis(self):
        message = r"shapes \[\(3, 4\), \(3,\)\] do not fit: axis -1 has sizes \(4, 3\)"
        with pytest.raises(ValueError, match=message):
            broadcast_shapes((3, 4), (3,))
        with pytest.raises(ValueError, match=r"axis -2 has sizes \(3, 2\)"):
            broadcast_shapes((3, 4), (2, 4))

    def test_zero_fits_no_size_but_one(self):
        with pytest.raises(ValueError, match=r"axis -1 has sizes \(0, 2\)"):
            broadcast_shapes((0,), (2,))

    @pytest.mark.parametrize("shapes", [[(-1,)], [(2, -3), (2, 1)], [-1, (3,)]])
    def test_refuses_negative_sizes(self, shapes):
        with pytest.raises(ValueError, match="no negative sizes"):
            broadcast_shapes(*shapes)
