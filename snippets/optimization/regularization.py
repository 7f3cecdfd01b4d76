"""Penalties on the size of weights."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def soft_threshold(w: ArrayLike, t: float) -> NDArray[Any]:
    """Soft threshold, sign(w) max(|w| - t, 0), computed as w - clip(w, -t, t).

    Args:
        w: Numbers, shape (...).
        t: The threshold, not negative.

    Returns:
        The numbers, nearer to zero by t and zero if they were within t of
        it, shape (...).

    Raises:
        ValueError: If t is negative or nan.
    """
    w, dtype = _floating(w)
    if not t >= 0:
        raise ValueError(f"t must not be negative, but is {t}")
    t = float(t)  # of Python, which leaves w its dtype
    with np.errstate(invalid="ignore"):  # an infinity minus itself
        shrunk = w - np.clip(w, -t, t)
    return shrunk.astype(dtype, copy=False)
