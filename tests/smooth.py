"""Smooth functions of a vector that NumPy, mpmath, PyTorch and JAX all compute."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import mpmath
import numpy as np

from tests.inputs import vectors


@dataclass(frozen=True)
class Smooth:
    """a Σ xᵢ² + b Σ xᵢxᵢ₊₁ + c Σ xᵢ³/(1 + xᵢ²), and the dtype of what it is given."""

    a: float
    b: float
    c: float
    dtype: np.dtype

    def __call__(self, x):
        squares = self.a * (x * x).sum() + self.b * (x[1:] * x[:-1]).sum()
        return squares + self.c * (x * x * x / (1 + x * x)).sum()

    def size(self, x) -> float:
        """What the value would be if nothing cancelled, and at least 1."""
        x = np.abs(x)
        return 1 + (abs(self.a) + abs(self.b)) * np.sum(x * x) + abs(self.c) * x.sum()

    @property
    def step(self) -> float:
        """The cube root of eps of the dtype in which it is computed."""
        computing = np.result_type(self.dtype, np.float32)
        return float(np.cbrt(np.finfo(computing).eps))


def smooth(cases, dtype=float, seed=1) -> Iterator[tuple[Smooth, np.ndarray]]:
    """Functions and points, of which each has one axis."""
    rng, dtype = np.random.default_rng(seed), np.dtype(dtype)
    computing = dtype if dtype.kind == "f" else np.dtype(float)
    for (x,) in vectors(cases, decades=1, dtype=dtype, seed=seed):
        a, b, c = (float(number) for number in rng.uniform(0.5, 2, size=3))
        yield Smooth(a, b, c, computing), np.atleast_2d(x)[0]


def partials(f: Callable, x: np.ndarray) -> np.ndarray:
    """All partial derivatives, by mpmath, of a function of mpmath's numbers."""
    point = [mpmath.mpf(entry) for entry in x]
    orders = np.eye(len(point), dtype=int).tolist()

    def of_numbers(*numbers):
        return f(np.array(numbers, dtype=object))

    return np.array([mpmath.diff(of_numbers, point, tuple(each)) for each in orders])
