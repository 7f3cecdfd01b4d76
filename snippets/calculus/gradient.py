"""The gradient of a function that is known by its values."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def numerical_gradient(
    f: Callable[[NDArray[Any]], ArrayLike], x: ArrayLike
) -> NDArray[Any]:
    """Gradient, ∂f/∂xᵢ ≈ (f(x + heᵢ) - f(x - heᵢ)) / 2h, two calls per entry.

    The step h is the cube root of eps times max(1, |xᵢ|), at which the error
    of the formula, h²f'''/6, and the rounding of f, eps |f|/h, are of about one
    size if f''' is of the size of f. Then a third of the digits is lost.

    Args:
        f: The function, from an array of the shape of x to a number.
        x: Where to take the gradient, shape (...).

    Returns:
        The gradient, shape (...).

    Raises:
        ValueError: If f does not return a number.
    """
    x, dtype = _floating(x)
    h = np.cbrt(np.finfo(x.dtype).eps) * np.maximum(1, np.abs(x))
    gradient = np.empty_like(x)
    with np.errstate(over="ignore", invalid="ignore"):  # at infinity
        for at in np.ndindex(x.shape):
            above, below = x.copy(), x.copy()
            above[at] += h[at]
            below[at] -= h[at]
            rise = np.asarray(f(above)) - np.asarray(f(below))
            if rise.shape:
                raise ValueError(f"f must return a number, not {rise.shape}")
            # by the step that was taken, which x has rounded
            gradient[at] = rise / (above[at] - below[at])
        return gradient.astype(dtype, copy=False)
