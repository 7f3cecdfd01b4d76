import importlib

import numpy as np
import pytest

from tests.autodiff import LIBRARIES
from tests.inputs import matrices
from tests.measure import in_units_of


def blocks(cases):
    """An input and the two matrices of F(h) = W₂ tanh(W₁ h)."""
    for h, W1, W2 in matrices(cases, "n", "mn", "nm", sizes=(1, 6), decades=0.5):
        if h.ndim == 1:
            yield h, W1, W2


def added(h, W1, W2):
    return W2 @ np.tanh(W1 @ h)


def by_complex_steps(h, W1, W2):
    """The Jacobian of h + F(h), a column for each feature."""
    steps = h + 1e-200j * np.eye(len(h))
    return np.stack([np.imag(z + added(z, W1, W2)) / 1e-200 for z in steps], axis=-1)


def as_printed(h, W1, W2):
    slopes = 1 / np.cosh(W1 @ h) ** 2
    return np.eye(len(h)) + W2 @ (slopes[:, None] * W1)


@in_units_of("I + |W₂| tanh'(W₁h) (1 + 2|W₁||h|) |W₁|")
def terms(h, W1, W2):
    """Rounding the argument of tanh changes its slope by twice as much, relatively."""
    slopes = (1 + 2 * np.abs(W1) @ np.abs(h)) / np.cosh(W1 @ h) ** 2
    return np.eye(len(h)) + np.abs(W2) @ (slopes[:, None] * np.abs(W1))


def test_the_jacobian_by_complex_steps(verify):
    verify.identity(
        "residual-connection",
        left=as_printed,
        right=by_complex_steps,
        inputs=blocks(1400),
        ulp=16,
        scale=terms,
    )


def test_the_sum_of_all_layers(verify):
    """The output is the input and what each layer has added."""

    def stacked(h, W1, W2):
        for _ in range(3):
            h = h + added(h, W1, W2)
        return h

    def summed(h, W1, W2):
        first = h + added(h, W1, W2)
        second = first + added(first, W1, W2)
        return h + (added(h, W1, W2) + added(first, W1, W2) + added(second, W1, W2))

    @in_units_of("|h| + 3 |W₂|")
    def size(h, W1, W2):  # noqa: ARG001
        return np.abs(h) + 3 * np.sum(np.abs(W2), axis=1)

    verify.identity(
        "residual-connection",
        left=stacked,
        right=summed,
        inputs=blocks(1400),
        ulp=8,
        scale=size,
    )


def test_a_layer_that_is_zero_changes_nothing():
    h = np.array([1.0, -2.0])
    W = np.ones((3, 2))
    np.testing.assert_array_equal(h + added(h, W, 0 * W.T), h)
    np.testing.assert_array_equal(as_printed(h, W, 0 * W.T), np.eye(2))


@pytest.mark.frameworks
@pytest.mark.parametrize("library", LIBRARIES)
def test_autodiff(library):
    module = importlib.import_module(library)
    for h, W1, W2 in list(blocks(60))[:20]:
        if library == "torch":
            W1_, W2_ = map(module.from_numpy, (W1, W2))
            J = module.autograd.functional.jacobian(
                lambda h, W1=W1_, W2=W2_: h + W2 @ module.tanh(W1 @ h),
                module.from_numpy(h),
            ).numpy()
        else:
            with module.enable_x64(h.dtype == np.float64):
                J = np.asarray(
                    module.jacobian(
                        lambda h, W1=W1, W2=W2: h + W2 @ module.numpy.tanh(W1 @ h)
                    )(module.numpy.asarray(h))
                )
        np.testing.assert_allclose(J, as_printed(h, W1, W2), rtol=1e-9, atol=1e-10)
