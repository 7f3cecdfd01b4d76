"""`/// derivation | id`: numbered steps; `/// proof | sizes`: code that proves them."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from formulary.blocks.base import SiteBlock
from formulary.blocks.formula import FormulaCard
from formulary.elements import add
from formulary.markdown_source import BlockMark
from formulary.sources import Sources


class Derivation(FormulaCard):
    """The steps are a numbered list: each states an equation that the proof proves.

    They lead to the formula, or to what the derivation `shows` instead. A step goes on
    from an earlier one, unless `anew` has its number.
    """

    NAME = "derivation"
    OPTIONS: dict[str, tuple[Any, Callable[[Any], Any]]] = {  # noqa: RUF012
        **SiteBlock.OPTIONS,
        "anew": ([], list),
        "shows": ("", str),
    }

    @classmethod
    def wrong(cls, block: BlockMark, sources: Sources) -> str | None:
        if not isinstance(block.options.get("anew", []), list):
            return "anew is a list of numbers: anew: [2]"
        return super().wrong(block, sources)

    def on_create(self, parent: ET.Element) -> ET.Element:
        formula = self.sources.formulas[self.argument]
        section = add(parent, "div", class_="derivation", data_derives=formula.id)
        shown = self.options["shows"] or formula.title
        add(section, "p", f"Derivation: {shown}", class_="block-title")
        return section


class Proof(SiteBlock):
    """The argument says for what the proof holds: for every size, or for which ones.

    One executed fence leaves `steps`, for each step a tuple of equal SymPy expressions.
    `names` says what a LaTeX symbol is called there, and `values` which numbers a name
    stands for when the printed steps are compared with those that are proved.
    """

    NAME = "proof"
    ARGUMENT = True
    PARENT = "derivation"
    OPTIONS: dict[str, tuple[Any, Callable[[Any], Any]]] = {  # noqa: RUF012
        **SiteBlock.OPTIONS,
        "names": ({}, dict),
        "values": ({}, dict),
    }

    @classmethod
    def wrong(cls, block: BlockMark, sources: Sources) -> str | None:  # noqa: ARG003
        for option in ("names", "values"):
            if not isinstance(block.options.get(option, {}), dict):
                return f"{option} is a mapping: {option}: {{x: y}}"
        return None

    def on_create(self, parent: ET.Element) -> ET.Element:
        folded = add(parent, "details", class_="proof")
        add(folded, "summary", f"The steps proved by machine, for {self.argument}")
        return folded
