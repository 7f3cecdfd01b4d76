"""`/// printed-formulas`: which formulas were executed as they are printed."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock
from formulary.elements import add
from formulary.records import Formula


class PrintedFormulas(SiteBlock):
    NAME = "printed-formulas"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        frame = add(parent, "div", class_="printed")
        formulas = self.sources.formulas.values()
        done = [formula for formula in formulas if self._executed(formula)]
        whole = [formula for formula in done if not left_out(formula)]
        others = [formula for formula in formulas if formula not in whole]
        add(
            frame,
            "p",
            f"{len(whole)} of {len(formulas)} formulas were executed whole, "
            f"{len(done) - len(whole)} in part, and "
            f"{len(formulas) - len(done)} were not.",
        )
        listed = add(frame, "ul") if others else frame
        for formula in others:
            line = add(listed, "li")
            link = add(line, "a", formula.title, href=self.build.formula_link(formula))
            link.tail = f" was {self._why(formula)}."
        return frame

    def _executed(self, formula: Formula) -> bool:
        checks = self.sources.ledger.checks(formula.id)
        return any(check.kind == "printed" for check in checks)

    def _why(self, formula: Formula) -> str:
        if self._executed(formula):
            return f"executed in part: without {left_out(formula)}"
        if isinstance(formula.unexecuted, str):
            return f"not executed: {formula.unexecuted}"
        return "not executed yet"


def left_out(formula: Formula) -> str:
    """What is not executed of a formula that is executed."""
    words = [f"${words}$" for words in formula.execute.skip] if formula.execute else []
    reasons = formula.unexecuted if isinstance(formula.unexecuted, dict) else {}
    statements = [f"its statement {number}, {why}" for number, why in reasons.items()]
    return "; ".join([*words, *statements])
