"""Low-rank approximation: the nearest matrix of a given rank."""

import numpy as np


def truncated_svd(A, k):
    """Best approximation of rank k, A_k = Σ_{i≤k} σᵢ uᵢ vᵢᵀ.

    Args:
        A: Matrices of finite real numbers, shape (..., m, n).
        k: The rank to keep, from 0 to min(m, n).

    Returns:
        The approximations, shape (..., m, n). If σ_k = σ_{k+1}, A_k is one
        of several that are equally near.

    Raises:
        ValueError: If A is not a matrix or is not finite, or if k is not a
            rank that a matrix of this shape can have.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2:
        raise ValueError(f"A must be a matrix, not of shape {A.shape}")
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    if k not in range(min(A.shape[-2:]) + 1):
        raise ValueError(f"k must be a rank from 0 to min(m, n), not {k}")
    # (1) thin factors, singular values falling
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    # (2) the first k columns, values and rows
    return (U[..., :k] * s[..., None, :k]) @ Vt[..., :k, :]


def truncation_error(A, k, norm="fro"):
    """Distance from A to the nearest matrix of rank k at most.

    It is √(Σ_{i>k} σᵢ²) in the Frobenius norm, σ_{k+1} in the spectral norm.

    Args:
        A: Matrices of finite real numbers, shape (..., m, n).
        k: The rank kept, from 0 to min(m, n).
        norm: The norm of the distance, "fro" or "spectral".

    Returns:
        The distances (not squared), shape (...).

    Raises:
        ValueError: If A is not a matrix or is not finite, if k is not a rank
            that a matrix of this shape can have, or if norm is another.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2:
        raise ValueError(f"A must be a matrix, not of shape {A.shape}")
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    if k not in range(min(A.shape[-2:]) + 1):
        raise ValueError(f"k must be a rank from 0 to min(m, n), not {k}")
    if norm not in ("fro", "spectral"):
        raise ValueError(f'norm must be "fro" or "spectral", not {norm!r}')
    # (1) the singular values left out, and the largest of them, σ_{k+1}
    tail = np.linalg.svd(A, compute_uv=False)[..., k:]
    largest = np.max(tail, axis=-1, keepdims=True, initial=0.0)
    if norm == "spectral":
        return largest[..., 0]
    # (2) the root of their squares, scaled so that no square overflows
    scale = np.where(largest > 0, largest, 1.0)
    return scale[..., 0] * np.sqrt(np.sum((tail / scale) ** 2, axis=-1))
