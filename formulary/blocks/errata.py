"""`/// errata-table`: every erratum, and where it is shown."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add
from formulary.guides import GUIDES

COLUMNS = ("Erratum", "Weight", "Document", "Place", "Stated", "Right")


class ErrataTable(SiteBlock):
    NAME = "errata-table"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        frame = add(parent, "div", class_="errata")
        table = add(frame, "table")
        head = add(add(table, "thead"), "tr")
        for title in COLUMNS:
            add(head, "th", title, scope="col")
        body = add(table, "tbody")
        for erratum in self.site.errata.values():
            document = GUIDES.get(erratum.document, "All five")
            row = add(body, "tr", data_document=document, data_weight=erratum.weight)
            name = add(row, "td")
            shown = self.site.shown_errata.get(erratum.id)
            if shown:
                add(name, "a", erratum.id, href=self.site.link(shown, erratum.id))
            else:
                name.text = erratum.id
            for text in (erratum.weight, document, erratum.place, erratum.stated):
                add(row, "td", text)
            add(row, "td", erratum.right)
        return frame
