"""`/// guide-opening`: for whom a guide is, its content, and how long it takes."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock
from formulary.elements import add
from formulary.guides import reading_minutes


class GuideOpening(SiteBlock):
    NAME = "guide-opening"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        box = add(parent, "div", class_="opening")
        folder = self.build.page.path.parent
        pages = [
            page for path, page in self.sources.pages.items() if folder in path.parents
        ]
        facts = add(box, "dl")
        add(facts, "dt", "For whom")
        self.audience = add(facts, "dd")
        add(facts, "dt", "How long")
        add(facts, "dd", f"about {reading_minutes(pages)} minutes")
        return box

    def on_add(self, block: ET.Element) -> ET.Element:  # noqa: ARG002
        return self.audience
