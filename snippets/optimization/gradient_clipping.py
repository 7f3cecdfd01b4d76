"""Gradient clipping."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating, _in_range


def clip_by_norm(g: ArrayLike, c: float, axis: int = -1) -> NDArray[Any]:
    """Gradient clipped to a norm of at most c, g min(1, c / ‖g‖).

    Args:
        g: Gradients, shape (..., n).
        c: The largest norm that is left as it is, positive; np.inf for none.
        axis: The axis along which the n entries of a gradient lie.

    Returns:
        Gradients of the same directions, shape (..., n). Of a gradient with
        an infinite entry no direction is left: that entry becomes nan, and
        the others 0. A nan makes all entries nan.

    Raises:
        ValueError: If c is not positive.
    """
    g, dtype = _floating(g)
    if not c > 0:
        raise ValueError(f"c must be positive, not {c}")
    scaled, norm, scale = _in_range(g, axis)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        short = norm <= float(c) * scale
        factor = np.where(short, 1, float(c) / norm)
        # what is short stays as it is, to the last bit
        clipped = (g if scaled is g else np.where(short, g, scaled)) * factor
    return clipped.astype(dtype, copy=False)
