"""`/// area`: the topics of an area, their formulas, and a map of how they relate."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from formulary.blocks.base import SiteBlock
from formulary.elements import add, add_links
from formulary.markdown_source import BlockMark
from formulary.records import Formula
from formulary.sources import Sources

ROW = 2
"""The height of a topic in the map, in em, as the stylesheet has it."""


class Area(SiteBlock):
    NAME = "area"
    ARGUMENT = True

    @classmethod
    def wrong(cls, block: BlockMark, sources: Sources) -> str | None:
        if block.argument not in sources.areas:
            return f"no area {block.argument!r} has a topic"
        return None

    def on_create(self, parent: ET.Element) -> ET.Element:
        area = add(parent, "div", class_="area-page")
        topics: dict[Path, list[Formula]] = {}
        for formula in self.sources.formulas.values():
            if formula.area == self.argument:
                topics.setdefault(formula.page, []).append(formula)
        self._map(area, topics)
        contents = add(area, "dl")
        for page, formulas in topics.items():
            add(contents, "dt", self.sources.title(page))
            links = [(f.title, self.build.formula_link(f)) for f in formulas]
            add_links(add(contents, "dd"), links, " · ")
        return area

    def _map(self, area: ET.Element, topics: dict[Path, list[Formula]]) -> None:
        """The topics in reading order, with an arc between any two that are related."""
        pages = list(topics)
        pairs = [
            (page, other)
            for page, formulas in topics.items()
            for other in self._related(formulas)
        ]
        drawn = add(area, "div", class_="area-map")
        names = add(drawn, "ol")
        for page in pages:
            add(
                add(names, "li"),
                "a",
                self.sources.title(page),
                href=self.build.link(page),
            )
        within = Counter(
            tuple(sorted((pages.index(page), pages.index(other))))
            for page, other in pairs
            if other in topics and other != page
        )
        _arcs(drawn, within, len(pages))
        if within:
            add(area, "p", "An arc joins topics whose formulas are related.")
        self._neighbours(area, {other.parent.name for _, other in pairs})

    def _related(self, formulas: list[Formula]) -> Iterator[Path]:
        for formula in formulas:
            for other in formula.related:
                yield self.sources.formulas[other].page

    def _neighbours(self, area: ET.Element, related: set[str]) -> None:
        links = [
            (
                self.sources.area_title(name),
                self.build.link(self.sources.area_page(name)),
            )
            for name in self.sources.areas
            if name in related - {self.argument}
        ]
        if links:
            add_links(
                add(area, "p", "Its formulas are related to those of: "), links, ", "
            )


def _arcs(drawn: ET.Element, related: Counter[tuple[int, ...]], rows: int) -> None:
    """Half an ellipse for each pair of rows, the thicker the more often related."""
    width = max((b - a for a, b in related), default=1)
    box = {"viewBox": f"0 0 {width} {2 * rows}", "preserveAspectRatio": "none"}
    arcs = add(drawn, "svg", style=f"height: {ROW * rows}em", aria_hidden="true", **box)
    for (a, b), times in sorted(related.items()):
        path = f"M0 {2 * a + 1}a{b - a} {b - a} 0 0 1 0 {2 * (b - a)}"
        add(arcs, "path", d=path, stroke_width=f"{times**0.5:.1f}")
