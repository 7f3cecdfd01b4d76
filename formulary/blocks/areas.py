"""`/// areas`: the front page's view of the records."""

import xml.etree.ElementTree as ET
from itertools import groupby

from formulary.blocks.base import SiteBlock
from formulary.elements import add, add_links


class Areas(SiteBlock):
    NAME = "areas"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        areas = add(parent, "div", class_="areas")
        formulas = self.sources.formulas.values()
        for area, members in groupby(formulas, key=lambda formula: formula.area):
            pages = [formula.page for formula in members]
            section = add(areas, "div", class_="area")
            link = self.build.link(self.sources.area_page(area))
            title = self.sources.area_title(area)
            add(add(section, "h2", id=area), "a", title, href=link)
            add(section, "p", f"{len(pages)} formulas")
            topics = [
                (self.sources.title(page), self.build.link(page))
                for page in dict.fromkeys(pages)
            ]
            add_links(add(section, "p"), topics, " · ")
        return areas
