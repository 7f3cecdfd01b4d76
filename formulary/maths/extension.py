"""The Markdown extension that typesets what `pymdownx.arithmatex` has found.

While the page is converted, a formula is an element that holds its plain text, which
is what the search index and the table of contents should have. `fill` puts KaTeX's
markup in its place at the very end.
"""

import hashlib
import html
import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from formulary.maths import katex
from formulary.maths.to_text import to_text

FOUND = re.compile(r"\\([(\[])(.*)\\[)\]]", re.DOTALL)
PLACE = re.compile(
    r'<(?P<tag>span|div) class="arithmatex" data-maths="(?P<key>\w+)">.*?</(?P=tag)>'
    r"(?P<after>[.,;:!?)’]*)",
    re.DOTALL,
)


class Maths:
    """Every formula typeset so far, by key; and the LaTeX that was refused."""

    def __init__(self) -> None:
        self.markup: dict[str, str] = {}
        self.latex: dict[str, str] = {}
        self.refused: list[tuple[str, str]] = []

    def set(self, element: ET.Element, latex: str) -> None:
        """Make an element the place of a formula: a `div` displays it."""
        display = element.tag == "div"
        element.set("class", "arithmatex")
        try:
            markup = katex.render(latex, display=display)
        except katex.LatexError as error:
            self.refused.append((latex, str(error)))
            return
        key = hashlib.sha256(f"{display}{latex}".encode()).hexdigest()[:12]
        self.markup[key], self.latex[key] = markup, latex
        element.set("data-maths", key)
        element.text = AtomicString(to_text(katex.mathml(markup)))

    def fill(self, page: str) -> str:
        """Put the typeset formulas in their places in a page of HTML."""

        def typeset(match: re.Match[str]) -> str:
            tag, key, after = match.group("tag", "key", "after")
            formula = f'<{tag} class="arithmatex">{self.markup[key]}</{tag}>'
            # a line may break after a formula, but not before a full stop
            return (
                f'<span class="unbroken">{formula}{after}</span>' if after else formula
            )

        return PLACE.sub(typeset, page)

    def keys(self, page: str) -> list[str]:
        """The formulas of a page that is not yet filled, in their order."""
        return [match["key"] for match in PLACE.finditer(page)]


class _Typesetter(Treeprocessor):
    def __init__(self, md: Markdown, maths: Maths) -> None:
        super().__init__(md)
        self.maths = maths

    def run(self, root: ET.Element) -> None:
        for element in root.iter():
            if element.get("class") != "arithmatex" or element.get("data-maths"):
                continue
            found = FOUND.fullmatch((element.text or "").strip())
            assert found  # arithmatex writes nothing else
            mark, latex = found.groups()
            # arithmatex escapes what it displays, and only that
            latex = html.unescape(latex) if mark == "[" else latex
            self.maths.set(element, latex.strip())


class MathsExtension(Extension):
    """Typeset the page's maths with KaTeX; needs `pymdownx.arithmatex`, generic."""

    def __init__(self, maths: Maths) -> None:
        super().__init__()
        self.maths = maths

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        # after the inline patterns, before the table of contents
        md.treeprocessors.register(_Typesetter(md, self.maths), "maths", 15)
