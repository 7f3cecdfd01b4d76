"""Principal component analysis: the directions in which data vary most."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating
from snippets.linear_algebra.svd import _signs


def pca(
    X: ArrayLike, k: int
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Principal components, X − X̄ = U Σ Vᵀ, Z = (X − X̄) V, λᵢ = σᵢ²/(N−1).

    Args:
        X: Samples as rows, finite real numbers, shape (..., N, d), N ≥ 2.
        k: How many components, from 1 to min(N − 1, d).

    Returns:
        The components, orthonormal rows of shape (..., k, d), the largest
        entry of each positive (the first of those equal up to rounding); the
        scores, shape (..., N, k); and the variances along the components, in
        descending order, with divisor N − 1, shape (..., k).

    Raises:
        ValueError: If X is not a matrix of at least two samples or is not
            finite, or if k is not a number of components that X can have.
    """
    X, dtype = _floating(X)
    if X.ndim < 2 or X.shape[-2] < 2 or not np.all(np.isfinite(X)):
        raise ValueError("X must be finite, of shape (..., N, d) with N ≥ 2")
    N, d = X.shape[-2:]
    if k not in range(1, min(N - 1, d) + 1):
        raise ValueError(f"k must be from 1 to min(N - 1, d), not {k}")
    # (1) centred columns; a long sum in float32 would lose digits
    mean = np.mean(X, axis=-2, keepdims=True, dtype=float)
    # (2) their SVD; never XᵀX, which squares the condition number
    U, s, Vt = np.linalg.svd(X - mean.astype(X.dtype), full_matrices=False)
    U, s, Vt = U[..., :k], s[..., :k], Vt[..., :k, :]
    # (3) components, scores Z = UΣ, variances
    sign = _signs(Vt)
    scores = U * (sign.mT * s[..., None, :])
    found = Vt * sign, scores, s**2 / (N - 1)
    components, scores, variances = (x.astype(dtype, copy=False) for x in found)
    return components, scores, variances
