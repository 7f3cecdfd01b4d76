"""Principal component analysis: the directions in which data vary most."""

import numpy as np


def pca(X, k):
    """Principal components, X − X̄ = U Σ Vᵀ, Z = (X − X̄) V, λᵢ = σᵢ²/(N−1).

    Args:
        X: Samples as rows, finite real numbers, shape (..., N, d), N ≥ 2.
        k: How many components, from 1 to min(N − 1, d).

    Returns:
        The components, orthonormal rows of shape (..., k, d), the largest
        entry of each positive (the first of those equal up to rounding); the
        scores, shape (..., N, k); and the variances along the components,
        falling, with divisor N − 1, shape (..., k).

    Raises:
        ValueError: If X is not a matrix of at least two samples or is not
            finite, or if k is not a number of components that X can have.

    Source:
        Jolliffe, Principal Component Analysis, 2nd ed., 2002.
    """
    X = np.asarray(X, dtype=float)
    if X.ndim < 2 or X.shape[-2] < 2:
        raise ValueError(f"X must have two rows or more, not shape {X.shape}")
    if not np.all(np.isfinite(X)):
        raise ValueError("X must be finite: it holds an infinity or nan")
    N, d = X.shape[-2:]
    if k not in range(1, min(N - 1, d) + 1):
        raise ValueError(f"k must be from 1 to min(N - 1, d), not {k}")
    # (1) centred columns; never XᵀX, which squares the condition number
    centred = X - np.mean(X, axis=-2, keepdims=True)
    U, s, Vt = np.linalg.svd(centred, full_matrices=False)
    U, s, Vt = U[..., :k], s[..., :k], Vt[..., :k, :]
    # (2) the signs, which X leaves open
    size = np.abs(Vt)
    largest = size > (1 - 1e-6) * np.max(size, axis=-1, keepdims=True)
    first = np.argmax(largest, axis=-1, keepdims=True)
    sign = np.sign(np.take_along_axis(Vt, first, axis=-1))
    # (3) components, scores Z = UΣ, variances
    scores = U * np.swapaxes(sign, -2, -1) * s[..., None, :]
    return Vt * sign, scores, s**2 / (N - 1)
