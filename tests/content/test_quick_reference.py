"""The Quick reference: every entry has its parts, and its line of PyTorch is run."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import yaml

from formulary.guides import HEADING
from formulary.markdown_source import Fence, MarkdownSource
from formulary.sources import Sources
from tests.pages import PAGES, ROOT
from tests.snippets import test_calls

GUIDE = "quick-reference/"
OURS = {name: page for name, page in PAGES.items() if name.startswith(GUIDE)}
MARK = 'title="PyTorch"'
EXECUTED = 'exec="on"'
LEAD = re.compile(r"\*\*(?:Intuition|In the network)\.\*\* ")
CALL = re.compile(r"`[^`]*\btorch\.[^`]*\([^`]*`")
FORMULAS = Sources.load(ROOT).formulas


@dataclass
class Entry:
    """A section on one operation: its cards, where its parts begin, and its calls."""

    page: MarkdownSource
    id: str
    cards: list[str]
    parts: list[int]
    fences: list[Fence]

    def run(self):
        """Compare the last line with the function of the entry's first card."""
        (fence,) = self.fences
        line, call = fence.lines[-1]
        formula = FORMULAS[self.cards[0]]
        ours = formula.model_copy(update={"torch": call})

        try:
            test_calls.agrees(ours, "torch", np.float64)
        except Exception as error:
            message = f"`{call}` is not `{formula.function}`: {error}"
            raise self.page.error(line, message) from error

    def run_alone(self):
        """Run all lines as they are pasted: in an empty file."""
        (fence,) = self.fences
        try:
            exec("\n".join(text for _, text in fence.lines), {})  # noqa: S102
        except Exception as error:
            raise self.page.error(fence.line, f"pasted, it fails: {error}") from error


def marked(page):
    return [fence for fence in page.fences if MARK in fence.rest]


def entries(page):
    """The sections below the title, each up to the next."""
    found = [(n, HEADING.match(text)) for n, text in page.lines if text[:3] == "## "]
    heads = [(n, match["id"]) for n, match in found if match]
    ends = [n for n, _ in heads[1:]] + [page.body[-1][0] + 1]
    for (start, name), end in zip(heads, ends, strict=False):
        cards = [b for b in page.blocks if b.name == "formula" and start < b.line < end]
        fences = [fence for fence in marked(page) if start < fence.line < end]
        parts = [
            *[card.line for card in cards[:1]],
            *[n for n, text in page.lines if start < n < end and LEAD.match(text)],
            *[fence.line for fence in fences],
        ]
        yield Entry(page, name, [card.argument for card in cards], parts, fences)


ENTRIES = [
    pytest.param(entry, id=entry.id)
    for page in OURS.values()
    for entry in entries(page)
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_has_its_parts_in_their_order(entry):
    assert len(entry.parts) == 4
    assert entry.parts == sorted(entry.parts)


def test_there_is_one_line_for_each_entry(record_property):
    outline = yaml.safe_load((ROOT / "data/outline.yml").read_text("utf-8"))
    written = [
        section["id"]
        for section in outline["quick-reference"]
        if section.get("written", True) and section["level"] == 2
    ]
    found = [param.values[0] for param in ENTRIES]
    assert [entry.id for entry in found] == written
    assert [len(entry.fences) for entry in found] == [1] * len(written)
    record_property("counted", f"Quick reference: {len(found)} lines of PyTorch")


@pytest.mark.parametrize("page", OURS.values(), ids=OURS)
def test_no_line_of_pytorch_escapes(page):
    """What is code on these pages is run: when they are built, or by the test below."""
    assert marked(page) == [fence for e in entries(page) for fence in e.fences]
    escaped = [
        fence.line
        for fence in page.fences
        if EXECUTED not in fence.rest and MARK not in fence.rest
    ] + [n for n, text in page.lines if CALL.search(text)]
    wrong = [str(page.error(n, "nothing runs this")) for n in escaped]
    assert not wrong, "\n".join(wrong)


def test_no_other_page_has_such_lines():
    elsewhere = [page.path for page in PAGES.values() if marked(page)]
    assert set(elsewhere) <= {page.path for page in OURS.values()}


@pytest.mark.frameworks
@pytest.mark.parametrize("entry", ENTRIES)
def test_the_line_does_what_the_card_says(entry):
    entry.run()


@pytest.mark.frameworks
@pytest.mark.parametrize("entry", ENTRIES)
def test_the_lines_run_when_they_are_pasted(entry):
    entry.run_alone()


WRONG = """\
---
title: Wrong
---

# Wrong { #quick-reference/vectors-geometry }

## An entry { #quick-reference/vectors-geometry/dot-product }

/// formula | euclidean-distance
///

```py title="PyTorch"
LINE
```
"""


@pytest.mark.frameworks
@pytest.mark.parametrize(
    "line",
    [
        "torch.linalg.vector_norm(a + b, dim=-1)",
        "torch.linalg.vector_norm(a - b)[..., None]",
        "torch.linalg.vector_norm((a - b).float(), dim=-1)",
        "torch.linalg.distance(a, b)",
        "a - ",
    ],
)
def test_a_wrong_line_is_refused_with_file_and_line(line):
    (entry,) = entries(MarkdownSource(Path("page.md"), WRONG.replace("LINE", line)))
    with pytest.raises(Exception, match=r"^page\.md:13: `"):
        entry.run()


@pytest.mark.frameworks
def test_a_name_that_is_not_bound_is_refused_with_file_and_line():
    (entry,) = entries(MarkdownSource(Path("page.md"), WRONG.replace("LINE", "a - b")))
    with pytest.raises(Exception, match=r"^page\.md:12: pasted, it fails: name 'a'"):
        entry.run_alone()
