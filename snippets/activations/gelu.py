"""GELU, with the digits of its left tail."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def gelu(x: ArrayLike) -> NDArray[Any]:
    """GELU, x Φ(x) = x/2 erfc(-x/√2), where Φ is the standard normal CDF.

    Args:
        x: Real numbers, shape (...).

    Returns:
        Numbers from -0.17 on, shape (...).
    """
    x, dtype = _floating(x)
    erfc = np.vectorize(math.erfc, otypes=[float])  # NumPy has none
    # where Φ has underflowed, x must not be -inf, of which 0 times is nan
    x = np.maximum(x, -40)
    return (x / 2 * erfc(-x / np.sqrt(2))).astype(dtype, copy=False)
