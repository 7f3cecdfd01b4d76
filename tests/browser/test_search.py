"""The search box of the built site: formulas first, and the theme's own results unharmed."""

import urllib.parse

import pytest

from tests.browser.conftest import SITE
from tests.browser.test_pages import AXE, RUN_AXE

BOX = "[data-md-component=search-query]"
HITS = ".md-search-result [data-formula-id]"
TEXT = "article:not(:has([data-formula-id]))"
ENGINE = "**/search/engine.js"
RECORDS = "**/search/records.js"
IDS = "hits => hits.map(hit => hit.dataset.formulaId)"
LINKS = "links => links.filter(link => !link.querySelector('[data-formula-id]')).map(link => link.href)"


def part(page, name):
    return page.locator(f"[data-formula-search={name}]")


def found(page, query):
    """Enter a query, and wait for the formulas that it finds."""
    page.locator(BOX).fill(query)
    page.locator(HITS).first.wait_for()
    return page.locator(HITS).evaluate_all(IDS)


def text_results(page, query):
    """The addresses of the theme's own results, for which it waits for keys."""
    page.locator(BOX).press_sequentially(query)
    page.locator(f".md-search-result {TEXT}").first.wait_for()
    page.wait_for_timeout(800)
    return page.locator(".md-search-result__link").evaluate_all(LINKS)


@pytest.mark.parametrize(
    ("query", "formula"),
    [
        ("cosine similarity", "cosine-similarity"),
        ("cosin similarty", "cosine-similarity"),
        (r"\|x\|_2", "euclidean-norm"),
        ("‖x‖₂", "euclidean-norm"),
        ("(AB)^T", "transpose-of-product"),
        ("np.linalg.svd", "svd"),
        ("np.linalg.norm(A, 'fro')", "frobenius-norm"),
        (r"\frac{u\cdot v}{\|u\|\|v\|}", "cosine-similarity"),
        ("A v = lambda v", "eigenvalue-equation"),
    ],
)
def test_a_formula_is_found_in_any_notation(visit, query, formula):
    seen = visit()
    assert found(seen.page, query)[0] == formula
    assert seen.wrong == []


def test_a_hit_shows_its_formula_its_title_and_its_area(visit, formulas):
    page = visit().page
    found(page, "np.linalg.inv(A)")
    hit = page.locator(HITS).first
    record = next(
        f for f in formulas if f["id"] == hit.get_attribute("data-formula-id")
    )
    assert record["title"] in hit.inner_text()
    assert "Linear algebra" in hit.inner_text()
    assert hit.locator("code").inner_text() == record["function"].rpartition(".")[2]
    maths = hit.locator("math").bounding_box()
    assert maths["width"] > 20
    assert maths["height"] > 8


def test_enter_lands_on_the_formula(visit, formulas):
    page = visit("formulas/index.html").page
    first = found(page, "frobenius norm")[0]
    page.keyboard.press("Enter")
    url = next(f["url"] for f in formulas if f["id"] == first)
    page.wait_for_url(f"**/{url}")
    assert page.locator(f"h2[id='{first}']").is_visible()


def test_arrows_reach_the_hits(visit):
    page = visit().page
    first = found(page, "frobenius norm")[0]
    page.keyboard.press("ArrowDown")
    focused = (
        "document.activeElement.querySelector('[data-formula-id]')?.dataset.formulaId"
    )
    assert page.evaluate(focused) == first


def test_what_is_pasted_by_mouse_is_searched(visit):
    page = visit().page
    page.locator(BOX).focus()
    page.evaluate(
        """box => {
          const input = document.querySelector(box)
          input.value = "‖A‖_F"
          input.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste" }))
        }""",
        BOX,
    )
    page.locator(HITS).first.wait_for()
    assert page.locator(HITS).evaluate_all(IDS)[0] == "frobenius-norm"


def test_going_back_restores_the_query(visit):
    page = visit("formulas/index.html").page
    before = found(page, "‖A‖_F")
    page.keyboard.press("Enter")
    page.wait_for_url("**#frobenius-norm")
    page.go_back()
    page.locator(HITS).first.wait_for()
    assert page.locator(BOX).input_value() == "‖A‖_F"
    assert page.locator(HITS).evaluate_all(IDS) == before


def test_a_query_can_be_linked_to(visit):
    query = "x^T A x = σ_1"
    seen = visit(f"?q={urllib.parse.quote(query)}")
    seen.page.locator(HITS).first.wait_for()
    assert seen.page.locator(BOX).input_value() == query
    assert seen.wrong == []


def test_the_empty_box_offers_examples_that_find_formulas(visit):
    page = visit().page
    page.locator(BOX).focus()
    examples = part(page, "examples").locator("a")
    assert examples.count() == 3
    for number in range(3):
        page.locator(BOX).fill("")
        example = examples.nth(number)
        text = example.inner_text()
        example.click()
        page.locator(HITS).first.wait_for()
        assert page.locator(BOX).input_value() == text
        assert not part(page, "examples").is_visible()


def test_mathematics_shows_how_it_was_read(visit):
    page = visit().page
    found(page, "A.T @ A")
    assert part(page, "reading").locator("msup").count() == 1
    page.locator(BOX).fill("cosine similarity")
    page.wait_for_timeout(300)
    assert not part(page, "reading").is_visible()


def test_where_nothing_is_found_the_index_is_offered(visit):
    page = visit().page
    page.locator(BOX).press_sequentially("qwertyuiop")
    part(page, "nothing").wait_for()
    assert page.locator(".md-search-result__link").count() == 0
    part(page, "nothing").get_by_role("link").click()
    assert page.locator("h1").inner_text() == "All formulas"


@pytest.mark.parametrize(
    "query",
    ["<img src=x onerror=alert(1)>", "<b>x</b> + y", "<script>alert(1)</script>"],
)
def test_markup_is_shown_as_text(visit, query):
    seen = visit()
    seen.page.on("dialog", lambda dialog: seen.wrong.append(dialog.message))
    seen.page.locator(BOX).fill(query)
    seen.page.wait_for_timeout(500)
    bad = ".md-search-result :is(img, script, b, iframe)"
    assert seen.page.locator(bad).count() == 0
    assert seen.wrong == []


def test_the_examples_of_the_page_on_search_find_what_it_says(visit):
    page = visit("search.html").page
    rows = page.locator("article table").first.locator("tbody tr")
    examples = rows.evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('a')].map(a => a.href))"
    )
    assert len(examples) > 10
    for query, formula in examples:
        page.goto(query)
        page.locator(HITS).first.wait_for()
        first = page.locator(HITS).evaluate_all(IDS)[0]
        assert first == formula.partition("#")[2], query


def test_nothing_is_loaded_before_the_box_is_used(visit):
    seen = visit()
    asked = []
    seen.page.on("request", lambda request: asked.append(request.url))
    seen.page.reload(wait_until="networkidle")
    assert not [url for url in asked if url.endswith(("engine.js", "records.js"))]
    seen.page.locator(BOX).focus()
    seen.page.wait_for_function(
        "Boolean(window.formulary?.records && window.formulary.FormulaSearch)"
    )
    assert [url for url in asked if url.endswith(("engine.js", "records.js"))]


BREAK = """() => {
  formulary.FormulaSearch.prototype.search = () => { throw new Error("broken") }
}"""
WORDS = ("broadcasting", "errata", "how to contribute", "numpy axis", "rounding error")


@pytest.mark.parametrize("query", WORDS)
def test_the_theme_s_results_are_unharmed(visit, query):
    ours = text_results(visit().page, query)
    without = visit("accessibility.html")
    without.page.route("**/search/adapter.js", lambda route: route.abort())
    without.page.goto(f"{without.address}index.html")
    theirs = text_results(without.page, query)
    assert ours
    assert ours == theirs[: len(ours)]  # the others follow when one scrolls


@pytest.mark.parametrize("script", [ENGINE, RECORDS])
@pytest.mark.parametrize(
    "body", [None, "throw new Error('broken')", "window.formulary = { records: [{}] }"]
)
def test_where_the_engine_fails_the_theme_s_search_goes_on(visit, script, body):
    page = visit("accessibility.html").page

    def fail(route):
        if body is None:
            route.abort()
        else:
            route.fulfill(body=body, content_type="text/javascript")

    page.route(script, fail)
    page.reload()
    assert text_results(page, "broadcasting")
    assert page.locator(HITS).count() == 0


def test_an_engine_that_fails_in_a_search_leaves_the_theme_s_results(visit):
    page = visit().page
    page.locator(BOX).focus()
    page.wait_for_function("Boolean(window.formulary?.FormulaSearch)")
    page.evaluate(BREAK)
    assert text_results(page, "broadcasting")


def test_works_from_a_file(chromium):
    context = chromium.new_context()
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((SITE / "formulas" / "index.html").as_uri())
    assert found(page, "‖A‖_F")[0] == "frobenius-norm"
    page.locator(BOX).fill("")
    assert text_results(page, "broadcasting")
    page.locator(BOX).fill("")
    found(page, "‖A‖_F")
    page.keyboard.press("Enter")
    page.wait_for_url("file://**/matrix-norms.html#frobenius-norm")
    assert wrong == []
    context.close()


def test_on_a_small_screen_nothing_scrolls_sideways(visit):
    seen = visit(viewport={"width": 320, "height": 640})
    page = seen.page
    page.locator("label.md-header__button[for=__search]").click()
    found(
        page, r"\min_{rank B \le k} \|A-B\|_F^2 = \sum_{i>k} \sigma_i^2, \min \|A-B\|_2"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    results = page.locator(".md-search__scrollwrap")
    assert results.evaluate("box => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_is_accessible(visit, scheme):
    page = visit(color_scheme=scheme, reduced_motion="reduce").page
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    for query in ("", "A.T @ A", "qwertyuiop"):
        page.locator(BOX).fill(query)
        page.wait_for_timeout(500)
        violations = page.evaluate(RUN_AXE)
        assert not violations, "\n".join(violations)
