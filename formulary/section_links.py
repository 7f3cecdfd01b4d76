"""What every section of a guide has: links on its subject, and what it covers."""

import xml.etree.ElementTree as ET
from collections import defaultdict
from typing import TypeVar

from markdown.treeprocessors import Treeprocessor

from formulary.elements import add_links
from formulary.guides import Section
from formulary.page_build import PageBuild, build_of

Place = TypeVar("Place")

LINKS = 6
"""How many links a section has at most."""


class SectionLinks(Treeprocessor):
    """Links every section, and resolves `covers` to the ids of what it mirrors.

    In a section, `covers="formula-1 claim-2"` on an element says that it carries these
    items of the source's section.
    """

    def run(self, root: ET.Element) -> None:
        build = build_of(self.md)
        parents = {child: parent for parent in root.iter() for child in parent}
        section = None
        for element in list(root.iter()):
            if found := build.sources.sections.get(element.get("id", "")):
                section = found
                line = ET.Element("p", {"class": "section-links"})
                add_links(line, _links(build, section)[:LINKS], " · ")
                if len(line):
                    parent = parents[element]
                    parent.insert(list(parent).index(element) + 1, line)
            if items := element.attrib.pop("covers", None):
                if section is None:
                    where = build.page.line_of(items)
                    said = f'"{items}" is covered before any section of a guide'
                    build.errors.append(build.page.error(where, said))
                    continue
                carried = (f"{section.id}/{item}" for item in items.split())
                element.set("data-covers", " ".join(carried))


def _links(build: PageBuild, section: Section) -> list[tuple[str, str]]:
    """The topic pages of a section's formulas, and each other guide's nearest section.

    What shares most formulas with the section comes first.
    """
    sources = build.sources
    own = set()
    topics, others = defaultdict(set), defaultdict(set)
    for formula in sources.formulas.values():
        topics[formula.page].add(formula.id)
        for source in formula.sources:
            if source == section.id:
                own.add(formula.id)
            elif (o := sources.sections.get(source)) and o.guide != section.guide:
                others[o].add(formula.id)
    guides: dict[str, Section] = {}
    for other in _nearest(own, others):
        guides.setdefault(other.guide, other)
    links = [(sources.title(p), build.link(p)) for p in _nearest(own, topics)]
    return links + [(o.label, build.link(o.page, o.id)) for o in guides.values()]


def _nearest(own: set[str], places: dict[Place, set[str]]) -> list[Place]:
    """The places with formulas of one's own: most first, then with fewest others."""
    shared = {place: len(own & formulas) for place, formulas in places.items()}
    found = [place for place in places if shared[place]]
    return sorted(found, key=lambda place: (-shared[place], len(places[place])))
