"""`/// worked | title`: an example worked through by hand and by machine."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add


class Worked(SiteBlock):
    NAME = "worked"
    ARGUMENT = True

    def on_create(self, parent: ET.Element) -> ET.Element:
        section = add(parent, "div", class_="worked")
        add(section, "p", f"Worked example: {self.argument}", class_="block-title")
        return section
