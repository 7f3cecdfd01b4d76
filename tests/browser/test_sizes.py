"""No page grows beyond what a reader on a slow line waits for."""

import gzip

import pytest

from tests.browser.conftest import SITE
from tests.browser.pages import PAGES

PAGE = 100_000
INDEX = 6_000
"""Bytes: of a page as hosts send it, and of the text of a page in the search index."""


@pytest.mark.parametrize("path", PAGES)
def test_page_is_small(path):
    size = len(gzip.compress((SITE / path).read_bytes(), mtime=0))
    assert size <= PAGE, f"{path} is sent in {size:,} bytes"


def test_search_index_is_small():
    index = SITE / "search" / "search_index.json"
    size = len(gzip.compress(index.read_bytes(), mtime=0))
    assert size <= INDEX * len(PAGES), f"{index.name} is sent in {size:,} bytes"
