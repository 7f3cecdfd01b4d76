"""Published addresses are permanent: none disappears, and every new one is noted."""

import pytest

from tests.pages import DOCS, PAGES, ROOT

pytestmark = pytest.mark.each_topic

NOTED = (
    (ROOT / "tests" / "content" / "addresses.txt").read_text(encoding="utf-8").split()
)


def address(name: str) -> str:
    return f"{name.removesuffix('.md')}.html"


def current(sources) -> list[str]:
    pages = [address(name) for name in PAGES]
    formulas = [
        f"{address(formula.page.relative_to(DOCS).as_posix())}#{formula.id}"
        for formula in sources.formulas.values()
    ]
    return sorted([*pages, *formulas])


def test_no_address_has_disappeared(sources):
    gone = set(NOTED) - set(current(sources))
    assert not gone, f"published, and gone: {sorted(gone)}"


def test_every_address_is_noted(sources):
    new = [each for each in current(sources) if each not in NOTED]
    assert not new, "add to tests/content/addresses.txt:\n" + "\n".join(new)


def test_the_list_is_sorted():
    assert sorted(set(NOTED)) == NOTED
