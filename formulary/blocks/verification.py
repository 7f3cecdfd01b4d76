"""`/// verification-table` and `/// verified-so-far`: what the ledger holds."""

import xml.etree.ElementTree as ET

from markdown.util import AtomicString

from formulary.blocks.base import SiteBlock
from formulary.elements import add, add_code, add_row, add_table
from formulary.ledger import said_of
from formulary.tally import tally


class VerificationTable(SiteBlock):
    """Of each formula, everything that was shown."""

    NAME = "verification-table"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        frame = add(parent, "div", class_="verification")
        body = add_table(frame, ("Formula", "Function", "What was shown"))
        for formula in self.sources.formulas.values():
            title, function, shown = add_row(body, "", "", "", id=formula.id)
            add(title, "a", formula.title, href=self.build.formula_link(formula))
            if formula.function:
                add_code(function, formula.function_name)
            checks = add(shown, "ul")
            for line in said_of(self.sources.ledger.checks(formula.id)):
                add(checks, "li", AtomicString(line))
        return frame


class VerifiedSoFar(SiteBlock):
    """Of all formulas together, how many were treated in which way."""

    NAME = "verified-so-far"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        counts = add(parent, "ul")
        for line in tally(self.sources.formulas.values(), self.sources.ledger):
            add(counts, "li", AtomicString(line))
        return counts
