"""`/// verification-table`: what the ledger holds of every formula."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add, add_code


class VerificationTable(SiteBlock):
    NAME = "verification-table"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        frame = add(parent, "div", class_="verification")
        table = add(frame, "table")
        head = add(add(table, "thead"), "tr")
        for title in ("Formula", "Function", "What was shown"):
            add(head, "th", title, scope="col")
        body = add(table, "tbody")
        for formula in self.site.records.formulas.values():
            row = add(body, "tr", id=formula.id)
            link = self.site.formula_link(formula)
            add(add(row, "td"), "a", formula.title, href=link)
            name = add(row, "td")
            if formula.function:
                add_code(name, formula.function.rpartition(".")[2])
            shown = add(add(row, "td"), "ul")
            for check in self.site.ledger.checks(formula.id):
                add(shown, "li", str(check))
        return frame
