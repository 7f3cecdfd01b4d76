"""The dot product and its geometry: the law of cosines, and right angles."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating, _in_range


def law_of_cosines(
    norm_a: ArrayLike, norm_b: ArrayLike, theta: ArrayLike
) -> NDArray[Any]:
    """Third side squared, ‖a - b‖² = (‖a‖ - ‖b‖)² + 4‖a‖‖b‖ sin²(θ/2).

    Neither term is negative, so nothing cancels, as it does in the form with
    the cosine, to which this one is equal.

    Args:
        norm_a: Lengths of the one side, shape (...).
        norm_b: Lengths of the other side, shape (...).
        theta: Angles between the two in radians, from 0 to π, shape (...).

    Returns:
        The squared lengths of the third side, shape (...).

    Raises:
        ValueError: If a length is negative, or an angle is not within [0, π].
    """
    norm_a, norm_b, theta, dtype = _floating(norm_a, norm_b, theta)
    for name, norm in (("norm_a", norm_a), ("norm_b", norm_b)):
        if np.min(norm, initial=0) < 0:
            raise ValueError(f"{name} must be a length, which is not negative")
    # float32 rounds π up
    least, most = np.min(theta, initial=0), np.max(theta, initial=0)
    if least < 0 or most > np.float32(np.pi):
        raise ValueError("theta must lie between 0 and π: it is in radians")
    # (1) the difference of the lengths, exact where they are close
    along = (norm_a - norm_b) ** 2
    # (2) the chord of the angle, multiplied in turn, lest its square vanish
    chord = 2 * np.sin(theta / 2)
    # (3) both
    squared = along + (chord * norm_a) * (chord * norm_b)
    return squared.astype(dtype, copy=False)


def is_orthogonal(
    a: ArrayLike, b: ArrayLike, rtol: float | None = None, axis: int = -1
) -> NDArray[Any]:
    """Orthogonality, a·b = 0, decided as |a·b| ≤ rtol ‖a‖ ‖b‖.

    Args:
        a: Vectors of real numbers, shape (..., n).
        b: Vectors of n components as well, shape (..., n).
        rtol: The largest |cos θ| that counts as zero, from 0 to below 1; by
            default √eps of the dtype, which is half of its digits.
        axis: The axis along which a vector's n components lie, in a and in b.

    Returns:
        Whether the vectors are orthogonal, shape (...). Zero is orthogonal to
        every finite vector; a vector that is not finite, to none.

    Raises:
        ValueError: If the vectors of a and b differ in size, or rtol is no
            tolerance.
    """
    a, b, dtype = _floating(a, b)
    rtol = float(np.sqrt(np.finfo(dtype).eps)) if rtol is None else rtol
    if not 0 <= rtol < 1:
        raise ValueError(f"rtol must lie between 0 and 1, not be {rtol}")
    a, norm_a, _ = _in_range(a, axis)
    b, norm_b, _ = _in_range(b, axis)
    norms = np.squeeze(norm_a, axis) * np.squeeze(norm_b, axis)
    with np.errstate(invalid="ignore"):  # inf times zero
        product = np.vecdot(a, b, axis=axis)
    return (np.abs(product) <= rtol * norms) & (norms < np.inf)
