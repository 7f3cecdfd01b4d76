"""What is the site's own of the theme: search box, 404 page, keyboard."""


def test_search_finds_a_formula_by_its_name(visit):
    page = visit().page
    page.get_by_role("textbox", name="Search").press_sequentially("euclidean norm")
    page.wait_for_function(
        "document.querySelector('.md-search-result__link')?.href.includes('vector-norms')"
    )


def test_unknown_addresses_get_the_site_s_own_404_page(visit, root):
    page = visit("no/such/page/", at=root).page
    assert page.locator("h1").inner_text() == "There is no such page"
    page.get_by_role("link", name="all formulas").click()
    assert page.locator("h1").inner_text() == "All formulas"


def test_the_first_tab_skips_to_the_content(visit, formulas):
    page = visit(formulas[0]["url"].partition("#")[0]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")


def test_the_scheme_follows_the_system_and_can_be_switched(visit):
    page = visit(color_scheme="dark").page
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    assert page.evaluate(scheme) == "slate"
    page.locator("label[title='Switch to light']").click()
    assert page.evaluate(scheme) == "default"
