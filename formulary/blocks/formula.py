"""`/// formula | id`: the card of a formula, whole at its home and brief elsewhere."""

import xml.etree.ElementTree as ET

from markdown.util import AtomicString

from formulary.blocks.base import SiteBlock
from formulary.blocks.symbols import add_symbols
from formulary.elements import add, add_code, add_links
from formulary.errors import did_you_mean
from formulary.markdown_source import BlockMark
from formulary.maths import katex
from formulary.records import Formula
from formulary.sources import Sources

LIBRARIES = {
    "numpy": "NumPy",
    "scipy": "SciPy",
    "torch": "PyTorch",
    "jax": "JAX",
    "optax": "Optax",
}


class FormulaCard(SiteBlock):
    NAME = "formula"
    ARGUMENT = True

    @classmethod
    def wrong(cls, block: BlockMark, sources: Sources) -> str | None:
        known = sources.formulas
        if block.argument in known:
            return None
        hint = did_you_mean(block.argument, known)
        return f"there is no formula {block.argument!r}{hint}"

    def on_create(self, parent: ET.Element) -> ET.Element:
        formula = self.sources.formulas[self.argument]
        home = self.build.is_home(formula)
        if home:
            add(parent, "h2", formula.title, id=formula.id)
        card = add(parent, "div", class_="card", data_formula_id=formula.id)
        if not home:
            title = add(card, "p", class_="card-title")
            add(title, "a", formula.title, href=self.build.formula_link(formula))
        for statement in formula.latex:
            self.build.maths.set(add(card, "div"), statement)
        self._actions(card, formula)
        if home:
            _calls(card, formula)
            add_symbols(card, formula.symbols, class_="card-symbols")
            _notes(card, formula)
            self._related(card, formula)
            self._guides(card, formula)
        return card

    def _actions(self, card: ET.Element, formula: Formula) -> None:
        bar = add(card, "div", class_="card-bar")
        latex = formula.statement
        mathml = katex.mathml(katex.render(latex, display=True))
        for label, copied in (("Copy LaTeX", latex), ("Copy MathML", mathml)):
            add(bar, "button", label, type="button", data_clipboard_text=copied)
        if formula.function:
            home = self.build.is_home(formula)
            code = "" if home else self.build.link(formula.page)
            add(bar, "a", "Code", href=f"{code}#code-{formula.function_name}")
        self._shown(bar, formula)

    def _shown(self, bar: ET.Element, formula: Formula) -> None:
        """What was shown of the formula; a definition is not verified by being one."""
        ledger = self.sources.ledger
        verified = " card-verified" if ledger.verified(formula.id) else ""
        page = self.build.link(self.sources.docs / "verification.md", formula.id)
        shown = add(bar, "p", class_=f"card-shown{verified}")
        add(shown, "a", AtomicString(ledger.summary(formula.id)), href=page)

    def _related(self, card: ET.Element, formula: Formula) -> None:
        related = [self.sources.formulas[other] for other in formula.related]
        links = [(other.title, self.build.formula_link(other)) for other in related]
        _line_of_links(card, "Related: ", links)

    def _guides(self, card: ET.Element, formula: Formula) -> None:
        sections = self.sources.sections
        written = [sections[name] for name in formula.sources if name in sections]
        links = [(s.label, self.build.link(s.page, s.id)) for s in written]
        _line_of_links(card, "In the guides: ", links)


def _line_of_links(card: ET.Element, label: str, links: list[tuple[str, str]]) -> None:
    if links:
        add_links(add(card, "p", label, class_="card-links"), links, "; ")


def _notes(card: ET.Element, formula: Formula) -> None:
    if formula.assumptions:
        add(card, "p", "Holds when " + "; ".join(formula.assumptions) + ".")
    if formula.variants:
        variants = add(card, "ul")
        for variant in formula.variants:
            add(variants, "li", f"{variant.rstrip('.')}.")


def _calls(card: ET.Element, formula: Formula) -> None:
    if not formula.calls:
        return
    calls = add(card, "dl", class_="card-equivalents")
    for library, lines in formula.calls.items():
        add(calls, "dt", LIBRARIES[library])
        add_code(add(add(calls, "dd"), "pre"), lines)
