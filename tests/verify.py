"""Holding a function to what nobody here wrote, and writing down the outcome."""

import importlib
import inspect
import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version

import mpmath
import numpy as np

from formulary.calls import compiled, symbol_names
from formulary.ledger import Check
from formulary.records import Formula

mpmath.mp.dps = 50

ENOUGH = 1000
"""The fewest generated cases that verify anything."""


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
    return float(np.max(error / unit.astype(float), initial=0.0))


@dataclass(frozen=True)
class Case:
    """Inputs of a formula, and how closely all that computes it must agree on them.

    `inputs` gives tuples of arguments for a dtype, as `partial(vectors, 100)` does: of
    moderate size, because lines that no check protects are run on them. They stand for the
    parameters of the record's function in their order, or without one for `names`, which
    if not given are the record's symbols in their order.

    The error is counted in ulp of what is wanted, or of `scale` of the arguments. `part`
    takes from a result what is compared. `oracle` takes the arguments, as float64 whatever the
    dtype, and gives what is compared.

    `ndim` is how many axes an argument that is no batch has: one number for all, or one for
    each. `degree` is the power with which the result grows when the arguments grow; those
    named in `fixed` may not grow. `single` are the libraries whose call takes no batches.
    `exempt` says which of the generic tests a formula cannot pass, and why.
    """

    inputs: Callable
    ulp: float
    oracle: Callable
    scale: Callable | None = None
    part: Callable = lambda out: out
    names: tuple[str, ...] = ()
    ndim: int | tuple[int, ...] = 1
    degree: float = 1
    fixed: tuple[str, ...] = ()
    single: frozenset[str] = frozenset()
    exempt: dict[str, str] = field(default_factory=dict)

    def is_single(self, args: tuple) -> bool:
        """Whether no argument is a batch."""
        return all(
            x.ndim == ndim
            for x, ndim in zip(args, self.axes(args), strict=True)
            if isinstance(x, np.ndarray)
        )

    def axes(self, args: tuple) -> tuple[int, ...]:
        return (self.ndim,) * len(args) if isinstance(self.ndim, int) else self.ndim

    def held(self, got, want, args: tuple):
        """What was computed of the arguments is what is wanted, within the tolerance."""
        error = ulps(got, want, self.scale and self.scale(*in_float64(args)))
        assert error <= self.ulp, f"{error} ulp for {args}: {got}, not {want}"


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
        names=(),
    ):
        """The formula's function, or a part of what it returns, agrees with an oracle.

        A formula without a function is verified by its lines of NumPy, whose names are the
        record's symbols, or `names`. Floats keep their dtype; integers become float64 in a
        function, and may stay integers in lines. The error is counted in ulp of the
        oracle's result, or of `scale` of the inputs where the result may cancel to less
        than the terms that it is made of.
        """
        formula = self.formulas[formula_id]
        function = implementation(formula, names)
        inputs = list(inputs)

        def outcome(args):
            got = part(function(*args))
            assert right_type(got, args, formula), f"{np.asarray(got).dtype} of {args}"
            return args, got, oracle(*in_float64(args))

        outcomes = map(outcome, inputs)
        found = compared(outcomes, ulp, scale)
        self._record(formula_id, "oracle", against, *found, dtype=dtype_of(inputs[0]))

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

    def _record(self, formula_id, kind, oracle, cases=0, worst=0.0, dtype="float64"):
        check = Check(kind, oracle, _library(oracle), dtype, cases, worst)
        self.report(("check", {"id": formula_id, "check": asdict(check)}))


def compared(outcomes: Iterable[tuple], ulp, scale=None) -> tuple[int, float]:
    """How many outcomes there were, and their worst error, which is at most `ulp`."""
    cases, worst = 0, 0.0
    for args, got, want in outcomes:
        error = ulps(got, want, scale and scale(*in_float64(args)))
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


def implementation(formula: Formula, names: Iterable[str] = ()) -> Callable:
    """The formula's function, or without one its lines of NumPy."""
    if formula.function:
        module, _, name = formula.function.rpartition(".")
        return getattr(importlib.import_module(module), name)
    assert formula.numpy, f"{formula.id} has nothing to compute"
    return called(formula, "numpy", names)


def called(formula: Formula, library: str, names: Iterable[str] = ()) -> Callable:
    """The formula's lines in a library, as a function of what they name."""
    names = tuple(names) or parameters(formula)
    modules = {"np": np, library: importlib.import_module(library)}
    if library == "jax":
        modules["jnp"] = importlib.import_module("jax.numpy")
    function = compiled(formula.calls[library], names, **modules)
    return lambda *args: function(*args, *[None] * (len(names) - len(args)))


def parameters(formula: Formula) -> tuple[str, ...]:
    """What a formula's arguments are called: by its function, or by its symbols."""
    if formula.function:
        return tuple(inspect.signature(implementation(formula)).parameters)
    return tuple(symbol_names(symbol.symbol for symbol in formula.symbols))


def dtype_of(args: tuple) -> str:
    """The dtype of the arrays among the arguments."""
    arrays = [x for x in args if isinstance(x, np.ndarray)]
    return np.result_type(*arrays).name if arrays else "float64"


def in_float64(args: tuple) -> tuple:
    """The arguments as an oracle has them: the same numbers, with room to compute."""
    return tuple(x.astype(float) if isinstance(x, np.ndarray) else x for x in args)


def right_type(got, args: tuple, formula: Formula) -> bool:
    """Whether floats have kept their dtype, and integers become float64."""
    got, arrays = np.asarray(got), [x for x in args if isinstance(x, np.ndarray)]
    if not arrays:
        return True
    wanted = np.result_type(*arrays)
    if wanted.kind != "f":
        wanted = np.dtype(float)
        if not formula.function:  # lines of NumPy leave integers what they are
            return got.dtype.kind in "bif"
    return got.dtype == wanted or got.dtype.kind != "f"
