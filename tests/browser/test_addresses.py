"""What was built has all the addresses that are noted, and no heading without one."""

import re

from tests.browser.conftest import ROOT, SITE
from tests.browser.pages import PAGES

NOTED = set((ROOT / "tests" / "content" / "addresses.txt").read_text("utf-8").split())
ID = re.compile(r"""<(?P<tag>\w+)\b[^<>]*?\sid="(?P<id>[^"]+)\"""")


def built(tag: str = "") -> set[str]:
    """The pages, and the ids on them, of all elements or of some."""
    return {
        f"{page}#{match['id']}"
        for page in PAGES
        for match in ID.finditer((SITE / page).read_text(encoding="utf-8"))
        if match["tag"].startswith(tag)
    } | set(PAGES)


def test_no_noted_address_is_missing():
    assert NOTED - built() == set()


def test_every_heading_is_noted():
    headings = {each for level in "123456" for each in built(f"h{level}")}
    assert headings - NOTED == set()
