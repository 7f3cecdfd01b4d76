"""Every record's formula is executed as it is printed, or says why it is not."""

from dataclasses import asdict

import pytest

from formulary.ledger import Check
from tests.pages import SOURCES
from tests.printed.binding import executed, runs, unneeded

FORMULAS = SOURCES.formulas.values()
EXECUTED = [each for each in FORMULAS if not isinstance(each.unexecuted, str)]
LEFT_OUT = [
    (each, number)
    for each in FORMULAS
    for number in (
        each.unexecuted
        if isinstance(each.unexecuted, dict)
        else [0] * bool(each.unexecuted)
    )
]


@pytest.mark.parametrize("formula", EXECUTED, ids=lambda formula: formula.id)
def test_the_printed_formula_holds_and_its_code_computes_it(formula, record_property):
    record_property("formula", formula.id)
    done = executed(formula)
    check = Check(
        "printed", cases=done.draws, statements=done.statements, in_part=done.in_part
    )
    record_property("check", {"id": formula.id, "check": asdict(check)})


@pytest.mark.parametrize(
    "formula",
    [each for each in EXECUTED if each.execute],
    ids=lambda formula: formula.id,
)
def test_all_that_execute_says_is_needed(formula):
    for hint in unneeded(formula):
        raise formula.place.error(f"{formula.id}: {hint} is not needed", "execute")


@pytest.mark.parametrize(
    ("formula", "number"),
    LEFT_OUT,
    ids=[f"{each.id}-{number}" for each, number in LEFT_OUT],
)
def test_what_is_not_executed_could_not_be(formula, number):
    less = (
        {n: why for n, why in formula.unexecuted.items() if n != number}
        if number
        else None
    )
    if runs(formula.model_copy(update={"unexecuted": less or None})):
        raise formula.place.error(f"{formula.id}: this can be executed", "unexecuted")
