"""`/// defect | id`: what a source says, what is right, and the code that shows it."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add
from formulary.guides import GUIDES
from formulary.site import Site


class Defect(SiteBlock):
    NAME = "defect"
    ARGUMENT = True

    @classmethod
    def wrong(cls, argument: str, options: dict, site: Site) -> str | None:  # noqa: ARG003
        return None if argument in site.errata else f"there is no erratum {argument!r}"

    def on_create(self, parent: ET.Element) -> ET.Element:
        erratum = self.site.errata[self.argument]
        guide = GUIDES.get(erratum.document, "All five")
        section = add(parent, "div", class_="defect", id=erratum.id)
        add(section, "p", f"Erratum {erratum.id}", class_="block-title")
        texts = add(section, "dl")
        add(texts, "dt", f"{guide}, {erratum.place}, says")
        add(texts, "dd", erratum.stated)
        add(texts, "dt", "Right is")
        add(texts, "dd", erratum.right)
        return section
