import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inputs import for_each, matrices, spread
from tests.measure import in_units_of
from tests.verify import Case, implementation


def jacobians(cases, dtype=float):
    """A Jacobian and the gradient at the output of its layer."""
    for J, g in matrices(cases, "mn", "m", dtype=dtype):
        yield g, J


def chains(cases, dtype=float):
    """The gradient at the output, and the Jacobians of three layers from last to first."""
    yield from matrices(cases, "m", "mp", "pk", "kn", dtype=dtype, decades=1)


def layers(cases, dtype=float):
    """Pre-activations, the weights of the next layer, which a batch shares, and signals."""
    rng = np.random.default_rng(1)
    dtype = np.dtype(dtype)
    for case in range(cases):
        m, n = (int(size) for size in rng.integers(1, 7, size=2))
        batch = (int(rng.integers(1, 4)),) if case % 4 == 0 else ()
        z = spread(rng, (*batch, n), 0, dtype)
        if dtype.kind == "i":
            z = np.sign(z)
        W, delta = spread(rng, (m, n), 1, dtype, 2), spread(rng, (*batch, m), 1, dtype)
        yield z, W, delta


def mp_product(g, *matrices_of_layers):
    """gᵀJ for one Jacobian after the other, at 50 digits."""
    row = mpmath.matrix([list(g)])
    for J in matrices_of_layers:
        row *= mpmath.matrix(J.tolist())
    return list(row)


def mp_delta(z, W, delta):
    """The transposed weights carry the signals back; tanh has the slope sech²."""
    if z.ndim == 2:
        return np.array([mp_delta(a, W, b) for a, b in zip(z, delta, strict=True)])
    back = mp_product(delta, W)
    return [b * mpmath.sech(mpmath.mpf(x)) ** 2 for b, x in zip(back, z, strict=True)]


@in_units_of("|g|ᵀ|J|")
def sizes(g, *factors):
    """What the product would be without any cancellation."""
    g = np.abs(g)
    for J in factors:
        g = np.vecmat(g, np.abs(J))
    return g


@in_units_of("|W|ᵀ|δ|")
def signals(z, W, delta):
    return np.abs(delta) @ np.abs(W) + 0 * z


# of 5 terms, each product and each sum is rounded; of three layers three times; 1 - tanh²
# cancels to what is relative to 1
CASES = {
    "backpropagation": Case(
        partial(jacobians, 100),
        ulp=4,
        oracle=for_each(mp_product),
        scale=sizes,
        names=("g", "J"),
        ndim=(1, 2),
        degree=2,
    ),
    "backprop-delta": Case(
        partial(layers, 100),
        ulp=8,
        oracle=mp_delta,
        scale=signals,
        names=("z", "W", "delta"),
        ndim=(1, 2, 1),
        fixed=("z",),
        degree=2,
    ),
    "reverse-mode-differentiation": Case(
        partial(chains, 100),
        ulp=8,
        oracle=for_each(mp_product),
        scale=sizes,
        ndim=(1, 2, 2, 2),
        degree=4,
    ),
}


class TestBackpropagation:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "backpropagation",
            oracle=for_each(mp_product),
            against="mpmath.matrix.__mul__",
            inputs=jacobians(1200, dtype),
            ulp=4,
            scale=sizes,
            names=("g", "J"),
        )

    def test_complex_step(self, sources):
        """Through a layer tanh(Ax), the gradient of a loss is found without any rule."""
        back = implementation(sources.formulas["backpropagation"], ("g", "J"))
        for x, A in matrices(200, "n", "mn", decades=0):
            y = np.tanh(np.matvec(A, x))
            gradient = back(np.cos(y), (1 - y**2)[..., None] * A)
            for j, e in enumerate(np.eye(x.shape[-1])):
                moved = np.tanh(np.matvec(A, x + 1e-200j * e))
                slope = np.imag(np.sum(np.sin(moved), axis=-1)) / 1e-200
                np.testing.assert_allclose(gradient[..., j], slope, atol=1e-13)

    @pytest.mark.frameworks
    def test_is_the_vjp_of_the_frameworks(self, sources):
        torch, jax = map(importlib.import_module, ("torch", "jax"))
        back = implementation(sources.formulas["backpropagation"], ("g", "J"))
        rng = np.random.default_rng(0)
        A, x, g = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=3)
        want = back(g, (1 - np.tanh(A @ x) ** 2)[:, None] * A)
        tA, tx, tg = map(torch.from_numpy, (A, x, g))
        found = torch.func.vjp(lambda x: torch.tanh(tA @ x), tx)[1](tg)[0]
        np.testing.assert_allclose(found.numpy(), want, rtol=1e-12)
        with jax.enable_x64(x.dtype == np.float64):
            found = jax.vjp(lambda x: jax.numpy.tanh(A @ x), x)[1](g)[0]
            np.testing.assert_allclose(found, want, rtol=1e-12)


class TestDelta:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "backprop-delta",
            oracle=mp_delta,
            against="mpmath.sech",
            inputs=layers(1200, dtype),
            ulp=8,
            scale=signals,
            names=("z", "W", "delta"),
        )

    def test_complex_step(self, sources):
        names = ("z", "W", "delta")
        back = implementation(sources.formulas["backprop-delta"], names)
        for z, W in matrices(200, "n", "mn", decades=0):
            if z.ndim > 1:  # a batch shares the weights
                continue
            got = back(z, W, np.cos(W @ np.tanh(z)))
            moved = np.tanh(z + 1e-200j * np.eye(len(z)))
            found = np.imag(np.sum(np.sin(moved @ W.T), axis=-1)) / 1e-200
            np.testing.assert_allclose(got, found, atol=1e-13)

    @pytest.mark.frameworks
    def test_autodiff_of_the_worked_example(self):
        """The network on the page, by PyTorch and JAX, and its gradients by hand."""
        torch, jax = map(importlib.import_module, ("torch", "jax"))
        numbers = {
            "x": [1.0, 2.0],
            "W1": [[1.0, 1.0], [2.0, -2.0]],
            "b1": [0.0, 1.0],
            "W2": [[2.0, 5.0]],
            "b2": [-1.0],
        }
        by_hand = {
            "x": [4, 4],
            "W1": [[4, 8], [0, 0]],
            "b1": [4, 0],
            "W2": [[6, 0]],
            "b2": [2],
        }

        def loss(relu, x, W1, b1, W2, b2):
            y = W2 @ relu(W1 @ x + b1) + b2
            return 0.5 * (y[0] - 3) ** 2

        at = {k: torch.tensor(v, requires_grad=True) for k, v in numbers.items()}
        loss(torch.relu, **at).backward()
        arrays = {k: np.array(v) for k, v in numbers.items()}
        found = jax.grad(lambda at: loss(jax.nn.relu, **at))(arrays)
        for key, want in by_hand.items():
            np.testing.assert_array_equal(at[key].grad.numpy(), want)
            np.testing.assert_array_equal(found[key], want)

    @pytest.mark.frameworks
    def test_gradients_accumulate_in_pytorch_and_need_one_number(self):
        torch, jax = map(importlib.import_module, ("torch", "jax"))
        x = torch.tensor([1.0, 2.0], requires_grad=True)
        for times in (1, 2):
            (x**2).sum().backward()
            np.testing.assert_array_equal(x.grad.numpy(), [2 * times, 4 * times])
        with pytest.raises(RuntimeError, match="scalar"):
            (x**2).backward()
        with pytest.raises(TypeError, match="scalar"):
            jax.grad(lambda x: x**2)(np.array([1.0, 2.0]))


class TestReverseMode:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "reverse-mode-differentiation",
            oracle=for_each(mp_product),
            against="mpmath.matrix.__mul__",
            inputs=chains(1200, dtype),
            ulp=8,
            scale=sizes,
        )

    def test_forward_mode_gives_the_same(self, verify, floating):
        verify.identity(
            "reverse-mode-differentiation",
            left=lambda g, C, B, A: np.vecmat(g, C @ (B @ A)),
            right=lambda g, C, B, A: np.vecmat(np.vecmat(np.vecmat(g, C), B), A),
            inputs=chains(1200, floating),
            ulp=16,
            scale=sizes,
        )

    @given(seed=st.integers(0, 1000))
    def test_one_row_at_a_time_is_the_whole_jacobian(self, sources, seed):
        sweep = implementation(sources.formulas["reverse-mode-differentiation"])
        rng = np.random.default_rng(seed)
        C, B, A = (
            rng.normal(size=(3, 4)),
            rng.normal(size=(4, 2)),
            rng.normal(size=(2, 5)),
        )
        rows = [sweep(e, C, B, A) for e in np.eye(3)]
        np.testing.assert_allclose(rows, C @ B @ A, rtol=1e-12, atol=1e-12)


@pytest.mark.frameworks
def test_what_the_page_says_of_a_second_backward():
    import torch  # noqa: PLC0415 - of an environment of its own

    x = torch.ones(2, requires_grad=True)
    for _ in range(2):
        y = torch.sin(x)
        y.backward(torch.ones(2))
    torch.testing.assert_close(x.grad, 2 * torch.cos(torch.ones(2)))
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        y.backward(torch.ones(2))
    with pytest.raises(RuntimeError, match="can be implicitly created only for scalar"):
        torch.sin(x).backward()
