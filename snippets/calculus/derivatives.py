"""The derivative of a function of one number that is known by its values."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def derivative(
    f: Callable[[NDArray[Any]], ArrayLike], x: ArrayLike
) -> NDArray[Any]:
    """Derivative, f'(x) ≈ (f(x + h) - f(x - h)) / 2h, at every entry of x.

    The step h is the cube root of eps times max(1, |x|), at which the error of
    the formula and the rounding of f are of about one size. So a third of the
    digits is lost.

    Args:
        f: The function, applied entry by entry, defined within h of x.
        x: Where to take the derivative, shape (...).

    Returns:
        The derivatives, shape (...).

    Raises:
        ValueError: If f does not return one number for each of x.
    """
    x, dtype = _floating(x)
    h = np.cbrt(np.finfo(x.dtype).eps) * np.maximum(1, np.abs(x))
    with np.errstate(over="ignore", invalid="ignore"):  # at infinity
        above, below = x + h, x - h
        rise = np.asarray(f(above)) - np.asarray(f(below))
        if rise.shape != x.shape:
            raise ValueError(f"f must return shape {x.shape}, not {rise.shape}")
        # by the step that was taken, which x has rounded
        return np.asarray(rise / (above - below)).astype(dtype, copy=False)
