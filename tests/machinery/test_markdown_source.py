"""A page as its author wrote it."""

from pathlib import Path

import pytest

from formulary.markdown_source import MarkdownSource


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: Of pages", "Of pages"),
        ("a: [", "page"),
        ("- a", "page"),
        ("b: 1", "page"),
    ],
)
def test_a_page_is_called_what_it_says_or_else_what_its_file_is(front, title):
    page = MarkdownSource(Path("page.md"), f"---\n{front}\n---\n\nText\n")
    assert page.title == title
    assert page.body == [(4, ""), (5, "Text")]
