"""`/// defect | id`: what a source says, what is right, and the code that shows it."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock
from formulary.elements import add
from formulary.markdown_source import BlockMark
from formulary.sources import Sources


class Defect(SiteBlock):
    NAME = "defect"
    ARGUMENT = True

    @classmethod
    def wrong(cls, block: BlockMark, sources: Sources) -> str | None:
        if block.argument in sources.errata:
            return None
        return f"there is no erratum {block.argument!r}"

    def on_create(self, parent: ET.Element) -> ET.Element:
        erratum = self.sources.errata[self.argument]
        section = add(parent, "div", class_="defect", id=erratum.id)
        add(section, "p", f"Erratum {erratum.id}", class_="block-title")
        texts = add(section, "dl")
        add(texts, "dt", f"{erratum.document_title}, {erratum.place}, says")
        add(texts, "dd", erratum.stated)
        add(texts, "dt", "Right is")
        add(texts, "dd", erratum.right)
        return section
