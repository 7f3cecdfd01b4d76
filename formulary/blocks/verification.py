"""`/// verification-table`: what the ledger holds of every formula."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock
from formulary.elements import add, add_code, add_row, add_table
from formulary.ledger import said_of


class VerificationTable(SiteBlock):
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
                add(checks, "li", line)
        return frame
