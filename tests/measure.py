"""How far a result is from what is wanted: in units in the last place."""

from collections.abc import Callable

import numpy as np


def ulps(got, want, scale=None) -> float:
    """The largest error of `got`, in units in the last place of `want` or of `scale`.

    The units are those of the dtype of `got`. Where both are nan, or the same infinity,
    there is no error. What is not a floating point number is right or infinitely wrong.
    """
    got, want = np.asarray(got), np.asarray(want)
    assert got.shape == want.shape, f"shape {got.shape}, not {want.shape}"
    if got.dtype.kind != "f":
        return 0.0 if np.array_equal(got, want) else np.inf
    with np.errstate(over="ignore"):  # an infinity that is not wanted is an error
        rounded = want.astype(got.dtype)
        size = rounded if scale is None else np.asarray(scale).astype(got.dtype)
    same = (got == rounded) & ~np.isfinite(got) | np.isnan(got) & np.isnan(rounded)
    exact = want if want.dtype == object else want.astype(float)
    exact = np.where(same, 0, exact)
    error = np.abs(np.where(same, 0, got).astype(exact.dtype) - exact)
    unit = np.spacing(np.abs(np.where(same, 0, size)))
    with np.errstate(
        over="ignore"
    ):  # more ulp than there are numbers are infinitely many
        return float(np.max(error / unit.astype(float), initial=0.0))


def in_units_of(unit: str) -> Callable[[Callable], Callable]:
    """Name what a function of the arguments gives, in whose ulp errors are counted."""

    def named(scale: Callable) -> Callable:
        scale.unit = unit
        return scale

    return named


def in_float64(args: tuple) -> tuple:
    """The arguments as an oracle has them: the same numbers, with room to compute."""
    return tuple(x.astype(float) if isinstance(x, np.ndarray) else x for x in args)
