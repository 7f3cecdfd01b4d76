"""InfoNCE: which of a batch of embeddings belongs to which."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating, _in_range


def infonce(u: ArrayLike, v: ArrayLike, tau: float) -> NDArray[Any]:
    """InfoNCE of each pair, Lᵢ = log Σⱼ exp(sᵢⱼ/τ) - sᵢᵢ/τ, with cosines sᵢⱼ.

    Args:
        u: Embeddings, one per row, shape (..., N, d).
        v: Those of their partners, in the same order, shape (..., N, d).
        tau: The temperature τ.

    Returns:
        The losses, not yet averaged, shape (..., N).

    Raises:
        ValueError: If u and v have not the same shape, with one pair at least,
            an embedding is zero, or tau is not positive and in the range of
            the dtype.
    """
    u, v, dtype = _floating(u, v)
    if u.shape != v.shape or u.ndim < 2 or not u.shape[-2]:
        raise ValueError(
            "u and v must have one shape (..., N, d) with at least one pair, "
            f"not {u.shape} and {v.shape}"
        )
    limits = np.finfo(u.dtype)
    least, most = float(limits.tiny), float(limits.max)
    if not least <= tau <= most:
        raise ValueError(
            f"tau must lie between {least} and {most}, not be {tau}"
        )
    s = _unit_rows(u, "u") @ _unit_rows(v, "v").mT
    with np.errstate(over="ignore"):
        s /= s.dtype.type(tau)
    largest = np.argmax(s, axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        s -= np.take_along_axis(s, largest, axis=-1)
    gap = np.linalg.diagonal(s).copy()
    e = np.exp(s, out=s)
    np.put_along_axis(e, largest, 0, axis=-1)
    return (np.log1p(e.sum(axis=-1)) - gap).astype(dtype, copy=False)


def _unit_rows(x: NDArray[Any], name: str) -> NDArray[Any]:
    """The rows divided by their norms, none of which may be zero."""
    x, norm, _ = _in_range(x, axis=-1)
    if not np.all(norm):
        raise ValueError(f"{name} must not hold an embedding that is zero")
    return np.asarray(x / norm)
