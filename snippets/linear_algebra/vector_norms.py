"""Vector norms: how long a vector is, and its direction."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating, _in_range


def l2_norm(x: ArrayLike, axis: int = -1) -> NDArray[Any]:
    """Euclidean norm, ‖x‖₂ = √(Σᵢ xᵢ²), also where a square leaves the range.

    Args:
        x: Vectors of real numbers, shape (..., n).
        axis: The axis along which a vector's n components lie.

    Returns:
        The norms, shape (...).
    """
    x, dtype = _floating(x)
    _, norm, scale = _in_range(x, axis)
    return np.squeeze(norm / scale, axis)[()].astype(dtype, copy=False)


def lp_norm(x: ArrayLike, p: float, axis: int = -1) -> NDArray[Any]:
    """Lp norm, ‖x‖ₚ = (Σᵢ |xᵢ|ᵖ)^(1/p), also where a power leaves the range.

    Args:
        x: Vectors of real numbers, shape (..., n).
        p: The order, at least 1; np.inf gives the largest |xᵢ|.
        axis: The axis along which a vector's n components lie.

    Returns:
        The norms, shape (...).

    Raises:
        ValueError: If p is below 1, where the triangle inequality fails.
    """
    if not p >= 1:
        raise ValueError(f"p must be at least 1 for a norm, not {p}")
    x, dtype = _floating(x)
    size = np.abs(x)
    largest = np.max(size, axis=axis, keepdims=True, initial=0.0)
    if p < np.inf:
        # (1) once scaled, no power overflows, and the largest is exactly 1
        scale = np.where((largest > 0) & (largest < np.inf), largest, 1)
        size /= scale
        # (2) the root of the sum, scaled back
        size **= p
        largest = scale * np.sum(size, axis=axis, keepdims=True) ** (1 / p)
    return np.squeeze(largest, axis)[()].astype(dtype, copy=False)


def normalize(a: ArrayLike, axis: int = -1) -> NDArray[Any]:
    """Direction of a vector, â = a / ‖a‖₂.

    Args:
        a: Vectors of real numbers, none of them zero, shape (..., n).
        axis: The axis along which a vector's n components lie.

    Returns:
        Vectors of norm 1, shape (..., n).

    Raises:
        ValueError: If a vector is zero, which has no direction, or not finite.
    """
    a, dtype = _floating(a)
    scaled, norm, _ = _in_range(a, axis)
    if not np.all((norm > 0) & (norm < np.inf)):
        raise ValueError(
            "a must have a direction: it holds a zero, infinite or nan vector"
        )
    return (scaled / norm).astype(dtype, copy=False)
