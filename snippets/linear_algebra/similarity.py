"""Similarity and distance: how far apart two vectors are."""

import numpy as np


def cosine_similarity(a, b, axis=-1):
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

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not (a.ndim and b.ndim and a.shape[axis] == b.shape[axis]):
        raise ValueError(
            f"a and b must hold vectors of the same size along axis {axis}, "
            f"not have the shapes {a.shape} and {b.shape}"
        )
    vectors = []
    for name, x in (("a", a), ("b", b)):
        with np.errstate(over="ignore", invalid="ignore"):
            square = np.vecdot(x, x, axis=axis)
        # (1) where a square leaves the range, the largest entry is scaled to 1
        if not np.all((square > 1e-290) & (square < np.inf)):
            largest = np.max(np.abs(x), axis=axis, keepdims=True, initial=0.0)
            if not np.all((largest > 0) & (largest < np.inf)):
                raise ValueError(
                    f"{name} must have a direction: "
                    "it holds a zero, infinite or nan vector"
                )
            x = x / largest
            square = np.vecdot(x, x, axis=axis)
        vectors.append((x, np.sqrt(square)))
    # (2) the product of the vectors by that of their lengths
    (u, length_u), (v, length_v) = vectors
    cosine = np.vecdot(u, v, axis=axis) / (length_u * length_v)
    # (3) rounding may have taken it past 1
    return np.clip(cosine, -1, 1)


def angle_between(a, b, axis=-1):
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

    Source:
        Kahan, How Futile are Mindless Assessments of Roundoff in
        Floating-Point Computation?, 2006.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not (a.ndim and b.ndim and a.shape[axis] == b.shape[axis]):
        raise ValueError(
            f"a and b must hold vectors of the same size along axis {axis}, "
            f"not have the shapes {a.shape} and {b.shape}"
        )
    directions = []
    for name, vector in (("a", a), ("b", b)):
        largest = np.max(np.abs(vector), axis=axis, keepdims=True, initial=0.0)
        if not np.all((largest > 0) & (largest < np.inf)):
            raise ValueError(
                f"{name} must have a direction: "
                "it holds a zero, infinite or nan vector"
            )
        # (1) the direction, by way of an entry's size, so that none overflows
        scaled = vector / largest
        length = np.linalg.norm(scaled, axis=axis, keepdims=True)
        directions.append(np.moveaxis(scaled / length, axis, -1))
    u, v = directions
    # (2) the diagonals of the rhombus of both: 2 sin(θ/2) and 2 cos(θ/2)
    chord, sum_ = np.linalg.norm(u - v, axis=-1), np.linalg.norm(u + v, axis=-1)
    # (3) half the angle, from its sine and its cosine
    return 2 * np.arctan2(chord, sum_)


def euclidean_distance(a, b, axis=-1):
    """Euclidean distance, d(a, b) = ‖a - b‖₂ = √(Σᵢ (aᵢ - bᵢ)²).

    Args:
        a: Points, as vectors of real numbers, shape (..., n).
        b: Points of n coordinates as well, shape (..., n).
        axis: The axis along which a point's n coordinates lie, in a and in b.

    Returns:
        The distances of the points pair by pair, shape (...).

    Raises:
        ValueError: If the points of a and b differ in size.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not (a.ndim and b.ndim and a.shape[axis] == b.shape[axis]):
        raise ValueError(
            f"a and b must hold points of the same size along axis {axis}, "
            f"not have the shapes {a.shape} and {b.shape}"
        )
    # (1) the difference first: squares of a and b would drown it
    difference = np.moveaxis(a, axis, -1) - np.moveaxis(b, axis, -1)
    # (2) the textbook sum, where no square leaves the range
    with np.errstate(over="ignore"):
        total = np.vecdot(difference, difference)
    if np.all((total > 1e-290) & (total < np.inf)):
        return np.sqrt(total)
    # (3) else scaled by a power of two near the largest entry: exact, and safe
    largest = np.max(np.abs(difference), axis=-1, initial=0.0)
    exponent = np.frexp(largest)[1]
    scaled = np.ldexp(difference, -exponent[..., np.newaxis])
    return np.ldexp(np.sqrt(np.vecdot(scaled, scaled)), exponent)
