"""Published addresses are permanent: none disappears, and every new one is noted."""

from tests.pages import DOCS, PAGES, ROOT

NOTED = (ROOT / "tests" / "site" / "addresses.txt").read_text(encoding="utf-8").split()


def address(name: str) -> str:
    return f"{name.removesuffix('.md')}.html"


def current(site) -> list[str]:
    pages = [address(name) for name in PAGES]
    formulas = [
        f"{address(formula.page.relative_to(DOCS).as_posix())}#{formula.id}"
        for formula in site.records.formulas.values()
    ]
    return sorted([*pages, *formulas])


def test_no_address_has_disappeared(site):
    gone = set(NOTED) - set(current(site))
    assert not gone, f"published, and gone: {sorted(gone)}"


def test_every_address_is_noted(site):
    new = [each for each in current(site) if each not in NOTED]
    assert not new, "add to tests/site/addresses.txt:\n" + "\n".join(new)


def test_the_list_is_sorted():
    assert sorted(set(NOTED)) == NOTED
