"""What every section of a guide has: links on its subject, and what it covers."""

import xml.etree.ElementTree as ET
from collections import defaultdict
from typing import TypeVar

from markdown.treeprocessors import Treeprocessor

from formulary.blocks.base import add
from formulary.guides import Section
from formulary.site import Site

Place = TypeVar("Place")

LINKS = 6
"""How many links a section has at most."""


class Sections(Treeprocessor):
    """Links every section, and resolves `covers` to the ids of what it mirrors.

    In a section, `covers="formula-1 claim-2"` on an element says that it carries these
    items of the source's section.
    """

    def run(self, root: ET.Element):
        site = self.md.formulary
        parents = {child: parent for parent in root.iter() for child in parent}
        section = None
        for element in list(root.iter()):
            if found := site.sections.get(element.get("id", "")):
                section = found
                links = _links(site, section)
                if len(links):
                    parent = parents[element]
                    parent.insert(list(parent).index(element) + 1, links)
            if items := element.attrib.pop("covers", None):
                carried = (f"{section.id}/{item}" for item in items.split())
                element.set("data-covers", " ".join(carried))


def _links(site: Site, section: Section) -> ET.Element:
    """The topic pages of a section's formulas, and each other guide's nearest section.

    What shares most formulas with the section comes first, and the last are left out.
    """
    own, topics, others = set(), defaultdict(set), defaultdict(set)
    for formula in site.records.formulas.values():
        topics[formula.page].add(formula.id)
        for source in formula.sources:
            if source == section.id:
                own.add(formula.id)
            elif (other := site.sections.get(source)) and other.guide != section.guide:
                others[other].add(formula.id)
    guides: dict[str, Section] = {}
    for other in _nearest(own, others):
        guides.setdefault(other.guide, other)
    pages = _nearest(own, topics)
    targets = [(site.title(page), site.link(page)) for page in pages]
    targets += [(o.label, site.link(o.page, o.id)) for o in guides.values()]
    line = ET.Element("p", {"class": "section-links"})
    for number, (title, href) in enumerate(targets[:LINKS]):
        if number:
            line[-1].tail = " · "
        add(line, "a", title, href=href)
    return line


def _nearest(own: set[str], places: dict[Place, set[str]]) -> list[Place]:
    """The places with formulas of one's own: most first, then with fewest others."""
    shared = {place: len(own & formulas) for place, formulas in places.items()}
    found = [place for place in places if shared[place]]
    return sorted(found, key=lambda place: (-shared[place], len(places[place])))
