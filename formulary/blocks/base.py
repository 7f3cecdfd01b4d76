"""What the blocks have in common: the page that they are on, and their checks."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from pymdownx.blocks.block import Block

from formulary.markdown_source import BlockMark
from formulary.page_build import PageBuild, build_of
from formulary.sources import Sources


class SiteBlock(Block):
    """A block that knows the page it is on, and can say what is wrong with its use."""

    OPTIONS: dict[str, tuple[Any, Callable[[Any], Any]]] = {"covers": ("", str)}  # noqa: RUF012
    PARENT: str | None = None
    """The block that this one must stand in."""

    @property
    def build(self) -> PageBuild:
        return build_of(self.md)

    @property
    def sources(self) -> Sources:
        return self.build.sources

    @classmethod
    def wrong(cls, block: BlockMark, sources: Sources) -> str | None:  # noqa: ARG003
        """What is wrong with this argument and these options, if anything."""
        return None

    def on_end(self, block: ET.Element) -> None:
        """Say which items of a source's section the block carries."""
        if items := self.options["covers"]:
            block.set("covers", items)
