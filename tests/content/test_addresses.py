"""Published addresses are permanent: none disappears, and every new one is noted."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from formulary.errors import SourceError
from formulary.markdown_source import MarkdownSource
from formulary.sources import Sources
from tests.content.addresses import addresses
from tests.pages import ROOT

pytestmark = pytest.mark.each_topic

LIST = ROOT / "tests" / "content" / "addresses.txt"
NOTED = LIST.read_text(encoding="utf-8").split()


def given_twice(sources: Sources) -> list[str]:
    """The ids that something else on their page has already."""
    count: Counter[str] = Counter()
    found = []
    for address, path, line in addresses(sources):
        count[address] += 1
        if count[address] > 1:
            anchor = address.partition("#")[2]
            found.append(
                str(SourceError(path, line, f"the id {anchor} is taken already"))
            )
    return found


def test_no_address_has_disappeared(sources):
    gone = set(NOTED) - {address for address, _, _ in addresses(sources)}
    assert not gone, f"published, and gone: {sorted(gone)}"


def test_every_address_is_noted(sources):
    current = {address for address, _, _ in addresses(sources)}
    new = sorted(current - set(NOTED))
    assert not new, "add to tests/content/addresses.txt:\n" + "\n".join(new)


def test_no_page_has_an_id_twice(sources):
    assert not given_twice(sources), "\n".join(given_twice(sources))


def test_the_list_is_sorted():
    assert sorted(set(NOTED)) == NOTED


def test_an_id_that_is_given_twice_is_named_with_file_and_line(sources):
    path = sources.docs / "page.md"
    page = MarkdownSource(
        path, "---\ntitle: T\n---\n\n## One { #a }\n\n### Two { #a .b }\n"
    )
    pages = {path: page}
    (said,) = given_twice(replace(sources, pages=pages))
    assert said == f"{Path('docs/page.md')}:7: the id a is taken already"


def test_headings_formulas_errata_and_references_have_addresses(sources):
    names = {address for address, _, _ in addresses(sources)}
    page = "formulas/linear-algebra/svd.html"
    assert {
        f"{page}#{each}" for each in ("svd", "svd-full-or-thin", "E2-25", "references")
    } <= names
    assert {"index.html#tensors", "formulas/index.html#tensors-arrays"} <= names
