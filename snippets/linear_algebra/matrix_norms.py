"""Matrix norms: the size of all entries, and the largest stretch."""

import numpy as np


def frobenius_norm(A):
    """Frobenius norm, ‖A‖_F = √(Σᵢⱼ Aᵢⱼ²).

    Args:
        A: Matrices of real numbers, shape (..., m, n).

    Returns:
        The norms, shape (...).

    Raises:
        ValueError: If A has fewer than two axes.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2:
        raise ValueError(f"A must be a matrix, not of shape {A.shape}")
    # (1) the entries of each matrix in one row
    entries = A.reshape(*A.shape[:-2], A.shape[-2] * A.shape[-1])
    # (2) the textbook sum, where no square leaves the range
    with np.errstate(over="ignore"):
        total = np.vecdot(entries, entries)
    if np.all((total > 1e-290) & (total < np.inf)):
        return np.sqrt(total)
    # (3) else scaled by a power of two near the largest entry: exact, and safe
    largest = np.max(np.abs(entries), axis=-1, keepdims=True, initial=0.0)
    scale = np.ldexp(1.0, -np.maximum(np.frexp(largest)[1], -1021))
    entries = entries * scale
    return np.sqrt(np.vecdot(entries, entries)) / scale[..., 0]


def spectral_norm(A):
    """Spectral norm, ‖A‖₂ = max ‖Ax‖₂ over ‖x‖₂ = 1, which is σ₁.

    Args:
        A: Matrices of real numbers, shape (..., m, n).

    Returns:
        The largest singular values, shape (...). An infinite entry gives
        infinity, a nan gives nan, a matrix without entries gives 0.

    Raises:
        ValueError: If A has fewer than two axes.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2:
        raise ValueError(f"A must be a matrix, not of shape {A.shape}")
    # (1) inf and nan would stop the decomposition, for the whole batch
    finite = np.isfinite(A).all(axis=(-2, -1), keepdims=True)
    # (2) the singular values, of which LAPACK scales the matrix itself
    sigma = np.linalg.svd(np.where(finite, A, 0.0), compute_uv=False)
    # (3) the largest; no norm is below an entry, so inf and nan come back
    entry = np.max(np.abs(A), axis=(-2, -1), initial=0.0)
    norm = np.max(sigma, axis=-1, initial=0.0)
    return np.where(finite[..., 0, 0], norm, entry)[()]
