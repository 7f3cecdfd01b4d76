"""`/// notation-table | group`: the symbols of a group, and what they mean."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock
from formulary.blocks.symbols import add_symbols
from formulary.elements import add
from formulary.markdown_source import BlockMark
from formulary.sources import Sources


class NotationTable(SiteBlock):
    NAME = "notation-table"
    ARGUMENT = True

    @classmethod
    def wrong(cls, block: BlockMark, sources: Sources) -> str | None:
        if block.argument in sources.notation:
            return None
        return f"there is no group {block.argument!r} of symbols in notation.yml"

    def on_create(self, parent: ET.Element) -> ET.Element:
        frame = add(parent, "div", class_="notation")
        add_symbols(frame, self.sources.notation[self.argument])
        return frame
