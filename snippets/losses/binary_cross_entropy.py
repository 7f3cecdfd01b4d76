"""Binary cross-entropy from logits, exact for confident predictions as well."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def binary_cross_entropy(z: ArrayLike, y: ArrayLike) -> NDArray[Any]:
    """Binary cross-entropy, L = log(1 + exp(z)) - yz, entry by entry.

    Args:
        z: Logits, shape (...).
        y: Targets from 0 to 1, shape (...).

    Returns:
        The losses, not yet averaged, shape (...).

    Raises:
        ValueError: If y has not the shape of z, or is not between 0 and 1.
    """
    z, y, dtype = _floating(z, y)
    if y.shape != z.shape:
        raise ValueError(
            f"y must have the shape of z, {z.shape}, not {y.shape}"
        )
    wrong = y[~((y >= 0) & (y <= 1))]
    if wrong.size:
        raise ValueError(f"y must lie between 0 and 1, but holds {wrong[0]}")
    size = np.abs(z)
    missed = np.where(z > 0, 1 - y, y)  # the target's share of the other side
    with np.errstate(invalid="ignore"):  # 0 · inf
        linear = np.where(missed == 0, 0, missed * size)
    return (linear + np.log1p(np.exp(-size))).astype(dtype, copy=False)
