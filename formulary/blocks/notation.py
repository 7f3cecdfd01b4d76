"""`/// notation-table | group`: the symbols of a group, and what they mean."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add
from formulary.site import Site


class NotationTable(SiteBlock):
    NAME = "notation-table"
    ARGUMENT = True

    @classmethod
    def wrong(cls, argument: str, options: dict, site: Site) -> str | None:  # noqa: ARG003
        if argument not in site.notation:
            return f"there is no group {argument!r} of symbols in notation.yml"
        return None

    def on_create(self, parent: ET.Element) -> ET.Element:
        frame = add(parent, "div", class_="notation")
        table = add(frame, "table")
        head = add(add(table, "thead"), "tr")
        for title in ("Symbol", "Meaning", "Shape or domain"):
            add(head, "th", title, scope="col")
        body = add(table, "tbody")
        for notation in self.site.notation[self.argument]:
            row = add(body, "tr")
            for text in (f"${notation.symbol}$", notation.meaning, notation.shape):
                add(row, "td", text)
        return frame
