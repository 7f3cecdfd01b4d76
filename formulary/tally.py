"""What was shown of all formulas together, each way of showing it by itself."""

from collections.abc import Iterable, Iterator

from formulary.ledger import Check, Kind, Ledger, by_library, counted
from formulary.records import Formula

SHOWN: dict[Kind, str] = {
    "oracle": "{formulas} compared with an independent oracle: {libraries}",
    "identity": "{formulas} of which both sides were computed and compared: {cases}",
    "statement": "{formulas} whose statement was tested: {cases}",
    "proof": "{formulas} proved in SymPy, for the sizes that stand beside each",
    "definition": "{formulas} that only define, so that nothing is verified",
    "printed": "{formulas} executed as they are printed, whole or in part",
}
"""How each kind of check is said of as many formulas as it was made for."""


def tally(formulas: Iterable[Formula], ledger: Ledger) -> Iterator[str]:
    """A line for each kind of check; a formula may have several."""
    shown = {formula.id: ledger.checks(formula.id) for formula in formulas}
    for kind, line in SHOWN.items():
        own = [[c for c in checks if c.kind == kind] for checks in shown.values()]
        if some := [checks for checks in own if checks]:
            yield _said(line, some)


def _said(line: str, checks_of_each: list[list[Check]]) -> str:
    checks = [check for checks in checks_of_each for check in checks]
    number = len(checks_of_each)
    return line.format(
        formulas=f"{number} formula{'s' if number > 1 else ''}",
        libraries=by_library(checks),
        cases=f"{counted(checks):,} cases",
    )
