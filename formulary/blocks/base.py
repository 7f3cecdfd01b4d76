"""What the blocks have in common."""

import xml.etree.ElementTree as ET

from markdown.util import AtomicString
from pymdownx.blocks.block import Block

from formulary.site import Site


class SiteBlock(Block):
    """A block that knows its site, and can say what is wrong with its use."""

    OPTIONS = {"covers": ("", str)}  # noqa: RUF012 - as pymdownx has it
    PARENT: str | None = None
    """The block that this one must stand in."""

    @property
    def site(self) -> Site:
        return self.md.formulary

    @classmethod
    def wrong(cls, argument: str, options: dict, site: Site) -> str | None:  # noqa: ARG003
        """What is wrong with this argument and these options, if anything."""
        return None

    def on_end(self, block: ET.Element):
        """Say which items of a source's section the block carries."""
        if items := self.options["covers"]:
            block.set("covers", items)


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Append an element; its text is Markdown, as everywhere on a page."""
    names = {name.rstrip("_").replace("_", "-"): v for name, v in attributes.items()}
    element = ET.SubElement(parent, tag, names)
    element.text = text
    return element


def add_code(parent: ET.Element, code: str, **attributes: str) -> ET.Element:
    element = add(parent, "code", **attributes)
    element.text = AtomicString(code)
    return element
