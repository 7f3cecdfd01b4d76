"""The Quick reference: every entry has its parts, and its line of PyTorch is run."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import yaml

from formulary.guides import HEADING
from formulary.markdown_source import MarkdownSource
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
    calls: list[tuple[int, str]]

    def run(self):
        """Compare the call with the function of the entry's first card."""
        ((line, call),) = self.calls
        formula = FORMULAS[self.cards[0]]
        ours = formula.model_copy(update={"torch": call})

        try:
            test_calls.agrees(ours, "torch", np.float64)
        except Exception as error:
            message = f"`{call}` is not `{formula.function}`: {error}"
            raise self.page.error(line, message) from error


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
        calls = [line for fence in fences for line in fence.lines]
        yield Entry(page, name, [card.argument for card in cards], parts, calls)


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
    assert [len(entry.calls) for entry in found] == [1] * len(written)
    record_property("counted", f"Quick reference: {len(found)} lines of PyTorch")


@pytest.mark.parametrize("page", OURS.values(), ids=OURS)
def test_no_line_of_pytorch_escapes(page):
    """What is code on these pages is run: when they are built, or by the test below."""
    calls = [line for entry in entries(page) for line in entry.calls]
    assert calls == [line for fence in marked(page) for line in fence.lines]
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
