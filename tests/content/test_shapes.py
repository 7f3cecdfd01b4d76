"""The shapes that a record gives its symbols are those that its code is tried on."""

from collections.abc import Iterator

import numpy as np
import pytest

from formulary.calls import symbol_names
from formulary.records import Formula
from tests.cases import CASES, FORMULAS
from tests.content.shapes import Sizes, fits, written
from tests.verify import parameters

TRIED = {
    formula_id: case
    for formula_id, case in CASES.items()
    if any(written(symbol.shape) for symbol in FORMULAS[formula_id].symbols)
}


def shapes(formula: Formula) -> dict[str, str]:
    """The shapes of the symbols that have a plain name and a shape."""
    found: dict[str, str] = {}
    for symbol in formula.symbols:
        names, said = symbol_names([symbol.symbol]), written(symbol.shape)
        found |= dict(
            zip(names, said * len(names) if len(said) == 1 else said, strict=False)
        )
    return found


def symbol_of(name: str, formula: Formula) -> str:
    """The entry of a record's symbols that has a name."""
    numbered = enumerate(formula.symbols, 1)
    return next(
        f"symbols {n}" for n, each in numbered if name in symbol_names([each.symbol])
    )


def misfits(said: dict[str, str], args: dict) -> Iterator[str]:
    """Which arguments of a call are not of the shapes that are said."""
    sizes: Sizes = {
        k: int(x) for k, x in args.items() if isinstance(x, int | np.integer)
    }
    for name, shape in said.items():
        if name in args and not fits(np.shape(args[name]), shape, sizes):
            yield f"{name} of shape {np.shape(args[name])}, not {shape}"


@pytest.mark.parametrize("formula_id", TRIED)
def test_arguments_have_the_shapes_of_the_record(formula_id):
    formula, case = FORMULAS[formula_id], TRIED[formula_id]
    names, said = case.names or parameters(formula), shapes(formula)
    for args in case.inputs(dtype=np.float64):
        if case.is_single(args):
            wrong = [
                str(formula.place.error(f"formula {formula_id}: {misfit}", field))
                for misfit in misfits(said, dict(zip(names, args, strict=False)))
                for field in [symbol_of(misfit.partition(" ")[0], formula)]
            ]
            assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("said", "args", "wrong"),
    [
        ({"A": "(m, n)", "x": "(n,)"}, {"A": np.zeros((3, 2)), "x": np.zeros(2)}, []),
        ({"A": "(n, m)", "x": "(n,)"}, {"A": np.zeros((3, 2)), "x": np.zeros(2)}, ["x of shape (2,), not (n,)"]),
        ({"A": "(n, n)"}, {"A": np.zeros((3, 2))}, ["A of shape (3, 2), not (n, n)"]),
        ({"A": "(n,)"}, {"A": np.zeros((3, 2))}, ["A of shape (3, 2), not (n,)"]),
        ({"U": "(m, k)"}, {"k": 3, "U": np.zeros((3, 2))}, ["U of shape (3, 2), not (m, k)"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(said, args, wrong):
    assert list(misfits(said, args)) == wrong
