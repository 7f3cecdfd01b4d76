"""The records: formulas, as topic pages' front matter has them, and what they name."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from formulary.errors import SourceError
from formulary.markdown_source import MarkdownSource
from formulary.maths import katex
from formulary.yaml_source import Prose, Slug, Strict, Text, YamlSource

Library = Literal["numpy", "scipy", "torch", "jax", "optax"]
LIBRARIES: tuple[Library, ...] = get_args(Library)
GONE = {
    "aliases": "what readers type stands in vocabulary/, as `found_by`",
    "forms": "what readers type stands in vocabulary/, as `found_by`",
    "equivalents": f"each library has a field of its own: {', '.join(LIBRARIES)}",
}
"""Fields that records had, and where what they held stands now."""


def _typeset(latex: str) -> str:
    katex.render(latex, display=True)
    return latex


Latex = Annotated[Text, AfterValidator(_typeset)]
Statement = TypeVar("Statement")
OneOrMore = Annotated[
    tuple[Statement, ...],
    Field(min_length=1),
    BeforeValidator(lambda latex: [latex] if isinstance(latex, str) else latex),
]
"""What a formula says: one statement, or a list of them."""


@dataclass(frozen=True)
class Place:
    """Where something is said: the line of all of it, and of each of its fields."""

    path: Path
    line: int
    fields: dict[str, int]

    def error(self, message: str, field: str = "") -> SourceError:
        return SourceError(self.path, self.fields.get(field, self.line), message)


@dataclass(frozen=True)
class Phrase:
    """Something that readers type to find a formula, and where that is said."""

    text: str
    formula: str
    place: Place


class Symbol(Strict):
    """A symbol of a formula: its LaTeX, what it is, and its shape or domain."""

    symbol: Latex
    meaning: Prose
    shape: Prose


YEAR = re.compile(r"\b\d{4}$")


def _in_the_past(published: str) -> str:
    now = datetime.now(UTC).year
    if (year := YEAR.search(published)) and int(year[0]) > now:
        raise ValueError(f"{year[0]} is yet to come")
    return published


class Reference(Strict):
    """A book or paper."""

    authors: Prose
    title: Prose
    published: Annotated[Prose, AfterValidator(_in_the_past)]
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,}/\S+$")] | None = None


class Execute(Strict):
    """What the printed formula needs to be executed, beside what the record says."""

    draw: dict[Text, Text] = Field(default_factory=dict)
    where: dict[Text, Text] = Field(default_factory=dict)
    inputs: dict[Text, Text] = Field(default_factory=dict)
    compare: dict[Text, Text] = Field(default_factory=dict)
    labels: list[Text] = Field(default_factory=list)
    ranges: dict[Text, Text] = Field(default_factory=dict)
    elementwise: Literal[True] | None = None
    skip: list[Text] = Field(default_factory=list)

    @model_validator(mode="after")
    def _drawn_or_computed(self) -> "Execute":
        for symbol in self.draw.keys() & self.where.keys():
            raise ValueError(f"{symbol} is drawn, and follows from others")
        return self


class Formula(Strict):
    """A formula record, with the fields that the front matter gives it."""

    id: Slug
    title: Prose
    latex: OneOrMore[Latex]
    symbols: list[Symbol] = Field(min_length=1)
    assumptions: list[Prose]
    variants: list[Prose] = Field(default_factory=list)
    execute: Execute | None = None
    unexecuted: Prose | dict[int, Prose] | None = None
    numpy: Text | None = None
    scipy: Text | None = None
    torch: Text | None = None
    jax: Text | None = None
    optax: Text | None = None
    function: Text | None
    sources: list[Text]
    related: list[Slug]
    references: list[Slug] = Field(min_length=1)
    place: Place = Field(exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _without_old_fields(cls, fields: dict[str, Any]) -> dict[str, Any]:
        for name in GONE.keys() & fields:
            raise ValueError(f"there is no field {name} any more: {GONE[name]}")
        return fields

    @model_validator(mode="after")
    def _executed_or_not(self) -> "Formula":
        if isinstance(self.unexecuted, dict):
            for number in self.unexecuted.keys() - range(1, len(self.latex) + 1):
                raise ValueError(f"unexecuted: there is no statement {number}")
            if len(self.unexecuted) == len(self.latex):
                raise ValueError("unexecuted: one reason, where it is that of all")
        elif self.unexecuted and self.execute:
            raise ValueError("`execute` and `unexecuted` exclude each other")
        return self

    @property
    def statement(self) -> str:
        """All statements in one line of LaTeX."""
        return r",\quad ".join(self.latex)

    @property
    def calls(self) -> dict[Library, str]:
        """The formula's lines in each library that has it."""
        found = {library: getattr(self, library) for library in LIBRARIES}
        return {library: lines for library, lines in found.items() if lines}

    @property
    def function_name(self) -> str:
        return (self.function or "").rpartition(".")[2]

    @property
    def page(self) -> Path:
        return self.place.path

    @property
    def area(self) -> str:
        return self.page.parent.name


class PlannedFormula(Strict):
    """A formula whose page is still to come, and what readers will type to find it."""

    id: Slug
    title: Prose
    latex: OneOrMore[Text]
    sources: list[Text]
    oracles: list[Text]
    found_by: list[Text]
    place: Place = Field(exclude=True)
    phrase_lines: list[int] = Field(exclude=True)

    @property
    def phrases(self) -> list[Phrase]:
        return [
            Phrase(text, self.id, Place(self.place.path, line, {}))
            for text, line in zip(self.found_by, self.phrase_lines, strict=True)
        ]


class Vocabulary(Strict):
    """What readers type to find the formulas of a topic, by the formulas' ids."""

    found_by: dict[Slug, list[Text]]


@cache
def formulas_of(page: MarkdownSource) -> tuple[list[Formula], list[SourceError]]:
    """The records of a topic page, and what is wrong with them."""
    source = YamlSource(page.path, page.front_matter, first_line=2)
    listed = source.data.get("formulas") if isinstance(source.data, dict) else None
    if not source.errors and not listed:
        source.wrong(1, "a topic page lists its `formulas`")
    placed = _placed(source, listed, "formulas")
    return source.valid(list[Formula], placed, "formulas") or [], source.errors


@cache
def planned_in(path: Path, text: str) -> tuple[list[PlannedFormula], list[SourceError]]:
    """The planned formulas of one area, and what is wrong with them."""
    source = YamlSource(path, text)
    placed = _placed(source, source.data)
    for number, entry in enumerate(placed):
        if isinstance(entry, dict):
            phrases = range(len(entry.get("found_by") or []))
            lines = [source.line(number, "found_by", phrase) for phrase in phrases]
            entry["phrase_lines"] = lines
    return source.valid(list[PlannedFormula], placed) or [], source.errors


def _placed(source: YamlSource, listed: Any, *location: str | int) -> Any:
    """Records, each told the place of all that it says."""
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            here = (*location, number)
            fields = {str(field): source.line(*here, field) for field in entry}
            for field in ("latex", "symbols"):
                said = entry.get(field)
                for each in range(len(said) if isinstance(said, list) else 1):
                    fields[f"{field} {each + 1}"] = source.line(*here, field, each)
            entry["place"] = Place(source.path, source.line(*here), fields)
    return listed or []


@cache
def phrases_in(path: Path, text: str) -> tuple[list[Phrase], list[SourceError]]:
    """The phrases of one topic's formulas, and what is wrong with the file."""
    source = YamlSource(path, text)
    found = source.valid(Vocabulary, source.data)
    phrases = [
        Phrase(phrase, formula, Place(path, source.line("found_by", formula, n), {}))
        for formula, listed in (found.found_by if found else {}).items()
        for n, phrase in enumerate(listed)
    ]
    return phrases, source.errors
