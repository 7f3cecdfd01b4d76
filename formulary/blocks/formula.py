"""`/// formula | id`: the card of a formula, whole at its home and brief elsewhere."""

import difflib
import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add, add_code
from formulary.maths import katex
from formulary.records import Formula
from formulary.site import Site

LIBRARIES = {"numpy": "NumPy", "scipy": "SciPy", "torch": "PyTorch", "jax": "JAX"}


class FormulaCard(SiteBlock):
    NAME = "formula"
    ARGUMENT = True

    @classmethod
    def wrong(cls, argument: str, options: dict, site: Site) -> str | None:  # noqa: ARG003
        known = site.records.formulas
        if argument in known:
            return None
        close = difflib.get_close_matches(argument, known, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        return f"there is no formula {argument!r}{hint}"

    def on_create(self, parent: ET.Element) -> ET.Element:
        formula = self.site.records.formulas[self.argument]
        home = self.site.is_home(formula)
        if home:
            add(parent, "h2", formula.title, id=formula.id)
        card = add(parent, "div", class_="card", data_formula_id=formula.id)
        if not home:
            title = add(card, "p", class_="card-title")
            add(title, "a", formula.title, href=self.site.formula_link(formula))
        self.site.maths.set(add(card, "div"), formula.statement)
        self._actions(card, formula)
        if home:
            _symbols(card, formula)
            _assumptions(card, formula)
            _equivalents(card, formula)
            self._related(card, formula)
            self._guides(card, formula)
        return card

    def _actions(self, card: ET.Element, formula: Formula):
        bar = add(card, "div", class_="card-bar")
        mathml = katex.mathml(katex.render(formula.statement, display=True))
        for label, copied in (
            ("Copy LaTeX", formula.statement),
            ("Copy MathML", mathml),
        ):
            add(bar, "button", label, type="button", data_clipboard_text=copied)
        if formula.function:
            name = formula.function.rpartition(".")[2]
            code = "" if self.site.is_home(formula) else self.site.link(formula.page)
            add(bar, "a", "Code", href=f"{code}#code-{name}")
        verified = add(bar, "p", class_="card-verified")
        page = self.site.link(self.site.docs / "verification.md", formula.id)
        add(verified, "a", self.site.ledger.summary(formula.id), href=page)

    def _related(self, card: ET.Element, formula: Formula):
        related = [self.site.records.formulas[other] for other in formula.related]
        links = [(other.title, self.site.formula_link(other)) for other in related]
        _line_of_links(card, "Related: ", links)

    def _guides(self, card: ET.Element, formula: Formula):
        written = [
            section
            for source in formula.sources
            if (section := self.site.sections.get(source))
        ]
        links = [(s.label, self.site.link(s.page, s.id)) for s in written]
        _line_of_links(card, "In the guides: ", links)


def _line_of_links(card: ET.Element, label: str, links: list[tuple[str, str]]):
    if not links:
        return
    line = add(card, "p", label, class_="card-links")
    for number, (title, href) in enumerate(links, 1):
        add(line, "a", title, href=href).tail = "; " if number < len(links) else ""


def _symbols(card: ET.Element, formula: Formula):
    table = add(card, "table", class_="card-symbols")
    head = add(add(table, "thead"), "tr")
    for title in ("Symbol", "Meaning", "Shape or domain"):
        add(head, "th", title, scope="col")
    body = add(table, "tbody")
    for symbol in formula.symbols:
        row = add(body, "tr")
        for text in (f"${symbol.symbol}$", symbol.meaning, symbol.shape):
            add(row, "td", text)


def _assumptions(card: ET.Element, formula: Formula):
    if formula.assumptions:
        add(card, "p", "Holds when " + "; ".join(formula.assumptions) + ".")


def _equivalents(card: ET.Element, formula: Formula):
    if not formula.calls:
        return
    calls = add(card, "dl", class_="card-equivalents")
    for library, call in formula.calls.items():
        add(calls, "dt", LIBRARIES[library])
        add_code(add(calls, "dd"), call)
