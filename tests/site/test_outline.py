"""The guides mirror the source documents: every section and item, in their order."""

import re

import pytest
import yaml
from mkdocs.config import load_config

from formulary.guides import GUIDES, HEADING
from tests.pages import DOCS, ROOT

DATA = ROOT / "tests" / "site"
OUTLINE = yaml.safe_load(
    (DATA.parents[1] / "data" / "outline.yml").read_text(encoding="utf-8")
)
ERRATA = yaml.safe_load((DATA / "errata.yml").read_text(encoding="utf-8"))
COVERS = re.compile(r"""\bcovers(?:="|: )(?P<items>[\w -]+)""")


def written(guide: str) -> list[dict]:
    return [section for section in OUTLINE[guide] if section.get("written", True)]


def in_reading_order(site) -> list:
    """The pages of the guides, as the navigation has them."""

    def leaves(entry):
        if isinstance(entry, str):
            yield entry
        else:
            for part in entry.values() if isinstance(entry, dict) else entry:
                yield from leaves(part)

    pages = {page.path: page for page in site.pages}
    nav = load_config(str(ROOT / "mkdocs.yml")).nav
    return [
        pages[DOCS / name] for name in leaves(nav) if name.partition("/")[0] in GUIDES
    ]


def carried(site) -> dict[str, list[str]]:
    """The sections in the order of reading, and the items that each carries."""
    found, section = {}, None
    for page in in_reading_order(site):
        for _, text in page.lines:
            if match := HEADING.match(text):
                section = match["id"]
                found[section] = []
            if match := COVERS.search(text):
                found[section] += match["items"].split()
    return found


@pytest.mark.parametrize("guide", GUIDES)
def test_every_section_stands_in_its_guide_in_the_source_s_order(site, guide):
    ids = [section for section in carried(site) if section.startswith(f"{guide}/")]
    assert ids == [section["id"] for section in written(guide)]
    for section in ids:
        folder = site.sections[section].page.relative_to(DOCS).parts[0]
        assert folder == guide


@pytest.mark.parametrize("guide", GUIDES)
def test_every_item_is_carried_once(site, guide):
    found = carried(site)
    for section in written(guide):
        items = set(section.get("items", [])) - set(section.get("later", []))
        assert sorted(found[section["id"]]) == sorted(items), section["id"]


def test_how_much_is_covered(site, record_property):
    for guide, name in GUIDES.items():
        sections = written(guide)
        items = sum(
            len(found)
            for s, found in carried(site).items()
            if s.startswith(f"{guide}/")
        )
        total = sum(len(section.get("items", [])) for section in OUTLINE[guide])
        said = f"{name}: {len(sections)} of {len(OUTLINE[guide])} sections, {items} of {total} items"
        record_property("counted", said)
        assert items


def test_records_name_sections_of_the_outline(site):
    known = {section["id"] for sections in OUTLINE.values() for section in sections}
    for formula in site.records.formulas.values():
        assert set(formula.sources) <= known, formula.id


def test_every_erratum_in_scope_is_on_the_site(site):
    assert set(site.errata) == set(ERRATA["written"])


def shown(site):
    """Errata whose block holds an executed fence."""
    for page in site.pages:
        fences = [fence.line for fence in page.fences if 'exec="on"' in fence.rest]
        opened = [block for block in page.blocks if block.name == "defect"]
        for block in opened:
            if any(block.line < line < block.end for line in fences):
                yield block.argument


def test_every_critical_and_major_erratum_is_shown_by_code(site, record_property):
    demonstrated = list(shown(site))
    weighty = [each for each in ERRATA["written"] if each[1] in "12"]
    assert set(weighty) <= set(demonstrated)
    record_property(
        "counted", f"{len(demonstrated)} errata demonstrated by executed code"
    )


def test_no_erratum_is_shown_twice(site):
    blocks = [
        b.argument for page in site.pages for b in page.blocks if b.name == "defect"
    ]
    assert sorted(set(blocks)) == sorted(blocks)
