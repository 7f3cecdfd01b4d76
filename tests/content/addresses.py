"""The permanent addresses of the site: its pages, and their headings, formulas and errata."""

import re
from collections.abc import Iterator
from pathlib import Path

from formulary.markdown_source import MarkdownSource
from formulary.sources import Sources

HEADING = re.compile(r"^#{1,6} .*\{ ?[^}]*#(?P<id>[^\s}]+)[^}]*\}\s*$")


def addresses(sources: Sources) -> Iterator[tuple[str, Path, int]]:
    """Every address, and the file and line that give it."""
    for path, page in sources.pages.items():
        name = path.relative_to(sources.docs).with_suffix(".html").as_posix()
        yield name, path, 1
        for line, anchor in _anchors(page, sources):
            yield f"{name}#{anchor}", path, line


def _anchors(page: MarkdownSource, sources: Sources) -> Iterator[tuple[int, str]]:
    for line, text in page.lines:
        if match := HEADING.match(text):
            yield line, match["id"]
    home = {f.id for f in sources.formulas.values() if f.page == page.path}
    for block in page.blocks:
        if block.name == "defect" or (
            block.name == "formula" and block.argument in home
        ):
            yield block.line, block.argument
        elif block.name in ("areas", "formula-index"):
            yield from ((block.line, area) for area in areas(sources))
        if block.name == "formula-index":
            topics = {f"{f.area}-{f.page.stem}" for f in sources.formulas.values()}
            yield from ((block.line, topic) for topic in topics)
    if home:
        yield len(page.text.splitlines()), "references"


def areas(sources: Sources) -> set[str]:
    return {formula.area for formula in sources.formulas.values()}
