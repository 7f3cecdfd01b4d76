"""What the copy buttons give is exactly what the records hold."""

import html
import re

import pytest

from tests.browser.pages import PAGES

SAME_MATHML = """(card, text) => {
  const copied = document.createElement('div')
  copied.innerHTML = text
  return copied.innerHTML === card.querySelector('math').outerHTML
}"""
MAY = ["clipboard-read", "clipboard-write"]
TOPICS = [path for path in PAGES if re.fullmatch(r"formulas/[^/]+/[^/]+\.html", path)]


@pytest.fixture
def copied(visit):
    """Opens a page, and clicks a button to say what it copies."""

    def open_page(path):
        page = visit(path, permissions=MAY).page

        def click(button):
            page.evaluate("navigator.clipboard.writeText('')")
            button.click()
            page.wait_for_function(
                "navigator.clipboard.readText().then(text => text !== '')"
            )
            return page.evaluate("navigator.clipboard.readText()")

        return page, click

    return open_page


@pytest.mark.parametrize("topic", TOPICS)
def test_cards_copy_their_latex_and_mathml(copied, formulas, topic):
    page, click = copied(topic)
    here = [formula for formula in formulas if formula["url"].startswith(topic)]
    assert len(here) == page.locator(".card").count()
    for formula in here:
        card = page.locator(f'[data-formula-id="{formula["id"]}"]')
        latex = r",\quad ".join(formula["latex"])
        assert click(card.get_by_role("button", name="Copy LaTeX")) == latex
        mathml = click(card.get_by_role("button", name="Copy MathML"))
        assert f">{latex}</annotation>" in html.unescape(mathml)
        if len(formula["latex"]) == 1:  # several are copied as one, but stand apart
            assert card.evaluate(SAME_MATHML, mathml)


@pytest.mark.parametrize("topic", TOPICS)
def test_code_copies_the_snippet_s_bytes(copied, formulas, topic):
    page, click = copied(topic)
    for formula in formulas:
        if formula["url"].startswith(topic) and formula["code"]:
            name = formula["function"].rpartition(".")[2]
            example = page.locator(f".example:has(#code-{name})")
            text = click(example.get_by_role("button", name="Copy code"))
            assert text.startswith(formula["code"])
