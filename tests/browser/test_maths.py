"""Maths is there without JavaScript, for eyes and for screen readers."""

import pytest

from tests.browser.pages import PAGES

COUNT = """() => {
  const drawn = e => {
    const {width, height} = e.getBoundingClientRect()
    return width > 1 && height > 1
  }
  const all = [...document.querySelectorAll('.arithmatex')]
  const sound = all.filter(e => e.querySelector('math') && e.querySelector('.katex-html')
    && [e, ...e.querySelectorAll('svg')].every(drawn))
  return [all.length, sound.length]
}"""


@pytest.mark.parametrize("path", PAGES)
def test_is_there_with_javascript_off(visit, path):
    seen = visit(path, java_script_enabled=False)
    found, sound = seen.page.evaluate(COUNT)
    assert found == sound
    if path.startswith("formulas/") and path.count("/") > 1:
        assert found
    assert seen.wrong == []


def test_copy_buttons_are_not_offered_where_they_cannot_work(visit, formulas):
    coded = next(formula for formula in formulas if formula["function"])
    page = visit(coded["url"], java_script_enabled=False).page
    assert not page.locator(".card button").first.is_visible()
    assert page.locator(".card a", has_text="Code").first.is_visible()


def test_fonts_that_a_page_preloads_are_those_it_uses(visit, formulas):
    """A font that is not preloaded arrives late; one that is not used is a waste."""
    page = visit(formulas[0]["url"]).page
    page.wait_for_load_state("networkidle")
    preloaded = page.evaluate(
        "[...document.querySelectorAll('link[rel=preload][as=font]')].map(l => l.href)"
    )
    fetched = page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name).filter(n => /woff2/.test(n))"
    )
    maths = [name for name in fetched if "KaTeX" in name]
    assert maths
    assert set(maths) <= set(preloaded)
