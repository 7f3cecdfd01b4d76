"""Vector norms: how long a vector is, measured in four ways."""

import numpy as np


def l2_norm(x, axis=-1):
    """Euclidean norm, ‖x‖₂ = √(Σᵢ xᵢ²).

    Args:
        x: Vectors of real numbers, shape (..., n).
        axis: The axis along which a vector's n components lie.

    Returns:
        The norms, shape (...).

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    x = np.asarray(x, dtype=float)
    # (1) the textbook sum, where no square leaves the range
    with np.errstate(over="ignore"):
        total = np.vecdot(x, x, axis=axis)
    if np.all((total > 1e-290) & (total < np.inf)):
        return np.sqrt(total)
    # (2) else scaled by a power of two near the largest entry: exact, and safe
    largest = np.max(np.abs(x), axis=axis, keepdims=True, initial=0.0)
    scale = np.ldexp(1.0, -np.maximum(np.frexp(largest)[1], -1021))
    scaled = x * scale
    # (3) the root, scaled back
    return np.sqrt(np.vecdot(scaled, scaled, axis=axis)) / np.squeeze(
        scale, axis
    )


def l1_norm(x, axis=-1):
    """L1 norm, ‖x‖₁ = Σᵢ |xᵢ|.

    Args:
        x: Vectors of real numbers, shape (..., n).
        axis: The axis along which a vector's n components lie.

    Returns:
        The norms, shape (...).

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    return np.sum(np.abs(np.asarray(x, dtype=float)), axis=axis)


def linf_norm(x, axis=-1):
    """L-infinity norm, ‖x‖∞ = maxᵢ |xᵢ|.

    Args:
        x: Vectors of real numbers, shape (..., n).
        axis: The axis along which a vector's n components lie.

    Returns:
        The norms, shape (...).

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    # the norm of a vector without components is 0, for which max needs a start
    return np.max(np.abs(np.asarray(x, dtype=float)), axis=axis, initial=0.0)


def lp_norm(x, p, axis=-1):
    """Lp norm, ‖x‖ₚ = (Σᵢ |xᵢ|ᵖ)^(1/p).

    Args:
        x: Vectors of real numbers, shape (..., n).
        p: The order, at least 1; np.inf gives the largest |xᵢ|.
        axis: The axis along which a vector's n components lie.

    Returns:
        The norms, shape (...).

    Raises:
        ValueError: If p is below 1, where the triangle inequality fails.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    if not p >= 1:
        raise ValueError(f"p must be at least 1 for a norm, not {p}")
    size = np.abs(np.asarray(x, dtype=float))
    # (1) the largest entry; zero and infinity cannot serve as a scale
    largest = np.max(size, axis=axis, keepdims=True, initial=0.0)
    if np.isinf(p):
        return np.squeeze(largest, axis)
    scale = np.where((largest > 0) & (largest < np.inf), largest, 1.0)
    # (2) once scaled, no power overflows, and the largest is exactly 1
    size /= scale
    total = np.sum(size**p, axis=axis)
    # (3) the root, scaled back
    return np.squeeze(scale, axis) * total ** (1 / p)


def normalize(a, axis=-1):
    """Direction of a vector, â = a / ‖a‖₂.

    Args:
        a: Vectors of real numbers, none of them zero, shape (..., n).
        axis: The axis along which a vector's n components lie.

    Returns:
        Vectors of norm 1, shape (..., n).

    Raises:
        ValueError: If a vector is zero, which has no direction, or not finite.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    a = np.asarray(a, dtype=float)
    largest = np.max(np.abs(a), axis=axis, keepdims=True, initial=0.0)
    if not np.all((largest > 0) & (largest < np.inf)):
        raise ValueError(
            "a must have a direction: it holds a zero, infinite or nan vector"
        )
    # (1) scaled by the largest entry, so that no square overflows or vanishes
    scaled = a / largest
    # (2) divided by what length is left, between 1 and √n
    return scaled / np.sqrt(np.sum(scaled**2, axis=axis, keepdims=True))
