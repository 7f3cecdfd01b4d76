"""The sources of the site, each file read once; nothing here knows of a build."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias, TypeVar

from pydantic import TypeAdapter

from formulary import guides
from formulary.errata import Erratum, ErratumId
from formulary.errors import SourceError, SourceErrors
from formulary.guides import Outline, Section
from formulary.ledger import Ledger
from formulary.markdown_source import MarkdownSource, markdown_source
from formulary.notebooks import Notebook
from formulary.records import (
    Formula,
    Phrase,
    Place,
    PlannedFormula,
    Reference,
    Symbol,
    formulas_of,
    phrases_in,
    planned_in,
)
from formulary.snippets import Snippets
from formulary.yaml_source import Slug, YamlSource

LEDGER = "build/ledger.json"
"""Where the verification run leaves what it has shown."""

Found = TypeVar("Found")
Parse: TypeAlias = Callable[[Path, str], tuple[Found, list[SourceError]]]


@dataclass(frozen=True)
class Sources:
    """All that the site is made of, read and valid in itself."""

    root: Path
    pages: dict[Path, MarkdownSource]
    notebooks: dict[Path, Notebook]
    snippets: Snippets
    formulas: dict[str, Formula]
    planned: dict[str, PlannedFormula]
    areas: dict[str, list[Slug]]
    """The topics of each area that has any, both in the order in which one reads."""

    vocabulary: dict[Path, list[Phrase]]
    references: dict[str, Reference]
    errata: dict[str, Erratum]
    notation: dict[str, list[Symbol]]
    outline: Outline
    ledger: Ledger

    @classmethod
    def load(cls, root: Path) -> "Sources":
        """Read everything, or say of everything unreadable where it is."""
        reader = _Reader(root)
        pages = {
            path: markdown_source(path, reader.text(path))
            for path in sorted(root.glob("docs/**/*.md"))
        }
        notebooks = {
            path: Notebook(path, reader.text(path))
            for path in sorted(root.glob("docs/notebooks/*.py"))
        }
        areas = reader.areas(pages)
        topics = [
            pages[root / "docs" / "formulas" / area / f"{topic}.md"]
            for area, names in areas.items()
            for topic in names
        ]
        formulas = [f for page in topics for f in reader.sound(formulas_of(page))]
        planned = [
            f for _, each in reader.each("data/planned/*.yml", planned_in) for f in each
        ]
        reader.look_for_ids_taken_twice([*formulas, *planned])
        snippets = reader.snippets()
        sources = cls(
            root,
            pages | {path: notebook.page for path, notebook in notebooks.items()},
            notebooks,
            snippets,
            formulas={formula.id: formula for formula in formulas},
            planned={formula.id: formula for formula in planned},
            areas=areas,
            vocabulary=dict(reader.each("vocabulary/*/*.yml", phrases_in)),
            references=reader.data("references.yml", dict[Slug, Reference]),
            errata=reader.data("errata.yml", dict[ErratumId, Erratum], ids=True),
            notation=reader.data("notation.yml", dict[str, list[Symbol]]),
            outline=reader.data("outline.yml", Outline),
            ledger=Ledger.read(root / LEDGER),
        )
        if reader.errors:
            raise SourceErrors(reader.errors)
        return sources

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The sections of the guides, by their ids."""
        return guides.sections(self.pages.values())

    @cached_property
    def shown_errata(self) -> dict[str, Path]:
        """The page on which each erratum is shown."""
        return {
            block.argument: page.path
            for page in self.pages.values()
            for block in page.blocks
            if block.name == "defect"
        }

    def title(self, path: Path) -> str:
        return self.pages[path].title

    def area_page(self, area: str) -> Path:
        return self.docs / "formulas" / f"{area}.md"

    def area_title(self, area: str) -> str:
        return self.title(self.area_page(area))

    def phrases(self, formula: str) -> list[str]:
        """What readers type to find a formula of the site."""
        return [
            phrase.text
            for phrases in self.vocabulary.values()
            for phrase in phrases
            if phrase.formula == formula
        ]


class _Reader:
    """Reads files, and gathers what is wrong with them."""

    def __init__(self, root: Path):
        self.root = root
        self.errors: list[SourceError] = []

    def text(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.errors.append(SourceError(path, 1, f"cannot be read: {error}"))
            return ""

    def sound(self, parsed: tuple[Found, list[SourceError]]) -> Found:
        found, errors = parsed
        self.errors += errors
        return found

    def each(self, pattern: str, parse: Parse[Found]) -> Iterator[tuple[Path, Found]]:
        for path in sorted(self.root.glob(pattern)):
            yield path, self.sound(parse(path, self.text(path)))

    def data(self, name: str, kind: type[Found], *, ids: bool = False) -> Found:
        """A file of `data/`; where its keys are `ids`, each entry is told its own."""
        path = self.root / "data" / name
        source = YamlSource(path, self.text(path))
        if ids and isinstance(source.data, dict):
            for key, entry in source.data.items():
                if isinstance(entry, dict):
                    entry["id"] = key
        found = source.valid(kind, source.data)
        self.errors += source.errors
        return found or TypeAdapter(kind).validate_python({})

    def areas(self, pages: dict[Path, MarkdownSource]) -> dict[str, list[Slug]]:
        """The topics that have a page, as `areas.yml` orders them; it lists all."""
        path, folder = self.root / "data" / "areas.yml", self.root / "docs" / "formulas"
        source = YamlSource(path, self.text(path))
        listed = source.valid(dict[Slug, list[Slug]], source.data) or {}
        homeless = {page for page in pages if page.parent.parent == folder}
        found: dict[str, list[Slug]] = {}
        for area, topics in listed.items():
            for number, topic in enumerate(topics):
                page = folder / area / f"{topic}.md"
                if page in homeless:
                    homeless.remove(page)
                    found.setdefault(area, []).append(topic)
                else:
                    said = f"{area}: {topic} has no page, or stands here twice"
                    source.wrong(source.line(area, number), said)
            if area in found and folder / f"{area}.md" not in pages:
                source.wrong(source.line(area), f"{area}: the area has no page")
        for page in homeless:
            said = "data/areas.yml does not say where this topic stands"
            self.errors.append(SourceError(page, 1, said))
        self.errors += source.errors
        return found

    def snippets(self) -> Snippets:
        folder = self.root / "snippets"
        texts = {path: self.text(path) for path in sorted(folder.rglob("*.py"))}
        try:
            return Snippets(self.root, texts)
        except SourceError as error:
            self.errors.append(error)
            return Snippets(self.root, {})

    def look_for_ids_taken_twice(
        self, formulas: list[Formula | PlannedFormula]
    ) -> None:
        taken: dict[str, Place] = {}
        for formula in formulas:
            earlier = taken.setdefault(formula.id, formula.place)
            if earlier is not formula.place:
                where = f"{earlier.path.relative_to(self.root)}:{earlier.line}"
                said = f"formula {formula.id}: id: it is taken already, at {where}"
                self.errors.append(formula.place.error(said))
