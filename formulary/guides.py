"""The five guides: their pages, and the sections that mirror the source documents'."""

import re
from dataclasses import dataclass
from pathlib import Path

from formulary.page import Page

GUIDES = {
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


def sections(pages: list[Page]) -> dict[str, Section]:
    """The sections that have been written, by their ids."""
    found = {}
    for page in pages:
        for _, text in page.lines:
            if match := HEADING.match(text):
                found[match["id"]] = Section(match["id"], match["title"], page.path)
    return found


def reading_minutes(pages: list[Page]) -> int:
    """How long pages take: 200 words a minute, and half a minute for every example."""
    words = sum(len(text.split()) for page in pages for _, text in page.prose)
    examples = sum(len(page.fences) for page in pages)
    return round(words / 200 + examples / 2)
