"""Holding a function to what nobody here wrote, and writing down the outcome."""

import importlib
import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

import mpmath
import numpy as np
import sympy

from formulary.calls import compiled, symbol_names
from formulary.check import MODULES
from formulary.ledger import Check
from formulary.records import Formula
from formulary.verification import library_of
from tests.doubt import (
    NOTICED,
    Tolerance,
    believed,
    computes_with,
    different,
    fails,
    out_of_order,
)
from tests.measure import in_float64

mpmath.mp.dps = 50

SHORT = {"np": "numpy", "jnp": "jax.numpy"}
"""What the lines of records call the modules whose names they shorten."""


@dataclass(frozen=True)
class Case:
    """Inputs of a formula, and how closely all that computes it must agree on them.

    `inputs` gives tuples of arguments for a dtype, as `partial(vectors, 100)` does: of
    moderate size, because lines that no check protects are run on them. They stand for the
    parameters of the record's function in their order, or without one for `names`, which
    if not given are the record's symbols in their order.

    The error is counted in ulp of what is wanted, or of `scale` of the arguments, and
    `because` argues for what is beyond the bounds of `tests/doubt.py`. `part` takes from a result what is compared. `oracle` takes the arguments, as float64 whatever the
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
    because: str = ""

    @property
    def tolerance(self) -> Tolerance:
        return Tolerance(self.ulp, self.scale, self.because)

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
        error = self.tolerance.error(args, got, want)
        assert error <= self.ulp, f"{error} ulp for {args}: {got}, not {want}"


class Verify:
    """What a test calls to compare, and to have the comparison recorded.

    Whatever it records has been tried with what is wrong first, as `tests/doubt.py` says.
    """

    def __init__(self, formulas: dict[str, Formula], report: Callable[[tuple], None]):
        self.formulas = formulas
        self.report = report
        self.spoken_of: set[str] = set()

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
        because="",
        all_of="",
    ):
        """The formula's function, or a part of what it returns, agrees with an oracle.

        A formula without a function is verified by its lines of NumPy, whose names are the
        record's symbols, or `names`. Floats keep their dtype; integers become float64 in a
        function, and may stay integers in lines. The error is counted in ulp of the
        oracle's result, or of `scale` of the inputs where the result may cancel to less
        than the terms that it is made of. The oracle computes with what `against` names,
        looked up as it computes, and the function does not.
        """
        formula = self._about(formula_id)
        function = implementation(formula, names)
        inputs = list(inputs)
        some = inputs[:20]
        wide = [in_float64(args) for args in inputs]
        assert computes_with(against, oracle, wide[:20]), f"{against} is not called"
        assert not computes_with(against, function, some), (
            f"{against} is its own oracle"
        )
        got = [part(function(*args)) for args in inputs]
        with out_of_order(function if formula.function else None):
            want = [oracle(*args) for args in wide]
        for args, result in zip(inputs, got, strict=True):
            dtype = np.asarray(result).dtype
            assert right_type(result, args, formula), f"{dtype} of {args}"
        tolerance = Tolerance(ulp, scale, because)
        outcomes = list(zip(inputs, got, want, strict=True))
        cases, worst = believed(outcomes, tolerance, all_of=all_of)
        self._record(
            formula_id,
            Check(
                "oracle",
                against,
                dtype=dtype_of(inputs[0]),
                cases=cases,
                worst_ulp=worst,
                unit=tolerance.unit,
                all_of=all_of,
                because=because,
            ),
        )

    def identity(
        self,
        formula_id,
        *,
        left,
        right,
        inputs,
        ulp,
        scale=None,
        because="",
        library="numpy",
    ):
        """Both sides of an identity agree, as a library computes them."""
        self._about(formula_id)
        outcomes = [(args, left(*args), right(*args)) for args in inputs]
        tolerance = Tolerance(ulp, scale, because)
        cases, worst = believed(outcomes, tolerance)
        self._record(
            formula_id,
            Check(
                "identity",
                library,
                dtype=dtype_of(outcomes[0][0]),
                cases=cases,
                worst_ulp=worst,
                unit=tolerance.unit,
                because=because,
            ),
        )

    def statement(self, formula_id, *, holds, of, fails_for, inputs, all_of=""):
        """A statement holds of something for every input, and fails for another thing.

        `holds` takes what it speaks of, which is `of`, and an input.
        """
        self._about(formula_id)
        inputs = list(inputs)
        cases = different(inputs, all_of=all_of)
        for args in inputs:
            assert holds(of, *args), f"does not hold for {args}"
        failed = fails(lambda *args: holds(fails_for, *args), inputs)
        assert failed >= NOTICED, f"fails for {failed:.1%} of the inputs only"
        check = Check("statement", "numpy", cases=cases, all_of=all_of)
        self._record(formula_id, check)

    def proof(self, formula_id, pairs: Iterable, *, of: str, simplify=sympy.expand):
        """SymPy brings the difference of each pair of sides to zero, for what `of` says.

        Sides are expressions or matrices. The proof is no good if it stands with the sign
        of a side changed as well.
        """
        self._about(formula_id)
        sides = [each for pair in pairs for each in _entries(*pair)]
        assert sides, "there is nothing to prove"
        left = [simplify(one - other) for one, other in sides]
        assert not any(left), f"there is left: {[x for x in left if x]}"
        said = "it stands with the sign of a side changed, too"
        assert any(simplify(one + other) for one, other in sides), said
        self._record(formula_id, Check("proof", "sympy", all_of=of))

    def definition(self, formula_id):
        """There is nothing to compute."""
        formula = self._about(formula_id)
        assert not formula.function, f"{formula_id} has a function"
        assert not formula.calls, f"{formula_id} has lines that compute"
        for statement in formula.latex:
            said = f"{formula_id} states what can be tested: {statement}"
            assert not RELATION.search(statement), said
        self._record(formula_id, Check("definition"))

    def _about(self, formula_id: str) -> Formula:
        """A formula, whose place a failure then names."""
        self.spoken_of.add(formula_id)
        return self.formulas[formula_id]

    def _record(self, formula_id: str, check: Check):
        entry = asdict(check) | {"library": library_of(check.oracle)}
        self.report(("check", {"id": formula_id, "check": entry}))


RELATION = re.compile(
    r"=(?!\()|[<>]|\\(?:le|ge|leq|geq|ne|neq|iff|implies|Rightarrow|approx|equiv)\b"
)
"""What says more of things than what they are; a list of entries does not."""


def _entries(left, right) -> list[tuple]:
    """A pair of expressions, or of entries of two matrices of one shape."""
    if not hasattr(left, "shape"):
        return [(left, right)]
    assert left.shape == right.shape
    return list(zip(left, right, strict=True))


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
    modules = {
        name: importlib.import_module(SHORT.get(name, name))
        for name in MODULES[library]
    }
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
