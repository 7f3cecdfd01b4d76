"""The references of a topic page, at its foot, from its records."""

import xml.etree.ElementTree as ET

from markdown.treeprocessors import Treeprocessor

from formulary.elements import add
from formulary.page_build import build_of


class References(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        build = build_of(self.md)
        sources = build.sources
        here = [f for f in sources.formulas.values() if build.is_home(f)]
        keys = sorted({key for formula in here for key in formula.references})
        # a block of code is converted by itself, and has no foot
        if not keys or hasattr(self.md, "_original_md"):
            return
        add(root, "h2", "References", id="references")
        entries = add(root, "ul", class_="references")
        for key in keys:
            reference = sources.references[key]
            entry = add(entries, "li", f"{reference.authors}. ", id=key)
            cite = add(entry, "cite", reference.title)
            cite.tail = f". {reference.published}. "
            if doi := reference.doi:
                add(entry, "a", f"doi:{doi}", href=f"https://doi.org/{doi}")
