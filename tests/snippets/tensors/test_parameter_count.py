from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.tensors.parameter_count import mlp_parameter_count
from tests.verify import Equivalent


def widths(cases, seed=0):
    rng = np.random.default_rng(seed)
    for _ in range(cases):
        yield (tuple(rng.integers(1, 60, size=rng.integers(1, 7)).tolist()),)


# counts are whole numbers: right, or infinitely wrong
EQUIVALENTS = {"mlp-parameter-count": Equivalent(widths(200), ulp=0)}

some_widths = st.lists(st.integers(1, 2**40), min_size=1, max_size=6)


class TestMlpParameterCount:
    def test_sizes_of_the_arrays(self, verify):
        def allocated(sizes):
            layers = pairwise(sizes)
            arrays = [(np.zeros((m, n)), np.zeros(n)) for m, n in layers]
            return sum(np.size(W) + np.size(b) for W, b in arrays)

        verify.function(
            "mlp-parameter-count",
            oracle=allocated,
            against="numpy.size",
            inputs=widths(1000),
            ulp=0,
        )

    @given(some_widths)
    def test_layer_by_layer_in_python_integers(self, sizes):
        total = 0
        for inputs, outputs in pairwise(sizes):
            total += inputs * outputs + outputs
        assert mlp_parameter_count(sizes) == total
        assert type(mlp_parameter_count(sizes)) is int

    @given(some_widths, some_widths)
    def test_adds_over_a_cut_between_layers(self, left, right):
        whole = mlp_parameter_count(left + right)
        assert whole == mlp_parameter_count(left + right[:1]) + mlp_parameter_count(
            right
        )

    @pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.int64])
    def test_does_not_overflow_in_the_type_of_the_sizes(self, dtype):
        most = int(np.iinfo(dtype).max)
        sizes = np.array([most, most], dtype=dtype)
        assert mlp_parameter_count(sizes) == (most + 1) * most

    @pytest.mark.parametrize(
        ("sizes", "count"),
        [
            ((8, 16, 3), 195),
            ([784, 128, 10], 101_770),
            (np.array([1, 1]), 2),
            ((5,), 0),
            ((2**32, 2**32), 2**64 + 2**32),
        ],
    )
    def test_edges(self, sizes, count):
        assert mlp_parameter_count(sizes) == count

    @pytest.mark.parametrize(
        "sizes",
        [
            [],
            7,
            [[8, 16], [16, 3]],
            (8, 0, 3),
            (8, -16, 3),
            (8.0, 3.0),
            (8, np.nan),
            (8, np.inf),
            (True, True),
            ("8", "3"),
        ],
    )
    def test_refuses_what_is_no_list_of_widths(self, sizes):
        with pytest.raises(ValueError, match="sizes must be positive whole numbers"):
            mlp_parameter_count(sizes)
