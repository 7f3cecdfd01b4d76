"""`/// opening`: for whom a guide is, which is the content, and how long it takes."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add
from formulary.guides import reading_minutes


class Opening(SiteBlock):
    NAME = "opening"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        box = add(parent, "div", class_="opening")
        folder = self.site.page.path.parent
        pages = [page for page in self.site.pages if folder in page.path.parents]
        facts = add(box, "dl")
        add(facts, "dt", "For whom")
        self.audience = add(facts, "dd")
        add(facts, "dt", "How long")
        add(facts, "dd", f"about {reading_minutes(pages)} minutes")
        return box

    def on_add(self, block: ET.Element) -> ET.Element:  # noqa: ARG002
        return self.audience
