"""Logits, and softmax of them by mpmath, with what rounding does to it."""

from collections.abc import Iterator

import mpmath
import numpy as np

from tests.inputs import vectors
from tests.measure import in_units_of


def logits(cases, decades=2, **kwargs) -> Iterator[tuple[np.ndarray]]:
    """Logits up to a few hundred, and every third vector far from the origin."""
    for case, (z,) in enumerate(vectors(cases, decades=decades, **kwargs)):
        far = case % 3 == 1 and z.dtype.kind == "f"
        yield ((z + 1000).astype(z.dtype) if far else z,)


def with_labels(cases, **kwargs) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Labels of the dtype of the logits; every third example has its likeliest class."""
    rng = np.random.default_rng(1)
    for (z,) in logits(cases, **kwargs):
        c = np.asarray(rng.integers(z.shape[-1], size=z.shape[:-1]))
        c = np.where(rng.random(c.shape) < 1 / 3, np.argmax(z, axis=-1), c)
        yield z, c.astype(z.dtype)


def mp_softmax(z, tau=1) -> list:
    powers = [mpmath.exp(mpmath.mpf(x) / mpmath.mpf(tau)) for x in z]
    total = mpmath.fsum(powers)
    return [power / total for power in powers]


@in_units_of("pᵢ (1 + m - zᵢ)")
def spread_of(z):
    """The probabilities times what rounding the exponents amounts to.

    The exponent is rounded relative to its size, so that the error of its power is relative
    to the size too: of e^-100, an ulp of 100 is 100 ulp.
    """
    below = z - z.max(axis=-1, keepdims=True)
    p = np.exp(below)
    return p / p.sum(axis=-1, keepdims=True) * (1 - below)
