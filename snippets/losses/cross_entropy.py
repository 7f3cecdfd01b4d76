"""Cross-entropy from logits, exact for confident predictions as well."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def cross_entropy_loss(
    z: ArrayLike, c: ArrayLike, axis: int = -1
) -> NDArray[Any]:
    """Cross-entropy of each example, L = log Σⱼ exp(zⱼ) - z_c, from logits.

    Args:
        z: Vectors of logits, shape (..., n). A logit of -inf has probability 0.
        c: The right classes, whole numbers from 0 to n - 1, shape (...).
        axis: The axis along which a vector's n logits lie.

    Returns:
        The losses, not yet averaged, shape (...). The loss is inf where the
        right class has probability 0, and nan where a logit is nan, all are
        -inf, that of the right class is inf, or more than one is inf.

    Raises:
        ValueError: If c has not the shape of z without the axis, or holds
            something else than the number of a class.
    """
    z, dtype = _floating(z)
    z, c = np.moveaxis(z, axis, -1), np.asarray(c)
    n = z.shape[-1]
    if c.shape != z.shape[:-1]:
        raise ValueError(f"c must have the shape {z.shape[:-1]}, not {c.shape}")
    wrong = c[~((c >= 0) & (c < n) & (c == np.floor(c)))]
    if wrong.size:
        raise ValueError(
            f"c must be whole numbers from 0 to {n - 1}, but holds {wrong[0]}"
        )
    largest = np.argmax(z, axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", over="ignore"):
        below = z - np.take_along_axis(z, largest, axis=-1)
        label = c[..., np.newaxis].astype(int)
        gap = np.take_along_axis(below, label, axis=-1)[..., 0]
        e = np.exp(below, out=below)
        np.put_along_axis(e, largest, 0, axis=-1)
        return (np.log1p(e.sum(axis=-1)) - gap).astype(dtype, copy=False)
