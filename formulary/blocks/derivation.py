"""`/// derivation | id`: numbered steps, and a folded `/// proof` of every one."""

import xml.etree.ElementTree as ET

from formulary.blocks.formula import FormulaCard
from formulary.elements import add


class Derivation(FormulaCard):
    """The steps are a numbered list: each states an equation that the proof proves.

    The proof holds one executed fence, which leaves a list `steps` of equal pairs.
    """

    NAME = "derivation"

    def on_create(self, parent: ET.Element) -> ET.Element:
        formula = self.sources.formulas[self.argument]
        section = add(parent, "div", class_="derivation", data_derives=formula.id)
        add(section, "p", f"Derivation: {formula.title}", class_="block-title")
        return section
