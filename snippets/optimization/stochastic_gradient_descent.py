"""Stochastic gradient descent."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def sgd_step(theta: ArrayLike, grads: ArrayLike, eta: float) -> NDArray[Any]:
    """One step on a mini-batch, θ ← θ - η (1/B) Σᵢ ∇ℓᵢ(θ).

    Args:
        theta: The parameters, shape (..., n).
        grads: The gradient at theta of the loss of each of the B samples in
            the batch, shape (..., B, n).
        eta: The learning rate.

    Returns:
        The parameters after the step, shape (..., n).

    Raises:
        ValueError: If the shapes do not fit, the batch is empty, or eta is
            negative or not finite.
    """
    theta, grads, dtype = _floating(theta, grads)
    if grads.ndim < 2 or grads.shape[:-2] + grads.shape[-1:] != theta.shape:
        raise ValueError(
            f"grads must have one axis more than theta, before the last: "
            f"{grads.shape} does not fit {theta.shape}"
        )
    if grads.shape[-2] == 0:
        raise ValueError("grads must hold the gradient of at least one sample")
    if not 0 <= eta < np.inf:
        raise ValueError(f"eta must be finite and not negative, not {eta}")
    with np.errstate(over="ignore", invalid="ignore"):
        theta = theta - float(eta) * np.mean(grads, axis=-2)
    return theta.astype(dtype, copy=False)
