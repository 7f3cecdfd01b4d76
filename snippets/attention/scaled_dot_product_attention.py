"""Scaled dot-product attention, with masks."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def attention_weights(
    Q: ArrayLike, K: ArrayLike, mask: ArrayLike | None = None
) -> NDArray[Any]:
    """Attention weights, softmax(QKᵀ/√d) over the keys that the mask leaves.

    Args:
        Q: Queries, shape (..., n, d).
        K: Keys, shape (..., m, d).
        mask: True where a query may see a key; broadcasts to (..., n, m).

    Returns:
        The weights, shape (..., n, m). Rows add up to 1, or are zero where
        the mask leaves no key.

    Raises:
        ValueError: If the shapes do not fit, or the mask is not boolean.
    """
    Q, K, dtype = _floating(Q, K)
    return _weights(Q, K, mask).astype(dtype, copy=False)


def scaled_dot_product_attention(
    Q: ArrayLike, K: ArrayLike, V: ArrayLike, mask: ArrayLike | None = None
) -> NDArray[Any]:
    """Scaled dot-product attention, softmax(QKᵀ/√d)V.

    Args:
        Q: Queries, shape (..., n, d).
        K: Keys, shape (..., m, d).
        V: Values, shape (..., m, v).
        mask: True where a query may see a key; broadcasts to (..., n, m).

    Returns:
        A weighted mean of the values for each query, shape (..., n, v), which
        is zero where the mask leaves no key.

    Raises:
        ValueError: If the shapes do not fit, or the mask is not boolean.
    """
    Q, K, V, dtype = _floating(Q, K, V)
    weights = _weights(Q, K, mask)
    if V.ndim < 2 or V.shape[-2] != K.shape[-2]:
        raise ValueError(
            f"V must hold a value for each key, not shape {V.shape} "
            f"for keys of shape {K.shape}"
        )
    with np.errstate(invalid="ignore", over="ignore"):
        return (weights @ V).astype(dtype, copy=False)


def _weights(
    Q: NDArray[Any], K: NDArray[Any], mask: ArrayLike | None
) -> NDArray[Any]:
    """The weights, in the only array of shape (..., n, m) that is made."""
    if min(Q.ndim, K.ndim) < 2 or Q.shape[-1] != K.shape[-1]:
        raise ValueError(
            f"Q and K must be (..., n, d) and (..., m, d), "
            f"not {Q.shape} and {K.shape}"
        )
    # (1) infinite scores, and rows without a key, give nan without a warning
    with np.errstate(invalid="ignore", over="ignore"):
        weights = Q / Q.shape[-1] ** 0.5 @ K.mT
        if mask is not None:
            visible = _mask(mask, weights.shape)
            np.copyto(weights, -np.inf, where=~visible)
        # (2) softmax of each row
        weights -= np.max(weights, axis=-1, keepdims=True, initial=-np.inf)
        np.exp(weights, out=weights)
        weights /= np.sum(weights, axis=-1, keepdims=True)
    if mask is not None:
        # (3) no key, no weight
        np.copyto(weights, 0, where=~np.any(visible, axis=-1, keepdims=True))
    return weights


def _mask(mask: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.bool]:
    """The mask as booleans for all scores."""
    mask = np.asarray(mask)
    if mask.dtype != bool:
        raise ValueError(
            f"mask must be boolean, True for what is visible, not {mask.dtype}"
        )
    try:
        return np.broadcast_to(mask, shape)
    except ValueError:
        raise ValueError(
            f"mask must broadcast to the scores, of shape {shape}, "
            f"not be of shape {mask.shape}"
        ) from None
