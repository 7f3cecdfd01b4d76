"""The dot product: its value, its geometry, and what its sign says."""

import numpy as np


def dot(a, b, axis=-1):
    """Dot product, a·b = Σᵢ aᵢ bᵢ, multiplied and summed in float64.

    Args:
        a: Vectors of real numbers, shape (..., n).
        b: Vectors of n components as well, shape (..., n).
        axis: The axis along which a vector's n components lie, in a and in b.

    Returns:
        The products of the vectors pair by pair, shape (...).

    Raises:
        ValueError: If the vectors of a and b differ in size.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not (a.ndim and b.ndim and a.shape[axis] == b.shape[axis]):
        raise ValueError(
            f"a and b must hold vectors of the same size along axis {axis}, "
            f"not have the shapes {a.shape} and {b.shape}"
        )
    return np.vecdot(a, b, axis=axis)


def law_of_cosines(norm_a, norm_b, theta):
    """Third side squared, ‖a - b‖² = (‖a‖ - ‖b‖)² + 4‖a‖‖b‖ sin²(θ/2).

    The terms are not negative, so that nothing cancels, as it does in the form
    with the cosine, to which this one is equal.

    Args:
        norm_a: Lengths of the one side, shape (...).
        norm_b: Lengths of the other side, shape (...).
        theta: Angles between the two in radians, from 0 to π, shape (...).

    Returns:
        The squared lengths of the third side, shape (...).

    Raises:
        ValueError: If a length is negative, or an angle is not within [0, π].

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002.
    """
    norm_a = np.asarray(norm_a, dtype=float)
    norm_b = np.asarray(norm_b, dtype=float)
    theta = np.asarray(theta, dtype=float)
    for name, norm in (("norm_a", norm_a), ("norm_b", norm_b)):
        if np.any(norm < 0):
            raise ValueError(f"{name} must be a length, which is not negative")
    # float32 rounds π up
    if np.any((theta < 0) | (theta > np.float32(np.pi))):
        raise ValueError("theta must lie between 0 and π: it is in radians")
    # (1) the difference of the lengths, exact where they are close
    along = norm_a - norm_b
    # (2) the chord of the angle, multiplied in turn, lest its square vanish
    chord = 2 * np.sin(theta / 2)
    # (3) both
    return along**2 + (chord * norm_a) * (chord * norm_b)


def dot_from_angle(norm_a, norm_b, theta):
    """Dot product from lengths and angle, a·b = ‖a‖ ‖b‖ cos θ.

    Args:
        norm_a: Lengths of the one vector, shape (...).
        norm_b: Lengths of the other, shape (...).
        theta: Angles between the two in radians, from 0 to π, shape (...).

    Returns:
        The dot products, shape (...).

    Raises:
        ValueError: If a length is negative, or an angle is not within [0, π].

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    norm_a = np.asarray(norm_a, dtype=float)
    norm_b = np.asarray(norm_b, dtype=float)
    theta = np.asarray(theta, dtype=float)
    for name, norm in (("norm_a", norm_a), ("norm_b", norm_b)):
        if np.any(norm < 0):
            raise ValueError(f"{name} must be a length, which is not negative")
    # float32 rounds π up
    if np.any((theta < 0) | (theta > np.float32(np.pi))):
        raise ValueError("theta must lie between 0 and π: it is in radians")
    # (1) how long a's projection on b is, with its sign
    projection = norm_a * np.cos(theta)
    # (2) times the length of b
    return projection * norm_b


def dot_sign(a, b, axis=-1):
    """Sign of the dot product, sign(a·b) = sign(cos θ).

    Args:
        a: Vectors of real numbers, shape (..., n).
        b: Vectors of n components as well, shape (..., n).
        axis: The axis along which a vector's n components lie, in a and in b.

    Returns:
        1 for an acute angle, -1 for an obtuse one, 0 for a right one or one
        that rounding cannot tell from it, shape (...).

    Raises:
        ValueError: If the vectors of a and b differ in size.

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not (a.ndim and b.ndim and a.shape[axis] == b.shape[axis]):
        raise ValueError(
            f"a and b must hold vectors of the same size along axis {axis}, "
            f"not have the shapes {a.shape} and {b.shape}"
        )
    a, b = np.moveaxis(a, axis, -1), np.moveaxis(b, axis, -1)
    # (1) exponents apart, so that no product overflows or vanishes
    (m_a, e_a), (m_b, e_b) = np.frexp(a), np.frexp(b)
    product = m_a * m_b
    exponent = np.where(product == 0, -9999, e_a + e_b)
    # (2) the products, relative to the largest
    largest = np.max(exponent, axis=-1, keepdims=True, initial=-9999)
    terms = np.ldexp(product, exponent - largest)
    # (3) their sum, and the most that rounding adds to it
    total = np.sum(terms, axis=-1)
    doubt = a.shape[-1] * np.finfo(float).eps * np.sum(np.abs(terms), axis=-1)
    unsure = (np.abs(total) <= doubt) & (doubt < np.inf)
    return np.where(unsure, 0.0, np.sign(total))[()]


def is_orthogonal(a, b, rtol=1e-12, axis=-1):
    """Orthogonality, a·b = 0, decided as |a·b| ≤ rtol ‖a‖ ‖b‖.

    Args:
        a: Vectors of real numbers, shape (..., n).
        b: Vectors of n components as well, shape (..., n).
        rtol: The largest |cos θ| that counts as zero, from 0 to below 1.
        axis: The axis along which a vector's n components lie, in a and in b.

    Returns:
        Whether the vectors are orthogonal, shape (...). Zero is orthogonal to
        every finite vector; a vector that is not finite, to none.

    Raises:
        ValueError: If the vectors of a and b differ in size, or rtol is no
            tolerance.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if not (a.ndim and b.ndim and a.shape[axis] == b.shape[axis]):
        raise ValueError(
            f"a and b must hold vectors of the same size along axis {axis}, "
            f"not have the shapes {a.shape} and {b.shape}"
        )
    if not 0 <= rtol < 1:
        raise ValueError(f"rtol must lie between 0 and 1, not be {rtol}")
    scaled = []
    for vector in (a, b):
        largest = np.max(np.abs(vector), axis=axis, keepdims=True, initial=0.0)
        # (1) divided by a power of two, which rounds nothing
        scaled.append(np.ldexp(vector, -np.frexp(largest)[1]))
    a, b = scaled
    # (2) the cosine's numerator and denominator
    size = np.abs(np.vecdot(a, b, axis=axis))
    norms = np.linalg.norm(a, axis=axis) * np.linalg.norm(b, axis=axis)
    return (size <= rtol * norms) & (norms < np.inf)
