"""Gradient descent."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def gradient_descent(
    grad: Callable[[NDArray[Any]], ArrayLike],
    theta: ArrayLike,
    eta: float,
    steps: int = 1,
) -> NDArray[Any]:
    """Gradient descent, θ ← θ - η ∇L(θ), for a number of steps.

    Args:
        grad: The gradient ∇L, a function of the parameters, (...) -> (...).
        theta: The parameters to start from, shape (...).
        eta: The learning rate.
        steps: How many steps to take.

    Returns:
        The parameters after the last step, shape (...).

    Raises:
        ValueError: If eta or steps is negative, eta is not finite, or a
            gradient does not have the shape of theta.
    """
    theta, dtype = _floating(theta)
    if not 0 <= eta < np.inf:
        raise ValueError(f"eta must be finite and not negative, not {eta}")
    if steps < 0:
        raise ValueError(f"steps must not be negative, but is {steps}")
    for _ in range(steps):
        step = np.asarray(grad(theta))
        if step.shape != theta.shape:
            raise ValueError(
                f"grad must return the shape of theta, {theta.shape}, "
                f"not {step.shape}"
            )
        with np.errstate(over="ignore", invalid="ignore"):  # if it diverges
            step = float(eta) * step
            theta = theta - step
    return theta.astype(dtype, copy=False)
