"""`/// notation-table`: the symbols that the records use, and what they mean."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add


class NotationTable(SiteBlock):
    NAME = "notation-table"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        frame = add(parent, "div", class_="notation")
        table = add(frame, "table")
        head = add(add(table, "thead"), "tr")
        for title in ("Symbol", "Meaning", "Shape or domain"):
            add(head, "th", title, scope="col")
        body = add(table, "tbody")
        for notation in self.site.notation:
            row = add(body, "tr")
            for text in (f"${notation.symbol}$", notation.meaning, notation.shape):
                add(row, "td", text)
        return frame
