"""Vectors: adding them, and multiplying them by numbers."""

import numpy as np


def add(a, b):
    """Sum of two vectors, (a + b)ᵢ = aᵢ + bᵢ.

    Args:
        a: Vectors of real numbers, shape (..., n).
        b: Vectors of n components as well, shape (..., n).

    Returns:
        The sums in float64, shape (..., n); the batches broadcast.

    Raises:
        ValueError: If the vectors of a and b differ in size, also where NumPy
            would repeat a single component n times.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not (a.ndim and b.ndim and a.shape[-1] == b.shape[-1]):
        raise ValueError(
            "a and b must hold vectors of the same size along the last axis, "
            f"not have the shapes {a.shape} and {b.shape}"
        )
    return a + b


def scale(c, a):
    """Product of a number and a vector, (c a)ᵢ = c aᵢ.

    Args:
        c: Real numbers, one for all vectors or one for each, shape () or (...).
        a: Vectors of real numbers, shape (..., n).

    Returns:
        The scaled vectors in float64, shape (..., n).

    Raises:
        ValueError: If c has more axes than there are batch axes in a, as has a
            second vector.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    c, a = np.asarray(c, dtype=float), np.asarray(a, dtype=float)
    if c.ndim >= a.ndim:
        raise ValueError(
            "c must be a number, or hold one for each vector of a, "
            f"not have shape {c.shape} for an a of shape {a.shape}"
        )
    return c[..., np.newaxis] * a
