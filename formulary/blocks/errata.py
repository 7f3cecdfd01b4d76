"""`/// errata-table`: every erratum, and where it is shown."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock
from formulary.elements import add, add_row, add_table

COLUMNS = ("Erratum", "Weight", "Document", "Place", "Stated", "Right")


class ErrataTable(SiteBlock):
    NAME = "errata-table"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        frame = add(parent, "div", class_="errata")
        body = add_table(frame, COLUMNS)
        for erratum in self.sources.errata.values():
            document, weight = erratum.document_title, erratum.weight
            shown = self.sources.shown_errata.get(erratum.id)
            name, *_ = add_row(
                body,
                "" if shown else erratum.id,
                *(weight, document, erratum.place, erratum.stated, erratum.right),
                data_document=document,
                data_weight=weight,
            )
            if shown:
                add(name, "a", erratum.id, href=self.build.link(shown, erratum.id))
        return frame
