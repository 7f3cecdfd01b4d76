"""How close derivatives, limits, integrals and extremes come."""

import numpy as np
import pytest

from tests.printed import analysis
from tests.printed.analysis import CLOSENESS

RNG = np.random.default_rng(0)


def worst(got, want):
    return np.max(np.abs(np.subtract(got, want)) / np.maximum(np.abs(want), 1))


@pytest.mark.parametrize(
    ("f", "derivative", "points"),
    [
        (np.sin, np.cos, RNG.normal(size=99)),
        (np.exp, np.exp, RNG.normal(size=99)),
        (np.log, lambda x: 1 / x, RNG.uniform(0.1, 3, 99)),
        (
            lambda x: np.log(x * x + 0.1),
            lambda x: 2 * x / (x * x + 0.1),
            RNG.normal(size=99),
        ),
        (
            lambda x: 1 / (1 + np.exp(-x)),
            lambda x: 1 / (2 + 2 * np.cosh(x)),
            RNG.normal(size=99),
        ),
    ],
)
def test_derivatives(f, derivative, points):
    found = [analysis.slope(f, x) for x in points]
    assert worst(found, derivative(points)) < CLOSENESS["derivative"] / 100


def test_second_derivatives():
    points = RNG.normal(size=20)
    found = [analysis.slope(lambda y: analysis.slope(np.sin, y), x) for x in points]
    assert worst(found, -np.sin(points)) < CLOSENESS["derivative"] / 10


@pytest.mark.parametrize(
    ("f", "limit"),
    [
        (lambda k: (2 * 3.0**k) ** (1 / k), 3),
        (lambda k: (2 * 0.01**k) ** (1 / k), 0.01),
        (lambda k: 1 + 1 / k, 1),
        (lambda _: 0.0, 0),
    ],
)
def test_limits(f, limit):
    assert abs(analysis.at_infinity(f) - limit) < CLOSENESS["limit"] / 100


def test_integrals():
    assert abs(analysis.integral(np.exp, -np.inf, 0) - 1) < CLOSENESS["exact"]


def test_extremes():
    found = analysis.smallest(lambda u: float(np.sum((u - 3) ** 4 + (u - 3) ** 2)), 4)
    assert worst(found, 3) < 1e-3
    assert np.sum((found - 3) ** 2) < CLOSENESS["extreme"]
