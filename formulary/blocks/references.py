"""The references of a topic page, at its foot, from its records."""

import xml.etree.ElementTree as ET

from markdown.treeprocessors import Treeprocessor

from formulary.blocks.base import add


class References(Treeprocessor):
    def run(self, root: ET.Element):
        site = self.md.formulary
        here = [f for f in site.records.formulas.values() if site.is_home(f)]
        keys = sorted({key for formula in here for key in formula.references})
        # a block of code is converted by itself, and has no foot
        if not keys or hasattr(self.md, "_original_md"):
            return
        add(root, "h2", "References", id="references")
        entries = add(root, "ul", class_="references")
        for key in keys:
            reference = site.records.references[key]
            entry = add(entries, "li", f"{reference.authors}. ", id=key)
            add(entry, "cite", reference.title).tail = f". {reference.published}."
