"""A number that is typed changes only if somebody accepts it: `nox -s accept`."""

from pathlib import Path

import pytest

from formulary.markdown_source import MarkdownSource, markdown_source
from tests.content.accepted import changes, hold_to
from tests.content.typed_numbers import typed_numbers
from tests.pages import PAGES, ROOT, SOURCES

ERRATA = ROOT / "data" / "errata.yml"
NOTEBOOKS = {
    path.relative_to(ROOT).as_posix(): page
    for path, page in SOURCES.pages.items()
    if path.suffix == ".py"
}
TYPED = (
    PAGES
    | NOTEBOOKS
    | {ERRATA.name: markdown_source(ERRATA, ERRATA.read_text("utf-8"))}
)


@pytest.mark.parametrize("page", TYPED)
def test_typed_numbers_are_those_that_were_accepted(page, snapshot):
    hold_to(snapshot, list(typed_numbers(TYPED[page])))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("The factors are 45 and 6.", ["The factors are [45] and 6.", "are 45 and [6]."]),
        ("With 25 to 4096 tokens, 37 %", ["With [25] to 4096", "With 25 to [4096] tokens, 37", "to 4096 tokens, [37 %]"]),
        ("It is thrice as large,\nby twenty genres", ["It is [thrice] as large,", "by [twenty] genres"]),
        ("near $10^{145}$ and $x_1^2$", ["$10^{145}$"]),
        ("so\n\n$$\nx = 3\\\\\ny = 4\n$$\n", [r"$$ x = 3\\ y = 4 $$"]),
        ("shape `(3, 4)`, `(1, n)` and `float32`", ["`(3, 4)`"]),
        ("`#!calc 3 + 4` <!-- typed: 5, a --> [a](b-4.md) {: covers='claim-6' }", []),
        ("1. First\n2. Second\n\n```text\n17\n```\n## One { #part-7 }", []),
        ("A.10 and GPT-2", []),
    ],
)  # fmt: skip
def test_what_is_typed_is_found(text, typed):
    page = MarkdownSource(Path("page.md"), text)
    assert [each.message for each in typed_numbers(page)] == typed


def test_a_number_that_has_changed_is_named_with_file_and_line():
    page = MarkdownSource(
        Path("page.md"), "---\ntitle: T\n---\n\nNear $10^{145}$, three.\n"
    )
    found = list(typed_numbers(page))
    assert changes(found, ["$10^{145}$", "Near $10^{145}$, [three]."]) == []
    assert changes(found, ["$10^{154}$", "Near $10^{145}$, [three]."]) == [
        "not accepted: page.md:5: $10^{145}$",
        "accepted, and gone: $10^{154}$",
    ]
