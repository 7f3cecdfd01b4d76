"""`/// exercise | title` with its folded `/// solution`."""

import xml.etree.ElementTree as ET

from formulary.blocks.base import SiteBlock, add


class Exercise(SiteBlock):
    NAME = "exercise"
    ARGUMENT = True

    def on_create(self, parent: ET.Element) -> ET.Element:
        section = add(parent, "div", class_="exercise")
        add(section, "p", f"Exercise: {self.argument}", class_="block-title")
        return section


class Solution(SiteBlock):
    NAME = "solution"
    ARGUMENT = False
    PARENT = Exercise.NAME

    def on_create(self, parent: ET.Element) -> ET.Element:
        details = add(parent, "details", class_="solution")
        add(details, "summary", "Solution")
        return details
