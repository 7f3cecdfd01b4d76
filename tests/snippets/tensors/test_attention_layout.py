import importlib
from functools import partial

import numpy as np
import pytest

from tests.inputs import spread
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan


def hidden_states(cases, seed=0, dtype=float):
    """Features with numbers of heads: no batch, one batch axis, or two."""
    rng = np.random.default_rng(seed)
    for case in range(cases):
        heads, d = rng.integers(1, 6, size=2).tolist()
        batch = rng.integers(1, 4, size=case % 3)
        shape = (*batch, int(rng.integers(1, 7)), heads * d)
        x = spread(rng, shape, 6, dtype, ndim=2)
        # every fifth is the transpose of a contiguous array
        yield np.swapaxes(x, -1, -2).copy().mT if case % 5 == 0 else x, heads


def runs(x, h):
    return np.stack(np.split(x, h, axis=-1), axis=-3)


def merge_heads(x):
    """What the page does to join them."""
    x = np.swapaxes(x, -3, -2)
    return x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])


SPLIT = ("x", "h")

# features are moved, not computed with: nothing may be rounded
CASES = {
    "multi-head-split": Case(
        partial(hidden_states, 200), ulp=0, oracle=runs, names=SPLIT, ndim=(2, 0)
    )
}


@pytest.fixture
def split_heads(sources):
    lines = implementation(sources.formulas["multi-head-split"], SPLIT)
    return lambda x, h: lines(np.asarray(x), h)


class TestTensorLayout:
    def test_is_a_definition(self, verify):
        verify.definition("tensor-layout")

    @pytest.mark.frameworks
    @pytest.mark.parametrize(
        ("layer", "sizes"),
        [
            ("RNN", (4, 4)),
            ("GRU", (4, 4)),
            ("LSTM", (4, 4)),
            ("MultiheadAttention", (4, 2)),
        ],
    )
    def test_erratum_e3_18_pytorch_takes_the_sequence_first(self, layer, sizes):
        torch = importlib.import_module("torch")
        assert getattr(torch.nn, layer)(*sizes).batch_first is False


class TestSplitHeads:
    def test_runs_of_features(self, verify, dtype):
        verify.function(
            "multi-head-split",
            oracle=runs,
            against="numpy.split",
            inputs=hidden_states(1000, dtype=dtype),
            ulp=0,
            names=SPLIT,
        )

    def test_einsum(self, verify):
        # a 0-1 tensor picks feature k = i·d + j for feature j of head i; sums of
        # zeros and one number are exact
        def picked(x, h):
            d = x.shape[-1] // h
            pick = np.eye(h * d).reshape(h, d, h * d)
            return np.einsum("...sk,hdk->...hsd", x, pick)

        verify.function(
            "multi-head-split",
            oracle=picked,
            against="numpy.einsum",
            inputs=hidden_states(1000, seed=1),
            ulp=0,
            names=SPLIT,
        )

    def test_is_undone_by_merging(self, verify, split_heads):
        verify.identity(
            "multi-head-split",
            left=lambda x, h: merge_heads(split_heads(x, h)),
            right=lambda x, h: x,  # noqa: ARG005
            inputs=hidden_states(1000, seed=2),
            ulp=0,
        )

    def test_merging_puts_the_heads_side_by_side(self):
        rng = np.random.default_rng(4)
        for _ in range(100):
            B, h, S, d = shape = rng.integers(1, 5, 4)
            x = rng.normal(size=shape)
            side_by_side = np.concatenate([x[:, i] for i in range(h)], axis=-1)
            np.testing.assert_array_equal(merge_heads(x), side_by_side)
            assert side_by_side.shape == (B, S, h * d)

    def test_every_feature_stays_with_its_token(self, split_heads):
        rng = np.random.default_rng(3)
        for _ in range(100):
            B, S, h, d = shape = rng.integers(1, 5, 4)
            x = np.arange(B * S * h * d).reshape(B, S, h * d)
            b, s, i, j = (rng.integers(size) for size in shape)
            assert split_heads(x, int(h))[b, i, s, j] == x[b, s, i * d + j]

    def test_is_not_the_single_reshape(self, split_heads):
        x = np.arange(24).reshape(1, 4, 6)
        assert not np.array_equal(split_heads(x, 2), x.reshape(1, 2, 4, 3))
        # the two agree for one token or one head only
        np.testing.assert_array_equal(split_heads(x, 1), x.reshape(1, 1, 4, 6))

    def test_is_a_view_even_of_what_is_not_contiguous(self, split_heads):
        x = np.zeros((2, 3, 4))
        assert np.shares_memory(split_heads(x, 2), x)
        assert np.shares_memory(split_heads(x.swapaxes(0, 2), 2), x)
        assert np.shares_memory(merge_heads(split_heads(x, 2)), x)

    @pytest.mark.parametrize(
        ("x", "heads", "result"),
        [
            ([[1, 2, 3, 4]], 2, [[[1, 2]], [[3, 4]]]),
            ([[1, 2], [3, 4]], 2, [[[1], [3]], [[2], [4]]]),
            ([[1, 2], [3, 4]], 1, [[[1, 2], [3, 4]]]),
            ([[NAN, -INF]], 2, [[[NAN]], [[-INF]]]),
        ],
    )
    def test_edges(self, split_heads, x, heads, result):
        np.testing.assert_array_equal(split_heads(x, heads), result)

    @pytest.mark.parametrize("heads", [-1, 4, 12])
    def test_numpy_refuses_what_does_not_divide_the_features(self, split_heads, heads):
        with pytest.raises(
            ValueError, match=r"cannot reshape|only specify one unknown"
        ):
            split_heads(np.ones((2, 6)), heads)
