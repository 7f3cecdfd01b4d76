"""Least squares for one data set or many."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def least_squares(X: ArrayLike, y: ArrayLike) -> NDArray[Any]:
    """Least squares, w = V Σ⁺ Uᵀy, where X = U Σ Vᵀ.

    Args:
        X: Data with one example per row, shape (..., N, d).
        y: Targets, shape (..., N).

    Returns:
        The weights, shape (..., d). If many fit equally well, those of least
        norm; singular values below max(N, d) eps of the largest count as zero.

    Raises:
        ValueError: If y has not one target for each row of X.
    """
    X, y, dtype = _floating(X, y)
    if y.shape != X.shape[:-1]:
        raise ValueError(f"y must have the shape {X.shape[:-1]}, not {y.shape}")
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    rtol = max(X.shape[-2:]) * np.finfo(X.dtype).eps
    kept = s > rtol * np.max(s, axis=-1, keepdims=True, initial=0)
    along = np.divide(np.matvec(U.mT, y), s, out=np.zeros_like(s), where=kept)
    return np.matvec(Vt.mT, along).astype(dtype, copy=False)
