"""Batch normalisation in training, and what it remembers for inference."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating
from snippets.normalization.layer_norm import _normalized


def batch_norm(
    X: ArrayLike, gamma: ArrayLike, beta: ArrayLike, epsilon: float = 1e-5
) -> NDArray[Any]:
    """Batch normalisation in training, γⱼ (Xᵢⱼ - μⱼ)/√(σⱼ² + ε) + βⱼ.

    Args:
        X: Batches of two samples or more, in rows, shape (..., m, H).
        gamma: Gains, shape (H,), or (..., H) if they differ between batches.
        beta: Shifts, shape (H,), or (..., H).
        epsilon: What is added to the variance, positive.

    Returns:
        Normalised features, shape (..., m, H).

    Raises:
        ValueError: If X has no features or fewer than two samples, gamma or
            beta not as many as features, or epsilon is not positive.
    """
    X, gamma, beta, dtype = _floating(X, gamma, beta)
    _check(X)
    for name, weight in (("gamma", gamma), ("beta", beta)):
        if weight.shape[-1:] != X.shape[-1:] or weight.ndim >= X.ndim:
            raise ValueError(
                f"{name} must hold a number for each of the {X.shape[-1]} "
                f"features of X, not have shape {weight.shape}"
            )
    if not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be positive, not {epsilon}")
    with np.errstate(over="ignore", invalid="ignore"):
        Y = _normalized(X.mT, epsilon, centre=True).mT
        Y *= gamma[..., None, :]
        Y += beta[..., None, :]
        return Y.astype(dtype, copy=False)


def running_statistics(
    X: ArrayLike, mean: ArrayLike, variance: ArrayLike, momentum: float = 0.1
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Running averages of a batch's mean and variance, r ← (1 - α) r + α b.

    Args:
        X: A batch of two samples or more, in rows, shape (m, H).
        mean: The running mean, at first zeros, shape (H,).
        variance: The running variance, at first ones, shape (H,).
        momentum: The share α of the new batch, from 0 to 1.

    Returns:
        The new mean, shape (H,), and variance, shape (H,). For the variance
        of the batch, the sum of the squares is divided by m - 1.

    Raises:
        ValueError: If X has no features or fewer than two samples, the shapes
            do not fit, or momentum is out of its range.
    """
    X, mean, variance, dtype = _floating(X, mean, variance)
    _check(X)
    for name, r in (("mean", mean), ("variance", variance)):
        if r.shape != X.shape[1:]:
            raise ValueError(
                f"{name} must have the shape {X.shape[1:]}, not {r.shape}"
            )
    if not 0 <= momentum <= 1:
        raise ValueError(f"momentum must lie in [0, 1], not be {momentum}")
    with np.errstate(over="ignore", invalid="ignore"):
        of_batch = (
            np.mean(X, axis=0, dtype=float),
            np.var(X, axis=0, ddof=1, dtype=float),
        )
        mean, variance = (
            ((1 - momentum) * r + momentum * b).astype(dtype, copy=False)
            for r, b in zip((mean, variance), of_batch, strict=True)
        )
        return mean, variance


def _check(X: NDArray[Any]) -> None:
    if X.ndim < 2 or X.shape[-1] == 0 or X.shape[-2] < 2:
        raise ValueError(
            f"X must have two samples at least, in rows, and features in "
            f"columns, not shape {X.shape}"
        )
