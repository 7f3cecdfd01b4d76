import importlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.tensors.attention_layout import merge_heads, split_heads
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan


def hidden_states(cases, seed=0):
    """Features with numbers of heads: no batch, one batch axis, or two."""
    rng = np.random.default_rng(seed)
    for case in range(cases):
        heads, d = rng.integers(1, 6, size=2).tolist()
        batch = rng.integers(1, 4, size=case % 3)
        x = rng.normal(size=(*batch, rng.integers(1, 7), heads * d))
        # every fifth is the transpose of a contiguous array
        yield np.swapaxes(x, -1, -2).copy().mT if case % 5 == 0 else x, heads


# features are moved, not computed with: nothing may be rounded
EQUIVALENTS = {"multi-head-split": Equivalent(hidden_states(200), ulp=0)}

sizes = st.tuples(*[st.integers(1, 4)] * 4)


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
    def test_runs_of_features(self, verify):
        verify.function(
            "multi-head-split",
            oracle=lambda x, h: np.stack(np.split(x, h, axis=-1), axis=-3),
            against="numpy.split",
            inputs=hidden_states(1000),
            ulp=0,
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
        )

    def test_is_undone_by_merging(self, verify):
        verify.identity(
            "multi-head-split",
            left=lambda x, h: merge_heads(split_heads(x, h)),
            right=lambda x, h: x,  # noqa: ARG005
            inputs=hidden_states(1000, seed=2),
            ulp=0,
        )

    @given(sizes, st.data())
    def test_every_feature_stays_with_its_token(self, shape, data):
        B, S, h, d = shape
        x = np.arange(B * S * h * d).reshape(B, S, h * d)
        b, s, i, j = (data.draw(st.integers(0, size - 1)) for size in shape)
        assert split_heads(x, h)[b, i, s, j] == x[b, s, i * d + j]

    @given(sizes)
    def test_tokens_may_be_split_one_by_one(self, shape):
        B, S, h, d = shape
        x = np.random.default_rng(3).normal(size=(B, S, h * d))
        one_by_one = [split_heads(x[:, s : s + 1], h) for s in range(S)]
        np.testing.assert_array_equal(
            split_heads(x, h), np.concatenate(one_by_one, axis=-2)
        )

    def test_is_not_the_single_reshape(self):
        x = np.arange(24).reshape(1, 4, 6)
        assert not np.array_equal(split_heads(x, 2), x.reshape(1, 2, 4, 3))
        # the two agree for one token or one head only
        np.testing.assert_array_equal(split_heads(x, 1), x.reshape(1, 1, 4, 6))

    def test_is_a_view_even_of_what_is_not_contiguous(self):
        x = np.zeros((2, 3, 4))
        assert np.shares_memory(split_heads(x, 2), x)
        assert np.shares_memory(split_heads(x.swapaxes(0, 2), 2), x)

    @pytest.mark.parametrize(
        ("x", "heads", "result"),
        [
            ([[1, 2, 3, 4]], 2, [[[1, 2]], [[3, 4]]]),
            ([[1, 2], [3, 4]], 2, [[[1], [3]], [[2], [4]]]),
            ([[1, 2], [3, 4]], 1, [[[1, 2], [3, 4]]]),
            ([[NAN, -INF]], 2, [[[NAN]], [[-INF]]]),
            (np.empty((0, 4)), 2, np.empty((2, 0, 2))),
            (np.empty((0, 3, 4)), 2, np.empty((0, 2, 3, 2))),
            (np.empty((3, 0)), 2, np.empty((2, 3, 0))),
        ],
    )
    def test_edges(self, x, heads, result):
        np.testing.assert_array_equal(split_heads(x, heads), result)
        assert split_heads(x, heads).shape == np.shape(result)

    @pytest.mark.parametrize("heads", [0, -2, 4, 12])
    def test_refuses_what_does_not_divide_the_features(self, heads):
        with pytest.raises(ValueError, match="num_heads must divide the 6 features"):
            split_heads(np.ones((2, 6)), heads)

    @pytest.mark.parametrize("x", [1, [1, 2]])
    def test_refuses_what_has_no_tokens(self, x):
        with pytest.raises(ValueError, match=r"x must have shape \(\.\.\., S, H\)"):
            split_heads(x, 1)


class TestMergeHeads:
    @given(sizes)
    def test_joins_the_heads_side_by_side(self, shape):
        B, h, S, d = shape
        x = np.random.default_rng(4).normal(size=(B, h, S, d))
        side_by_side = np.concatenate([x[:, i] for i in range(h)], axis=-1)
        np.testing.assert_array_equal(merge_heads(x), side_by_side)

    @given(sizes)
    def test_is_undone_by_splitting(self, shape):
        x = np.random.default_rng(5).normal(size=shape)
        np.testing.assert_array_equal(split_heads(merge_heads(x), shape[1]), x)

    def test_copies_unless_the_runs_lie_side_by_side(self):
        x = np.zeros((2, 3, 4))
        assert np.shares_memory(merge_heads(split_heads(x, 2)), x)
        heads = np.zeros((2, 2, 3, 2))
        assert not np.shares_memory(merge_heads(heads), heads)

    @pytest.mark.parametrize(
        ("x", "result"),
        [
            ([[[1, 2]], [[NAN, INF]]], [[1, 2, NAN, INF]]),
            (np.empty((2, 0, 3)), np.empty((0, 6))),
            (np.empty((0, 3, 4)), np.empty((3, 0))),
        ],
    )
    def test_edges(self, x, result):
        np.testing.assert_array_equal(merge_heads(x), result)
        assert merge_heads(x).shape == np.shape(result)

    @pytest.mark.parametrize("x", [1, [1, 2], [[1, 2]]])
    def test_refuses_what_has_no_heads(self, x):
        with pytest.raises(ValueError, match=r"x must have shape \(\.\.\., h, S, d\)"):
            merge_heads(x)
