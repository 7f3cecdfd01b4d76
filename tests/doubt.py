"""What a check must have refused before what it shows is believed.

A check that cannot fail shows nothing. So each is tried, on inputs of its own, with
results that are wrong; its inputs must differ, in size as well; its tolerance is bounded;
and its oracle must compute with what it names, and without the function.
"""

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

import numpy as np

from tests.measure import in_float64, ulps

ENOUGH = 1000
"""The fewest generated cases that verify anything."""

DISTINCT = 0.9
"""The least share of them that differ from one another."""

SIZES = 3
"""The fewest sizes of what is computed with, where that is arrays."""

MOST_ULP = 64
MOST_SCALE = 1000
"""How far a scale may exceed the largest entry of the result, in the median case."""

NOTICED = 0.1
"""The least share of wrong results, of each kind, that a check must refuse."""


@dataclass(frozen=True)
class Tolerance:
    """How closely results must agree: in ulp of what is wanted, or of a named scale.

    `because` argues for what is beyond the bounds above, and is printed with the result.
    """

    ulp: float
    scale: Callable | None = None
    because: str = ""

    @property
    def unit(self) -> str:
        return self.scale.unit if self.scale else ""

    def error(self, args: tuple, got, want) -> float:
        return ulps(got, want, self.scale and self.scale(*in_float64(args)))

    def allows(self, args: tuple, got, want) -> bool:
        """Whether a result passes; one of another shape does not."""
        return (
            np.shape(got) == np.shape(want) and self.error(args, got, want) <= self.ulp
        )


def believed(
    outcomes: list[tuple],
    tolerance: Tolerance,
    least: int = ENOUGH,
    *,
    all_of: str = "",
) -> tuple[int, float]:
    """How many distinct cases there are, and the worst error, if all that is in order.

    An outcome is a tuple of arguments, what was computed of them, and what is wanted.
    `all_of` names a domain that is small enough to have been gone through.
    """
    worst = 0.0
    for args, got, want in outcomes:
        error = tolerance.error(args, got, want)
        assert error <= tolerance.ulp, f"{error} ulp for {args}: {got}, not {want}"
        worst = max(worst, error)
    cases = different([args for args, _, _ in outcomes], least, all_of=all_of)
    _bounded(outcomes, tolerance)
    _refuses_what_is_wrong(outcomes, tolerance)
    return cases, worst


def different(inputs: list[tuple], least: int = ENOUGH, *, all_of: str = "") -> int:
    """How many distinct inputs there are, which are enough, or all there are."""
    distinct = len({_key(args) for args in inputs})
    if all_of:
        assert distinct == len(inputs), "an enumeration repeats itself"
        return distinct
    assert len(inputs) >= least, f"{len(inputs)} cases are too few"
    said = f"only {distinct} of {len(inputs)} inputs are distinct"
    assert distinct >= DISTINCT * len(inputs), said
    return distinct


def _key(x):
    """What two inputs have in common that are the same."""
    match x:
        case np.ndarray():
            return x.shape, x.dtype.str, x.tobytes()
        case tuple() | list():
            return tuple(map(_key, x))
        case _ if hasattr(x, "__dict__"):  # a function that holds its own numbers
            return type(x), _key([*vars(x).values()])
        case _:
            return x


def _bounded(outcomes: list[tuple], tolerance: Tolerance) -> None:
    """Nothing is beyond its bound but what is argued for, and no argument is idle."""
    beyond = []
    if tolerance.ulp > MOST_ULP:
        beyond.append(f"{tolerance.ulp} ulp are more than {MOST_ULP}")
    excess = _excess(outcomes, tolerance.scale)
    if excess > MOST_SCALE:
        beyond.append(f"the scale is {excess:.1e} times the result")
    arrays = [x for args, _, _ in outcomes for x in args if isinstance(x, np.ndarray)]
    sizes = {x.shape[-1:] for x in arrays}
    if arrays and len(sizes) < SIZES:
        beyond.append(f"there are arrays of {len(sizes)} sizes only")
    assert tolerance.because or not beyond, f"{', '.join(beyond)}: say because"
    assert beyond or not tolerance.because, f"idle: because={tolerance.because!r}"


def _excess(outcomes: list[tuple], scale: Callable | None) -> float:
    """How many times larger than the result the scale is, in the median case."""
    if not scale:
        return 1.0
    ratios = []
    for args, _, want in outcomes:
        size = np.max(np.abs(np.asarray(want, float)), initial=0.0)
        if 0 < size < np.inf:
            with np.errstate(over="ignore"):
                ratios.append(np.max(scale(*in_float64(args)), initial=0.0) / size)
    return float(np.median(ratios)) if ratios else 1.0


def _refuses_what_is_wrong(outcomes: list[tuple], tolerance: Tolerance) -> None:
    """Results spoilt in each of these ways do not pass; a third of them will do."""
    for how, spoilt in _spoilt(outcomes[::3]).items():
        refused = [not tolerance.allows(*outcome) for outcome in spoilt]
        said = f"refuses {sum(refused)} of {len(refused)} results that are {how}"
        assert spoilt or how == "transposed", f"no results are {how} to any effect"
        assert sum(refused) >= NOTICED * len(refused), said


def _spoilt(outcomes: list[tuple]) -> dict[str, list[tuple]]:
    """Results with what has been done to them, where that makes a difference."""
    found = {how: [] for how in (*SPOIL, "those of other inputs")}
    others = [*outcomes[1:], *outcomes[:1]]
    for (args, got, want), (_, other, _) in zip(outcomes, others, strict=True):
        near = _in_floating_point(want)
        for how, spoil in SPOIL.items():
            if not _same(spoil(near), near):
                found[how].append((args, spoil(np.asarray(got)), near))
        if not _same(other, got):
            found["those of other inputs"].append((args, other, near))
    return found


def _off(got: np.ndarray) -> np.ndarray:
    """Wrong from the middle of its digits on; what is not a float, by one."""
    if got.dtype.kind != "f":
        return got + 1 if got.dtype.kind in "iu" else ~got
    return got * (1 + np.sqrt(np.finfo(got.dtype).eps))


SPOIL = {
    "off": _off,
    "negated": lambda got: ~got if got.dtype.kind == "b" else -got,
    "transposed": lambda got: got.mT if got.ndim > 1 else got,
}


def _same(one, other) -> bool:
    return np.array_equal(one, other, equal_nan=np.asarray(one).dtype.kind == "f")


def _in_floating_point(want) -> np.ndarray:
    """What is wanted, with as many digits as it takes to tell that a result is off."""
    want = np.asarray(want)
    return want.astype(float) if want.dtype == object else want


class Gone(Exception):  # noqa: N818 - it is what happens, not what is wrong
    """What is raised in place of what an oracle names."""


def computes_with(against: str, oracle: Callable, inputs: list[tuple]) -> bool:
    """Whether an oracle fails, for some of the inputs, without what it names."""
    assert not isinstance(pkgutil.resolve_name(against), type), (
        f"{against} is a type: name what computes"
    )

    def gone(*_, **__):
        raise Gone

    with mock.patch(against, gone):
        return any(_fails(oracle, args) for args in inputs)


def _fails(oracle: Callable, args: tuple) -> bool:
    try:
        oracle(*args)
    except Gone:
        return True
    return False


@contextmanager
def out_of_order(function: Callable | None) -> Iterator[None]:
    """While an oracle computes, the function raises, under whatever name it is called."""

    def used(*_, **__):
        raise AssertionError("an oracle computes with the function itself")

    if not function:
        yield
        return
    code = function.__code__
    function.__code__ = used.__code__
    try:
        yield
    finally:
        function.__code__ = code


def fails(holds: Callable, inputs: Iterable[tuple]) -> float:
    """The share of inputs for which a statement does not hold, or cannot even be asked."""
    answers = []
    for args in inputs:
        try:
            answers.append(not holds(*args))
        except ValueError:
            answers.append(True)
    return float(np.mean(answers))
