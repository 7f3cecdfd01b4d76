"""The sigmoid and its derivative, without overflow and without cancellation."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def sigmoid(x: ArrayLike) -> NDArray[Any]:
    """Sigmoid, σ(x) = 1 / (1 + exp(-x)), and exp(x) / (1 + exp(x)) for x < 0.

    Args:
        x: Real numbers, shape (...).

    Returns:
        Numbers from 0 to 1, shape (...). Both ends are reached by rounding.
    """
    x, dtype = _floating(x)
    e = np.exp(-np.abs(x))
    return (np.where(x < 0, e, 1) / (1 + e)).astype(dtype, copy=False)


def sigmoid_derivative(x: ArrayLike) -> NDArray[Any]:
    """Derivative of the sigmoid, σ'(x) = e / (1 + e)², where e = exp(-|x|).

    Args:
        x: Real numbers, shape (...).

    Returns:
        Numbers from 0 to 1/4, shape (...).
    """
    x, dtype = _floating(x)
    e = np.exp(-np.abs(x))
    return (e / (1 + e) ** 2).astype(dtype, copy=False)
