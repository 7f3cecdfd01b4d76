"""Similarity and distance: how far apart two vectors are."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating, _in_range
from snippets.linear_algebra.vector_norms import l2_norm


def cosine_similarity(
    a: ArrayLike, b: ArrayLike, axis: int = -1
) -> NDArray[Any]:
    """Cosine of the angle between two vectors, a·b / (‖a‖ ‖b‖), in [-1, 1].

    Args:
        a: Vectors of real numbers, none of them zero, shape (..., n).
        b: Vectors of n components as well, none of them zero, shape (..., n).
        axis: The axis along which a vector's n components lie, in a and in b.

    Returns:
        The similarities of the vectors pair by pair, shape (...).

    Raises:
        ValueError: If the vectors of a and b differ in size, or if one is zero,
            which has no direction, or not finite.
    """
    a, b, dtype = _along_last_axis(*_floating(a, b), axis=axis)
    a, norm_a = _with_direction("a", a)
    b, norm_b = _with_direction("b", b)
    cosine = np.vecdot(a, b) / (norm_a * norm_b)[..., 0]
    # rounding may have taken it past 1
    return np.clip(cosine, -1, 1).astype(dtype, copy=False)


def angle_between(a: ArrayLike, b: ArrayLike, axis: int = -1) -> NDArray[Any]:
    """Angle between two vectors, θ = 2 atan2(‖â - b̂‖, ‖â + b̂‖), in radians.

    Args:
        a: Vectors of real numbers, none of them zero, shape (..., n).
        b: Vectors of n components as well, none of them zero, shape (..., n).
        axis: The axis along which a vector's n components lie, in a and in b.

    Returns:
        The angles from 0 to π, pair by pair, shape (...).

    Raises:
        ValueError: If the vectors of a and b differ in size, or if one is zero,
            which has no direction, or not finite.
    """
    a, b, dtype = _along_last_axis(*_floating(a, b), axis=axis)
    # (1) the directions
    a, norm_a = _with_direction("a", a)
    b, norm_b = _with_direction("b", b)
    u, v = a / norm_a, b / norm_b
    # (2) the diagonals of their rhombus: 2 sin(θ/2) and 2 cos(θ/2)
    chord, total = l2_norm(u - v), l2_norm(u + v)
    # (3) half the angle, from its sine and its cosine
    return (2 * np.arctan2(chord, total)).astype(dtype, copy=False)


def euclidean_distance(
    a: ArrayLike, b: ArrayLike, axis: int = -1
) -> NDArray[Any]:
    """Euclidean distance, d(a, b) = ‖a - b‖₂ = √(Σᵢ (aᵢ - bᵢ)²).

    Args:
        a: Points, as vectors of real numbers, shape (..., n).
        b: Points of n coordinates as well, shape (..., n).
        axis: The axis along which a point's n coordinates lie, in a and in b.

    Returns:
        The distances of the points pair by pair, shape (...).

    Raises:
        ValueError: If the points of a and b differ in size.
    """
    a, b, dtype = _along_last_axis(*_floating(a, b), axis=axis)
    return l2_norm(a - b).astype(dtype, copy=False)


def _along_last_axis(
    a: NDArray[Any], b: NDArray[Any], dtype: np.dtype[Any], *, axis: int
) -> tuple[Any, ...]:
    """Both with their components, which must be as many, along the last."""
    a, b = np.moveaxis(a, axis, -1), np.moveaxis(b, axis, -1)
    if a.shape[-1] != b.shape[-1]:
        raise ValueError(
            f"a and b must hold vectors of the same size along axis {axis}, "
            f"not of {a.shape[-1]} and {b.shape[-1]} components"
        )
    return a, b, dtype


def _with_direction(name: str, x: NDArray[Any]) -> tuple[Any, ...]:
    """Vectors in range and their norms, which must be finite and not 0."""
    x, norm, _ = _in_range(x, -1)
    if not np.all((norm > 0) & (norm < np.inf)):
        raise ValueError(
            f"{name} must have a direction: "
            "it holds a zero, infinite or nan vector"
        )
    return x, norm
