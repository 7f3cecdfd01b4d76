"""Adam: momentum, with a step size for every parameter."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def adam_step(
    theta: ArrayLike,
    g: ArrayLike,
    m: ArrayLike,
    v: ArrayLike,
    t: int,
    alpha: float = 1e-3,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """One step of Adam, θ ← θ - α m̂ / (√v̂ + ε), with both corrections.

    Args:
        theta: Parameters, shape (...).
        g: The gradient at theta, shape (...).
        m: Running average of the gradients, at first zeros, shape (...).
        v: Running average of their squares, at first zeros, shape (...).
        t: The number of this step, which for the first is 1.
        alpha: The learning rate.
        beta1: The share of m that is kept, from 0 to below 1.
        beta2: The share of v that is kept, from 0 to below 1.
        epsilon: Keeps the divisor above zero where v is zero, positive.

    Returns:
        The new parameters, shape (...), and the new m, shape (...), and v,
        shape (...), which the next step takes with t + 1.

    Raises:
        ValueError: If g, m or v does not have the shape of theta, v is
            negative, t is below 1, or alpha, a beta or epsilon is out of
            its range.
    """
    theta, g, m, v, dtype = _floating(theta, g, m, v)
    for name, x in (("g", g), ("m", m), ("v", v)):
        if x.shape != theta.shape:
            raise ValueError(
                f"{name} must have the shape of theta, {theta.shape}, "
                f"not {x.shape}"
            )
    if np.min(v, initial=0) < 0:
        raise ValueError("v must not be negative: it averages squares")
    if not t >= 1:
        raise ValueError(f"t must be at least 1 in the first step, not {t}")
    if not 0 <= alpha < np.inf:
        raise ValueError(f"alpha must be finite and not negative, not {alpha}")
    for name, beta in (("beta1", beta1), ("beta2", beta2)):
        if not 0 <= beta < 1:
            raise ValueError(f"{name} must lie in [0, 1), not be {beta}")
    if not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be positive, not {epsilon}")
    # Python floats, so that the arrays keep their dtype
    alpha, epsilon = float(alpha), float(epsilon)
    beta1, beta2 = float(beta1), float(beta2)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        # (1) the running averages
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        # (2) the weights in them add up to 1 - βᵗ, here without cancellation
        sums = -np.expm1(t * np.log([beta1, beta2]))
        of_m, of_v = map(float, sums)
        # (3) the step
        size = np.sqrt(v / of_v) + epsilon
        theta = theta - alpha * ((m / of_m) / size)
        return tuple(x.astype(dtype, copy=False) for x in (theta, m, v))
