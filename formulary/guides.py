"""The five guides: the outline of what they mirror, and the sections that stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from formulary.markdown_source import MarkdownSource
from formulary.yaml_source import Prose, Strict, Text

Guide = Literal[
    "deep-dive", "math-appendix", "quick-reference", "refresher", "foundations"
]
GUIDES: dict[str, str] = {
    "deep-dive": "Deep dive",
    "math-appendix": "Math appendix",
    "quick-reference": "Quick reference",
    "refresher": "Refresher",
    "foundations": "Foundations",
}
HEADING = re.compile(
    rf"^#{{1,6}} (?P<title>.*?) \{{ #(?P<id>(?:{'|'.join(GUIDES)})/\S+)[^}}]*\}}\s*$"
)


@dataclass(frozen=True)
class Section:
    """A section of a guide; its id is the heading's, and never changes."""

    id: str
    title: str
    page: Path

    @property
    def guide(self) -> str:
        return self.id.partition("/")[0]

    @property
    def label(self) -> str:
        return f"{GUIDES[self.guide]}, {self.title}"


class OutlineSection(Strict):
    """A section of a source document, and what of it the guide has."""

    id: Text
    title: Prose
    level: int
    items: list[Text] = Field(default_factory=list)
    written: bool = True
    later: list[Text] = Field(default_factory=list)
    partly: list[Text] = Field(default_factory=list)


Outline = dict[Guide, list[OutlineSection]]


def sections(pages: Iterable[MarkdownSource]) -> dict[str, Section]:
    """The sections that have been written, by their ids."""
    return {
        match["id"]: Section(match["id"], match["title"], page.path)
        for page in pages
        for _, text in page.lines
        if (match := HEADING.match(text))
    }


def reading_minutes(pages: Iterable[MarkdownSource]) -> int:
    """How long pages take: 200 words a minute, and half a minute for every example."""
    pages = list(pages)
    words = sum(len(text.split()) for page in pages for _, text in page.prose)
    examples = sum(len(page.fences) for page in pages)
    return round(words / 200 + examples / 2)
