"""The table of errata: plain without JavaScript, and filtered with it."""

import pytest

ROWS = ".errata tbody tr"


@pytest.fixture
def errata(visit):
    return lambda query="", **context: visit(f"errata.html{query}", **context).page


def shown(page):
    """The numbers of the errata that are there to see."""
    return [row.split()[0] for row in page.locator(f"{ROWS}:visible").all_inner_texts()]


def filtered(page):
    """The same, after the count has said as many."""
    numbers = shown(page)
    total = page.locator(ROWS).count()
    said = page.get_by_role("status").inner_text()
    assert said == f"{len(numbers) or 'None'} of {total} errata"
    assert len(numbers) < total
    return numbers


def test_without_javascript_it_is_a_plain_table(errata):
    page = errata(java_script_enabled=False)
    assert page.locator(".errata-filter").count() == 0
    assert len(shown(page)) == page.locator(ROWS).count()


def test_all_are_shown_at_first(errata):
    page = errata()
    total = page.locator(ROWS).count()
    assert page.get_by_role("status").inner_text() == f"{total} of {total} errata"
    assert not page.get_by_role("button", name="Show all").is_visible()


def test_a_document_has_its_own_errata_and_those_of_all_five(errata):
    page = errata()
    page.get_by_label("Document").select_option("Foundations")
    numbers = filtered(page)
    assert "E1-06" in numbers
    of = "[...document.querySelectorAll('.errata tbody tr:not([hidden])')]"
    names = page.evaluate(f"{of}.map(row => row.dataset.document)")
    assert set(names) <= {"Foundations", "All five"}


def test_weights_add_up_and_are_reached_by_keyboard(errata):
    page = errata()
    page.get_by_label("Words").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_label("critical").is_checked()
    assert {number[1] for number in filtered(page)} == {"1"}
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert {number[1] for number in filtered(page)} == {"1", "2"}


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("e2-13", "E2-13"),
        ("eckart-young", "E2-13"),  # with a dash on the page
        ("SPECTRAL norm", "E2-13"),
        ("sigma_{k+1}", "E2-13"),
        ("foundations critical", "E1-15"),
    ],
)
def test_words_are_found_in_any_order_case_and_spelling(errata, words, number):
    page = errata()
    page.get_by_label("Words").press_sequentially(words)
    assert number in filtered(page)
    page.get_by_label("Words").press("Enter")
    assert number in filtered(page)


def test_where_nothing_fits_it_says_so_and_offers_all_again(errata):
    page = errata()
    total = page.locator(ROWS).count()
    page.get_by_label("Words").fill("no such thing at all")
    assert filtered(page) == []
    assert not page.locator(".errata").is_visible()
    page.get_by_role("button", name="Show all").press("Enter")
    assert len(shown(page)) == total
    assert page.get_by_label("Words").evaluate("box => box === document.activeElement")
    assert page.url.endswith("/errata.html")


def test_the_address_keeps_the_choice(errata):
    page = errata()
    page.get_by_label("Words").fill("matrix")
    page.get_by_label("Document").select_option("Deep dive")
    page.get_by_label("major").check()
    before = filtered(page)
    page.reload()
    assert filtered(page) == before
    again = errata(page.url.partition("/errata.html")[2])
    assert filtered(again) == before
    assert again.get_by_label("Document").input_value() == "Deep dive"


def test_an_address_with_unknown_choices_hides_nothing(errata):
    page = errata("?document=None%20such&weight=none&other=1")
    assert len(shown(page)) == page.locator(ROWS).count()


def test_numbers_lead_to_the_code_that_shows_them(errata):
    page = errata("?words=E1-06")
    page.get_by_role("link", name="E1-06", exact=True).click()
    page.locator("#E1-06 .example").wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_it_stays_a_table_for_screen_readers(errata, width):
    page = errata(viewport={"width": width, "height": 800})
    table = page.get_by_role("table")
    assert table.get_by_role("columnheader").count() == 6
    assert table.get_by_role("row").count() == page.locator(ROWS).count() + 1
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
    assert roles.count("row") == page.locator(ROWS).count() + 1
    assert roles.count("columnheader") == 6
