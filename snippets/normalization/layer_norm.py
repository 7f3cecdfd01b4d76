"""Layer normalisation and RMS normalisation, over the whole range of floats."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def layer_norm(
    x: ArrayLike, gamma: ArrayLike, beta: ArrayLike, epsilon: float = 1e-5
) -> NDArray[Any]:
    """Layer normalisation, γ (x - μ)/√(σ² + ε) + β.

    Args:
        x: Features, shape (..., H).
        gamma: Gains, shape (H,), or (..., H) if they differ between vectors.
        beta: Shifts, shape (H,), or (..., H).
        epsilon: What is added to the variance, positive.

    Returns:
        Normalised features, shape (..., H).

    Raises:
        ValueError: If x has no features, gamma or beta not as many as x, or
            epsilon is not positive.
    """
    x, gamma, beta, dtype = _floating(x, gamma, beta)
    _check(x, epsilon, gamma=gamma, beta=beta)
    with np.errstate(over="ignore", invalid="ignore"):
        y = _normalized(x, epsilon, centre=True)
        y *= gamma
        y += beta
        return y.astype(dtype, copy=False)


def rms_norm(
    x: ArrayLike, gamma: ArrayLike, epsilon: float = 1e-5
) -> NDArray[Any]:
    """RMS normalisation, γ x/√(mean of the xᵢ² + ε).

    Args:
        x: Features, shape (..., H).
        gamma: Gains, shape (H,), or (..., H) if they differ between vectors.
        epsilon: What is added to the mean square, positive.

    Returns:
        Normalised features, shape (..., H).

    Raises:
        ValueError: If x has no features, gamma not as many as x, or epsilon
            is not positive.
    """
    x, gamma, dtype = _floating(x, gamma)
    _check(x, epsilon, gamma=gamma)
    with np.errstate(over="ignore", invalid="ignore"):
        y = _normalized(x, epsilon, centre=False)
        y *= gamma
        return y.astype(dtype, copy=False)


def _check(x: NDArray[Any], epsilon: float, **weights: NDArray[Any]) -> None:
    if x.ndim == 0 or x.shape[-1] == 0:
        raise ValueError(f"x must have features, not shape {x.shape}")
    for name, weight in weights.items():
        if weight.shape[-1:] != x.shape[-1:] or weight.ndim > x.ndim:
            raise ValueError(
                f"{name} must hold a number for each of the {x.shape[-1]} "
                f"features of x, not have shape {weight.shape}"
            )
    if not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be positive, not {epsilon}")


def _normalized(x: NDArray[Any], epsilon: float, *, centre: bool) -> Any:
    """Vectors, less their means if asked for, over √(mean square + ε)."""
    y = _centred(x) if centre else x
    square = _mean(np.square(y))
    floor = x.dtype.type(epsilon)
    if not np.all(square < np.inf):
        # a power of two brings the squares into range, and rounds nothing
        largest = np.max(np.abs(x), axis=-1, keepdims=True)
        exponent = np.maximum(np.frexp(largest)[1], 0)
        scale = np.ldexp(x.dtype.type(1), -exponent)
        y = _centred(x * scale) if centre else x * scale
        square = _mean(np.square(y))
        floor = np.maximum(floor * scale * scale, np.finfo(x.dtype).tiny)
    return y / np.sqrt(square + floor)


def _centred(x: NDArray[Any]) -> Any:
    """Vectors less their means; a second pass takes off the mean's rounding."""
    y = x - _mean(x)
    y -= _mean(y)
    return y


def _mean(x: NDArray[Any]) -> Any:
    # in float64: along any axis but the last in memory NumPy adds one by one
    mean = np.mean(x, axis=-1, keepdims=True, dtype=float)
    return mean.astype(x.dtype, copy=False)
