"""What the blocks become on a page."""

import re

import pytest

from formulary.ledger import Check, Ledger
from formulary.verification import fingerprint
from tests.machinery.conftest import HALF, RECORD

PAGE = "docs/formulas/arithmetic/doubling.md"
EXTRA = """
//// derivation | double
1. $x + x = 2x$

/// proof | every $x$
```python exec="on"
print("proved")
```
///
////

//// exercise | Twice
Double 2.

/// solution
It is 4.
///
////

/// worked | Two
Twice two.
///

/// defect | E1-01
Count.
///

/// figure | linear_algebra.vector_norms.unit_balls
    alt: Four "unit" balls
The caption, $x$.
///

/// notation-table | letters
///

/// areas
///

/// verified-so-far
///

```python exec="on" source="none"
hidden = 1
```

```python exec="on" source="none" html="on"
print("<b>marked up</b>")
```

```python exec="on"
from snippets.arithmetic.doubling import double
print(double(double(1)))
```

```text
Nothing runs here, and $x$ is no maths.
```

A number like 3.14 may stand here. <!-- typed: 3.14, everybody knows it -->

$$x+x=2x$$
<!-- values: {x: 2} -->

Write `<!-- typed: 2.2, why -->`.
"""


SQUARING = """---
title: Squaring
formulas:
  - id: square
    title: Square
    latex: x^2
    symbols: [{symbol: x, meaning: a number, shape: real}]
    assumptions: []
    function: null
    sources: []
    related: []
    references: [euclid]
---

/// formula | square
///
"""


@pytest.fixture
def page(project):
    project.write("docs/formulas/arithmetic/squaring.md", SQUARING)
    project.write("data/areas.yml", "arithmetic:\n  - squaring\n  - doubling\n")
    project.write(PAGE, project.path(PAGE).read_text() + EXTRA)
    project.verify()
    return (project.build() / "formulas/arithmetic/doubling.html").read_text()


def test_a_card_at_home_has_the_formula_s_heading_symbols_and_calls(page):
    assert '<h2 id="double">Double' in page
    card = page[page.index('data-formula-id="double"') :]
    assert 'data-clipboard-text="f(x)=2x"' in card
    assert 'data-clipboard-text="&lt;math' in card
    assert 'href="#code-double"' in card
    assert "Holds when" in card
    assert "np.multiply(x, 2)" in card
    assert re.search(
        r"Agrees with Python 3[.\d]+ \(1,000 cases\), worst error 0.5 ulp", card
    )
    assert '<a href="#half">Half</a>' in card


def test_a_card_says_what_other_books_and_libraries_do(project):
    variants = ["Some say *twofold*", "NumPy doubles $x$."]
    project.write_records(RECORD | {"variants": variants}, HALF)
    project.verify()
    page = (project.build() / "formulas/arithmetic/doubling.html").read_text()
    assert "<li>Some say <em>twofold</em>.</li>" in page
    assert re.search(r"<li>NumPy doubles .*?</li>", page)


def test_a_card_elsewhere_links_home(project):
    page = (project.build() / "index.html").read_text()
    assert '<a href="formulas/arithmetic/doubling.html#double">Double</a>' in page
    assert "<h2" not in page
    assert 'href="formulas/arithmetic/doubling.html#code-double"' in page


def test_folded_blocks_are_details(page):
    assert re.search(r'<details class="proof">\s*<summary>[^<]*, for every ', page)
    assert re.search(r'<details class="solution">\s*<summary>Solution', page)


def test_a_defect_tells_both_sides(page):
    defect = page[page.index('id="E1-01"') :]
    assert "Deep dive, A.1, says" in defect
    assert "It is 2." in defect


def test_a_function_s_code_has_one_address(page):
    assert page.count('id="code-double"') == 1


def test_what_is_said_to_the_tests_is_not_published(page):
    assert "3.14 may stand here" in page
    assert "<!--" not in page[page.index("3.14") :]
    assert "&lt;!-- typed: 2.2, why --&gt;" in page


def test_a_figure_has_its_text_and_follows_the_scheme(page):
    figure = page[page.index("<figure>") : page.index("</figure>")]
    assert 'aria-label="Four &quot;unit&quot; balls"' in figure
    assert "var(--figure-blue)" in figure
    assert not re.search(r"#[0-9a-f]{6}", figure)
    assert "<figcaption>" in figure


def test_a_table_of_notation_has_the_symbols_of_its_group(page):
    table = page[page.index('<div class="notation">') :]
    assert 'encoding="application/x-tex">x</annotation>' in table
    assert "<td>a number</td>" in table


def test_hidden_blocks_leave_no_trace_but_what_they_print_as_html(page):
    assert "hidden = 1" not in page
    assert "<b>marked up</b>" in page


def test_a_topic_page_ends_with_its_references(page):
    doi = '<a href="https://doi.org/10.1000/182">doi:10.1000/182</a>'
    said = f'<li id="euclid">Euclid. <cite>Elements</cite>. Alexandria. {doi}</li>'
    assert said in page
    said = '<li id="heath">Thomas Heath. <cite>Euclid in Greek</cite>. Cambridge, 1920. </li>'
    assert said in page


ARC = re.compile(r"<path d=\"M0 1a1 1 0 0 1 0 2\"")


@pytest.mark.usefixtures("page")
def test_an_area_has_its_topics_as_listed_and_an_arc_where_they_are_related(project):
    area = (project.root / "site" / "formulas/arithmetic.html").read_text()
    names = re.findall(r'<li><a href="arithmetic/.*?">(.*?)</a></li>', area)
    assert names == ["Squaring", "Doubling"]
    assert not ARC.search(area)
    front = SQUARING.replace("related: []", "related: [double]")
    project.write("docs/formulas/arithmetic/squaring.md", front)
    project.verify()
    nav = "nav: [index.md, Formulas: [formulas/index.md], About: [verification.md]]"
    project.replace("mkdocs.yml", "nav: null", nav)
    area = (project.build() / "formulas/arithmetic.html").read_text()
    assert len(ARC.findall(area)) == 1
    links = re.findall(r'href="([^"]*)" class="md-nav__link', area)
    squaring, doubling = "arithmetic/squaring.html", "arithmetic/doubling.html"
    assert links.index(squaring) < links.index(doubling)


def test_an_area_leads_to_those_with_related_formulas(project):
    slope = SQUARING.replace("id: square", "id: slope").replace("| square", "| slope")
    slope = slope.replace("related: []", "related: [double]")
    project.write("docs/formulas/calculus/slope.md", slope)
    page = "---\ntitle: Calculus\n---\n\n/// area | calculus\n///\n"
    project.write("docs/formulas/calculus.md", page)
    project.replace("data/areas.yml", "calculus: []", "calculus: [slope]")
    project.verify()
    site = project.build() / "formulas"
    said = 'those of: <a href="arithmetic.html">Arithmetic</a>'
    assert said in (site / "calculus.html").read_text()
    assert "those of" not in (site / "arithmetic.html").read_text()


def test_the_index_and_the_front_name_every_formula(project, page):
    assert "3 formulas compared with an independent oracle" in page
    assert re.search(r">Squaring</a> · <a [^>]*>Doubling</a>", page)
    index = (project.build() / "formulas/index.html").read_text()
    assert '<a href="arithmetic/doubling.html#half">Half</a>' in index


def test_the_verification_table_says_what_was_shown(project):
    table = (project.build() / "verification.html").read_text()
    assert '<tr id="double">' in table
    assert "agrees with math.prod in 1,000 float64 cases" in table


def test_the_page_says_which_formulas_were_executed(project):
    table = "/// verification-table\n///\n"
    project.replace(
        "docs/verification.md", table, f"/// printed-formulas\n///\n\n{table}"
    )
    page = (project.build() / "verification.html").read_text()
    assert "0 of 2 formulas were executed whole, 0 in part, and 2 were not." in page
    assert "Half</a> was not executed yet." in page
    part = {"latex": ["f(x)=2x", "g(x)=x"], "unexecuted": {2: "it is in words"}}
    project.write_records(RECORD | part, HALF | {"unexecuted": "it equates sets"})
    project.verify()
    path, sources = project.path("build/ledger.json"), project.sources()
    found, check = fingerprint(sources.formulas["double"], sources), Check("printed")
    ledger = Ledger.read(path)
    ledger.record("double", found, [*ledger.checks("double"), check])
    ledger.write(path)
    page = (project.build() / "verification.html").read_text()
    assert "0 of 2 formulas were executed whole, 1 in part, and 1 were not." in page
    assert "</a> was executed in part: without its statement 2, it is in words." in page
    assert "Half</a> was not executed: it equates sets." in page
