"""Losses of regression, which compare each prediction with its own target."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def squared_error(y: ArrayLike, y_hat: ArrayLike) -> NDArray[Any]:
    """Squared error, L = (y - ŷ)², of each target and its own prediction.

    Args:
        y: Targets, shape (...).
        y_hat: Predictions, shape (...).

    Returns:
        The losses, shape (...).

    Raises:
        ValueError: If y_hat has not the shape of y.
    """
    r, dtype = _residuals(y, y_hat)
    with np.errstate(over="ignore"):
        return np.square(r).astype(dtype, copy=False)


def mean_squared_error(
    y: ArrayLike, y_hat: ArrayLike, axis: int = -1
) -> NDArray[Any]:
    """Mean squared error, MSE = Σᵢ (yᵢ - ŷᵢ)² / N.

    Args:
        y: Targets, shape (..., N).
        y_hat: Predictions, shape (..., N).
        axis: The axis along which the N examples lie.

    Returns:
        The means, shape (...).

    Raises:
        ValueError: If y_hat has not the shape of y, or there are no examples.
    """
    r, dtype = _residuals(y, y_hat)
    with np.errstate(over="ignore"):
        return _mean(np.square(r), axis).astype(dtype, copy=False)


def mean_absolute_error(
    y: ArrayLike, y_hat: ArrayLike, axis: int = -1
) -> NDArray[Any]:
    """Mean absolute error, MAE = Σᵢ |yᵢ - ŷᵢ| / N.

    Args:
        y: Targets, shape (..., N).
        y_hat: Predictions, shape (..., N).
        axis: The axis along which the N examples lie.

    Returns:
        The means, shape (...).

    Raises:
        ValueError: If y_hat has not the shape of y, or there are no examples.
    """
    r, dtype = _residuals(y, y_hat)
    with np.errstate(over="ignore"):
        return _mean(np.abs(r), axis).astype(dtype, copy=False)


def huber_loss(r: ArrayLike, delta: float) -> NDArray[Any]:
    """Huber loss, a (|r| - a/2) with a = min(|r|, δ), entry by entry.

    Args:
        r: Residuals, shape (...).
        delta: Where the loss turns from quadratic to linear.

    Returns:
        The losses, shape (...).

    Raises:
        ValueError: If delta is not positive and finite.
    """
    if not 0 < delta < np.inf:
        raise ValueError(f"delta must be positive and finite, not {delta}")
    r, dtype = _floating(r)
    size = np.abs(r)
    a = np.minimum(size, float(delta))
    with np.errstate(over="ignore"):
        return (a * (size - a / 2)).astype(dtype, copy=False)


def _residuals(y: ArrayLike, y_hat: ArrayLike) -> tuple[NDArray[Any], Any]:
    """What the targets exceed the predictions by, and the dtype to return."""
    y, y_hat, dtype = _floating(y, y_hat)
    if y_hat.shape != y.shape:
        raise ValueError(
            f"y_hat must have the shape of y, {y.shape}, not {y_hat.shape}"
        )
    with np.errstate(invalid="ignore", over="ignore"):
        return y - y_hat, dtype


def _mean(losses: NDArray[Any], axis: int) -> NDArray[Any]:
    """The mean of at least one loss."""
    if not losses.shape[axis]:
        raise ValueError("y must hold at least one example")
    return np.asarray(np.mean(losses, axis=axis))
