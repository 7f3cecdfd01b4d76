"""Jacobians of softmax and of a recurrent step."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.activations.softmax import softmax
from snippets.activations.tanh import tanh_derivative
from snippets.floating import _floating


def softmax_jacobian(z: ArrayLike) -> NDArray[Any]:
    """Jacobian of softmax, diag(p) - ppᵀ, whose rows add up to zero.

    Args:
        z: The logits, shape (..., n).

    Returns:
        The Jacobians, shape (..., n, n).

    Raises:
        ValueError: If z holds no vectors.
    """
    z, dtype = _floating(z)
    if z.ndim == 0:
        raise ValueError("z must hold vectors, and is a number")
    p = softmax(z)
    J = -p[..., :, None] * p[..., None, :]
    # 1 - pᵢ would cancel: it is the sum of the others
    diagonal = np.arange(z.shape[-1])
    J[..., diagonal, diagonal] = 0
    J[..., diagonal, diagonal] = np.abs(J).sum(axis=-1)
    return J.astype(dtype, copy=False)


def rnn_jacobian(a: ArrayLike, W: ArrayLike) -> NDArray[Any]:
    """Jacobian of a tanh layer, diag(1 - tanh² a) W, as of one step of an RNN.

    Args:
        a: The pre-activations, shape (..., m).
        W: The weights by which the input was multiplied, shape (..., m, n).

    Returns:
        The Jacobians, shape (..., m, n).

    Raises:
        ValueError: If the shapes do not fit.
    """
    a, W, dtype = _floating(a, W)
    if a.ndim < 1 or W.ndim < 2 or W.shape[-2] != a.shape[-1]:
        raise ValueError(f"a and W do not fit: {a.shape} and {W.shape}")
    J = tanh_derivative(a)[..., :, None] * W
    return J.astype(dtype, copy=False)
