"""Schedules of the learning rate."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def warmup_cosine(
    t: ArrayLike, eta_max: float, T_w: float, T: float
) -> NDArray[Any]:
    """Warm-up, η_max t/T_w, and then η_max/2 (1 + cos(π (t-T_w)/(T-T_w))).

    The second is computed as η_max sin²(π/2 (T-t)/(T-T_w)), which keeps its
    digits near the end, where 1 + cos cancels.

    Args:
        t: Numbers of steps, not negative, shape (...).
        eta_max: The largest learning rate, which is that of step T_w.
        T_w: How many steps the warm-up takes; 0 for none.
        T: The step from which on the rate is zero, above T_w.

    Returns:
        The learning rates, shape (...).

    Raises:
        ValueError: If t or T_w is negative, T is not above T_w or not finite,
            or eta_max is negative or not finite.
    """
    t, dtype = _floating(t)
    if np.min(t, initial=0) < 0:
        raise ValueError("t must not be negative")
    if not 0 <= eta_max < np.inf:
        raise ValueError(
            f"eta_max must be finite and not negative, not {eta_max}"
        )
    if not 0 <= T_w < T < np.inf:
        raise ValueError(f"0 ≤ T_w < T < ∞ must hold, not for {T_w} and {T}")
    # (1) how much of the warm-up is done, and how much of the fall is left
    done = t / float(T_w or 1)
    left = np.maximum(float(T) - t, 0) / float(T - T_w)
    # (2) the rate
    falling = np.sin(np.pi / 2 * left) ** 2
    rate = float(eta_max) * np.where(t < T_w, done, falling)
    return rate.astype(dtype, copy=False)
