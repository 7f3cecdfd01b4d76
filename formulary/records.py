"""The formula records: read from the topic pages' front matter, and validated."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, get_args

import yaml
from pydantic import AfterValidator, BeforeValidator, Field

from formulary.errors import SourceError, SourceErrors
from formulary.maths import katex
from formulary.page import Page
from formulary.snippets import IMPORT, Snippets
from formulary.validated import Slug, Source, Strict, Text

Library = Literal["numpy", "scipy", "torch", "jax"]


def _typeset(latex: str) -> str:
    katex.render(latex, display=True)
    return latex


Latex = Annotated[Text, AfterValidator(_typeset)]
Statements = Annotated[
    tuple[Latex, ...],
    Field(min_length=1),
    BeforeValidator(lambda latex: [latex] if isinstance(latex, str) else latex),
]
"""What a formula says: one statement, or a list of them."""


class Symbol(Strict):
    """A symbol of a formula: its LaTeX, what it is, and its shape or domain."""

    symbol: Latex
    meaning: Text
    shape: Text


class Reference(Strict):
    """A book or paper."""

    authors: Text
    title: Text
    published: Text


class Formula(Strict):
    """A formula record, with the fields that the front matter gives it."""

    id: Slug
    title: Text
    latex: Statements
    symbols: list[Symbol] = Field(min_length=1)
    assumptions: list[Text]
    variants: list[Text] = Field(default_factory=list)
    numpy: Text | None = None
    scipy: Text | None = None
    torch: Text | None = None
    jax: Text | None = None
    function: Text | None
    sources: list[Text]
    related: list[Slug]
    references: list[Slug] = Field(min_length=1)

    page: Path = Field(exclude=True)
    line: int = Field(exclude=True)

    @property
    def statement(self) -> str:
        """All statements in one line of LaTeX."""
        return r",\quad ".join(self.latex)

    @property
    def calls(self) -> dict[str, str]:
        """The formula in each library that has it."""
        found = {library: getattr(self, library) for library in get_args(Library)}
        return {library: lines for library, lines in found.items() if lines}

    @property
    def area(self) -> str:
        return self.page.parent.name

    @property
    def topic(self) -> str:
        return self.page.stem


class Records:
    """Every formula of the site by its id, and the references by their keys."""

    def __init__(self, docs: Path, snippets: Snippets):
        self.snippets = snippets
        self.errors: list[SourceError] = []
        self.references = dict(
            self._read_references(docs.parent / "data" / "references.yml")
        )
        self.formulas: dict[str, Formula] = {}
        for page in map(Page, sorted(docs.glob("formulas/*/*.md"))):
            for formula in self._read_formulas(page):
                self._add(formula)
        self._stop_if_wrong()
        for formula in self.formulas.values():
            self._resolve(formula)
        self._look_for_functions_without_record()
        self._stop_if_wrong()

    def _stop_if_wrong(self):
        if self.errors:
            raise SourceErrors(self.errors)

    def _read_references(self, path: Path) -> Iterator[tuple[str, Reference]]:
        source = Source(path, path.read_text(encoding="utf-8"))
        for key, node in source.entries(source.root):
            if reference := source.validated(Reference, node, f"reference {key}"):
                yield key, reference
        self.errors += source.errors

    def _read_formulas(self, page: Page) -> Iterator[Formula]:
        source = Source(page.path, page.front_matter, first_line=2)
        node = source.child("formulas")
        if not source.errors and not (
            isinstance(node, yaml.SequenceNode) and node.value
        ):
            self.errors.append(page.error(1, "a topic page lists its `formulas`"))
        for entry in node.value if isinstance(node, yaml.SequenceNode) else []:
            here = {"page": page.path, "line": source.line(entry)}
            if formula := source.validated(Formula, entry, "formula", **here):
                yield formula
        self.errors += source.errors

    def _add(self, formula: Formula):
        if earlier := self.formulas.get(formula.id):
            where = f"{earlier.area}/{earlier.page.name}:{earlier.line}"
            self._wrong(formula, f"id: it is taken already, at {where}")
        self.formulas.setdefault(formula.id, formula)

    def _resolve(self, formula: Formula):
        for other in formula.related:
            if other not in self.formulas:
                self._wrong(formula, f"related: there is no formula {other}")
        for key in formula.references:
            if key not in self.references:
                self._wrong(formula, f"references: {key} is not in references.yml")
        if not formula.function:
            return
        function = self.snippets.functions.get(formula.function)
        if not function:
            self._wrong(formula, f"function: there is no {formula.function}")

    def _look_for_functions_without_record(self):
        recorded = {formula.function for formula in self.formulas.values()}
        shown = {
            f"{found['module']}.{name.strip()}"
            for page in map(Page, {f.page for f in self.formulas.values()})
            for fence in page.fences
            for _, line in fence.lines
            if (found := IMPORT.match(line))
            for name in found["names"].split(",")
        }
        for name, function in self.snippets.functions.items():
            if name not in recorded | shown:
                message = f"{name} is public, but no formula record names it"
                self.errors.append(SourceError(function.path, function.line, message))

    def _wrong(self, formula: Formula, message: str):
        message = f"formula {formula.id}: {message}"
        self.errors.append(SourceError(formula.page, formula.line, message))
