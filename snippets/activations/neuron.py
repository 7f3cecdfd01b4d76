"""Two layers of neurons, on one example or on a batch."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def mlp_forward(
    x: ArrayLike,
    W1: ArrayLike,
    b1: ArrayLike,
    W2: ArrayLike,
    b2: ArrayLike,
) -> NDArray[Any]:
    """Two-layer MLP, y = h W₂ + b₂ with h = max(0, x W₁ + b₁).

    Args:
        x: Examples as rows of n features, shape (..., n).
        W1: Weights of the m hidden units, one unit per column, shape (n, m).
        b1: Their biases, shape (m,).
        W2: Weights of the k outputs, one per column, shape (m, k).
        b2: Their biases, shape (k,).

    Returns:
        The outputs, shape (..., k).

    Raises:
        ValueError: If the shape of a weight or a bias does not fit.
    """
    x, W1, b1, W2, b2, dtype = _floating(x, W1, b1, W2, b2)
    _has_shape("b1", b1, (b1.size,))
    _has_shape("b2", b2, (b2.size,))
    _has_shape("W1", W1, (*x.shape[-1:], b1.size))
    _has_shape("W2", W2, (b1.size, b2.size))
    with np.errstate(invalid="ignore"):  # infinities of both signs
        h = x @ W1
        h += b1
        y = np.maximum(h, 0, out=h) @ W2
        y += b2
    return y.astype(dtype, copy=False)


def _has_shape(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, not {array.shape}")
