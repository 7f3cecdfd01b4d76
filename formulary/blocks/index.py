"""`/// formula-index`: every formula of the site, by area and topic."""

import xml.etree.ElementTree as ET
from itertools import groupby

from formulary.blocks.base import SiteBlock
from formulary.elements import add
from formulary.records import Formula


class FormulaIndex(SiteBlock):
    NAME = "formula-index"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        index = add(parent, "div", class_="formula-index")
        every = self.sources.formulas.values()
        for area, members in groupby(every, key=lambda formula: formula.area):
            formulas = list(members)
            title = self.sources.area_title(area)
            # landmarks must differ in name, and the navigation has one of the area
            label = f"{title}: {len(formulas)} formulas"
            add(index, "h2", title, id=area, data_toc_label=label)
            for _, topic in groupby(formulas, key=lambda formula: formula.page):
                self._topic(index, list(topic))
        return index

    def _topic(self, index: ET.Element, formulas: list[Formula]) -> None:
        page = formulas[0].page
        title = add(index, "h3", id=f"{formulas[0].area}-{page.stem}")
        add(title, "a", self.sources.title(page), href=self.build.link(page))
        entries = add(index, "dl")
        for formula in formulas:
            link = self.build.formula_link(formula)
            add(add(entries, "dt"), "a", formula.title, href=link)
            self.build.maths.set(add(add(entries, "dd"), "span"), formula.statement)
