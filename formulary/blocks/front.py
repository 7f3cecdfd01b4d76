"""`/// areas` and `/// verified-so-far`: the front page's view of the records."""

import xml.etree.ElementTree as ET
from itertools import groupby

from formulary.blocks.base import SiteBlock, add


class Areas(SiteBlock):
    NAME = "areas"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        areas = add(parent, "div", class_="areas")
        index = self.site.docs / "formulas" / "index.md"
        formulas = self.site.records.formulas.values()
        for area, members in groupby(formulas, key=lambda formula: formula.area):
            pages = [formula.page for formula in members]
            section = add(areas, "div", class_="area")
            title = add(section, "h2", id=area)
            add(
                title, "a", self.site.area_title(area), href=self.site.link(index, area)
            )
            add(section, "p", f"{len(pages)} formulas")
            topics = add(section, "p")
            for number, page in enumerate(dict.fromkeys(pages)):
                if number:
                    topics[-1].tail = " · "
                add(topics, "a", self.site.title(page), href=self.site.link(page))
        return areas


class VerifiedSoFar(SiteBlock):
    NAME = "verified-so-far"
    ARGUMENT = False

    def on_create(self, parent: ET.Element) -> ET.Element:
        formulas = self.site.records.formulas
        checks = [check for name in formulas for check in self.site.ledger.checks(name)]
        functions = {f.function for f in formulas.values() if f.function}
        cases = sum(check.cases for check in checks)
        return add(
            parent,
            "p",
            f"{len(formulas)} formulas stand here, with {len(functions)} functions. "
            f"They were compared with their oracles on {cases:,} generated cases.",
        )
