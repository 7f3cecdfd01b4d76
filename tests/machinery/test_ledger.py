"""The ledger: what it says, and whom it trusts."""

import hashlib
import itertools
import json
import os
import time
from dataclasses import replace

import pytest

from formulary import verification
from formulary.ledger import Check, Ledger, said_of
from tests import conftest

ORACLE = Check("oracle", "mpmath.norm", "mpmath 1", "float64", 1000, 1.25)
OTHER = Check("oracle", "scipy.linalg.norm", "SciPy 1", "float64", 2000, 0)
SCALED = replace(ORACLE, worst_ulp=8, unit="‖x‖")
IDENTITY = Check("identity", "numpy", "NumPy 2", "float64", 1000, 20.5)
STATEMENT = Check("statement", "numpy", "NumPy 2", "float64", 1500, 0)
PROOF = Check("proof", "sympy", "SymPy 1", all_of="2×3 matrices")
DEFINITION = Check("definition")
PRINTED = Check("printed", cases=24, statements=3, in_part=1)


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        ([ORACLE], "agrees with mpmath.norm in 1,000 float64 cases, generated (mpmath 1), worst error 1.2 ulp"),
        ([OTHER], "agrees with scipy.linalg.norm in 2,000 float64 cases, generated (SciPy 1), exactly"),
        (
            [ORACLE, replace(ORACLE, dtype="float32", worst_ulp=3)],
            "agrees with mpmath.norm in 1,000 float32 and 1,000 float64 cases, generated (mpmath 1), worst error 3 ulp",
        ),
        ([SCALED], "agrees with mpmath.norm in 1,000 float64 cases, generated (mpmath 1), worst error 8 ulp of ‖x‖"),
        (
            [replace(OTHER, all_of="sizes below 9", cases=9)],
            "agrees with scipy.linalg.norm in 9 float64 cases, all of sizes below 9 (SciPy 1), exactly",
        ),
        ([replace(STATEMENT, because="it is of planes")], "holds in 1,500 float64 cases, generated (NumPy 2); it is of planes"),
        ([IDENTITY], "both sides computed in 1,000 float64 cases, generated (NumPy 2), worst error 20 ulp"),
        ([STATEMENT], "holds in 1,500 float64 cases, generated (NumPy 2)"),
        ([PROOF], "proved for 2×3 matrices (SymPy 1)"),
        ([PROOF, PROOF], "proved for 2×3 matrices (SymPy 1)"),
        ([DEFINITION], "a definition"),
        ([PRINTED], "3 statements executed as printed, 1 of them in part, on 24 random draws"),
        ([Check("printed", cases=8, statements=1)], "1 statement executed as printed, on 8 random draws"),
    ],
)  # fmt: skip
def test_checks_say_what_was_shown_in_one_line(checks, said):
    assert list(said_of(checks)) == [said]


def test_what_is_counted_in_another_unit_has_a_line_of_its_own():
    assert len(list(said_of([ORACLE, SCALED]))) == 2


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        ([ORACLE], "Agrees with mpmath 1 (1,000 cases), worst error 1.2 ulp"),
        (
            [ORACLE, OTHER],
            "Agrees with SciPy 1 (2,000 cases) and mpmath 1 (1,000 cases), worst error 1.2 ulp",
        ),
        (
            [ORACLE, SCALED],
            "Agrees with mpmath 1 (2,000 cases), worst error 1.2 ulp and 8 ulp of ‖x‖",
        ),
        (
            [IDENTITY, ORACLE],
            "Agrees with mpmath 1 (1,000 cases), worst error 1.2 ulp; "
            "both sides computed in 1,000 cases, worst error 20 ulp",
        ),
        ([PROOF], "Proved in SymPy 1 for 2×3 matrices"),
        ([STATEMENT], "Tested in 1,500 cases"),
        ([DEFINITION], "A definition"),
        (
            [DEFINITION, PRINTED],
            "A definition; 3 statements executed as printed, 1 of them in part",
        ),
        ([PRINTED], "Not verified yet"),
    ],
)
def test_a_summary_is_one_line_of_what_is_alike(checks, said):
    found = Ledger({})
    found.record("double", "", checks)
    assert found.summary("double") == said
    assert found.verified("double") == (not said.startswith(("A definition", "Not")))


def test_of_what_is_not_in_it_nothing_is_verified():
    assert Ledger({}).summary("double") == "Not verified yet"
    assert not Ledger({}).verified("double")


class TestFile:
    @pytest.fixture
    def path(self, tmp_path):
        ledger = Ledger({})
        ledger.record("double", "print", [ORACLE, PROOF])
        ledger.write(tmp_path / "ledger.json")
        return tmp_path / "ledger.json"

    def test_what_is_written_is_read_again(self, path):
        ledger = Ledger.read(path)
        assert not ledger.wrong
        assert set(ledger.checks("double")) == {ORACLE, PROOF}

    def test_the_order_of_the_checks_does_not_matter(self, tmp_path):
        """They come as the processes of a test run have them."""
        checks = [ORACLE, SCALED, OTHER, IDENTITY, PROOF, STATEMENT]
        written = set()
        for order in itertools.islice(itertools.permutations(checks), 0, None, 37):
            ledger = Ledger({})
            for name in (
                ("double", "half") if order[0] == ORACLE else ("half", "double")
            ):
                ledger.record(name, "print", order)
            ledger.write(tmp_path / "ledger.json")
            written.add((tmp_path / "ledger.json").read_bytes())
        assert len(written) == 1

    @pytest.mark.parametrize(
        ("old", "new", "line", "said"),
        [
            (
                '"cases": 1000',
                '"cases": 9999',
                1,
                "it was changed after it was written",
            ),
            ("mpmath 1", "Wolfram 14", 1, "it was changed after it was written"),
            ('"fingerprint": "print"', '"fingerprint": "new"', 1, "it was changed"),
            ('"digest"', '"hash"', 1, "it is of another version"),
            ('"checks": [', '"checks": [,', 5, "Expecting value"),
            ('"dtype"', '"kind_of"', 1, "it was changed after it was written"),
        ],
    )
    def test_what_was_not_written_by_a_verification(self, path, old, new, line, said):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        ledger = Ledger.read(path)
        assert not ledger.entries
        assert f"ledger.json:{line}: this is no ledger ({said}" in str(ledger.wrong)

    @pytest.mark.parametrize(
        "entry", [{}, {"fingerprint": "", "checks": [{"sort": 1}]}]
    )
    def test_entries_of_another_version(self, path, entry):
        formulas = {"double": entry}
        digest = hashlib.sha256(
            json.dumps(formulas, sort_keys=True).encode()
        ).hexdigest()
        path.write_text(json.dumps({"digest": digest, "formulas": formulas}))
        assert "it is of another version" in str(Ledger.read(path).wrong)

    def test_it_is_written_anew_all_the_same(self, path, project, monkeypatch):
        monkeypatch.setattr(conftest, "ROOT", project.root)
        path.write_text("{")
        conftest.LedgerWriter(path).pytest_sessionfinish()
        assert not Ledger.read(path).wrong


class TestCommand:
    @pytest.mark.usefixtures("project")
    def test_says_nothing_where_all_is_verified(self, capsys):
        assert verification.main() == 0
        assert capsys.readouterr().out == ""

    def test_names_what_is_not(self, project, capsys):
        project.replace("snippets/arithmetic/doubling.py", "2 * x", "x + x")
        assert verification.main() == 1
        said = capsys.readouterr().out
        assert said.startswith(
            "snippets/arithmetic/doubling.py:4: formula double has changed"
        )

    def test_changed_tests_ask_for_verification_too(self, project):
        project.write("tests/snippets/arithmetic/test_doubling.py", "# stricter\n")
        assert verification.main() == 1

    @pytest.mark.parametrize(
        "name",
        [
            "tests/verify.py",
            "tests/inputs.py",
            "tests/cases.py",
            "tests/snippets/test_calls.py",
            "tests/printed/reader.py",
            "requirements/checks.txt",
        ],
    )
    def test_what_a_claim_rests_on_asks_for_it_too(self, project, name):
        project.write(name, "# laxer\n")
        assert verification.main() == 1

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("np.multiply(x, 2)", "x + x"),
            ("latex: f(x)=2x", "latex: f(x)=3x"),
            ("shape: real", "shape: natural"),
            ("$x$ is finite", "$x$ is not finite"),
        ],
    )
    def test_what_a_record_says_to_compute_asks_for_it_too(self, project, old, new):
        project.replace("docs/formulas/arithmetic/doubling.md", old, new)
        assert verification.main() == 1

    def test_a_ledger_that_was_tampered_with(self, project, capsys):
        project.replace("build/ledger.json", '"cases": 1000', '"cases": 9000')
        assert verification.main() == 1
        said = "build/ledger.json:1: this is no ledger (it was changed"
        assert capsys.readouterr().out.startswith(said)

    def test_what_is_executed_as_printed_and_no_more(self, project, capsys):
        ledger = project.sources().ledger
        ledger.record("double", ledger.fingerprint("double"), [PRINTED])
        ledger.write(project.path("build/ledger.json"))
        assert verification.main() == 1
        assert "formula double has not been verified" in capsys.readouterr().out

    def test_another_version_of_an_oracle(self, project, capsys):
        ledger = project.sources().ledger
        other = replace(ledger.checks("double")[0], library="Python 2")
        ledger.record("double", ledger.fingerprint("double"), [other])
        ledger.write(project.path("build/ledger.json"))
        assert verification.main() == 1
        said = capsys.readouterr().out
        assert "formula double was verified with Python 2, and Python 3." in said

    def test_its_age_is_said(self, project):
        path = project.path("build/ledger.json")
        os.utime(path, (time.time() - 3725,) * 2)
        assert verification.age(path) == "ledger.json was written 1 h 2 min ago"

    def test_says_what_cannot_be_read(self, project, capsys):
        project.write("data/outline.yml", "deep-dive: [\n")
        assert verification.main() == 1
        assert "data/outline.yml:2: unreadable YAML" in capsys.readouterr().out
