"""Softmax: probabilities from scores, and how sharp they are."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def softmax(z: ArrayLike, axis: int = -1) -> NDArray[Any]:
    """Softmax, pᵢ = exp(zᵢ - m) / Σⱼ exp(zⱼ - m), where m is the largest zⱼ.

    Args:
        z: Vectors of logits, shape (..., n). A logit of -inf has probability 0.
        axis: The axis along which a vector's n logits lie.

    Returns:
        The probabilities, shape (..., n). Where all logits are -inf, or one is
        inf or nan, all probabilities are nan.
    """
    z, dtype = _floating(z)
    return _normalized_exp(_below_largest(z, axis), axis).astype(
        dtype, copy=False
    )


def temperature_softmax(
    z: ArrayLike, tau: float, axis: int = -1
) -> NDArray[Any]:
    """Softmax with temperature, pᵢ = exp((zᵢ - m)/τ) / Σⱼ exp((zⱼ - m)/τ).

    Args:
        z: Vectors of logits, shape (..., n). A logit of -inf has probability 0.
        tau: The temperature τ: below 1 sharpens, above 1 flattens.
        axis: The axis along which a vector's n logits lie.

    Returns:
        The probabilities, shape (..., n). Where all logits are -inf, or one is
        inf or nan, all probabilities are nan.

    Raises:
        ValueError: If tau is not positive, or out of the range of z's dtype.
    """
    z, dtype = _floating(z)
    limits = np.finfo(z.dtype)
    least, most = float(limits.tiny), float(limits.max)
    if not least <= tau <= most:
        raise ValueError(
            f"tau must lie between {least} and {most}, not be {tau}"
        )
    below = _below_largest(z, axis)
    with np.errstate(over="ignore"):  # to -inf, of which the exponential is 0
        below /= z.dtype.type(tau)
    return _normalized_exp(below, axis).astype(dtype, copy=False)


def _below_largest(z: NDArray[Any], axis: int) -> NDArray[Any]:
    """Each logit minus the largest, a number up to 0."""
    largest = np.max(z, axis=axis, keepdims=True, initial=-np.inf)
    with np.errstate(invalid="ignore", over="ignore"):
        return z - largest


def _normalized_exp(z: NDArray[Any], axis: int) -> NDArray[Any]:
    """Exponentials of numbers up to 0, divided by their sum."""
    p = np.exp(z)
    p /= np.sum(p, axis=axis, keepdims=True)
    return p
