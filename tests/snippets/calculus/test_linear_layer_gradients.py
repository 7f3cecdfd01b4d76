import importlib
from functools import partial

import mpmath
import numpy as np
import pytest

from tests.inputs import for_each, matrices, spread
from tests.measure import in_units_of
from tests.verify import Case, implementation

IDS = {
    "x": "linear-layer-input-gradient",
    "W": "linear-layer-weight-gradient",
    "b": "linear-layer-bias-gradient",
}
NAMES = {"x": ("g", "W"), "W": ("G", "X"), "b": ("G",)}


def signals(cases, dtype=float):
    """Gradients at the output, single and in batches, and weights that a batch shares."""
    rng = np.random.default_rng(1)
    for case in range(cases):
        m, n = (int(size) for size in rng.integers(1, 7, size=2))
        batch = (int(rng.integers(1, 4)),) if case % 4 == 0 else ()
        yield spread(rng, (*batch, m), 6, dtype), spread(rng, (m, n), 2, dtype, 2)


def batches(cases, dtype=float):
    yield from matrices(cases, "Nm", "Nn", dtype=dtype)


def outputs(cases, dtype=float):
    yield from matrices(cases, "Nm", dtype=dtype, sizes=(1, 8))


def mp_input(g, W):
    """By columns of W: what each input has to do with all outputs."""
    if g.ndim == 2:
        return np.array([mp_input(row, W) for row in g])
    return [mpmath.fdot(g, column) for column in W.T]


def mp_weights(G, X):
    product = mpmath.matrix(G.T.tolist()) * mpmath.matrix(X.tolist())
    return np.array(product.tolist())


def mp_bias(G):
    return [mpmath.fsum(column) for column in G.T]


@in_units_of("|g|ᵀ|W|")
def input_size(g, W):
    return np.abs(g) @ np.abs(W)


@in_units_of("|G|ᵀ|X|")
def weight_size(G, X):
    return np.abs(G).mT @ np.abs(X)


@in_units_of("Σ|gᵢ|")
def bias_size(G):
    return np.abs(G).sum(axis=-2)


# six terms at most, each product and each sum rounded by half a unit
CASES = {
    IDS["x"]: Case(
        partial(signals, 100),
        ulp=6,
        oracle=mp_input,
        scale=input_size,
        names=NAMES["x"],
        ndim=(1, 2),
        degree=2,
    ),
    IDS["W"]: Case(
        partial(batches, 100),
        ulp=5,
        oracle=for_each(mp_weights, 2),
        scale=weight_size,
        names=NAMES["W"],
        ndim=2,
        degree=2,
    ),
    IDS["b"]: Case(
        partial(outputs, 100),
        ulp=4,
        oracle=for_each(mp_bias, 2),
        scale=bias_size,
        names=NAMES["b"],
        ndim=2,
    ),
}
ORACLES = {
    "x": (mp_input, "mpmath.fdot", signals, input_size),
    "W": (for_each(mp_weights, 2), "mpmath.matrix.__mul__", batches, weight_size),
    "b": (for_each(mp_bias, 2), "mpmath.fsum", outputs, bias_size),
}


def layer(seed):
    """Inputs, weights and biases of which all sizes differ."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(5, 4)), rng.normal(size=(3, 4)), rng.normal(size=3)


@pytest.fixture
def gradients(sources):
    """The lines of the three records, of a layer whose loss is the sum of the sines."""

    def computed(X, W, b):
        G = np.cos(X @ W.T + b)
        args = {"x": (G, W), "W": (G, X), "b": (G,)}
        return {
            key: implementation(sources.formulas[IDS[key]], NAMES[key])(*args[key])
            for key in IDS
        }

    return computed


@pytest.mark.parametrize("by", IDS)
def test_mpmath(verify, dtype, by):
    oracle, against, inputs, scale = ORACLES[by]
    verify.function(
        IDS[by],
        oracle=oracle,
        against=against,
        inputs=inputs(1200, dtype),
        ulp=6,
        scale=scale,
        names=NAMES[by],
    )


@pytest.mark.parametrize("seed", range(5))
def test_complex_step(gradients, seed):
    at = layer(seed)
    for place, found in enumerate(gradients(*at).values()):
        units = np.eye(at[place].size).reshape(-1, *at[place].shape)
        slopes = []
        for unit in units:
            moved = list(at)
            moved[place] = at[place] + 1e-200j * unit
            X, W, b = moved
            slopes.append(np.imag(np.sum(np.sin(X @ W.T + b))) / 1e-200)
        np.testing.assert_allclose(found.ravel(), slopes, rtol=1e-12, atol=1e-14)


@pytest.mark.frameworks
@pytest.mark.parametrize("seed", range(3))
def test_autodiff(gradients, seed):
    torch, jax = map(importlib.import_module, ("torch", "jax"))
    X, W, b = layer(seed)
    found = list(gradients(X, W, b).values())
    tensors = [torch.tensor(each, requires_grad=True) for each in (X, W, b)]
    torch.sin(torch.nn.functional.linear(*tensors)).sum().backward()
    with jax.enable_x64(X.dtype == np.float64):
        by_jax = jax.grad(
            lambda X, W, b: jax.numpy.sin(X @ W.T + b).sum(), argnums=(0, 1, 2)
        )(X, W, b)
    for mine, tensor, theirs in zip(found, tensors, by_jax, strict=True):
        np.testing.assert_allclose(mine, tensor.grad.numpy(), rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-14)


def test_a_single_example_gives_an_outer_product(sources):
    lines = implementation(sources.formulas[IDS["W"]], NAMES["W"])
    g, x = np.array([[1.0, -2.0]]), np.array([[2.0, 1.0, 1.0]])
    np.testing.assert_array_equal(lines(g, x), np.outer(g, x))
