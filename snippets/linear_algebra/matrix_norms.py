"""Matrix norms: the size of all entries, and the largest stretch."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating
from snippets.linear_algebra.vector_norms import l2_norm


def frobenius_norm(A: ArrayLike) -> NDArray[Any]:
    """Frobenius norm, ‖A‖_F = √(Σᵢⱼ Aᵢⱼ²), also where a square overflows.

    Args:
        A: Matrices of real numbers, shape (..., m, n).

    Returns:
        The norms, shape (...).

    Raises:
        ValueError: If A has fewer than two axes.
    """
    A, dtype = _matrices(A)
    # (1) the entries of each matrix in one row, copied only if they lie apart
    if A.strides[-2] < A.strides[-1]:
        A = A.mT
    entries = A.reshape(*A.shape[:-2], A.shape[-2] * A.shape[-1])
    # (2) the length of that row
    return l2_norm(entries).astype(dtype, copy=False)


def spectral_norm(A: ArrayLike) -> NDArray[Any]:
    """Spectral norm, ‖A‖₂ = max ‖Ax‖₂ over ‖x‖₂ = 1, which is σ₁.

    Args:
        A: Matrices of real numbers, shape (..., m, n).

    Returns:
        The largest singular values, shape (...). An infinite entry gives
        infinity, a nan gives nan, a matrix without entries gives 0.

    Raises:
        ValueError: If A has fewer than two axes.
    """
    A, dtype = _matrices(A)
    finite = np.isfinite(A).all(axis=(-2, -1), keepdims=True)
    # (1) inf and nan would stop the decomposition, for the whole batch
    usable = A if np.all(finite) else np.where(finite, A, 0.0)
    # (2) the largest of the singular values
    sigma = np.linalg.svd(usable, compute_uv=False)
    norm = np.max(sigma, axis=-1, initial=0.0)
    if not np.all(finite):
        # (3) no norm is below an entry, so that inf and nan come back
        largest = np.max(np.abs(A), axis=(-2, -1), initial=0.0)
        norm = np.where(finite[..., 0, 0], norm, largest)[()]
    return norm.astype(dtype, copy=False)


def _matrices(A: ArrayLike) -> tuple[Any, ...]:
    """Matrices in the dtype to compute in, and the dtype to return."""
    A, dtype = _floating(A)
    if A.ndim < 2:
        raise ValueError(f"A must be a matrix, not of shape {A.shape}")
    return A, dtype
