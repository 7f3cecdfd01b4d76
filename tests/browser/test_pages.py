"""Every page: loads cleanly, is accessible, and never scrolls sideways."""

import pytest

from tests.browser.conftest import ROOT
from tests.browser.pages import PAGES

AXE = ROOT / "tests" / "browser" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
RUN_AXE = """async rules => (await axe.run({
    resultTypes: ['violations'], ...(rules && { runOnly: rules })
})).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`))"""
TEXT = """article => {
  const copy = article.cloneNode(true)
  copy.querySelectorAll('code').forEach(code => code.remove())
  return copy.textContent
}"""
SCHEME = "document.body.getAttribute('data-md-color-scheme')"


@pytest.mark.parametrize("path", PAGES)
def test_page(visit, path):
    seen = visit(path, reduced_motion="reduce")
    page = seen.page
    page.wait_for_load_state("networkidle")
    assert seen.wrong == []
    assert page.locator("h1").count() == 1
    _shows_no_markup(page)
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    page.add_style_tag(content="* { transition: none !important }")
    # from one scheme to the other, nothing but colours changes
    for scheme, rules in (("default", None), ("slate", ["color-contrast"])):
        assert page.evaluate(SCHEME) == scheme
        found = page.evaluate(RUN_AXE, rules)
        assert not found, "\n".join([scheme, *found])
        page.locator("label[title^='Switch to']:visible").click()
    _does_not_scroll_sideways(page)
    assert seen.wrong == []


def _shows_no_markup(page):
    """Blocks and maths that were not understood would stand there as they were written."""
    article = page.locator("article").evaluate(TEXT)
    for mark in ("///", r"\(", "$", "#!calc", "--8<--"):
        assert mark not in article


def _does_not_scroll_sideways(page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("window.scrollTo(1000, 0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("window.scrollX") == 0
