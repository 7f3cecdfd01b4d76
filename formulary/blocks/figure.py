"""`/// figure | module.function`: an SVG drawn by code under `figures/`."""

import importlib
import xml.etree.ElementTree as ET

from figures import style
from formulary.blocks.base import SiteBlock
from formulary.elements import add
from formulary.markdown_source import BlockMark
from formulary.sources import Sources


class Figure(SiteBlock):
    """The content is the caption; `alt` says what there is to see."""

    NAME = "figure"
    ARGUMENT = True
    OPTIONS = SiteBlock.OPTIONS | {"alt": ("", str)}

    @classmethod
    def wrong(cls, block: BlockMark, sources: Sources) -> str | None:  # noqa: ARG003
        if not block.options.get("alt"):
            return "a figure says in `alt` what there is to see"
        module, _, name = block.argument.rpartition(".")
        try:
            getattr(importlib.import_module(f"figures.{module}"), name)
        except (ImportError, AttributeError) as error:
            return f"there is no figure {block.argument!r}: {error}"
        return None

    def on_create(self, parent: ET.Element) -> ET.Element:
        module, _, name = self.argument.rpartition(".")
        draw = getattr(importlib.import_module(f"figures.{module}"), name)
        figure = add(parent, "figure")
        figure.text = self.md.htmlStash.store(
            style.svg(draw, name, " ".join(self.options["alt"].split()))
        )
        self.caption = add(figure, "figcaption")
        return figure

    def on_add(self, block: ET.Element) -> ET.Element:  # noqa: ARG002
        return self.caption
