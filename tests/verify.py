"""Holding a function to what nobody here wrote, and writing down the outcome."""

import importlib
import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version

import mpmath
import numpy as np

from formulary.ledger import Check
from formulary.records import Formula

mpmath.mp.dps = 50

ENOUGH = 1000
"""The fewest generated cases that verify anything."""


def ulps(got, want, scale=None) -> float:
    """The largest error of `got`, in units in the last place of `want` or of `scale`.

    Where both are nan, or the same infinity, there is no error. What is not a floating
    point number is right or infinitely wrong.
    """
    got, want = np.asarray(got), np.asarray(want)
    assert got.shape == want.shape, f"shape {got.shape}, not {want.shape}"
    if got.dtype.kind != "f":
        return 0.0 if np.array_equal(got, want) else np.inf
    rounded = want.astype(float)
    same = (got == rounded) & ~np.isfinite(got) | np.isnan(got) & np.isnan(rounded)
    exact = np.where(same, 0, want)
    error = np.abs(np.where(same, 0, got).astype(exact.dtype) - exact)
    unit = np.spacing(np.abs(np.where(same, 0, rounded if scale is None else scale)))
    return float(np.max(error / unit, initial=0.0))


@dataclass
class Equivalent:
    """Inputs on which a formula's one-line calls in other libraries must agree with it.

    The calls find the inputs under the names of the parameters of the formula's
    function, or of `reference` where the formula has no function.
    """

    inputs: Iterable[tuple]
    ulp: float
    scale: Callable | None = None
    part: Callable = lambda out: out
    reference: Callable | None = None

    def __post_init__(self):
        self.inputs = list(self.inputs)


class Verify:
    """What a test calls to compare, and to have the comparison recorded."""

    def __init__(self, formulas: dict[str, Formula], report: Callable[[tuple], None]):
        self.formulas = formulas
        self.report = report

    def function(
        self,
        formula_id,
        *,
        oracle,
        against,
        inputs,
        ulp,
        scale=None,
        part=lambda out: out,
    ):
        """The formula's function, or a part of what it returns, agrees with an oracle.

        The error is counted in ulp of the oracle's result, or of `scale` of the inputs
        where the result may cancel to less than the terms that it is made of.
        """
        function = implementation(self.formulas[formula_id])
        outcomes = ((args, part(function(*args)), oracle(*args)) for args in inputs)
        self._record(formula_id, "oracle", against, *compared(outcomes, ulp, scale))

    def identity(self, formula_id, *, left, right, inputs, ulp, scale=None):
        """Both sides of an identity, computed in floating point, agree."""
        outcomes = ((args, left(*args), right(*args)) for args in inputs)
        self._record(formula_id, "identity", "numpy", *compared(outcomes, ulp, scale))

    def statement(self, formula_id, *, holds, inputs):
        """A statement holds in floating point for every input."""
        outcomes = ((args, bool(holds(*args)), True) for args in inputs)
        self._record(formula_id, "statement", "numpy", *compared(outcomes, ulp=0))

    def proof(self, formula_id, differences: Iterable):
        """SymPy has brought every difference of two sides to zero."""
        differences = list(differences)
        assert differences, "there is nothing to prove"
        assert all(difference == 0 for difference in differences), differences
        self._record(formula_id, "proof", "sympy")

    def definition(self, formula_id):
        """There is nothing to compute."""
        assert self.formulas[formula_id].function is None
        self.report(("check", {"id": formula_id, "check": asdict(Check("definition"))}))

    def _record(self, formula_id, kind, oracle, cases=0, worst=0.0):
        check = Check(kind, oracle, _library(oracle), cases, worst)
        self.report(("check", {"id": formula_id, "check": asdict(check)}))


def compared(outcomes: Iterable[tuple], ulp, scale=None) -> tuple[int, float]:
    """How many outcomes there were, and their worst error, which is at most `ulp`."""
    cases, worst = 0, 0.0
    for args, got, want in outcomes:
        error = ulps(got, want, scale and scale(*args))
        assert error <= ulp, f"{error} ulp for {args}: {got}, not {want}"
        cases, worst = cases + 1, max(worst, error)
    assert cases >= ENOUGH, f"{cases} cases are too few"
    return cases, worst


NAMES = {"mpmath": "mpmath", "numpy": "NumPy", "scipy": "SciPy", "sympy": "SymPy"}


def _library(oracle: str) -> str:
    """Name and version of what an oracle is part of; `math` is Python's own."""
    name = oracle.partition(".")[0]
    if name == "math":
        return f"Python {platform.python_version()}"
    return f"{NAMES[name]} {version(name)}"


def implementation(formula: Formula) -> Callable:
    module, _, name = formula.function.rpartition(".")
    return getattr(importlib.import_module(module), name)
