"""What is said of all formulas together, and which of them are said to be verified."""

import re
from dataclasses import replace
from types import SimpleNamespace

from formulary.ledger import Check, Ledger
from formulary.tally import SHOWN, tally
from formulary.verification import fingerprint
from tests.machinery.test_ledger import (
    DEFINITION,
    IDENTITY,
    ORACLE,
    OTHER,
    PRINTED,
    PROOF,
    STATEMENT,
)


def said(**shown):
    ledger = Ledger({})
    for name, checks in shown.items():
        ledger.record(name, "", checks)
    formulas = [SimpleNamespace(id=name) for name in (*shown, "unverified")]
    return list(tally(formulas, ledger))


def test_each_way_of_showing_is_counted_by_itself():
    assert said(
        one=[ORACLE, OTHER, replace(ORACLE, dtype="float32")],
        two=[ORACLE, IDENTITY, PROOF],
        three=[STATEMENT],
        four=[DEFINITION],
        five=[DEFINITION, PRINTED],
    ) == [
        "2 formulas compared with an independent oracle: "
        "SciPy 1 (2,000 cases) and mpmath 1 (3,000 cases)",
        "1 formula of which both sides were computed and compared: 1,000 cases",
        "1 formula whose statement was tested: 1,500 cases",
        "1 formula proved in SymPy, for the sizes that stand beside each",
        "2 formulas that only define, so that nothing is verified",
        "1 formula executed as they are printed, whole or in part",
    ]


def test_every_formula_of_the_site_is_counted(sources):
    """As it was last verified, no kind of check is left out."""
    kinds = {c.kind for name in sources.formulas for c in sources.ledger.checks(name)}
    assert kinds <= SHOWN.keys()


def test_a_definition_has_no_sign_of_being_verified(project):
    sources = project.sources()
    ledger, half = sources.ledger, sources.formulas["half"]
    ledger.record("half", fingerprint(half, sources), [Check("definition")])
    ledger.write(project.path("build/ledger.json"))
    page = (project.build() / "formulas/arithmetic/doubling.html").read_text()
    double, half = page.split('data-formula-id="')[1:]
    assert '<p class="card-shown card-verified">' in double
    assert '<p class="card-shown"><a' in half
    assert "A definition" in half
    assert "card-verified" not in half


def test_the_front_page_counts_what_the_ledger_holds(project):
    project.write(
        "docs/index.md", "---\ntitle: Home\n---\n\n/// verified-so-far\n///\n"
    )
    page = (project.build() / "index.html").read_text()
    compared = "2 formulas compared with an independent oracle: Python "
    assert re.search(rf"<li>{compared}[\d.]+ \(2,000 cases\)</li>", page)
