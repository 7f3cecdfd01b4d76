"""Inverse of square matrices."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def inv(A: ArrayLike) -> NDArray[Any]:
    """Inverse of a square matrix, A A⁻¹ = A⁻¹ A = I, whatever its units.

    To solve Ax = b, call np.linalg.solve(A, b), which takes a third of the
    work and is backward stable up to pivot growth: its residual is small
    relative to ‖A‖‖x‖. That of A⁻¹b may be larger by A's condition number.

    Args:
        A: Square matrices of finite real numbers, shape (..., n, n).

    Returns:
        The inverses, shape (..., n, n).

    Raises:
        ValueError: If A is not finite, is singular, or has an inverse that
            overflows; or if A, with rows and columns in units in which their
            largest entries are near 1, is so close to singular that rounding
            alone may change the inverse by a tenth.
    """
    A, dtype = _floating(A)
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    # (1) choose the units of rows and columns, by powers of two
    units = _units(A)
    inverse = np.linalg.inv(np.ldexp(A, units))
    # (2) n steps of elimination round off n ε of entries of at most 1
    largest = np.max(np.abs(inverse), initial=0)
    if A.shape[-1] * np.finfo(A.dtype).eps * largest >= 0.1:
        raise ValueError("A is singular to working precision")
    # (3) go back to the units of A, which exchange places
    with np.errstate(over="ignore"):
        np.ldexp(inverse, units.mT, out=inverse)
        inverse = inverse.astype(dtype, copy=False)
    if not np.all(np.isfinite(inverse)):
        raise ValueError(f"A has an inverse that overflows {dtype}")
    return inverse


def _units(A: NDArray[Any]) -> NDArray[Any]:
    """Exponents rᵢ + cⱼ that bring the large entries of A 2^(rᵢ+cⱼ) near 1."""
    nothing = np.int16(-9999)  # the exponent of zero, below all others
    mantissa, exponent = np.frexp(A)
    exponent = np.where(mantissa == 0, nothing, exponent.astype(np.int16))
    # columns, rows, batch: NumPy is fast along the last axis
    exponent = exponent.T.copy()
    before = exponent.copy()
    # the largest of rows half of the way to 1, then of columns, then of rows
    for axis, halved in ((0, 1), (1, 0), (0, 0)):
        largest = np.max(exponent, axis=axis, keepdims=True, initial=nothing)
        exponent -= largest >> halved
    # the mean of each row and column; what is small may be noise, or zero
    for axis in (0, 1):
        clipped = np.maximum(exponent, -8)
        total = np.sum(clipped, axis=axis, keepdims=True, dtype=np.float32)
        exponent -= (total / max(A.shape[-1], 1)).astype(np.int16)
    exponent -= np.max(exponent, axis=(0, 1), keepdims=True, initial=nothing)
    return (exponent - before).T
