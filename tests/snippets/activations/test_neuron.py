from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations.neuron import mlp_forward
from tests.inputs import for_each, spread, vectors
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan
XOR = ([[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0])

seeds = st.integers(0, 10**6)


def neurons(cases, dtype=float):
    """Weights, inputs, and a bias each."""
    rng = np.random.default_rng(2)
    for w, x in vectors(cases, count=2, decades=2, dtype=dtype):
        yield w, x, np.asarray(spread(rng, w.shape[:-1], 2, dtype, 0))


def networks(cases, dtype=float):
    """An input or a batch of them, and weights and biases of two layers."""
    rng = np.random.default_rng(3)
    for case in range(cases):
        n, h, k = rng.integers(1, 7, size=3)
        batch = tuple(rng.integers(1, 4, size=case % 3))
        shapes = ((*batch, n), (n, h), (h,), (h, k), (k,))
        yield tuple(
            spread(rng, shape, 1, dtype, min(len(shape), 2)) for shape in shapes
        )


def mp_neuron(w, x, b):
    return mpmath.fdot(w, x) + mpmath.mpf(float(b))


def mp_layer(x, W, b):
    return [mp_neuron(column, x, bias) for column, bias in zip(W.T, b, strict=True)]


def mp_mlp(x, W1, b1, W2, b2):
    def forward(x):
        return mp_layer([max(z, 0) for z in mp_layer(x, W1, b1)], W2, b2)

    return for_each(forward)(x)


@in_units_of("Σᵢ|wᵢxᵢ| + |b|")
def terms(w, x, b):
    """The sum of the sizes of all terms, of which the sum may be far less."""
    return np.vecdot(np.abs(w), np.abs(x)) + np.abs(b)


@in_units_of("the absolute products along all paths")
def paths(x, W1, b1, W2, b2):
    """The sum of the sizes of all products along all paths through the network."""
    h = np.abs(x) @ np.abs(W1) + np.abs(b1)
    return h @ np.abs(W2) + np.abs(b2)


# a sum of up to 13 terms; in two layers, of up to 7 each
CASES = {
    "neuron-preactivation": Case(
        partial(neurons, 100), ulp=8, oracle=for_each(mp_neuron), scale=terms
    ),
    "mlp-forward": Case(
        partial(networks, 100),
        ulp=8,
        oracle=mp_mlp,
        scale=paths,
        ndim=(1, 2, 1, 2, 1),
        exempt={"batches": "one set of weights serves a whole batch"},
    ),
}


class TestNeuronPreactivation:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "neuron-preactivation",
            oracle=for_each(mp_neuron),
            against="mpmath.fdot",
            inputs=neurons(1200, dtype=dtype),
            ulp=8,
            scale=terms,
        )

    def test_the_bias_is_the_weight_of_a_one(self, verify, floating):
        def with_a_one(w, x, b):
            one = np.ones_like(b)[..., None]
            return np.vecdot(
                np.concatenate([w, b[..., None]], axis=-1),
                np.concatenate([x, one], axis=-1),
            )

        verify.identity(
            "neuron-preactivation",
            left=lambda w, x, b: np.vecdot(w, x) + b,
            right=with_a_one,
            inputs=neurons(1200, dtype=floating),
            ulp=8,
            scale=terms,
        )


class TestMlpForward:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "mlp-forward",
            oracle=mp_mlp,
            against="mpmath.fdot",
            inputs=networks(1200, dtype=dtype),
            ulp=8,
            scale=paths,
        )

    @given(seed=seeds)
    def test_a_batch_is_its_examples(self, seed):
        rng = np.random.default_rng(seed)
        X, *weights = (rng.normal(size=s) for s in ((2, 3, 4), (4, 5), 5, (5, 2), 2))
        for i, j in np.ndindex(2, 3):
            y = mlp_forward(X[i, j], *weights)
            np.testing.assert_allclose(mlp_forward(X, *weights)[i, j], y, atol=1e-13)

    @given(seed=seeds)
    def test_hidden_units_may_change_places_and_scales(self, seed):
        rng = np.random.default_rng(seed)
        shapes = ((3, 4), (4, 5), 5, (5, 2), 2)
        x, W1, b1, W2, b2 = (rng.normal(size=s) for s in shapes)
        order, c = rng.permutation(5), rng.uniform(0.1, 10, size=5)
        other = ((W1 * c)[:, order], (b1 * c)[order], (W2 / c[:, None])[order], b2)
        np.testing.assert_allclose(
            mlp_forward(x, *other), mlp_forward(x, W1, b1, W2, b2), atol=1e-12
        )

    @pytest.mark.parametrize(
        ("x", "y"),
        [
            ([0, 0], [0]),
            ([0, 1], [1]),
            ([1, 0], [1]),
            ([1, 1], [0]),
            (np.empty((0, 2)), np.empty((0, 1))),
            ([NAN, 1], [NAN]),
            ([INF, -INF], [NAN]),
            ([-INF, 1], [0]),
        ],
    )
    def test_edges(self, x, y):
        np.testing.assert_array_equal(mlp_forward(x, *XOR), y)

    def test_without_hidden_units_there_is_the_bias(self):
        nothing = (np.empty((2, 0)), [], np.empty((0, 1)), [7])
        np.testing.assert_array_equal(mlp_forward([[1, 2]], *nothing), [[7]])

    def test_half_precision_is_summed_in_float32(self):
        x, one = np.full((1, 64), 40, np.float16), np.float16([0])
        W1, W2 = np.full((64, 1), 40, np.float16), np.float16([[0.1]])
        y = mlp_forward(x, W1, one, W2, one)
        assert y.dtype == np.float16
        assert y == np.float16(64 * 1600 * float(W2[0, 0]))

    @pytest.mark.parametrize(
        ("name", "shape"),
        [
            ("W1", (3, 5)),
            ("W1", (5, 4)),
            ("W1", (4,)),
            ("b1", (5, 1)),
            ("b1", (1, 5)),
            ("b1", ()),
            ("W2", (2, 5)),
            ("W2", (1, 5, 2)),
            ("b2", (2, 1)),
            ("b2", (3, 1)),
        ],
    )
    def test_refuses_what_does_not_fit(self, name, shape):
        shapes = {"x": (3, 4), "W1": (4, 5), "b1": (5,), "W2": (5, 2), "b2": (2,)}
        arrays = [np.ones(s) for s in (shapes | {name: shape}).values()]
        with pytest.raises(ValueError, match=f"{name} must have shape"):
            mlp_forward(*arrays)

    def test_refuses_a_number_of_inputs_that_does_not_fit(self):
        with pytest.raises(ValueError, match=r"W1 must have shape \(3, 2\)"):
            mlp_forward([1, 2, 3], *XOR)
        with pytest.raises(ValueError, match=r"W1 must have shape \(2,\)"):
            mlp_forward(1, *XOR)
