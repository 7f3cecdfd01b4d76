"""JAX as its users run it."""

import importlib

import pytest

FLAG = "jax_disable_most_optimizations"


@pytest.fixture
def optimized():
    """Compile as by default: without optimisations, JAX's tanh has other last digits.

    What was compiled before stays as it is, so that a test takes a shape of its own.
    """
    config = importlib.import_module("jax").config
    before = config.values[FLAG]
    config.update(FLAG, val=False)
    yield
    config.update(FLAG, before)
