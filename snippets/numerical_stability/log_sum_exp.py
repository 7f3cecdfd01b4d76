"""Log-sum-exp: sums of numbers that are stored as logarithms."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def log_sum_exp(z: ArrayLike, axis: int = -1) -> NDArray[Any]:
    """Log-sum-exp, m + log(1 + Σⱼ exp(zⱼ - m)), the sum without the largest, m.

    Args:
        z: Vectors of logits or other logarithms, shape (..., n).
        axis: The axis along which a vector's n entries lie.

    Returns:
        The logarithms of the sums, shape (...). The sum of no terms, or of
        terms that are all -inf, is -inf; where one is inf it is inf.
    """
    z, dtype = _floating(z)
    z = np.moveaxis(z, axis, -1)
    if not z.shape[-1]:
        return np.full(z.shape[:-1], -np.inf, dtype)
    place = np.argmax(z, axis=-1, keepdims=True)  # that of nan, if there is one
    m = np.take_along_axis(z, place, axis=-1)
    with np.errstate(over="ignore"):  # of a difference to -inf; with m = inf
        terms = np.exp(z - np.where(np.isfinite(m), m, 0))
    np.put_along_axis(terms, place, 0, axis=-1)
    rest = np.log1p(np.sum(terms, axis=-1))
    return (m[..., 0] + rest).astype(dtype, copy=False)
