"""Derivatives of a record's lines, as PyTorch and JAX take them."""

import importlib

import numpy as np

from tests.pages import SOURCES
from tests.verify import called

LIBRARIES = ("torch", "jax")


def derivative(
    library: str, formula_id: str, x: np.ndarray, name: str = "x"
) -> np.ndarray:
    """The derivative of a function of one number at every entry of x, in float64.

    Of what takes vectors and gives one number for each it is the gradient.
    """
    function = called(SOURCES.formulas[formula_id], library, (name,))
    module = importlib.import_module(library)
    if library == "torch":
        at = module.tensor(x, requires_grad=True)
        function(at).sum().backward()
        return at.grad.numpy()
    with module.enable_x64(x.dtype == np.float64):
        return np.asarray(module.grad(lambda at: function(at).sum())(x))
