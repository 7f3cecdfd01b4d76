"""`/// derivation | id`: numbered steps, with the proof of each in a folded block."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add
from formulary.blocks.formula import FormulaCard


class Derivation(FormulaCard):
    """The steps are a numbered list: each states an equation that the proof proves."""

    NAME = "derivation"

    def on_create(self, parent: ET.Element) -> ET.Element:
        formula = self.site.records.formulas[self.argument]
        section = add(parent, "div", class_="derivation", data_derives=formula.id)
        add(section, "p", f"Derivation: {formula.title}", class_="block-title")
        return section


class Proof(SiteBlock):
    """Holds one executed fence, which leaves a list `steps` of pairs proved equal."""

    NAME = "proof"
    ARGUMENT = False
    PARENT = Derivation.NAME

    def on_create(self, parent: ET.Element) -> ET.Element:
        details = add(parent, "details", class_="proof")
        add(details, "summary", "Every step proved by machine")
        return details
