"""Limits, derivatives, integrals and extremes, by numbers.

How close they come is measured in `tests/printed/test_analysis.py`, and `CLOSENESS` is
what a comparison with them allows.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.integrate
import scipy.optimize

CLOSENESS = {
    "exact": 1e-10,
    "inverse": 1e-7,
    "derivative": 1e-9,
    "second derivative": 1e-6,
    "limit": 1e-2,
    "extreme": 1e-6,
    "place of an extreme": 1e-4,
}
"""Of what is rounded only, of arccos and arcsin, which lose half of the digits near 1, of
what is extrapolated to 0 or ∞, and of what is searched for."""

ENOUGH = 1e-13
"""Better than this no difference quotient gets."""


def at_zero(f: Callable[[float], Any], step: float = 0.05) -> Any:
    """The limit of f(h) for h → 0 from both sides, by Richardson's extrapolation.

    The mean of f(h) and f(-h) has even powers of h alone, of which each column of the
    table takes one away. The entry that differs least from the two that it is made of is
    kept: near a kink it is among the last, elsewhere it comes early.
    """
    best, least = np.nan, np.inf
    row: list[Any] = []
    for halving in range(10):
        h = step / 2**halving
        column = [(np.asarray(f(h)) + np.asarray(f(-h))) / 2]
        for order, before in enumerate(row, 1):
            one = column[-1]
            entry = one + (one - before) / (4**order - 1)
            error = np.max(np.abs([entry - one, one - before]), initial=0)
            column.append(entry)
            if error < least:
                best, least = entry, error
        row = column
        if least <= ENOUGH * np.max(np.abs(best), initial=1):
            break
    return best


def slope(f: Callable[[float], Any], x: float) -> Any:
    return at_zero(lambda h: (np.asarray(f(x + h)) - np.asarray(f(x))) / h)


def at_infinity(f: Callable[[float], float]) -> float:
    """The limit of f(k) ≥ 0 for k → ∞, where log f(k) comes to it like 1/k or faster.

    Powers run out of range, so k is as large as they allow.
    """
    for k in (256.0, 128.0, 64.0, 32.0, 16.0):
        near, far = f(k), f(2 * k)
        if far and np.isfinite(far):
            return float(far**2 / near)
    return float(far)


def integral(f: Callable[[float], float], low: float, high: float) -> float:
    value, _ = scipy.integrate.quad(f, low, high, epsabs=1e-12, epsrel=1e-11)
    return value


def smallest(
    f: Callable[[np.ndarray], float], size: int, starts: int = 3
) -> np.ndarray:
    """Where f is smallest, of what is found from several random starts."""
    rng = np.random.default_rng(0)
    enough = {"gtol": 1e-4, "maxiter": 100}
    found = [
        scipy.optimize.minimize(f, rng.normal(size=size), method="BFGS", options=enough)
        for _ in range(starts)
    ]
    return min(found, key=lambda each: each.fun).x
