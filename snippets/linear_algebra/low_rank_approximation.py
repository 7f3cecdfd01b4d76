"""Low-rank approximation: the nearest matrix of a given rank."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating
from snippets.linear_algebra.vector_norms import l2_norm


def truncated_svd(A: ArrayLike, k: int) -> NDArray[Any]:
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
    """
    A, dtype = _with_rank(A, k)
    # (1) thin factors, singular values in descending order
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    # (2) the first k columns, values and rows
    nearest = (U[..., :k] * s[..., None, :k]) @ Vt[..., :k, :]
    return nearest.astype(dtype, copy=False)


def truncation_error(A: ArrayLike, k: int, norm: str = "fro") -> NDArray[Any]:
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
    """
    A, dtype = _with_rank(A, k)
    if norm not in ("fro", "spectral"):
        raise ValueError(f'norm must be "fro" or "spectral", not {norm!r}')
    # (1) the singular values left out
    tail = np.linalg.svd(A, compute_uv=False)[..., k:]
    # (2) all of them, or the largest, which is σ_{k+1}
    spectral = norm == "spectral"
    error = np.max(tail, axis=-1, initial=0.0) if spectral else l2_norm(tail)
    return error.astype(dtype, copy=False)


def _with_rank(A: ArrayLike, k: int) -> tuple[Any, ...]:
    """Matrices that can have the rank k, and the dtype to return."""
    A, dtype = _floating(A)
    if A.ndim < 2 or not np.all(np.isfinite(A)):
        raise ValueError("A must be finite and have the shape (..., m, n)")
    if k not in range(min(A.shape[-2:]) + 1):
        raise ValueError(f"k must be a rank from 0 to min(m, n), not {k}")
    return A, dtype
