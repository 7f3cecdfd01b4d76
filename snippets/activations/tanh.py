"""The derivative of tanh, without cancellation."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def tanh_derivative(x: ArrayLike) -> NDArray[Any]:
    """Derivative of tanh, 1 - tanh² x = 4e / (1 + e)², where e = exp(-2|x|).

    Args:
        x: Real numbers, shape (...).

    Returns:
        Numbers from 0 to 1, up to rounding, shape (...).
    """
    x, dtype = _floating(x)
    with np.errstate(over="ignore"):  # to inf, of which e is 0
        e = np.exp(-2 * np.abs(x))
    return (4 * e / (1 + e) ** 2).astype(dtype, copy=False)
