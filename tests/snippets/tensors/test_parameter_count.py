from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify import Case, called


def widths(cases, seed=0, dtype=None):  # noqa: ARG001 - widths are whole numbers
    rng = np.random.default_rng(seed)
    for _ in range(cases):
        yield (rng.integers(1, 300, size=rng.integers(1, 7)),)


def allocated(n):
    """The sizes of the arrays of such a network."""
    layers = pairwise(n.astype(int))
    made = [
        (np.zeros((inputs, outputs)), np.zeros(outputs)) for inputs, outputs in layers
    ]
    return sum(np.size(W) + np.size(b) for W, b in made)


# counts are whole numbers: right, or infinitely wrong
CASES = {
    "mlp-parameter-count": Case(
        partial(widths, 200), ulp=0, oracle=allocated, names=("n",)
    )
}

some_widths = st.lists(st.integers(1, 2**30), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def count(sources):
    """The lines of NumPy."""
    return called(sources.formulas["mlp-parameter-count"], "numpy", ("n",))


class TestMlpParameterCount:
    def test_sizes_of_the_arrays(self, verify):
        verify.function(
            "mlp-parameter-count",
            oracle=allocated,
            against="numpy.size",
            inputs=widths(1000),
            ulp=0,
            names=("n",),
        )

    @given(n=some_widths)
    def test_layer_by_layer_in_python_integers(self, count, n):
        total = 0
        for inputs, outputs in pairwise(n):
            total += inputs * outputs + outputs
        assert count(n) == total

    @given(left=some_widths, right=some_widths)
    def test_adds_over_a_cut_between_layers(self, count, left, right):
        assert count(left + right) == count(left + right[:1]) + count(right)

    @pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.int32])
    def test_does_not_overflow_in_the_type_of_the_widths(self, count, dtype):
        most = int(np.iinfo(dtype).max)
        assert count(np.array([most, most], dtype=dtype)) == (most + 1) * most

    @pytest.mark.parametrize(
        ("n", "total"),
        [
            ((8, 16, 3), 195),
            ([784, 128, 10], 101_770),
            ((5,), 0),
            ((50_000, 50_000), 2_500_050_000),
        ],
    )
    def test_edges(self, count, n, total):
        assert count(n) == total
