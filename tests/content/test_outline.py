"""The guides mirror the source documents: every section and item, in their order."""

import re
from dataclasses import dataclass

import pytest
import yaml
from mkdocs.config import load_config

from formulary.guides import GUIDES, HEADING
from formulary.markdown_source import MarkdownSource
from tests.pages import DOCS, ROOT

DATA = ROOT / "tests" / "content"
OUTLINE = yaml.safe_load(
    (DATA.parents[1] / "data" / "outline.yml").read_text(encoding="utf-8")
)
ERRATA = yaml.safe_load((DATA / "errata.yml").read_text(encoding="utf-8"))
COVERS = re.compile(r"""\bcovers(?:="|: )(?P<items>[\w -]+)""")


def written(guide: str) -> list[dict]:
    return [section for section in OUTLINE[guide] if section.get("written", True)]


def in_reading_order(sources) -> list:
    """The pages of the guides, as the navigation has them."""

    def leaves(entry):
        if isinstance(entry, str):
            yield entry
        else:
            for part in entry.values() if isinstance(entry, dict) else entry:
                yield from leaves(part)

    pages = {page.path: page for page in sources.pages.values()}
    nav = load_config(str(ROOT / "mkdocs.yml")).nav
    return [
        pages[DOCS / name] for name in leaves(nav) if name.partition("/")[0] in GUIDES
    ]


@dataclass
class Carried:
    """A section as its guide has it: its heading, and the items that it carries."""

    id: str
    page: MarkdownSource
    line: int
    items: list[str]

    def error(self, said: str) -> str:
        return str(self.page.error(self.line, said))


def carried(sources, guide: str) -> list[Carried]:
    """The sections of a guide, in the order of reading."""
    found: list[Carried] = []
    for page in in_reading_order(sources):
        for line, text in page.lines:
            if match := HEADING.match(text):
                found.append(Carried(match["id"], page, line, []))
            if match := COVERS.search(text):
                found[-1].items.extend(match["items"].split())
    return [section for section in found if section.id.startswith(f"{guide}/")]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_section_stands_in_its_guide_in_the_source_s_order(sources, guide):
    found = carried(sources, guide)
    ids = [section["id"] for section in written(guide)]
    for section, wanted in zip(found, ids, strict=False):
        assert section.id == wanted, section.error(f"this is not {wanted}")
        assert section.page.path.relative_to(DOCS).parts[0] == guide
    assert len(found) == len(ids)


@pytest.mark.parametrize("guide", GUIDES)
def test_every_item_is_carried_once(sources, guide):
    listed = {section["id"]: section for section in written(guide)}
    for section in carried(sources, guide):
        wanted = listed.get(section.id, {})
        items = set(wanted.get("items", [])) - set(wanted.get("later", []))
        said = f"this carries {sorted(section.items)}, not {sorted(items)}"
        assert sorted(section.items) == sorted(items), section.error(said)


def test_how_much_is_covered(sources, record_property):
    for guide, name in GUIDES.items():
        sections = written(guide)
        items = sum(len(section.items) for section in carried(sources, guide))
        total = sum(len(section.get("items", [])) for section in OUTLINE[guide])
        said = f"{name}: {len(sections)} of {len(OUTLINE[guide])} sections, {items} of {total} items"
        record_property("counted", said)
        assert items


def test_records_name_sections_of_the_outline(sources):
    known = {section["id"] for sections in OUTLINE.values() for section in sections}
    for formula in sources.formulas.values():
        assert set(formula.sources) <= known, formula.id


def texts(sources) -> dict[str, str]:
    """What stands in each section, and in the sections within it."""
    own: dict[str, list[str]] = {}
    for page in in_reading_order(sources):
        section = None
        for _, text in page.body:
            match = HEADING.match(text)
            section = match["id"] if match else section
            own.setdefault(section, []).append(text)
    return {
        section: "\n".join(
            t for s in own if f"{s}/".startswith(f"{section}/") for t in own[s]
        )
        for section in own
    }


def shows(text: str, formula) -> bool:
    """Whether a text has a formula's card, or a link to it or to its page."""
    card = rf"^/+ \w+ \| {formula.id}$"
    link = rf"\]\([^)]*(?:\b{formula.page.stem}\.md(?:#[^)]*)?|#{formula.id})\)"
    return bool(re.search(rf"{card}|{link}", text, re.MULTILINE))


def test_a_section_that_a_record_names_shows_the_formula_or_leads_to_it(sources):
    text = texts(sources)
    missing = [
        str(
            formula.place.error(
                f"formula {formula.id}: {section} does not show it", "sources"
            )
        )
        for formula in sources.formulas.values()
        for section in formula.sources
        if section in text and not shows(text[section], formula)
    ]
    assert not missing, "\n".join(missing)


def test_a_section_that_shows_a_formula_is_named_in_its_record(sources):
    unnamed = []
    for page in in_reading_order(sources):
        headings = [
            (line, m["id"]) for line, t in page.lines if (m := HEADING.match(t))
        ]
        for block in page.blocks:
            section = [s for line, s in headings if line < block.line][-1:]
            if block.name == "formula" and not set(section) <= set(
                sources.formulas[block.argument].sources
            ):
                said = f"{block.argument} is shown, but its record does not name {section[0]}"
                unnamed.append(str(page.error(block.line, said)))
    assert not unnamed, "\n".join(unnamed)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/// formula | svd\n///", True),
        ("//// derivation | svd\n", True),
        ("[a](../formulas/linear-algebra/svd.md#E2-25)", True),
        ("[a](#svd)", True),
        ("/// formula | svd-eigen-relation\n///", False),
        ("[a](#svd-eigen-relation)", False),
        ("the svd of A", False),
    ],
)
def test_what_shows_a_formula(sources, text, shown):
    assert shows(text, sources.formulas["svd"]) is shown


def test_every_erratum_in_scope_is_on_the_site(sources):
    assert set(sources.errata) == set(ERRATA["written"])


def defects(sources):
    """The blocks on errata, and whether executed code stands in each."""
    for page in sources.pages.values():
        fences = [fence.line for fence in page.fences if 'exec="on"' in fence.rest]
        for block in page.blocks:
            if block.name == "defect":
                yield page, block, any(block.line < n < block.end for n in fences)


def test_every_critical_and_major_erratum_is_shown_by_code(sources, record_property):
    found = {block.argument: shown for _, block, shown in defects(sources)}
    weighty = {each for each in ERRATA["written"] if each[1] in "12"}
    assert weighty <= set(found)
    silent = [
        str(page.error(block.line, "no executed code shows this"))
        for page, block, shown in defects(sources)
        if block.argument in weighty and not shown
    ]
    assert not silent, "\n".join(silent)
    said = f"{sum(found.values())} errata demonstrated by executed code"
    record_property("counted", said)


def test_no_erratum_is_shown_twice(sources):
    blocks = [
        b.argument
        for page in sources.pages.values()
        for b in page.blocks
        if b.name == "defect"
    ]
    assert sorted(set(blocks)) == sorted(blocks)
