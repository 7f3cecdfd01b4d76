"""What every section of a guide has: links on its subject, and what it covers."""

import xml.etree.ElementTree as ET

from markdown.treeprocessors import Treeprocessor

from formulary.blocks.base import add
from formulary.guides import Section
from formulary.site import Site


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
    """The topic pages of a section's formulas, and other guides' sections on them."""
    formulas = [f for f in site.records.formulas.values() if section.id in f.sources]
    pages = dict.fromkeys(formula.page for formula in formulas)
    targets = [(site.title(page), site.link(page)) for page in pages]
    ids = dict.fromkeys(source for formula in formulas for source in formula.sources)
    targets += [
        (other.label, site.link(other.page, other.id))
        for source in ids
        if (other := site.sections.get(source)) and other.guide != section.guide
    ]
    line = ET.Element("p", {"class": "section-links"})
    for number, (title, href) in enumerate(targets):
        if number:
            line[-1].tail = " · "
        add(line, "a", title, href=href)
    return line
