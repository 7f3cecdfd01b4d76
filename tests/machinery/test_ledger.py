"""The ledger: what it says, and whom it trusts."""

from dataclasses import replace

import pytest

from formulary import verification
from formulary.errors import SourceErrors
from formulary.ledger import Check, Ledger, said_of

ORACLE = Check("oracle", "mpmath.norm", "mpmath 1", "float64", 1000, 1.25)
OTHER = Check("oracle", "scipy.linalg.norm", "SciPy 1", "float64", 2000, 0)
IDENTITY = Check("identity", "numpy", "NumPy 2", "float64", 1000, 0.5)
STATEMENT = Check("statement", "numpy", "NumPy 2", "float64", 1500, 0)
PROOF = Check("proof", "sympy", "SymPy 1")
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
        ([IDENTITY], "both sides computed in 1,000 float64 cases, generated (NumPy 2), worst error 0.5 ulp"),
        ([STATEMENT], "holds in 1,500 float64 cases, generated (NumPy 2)"),
        ([PROOF], "proved (SymPy 1)"),
        ([PROOF, PROOF], "proved (SymPy 1)"),
        ([DEFINITION], "a definition: there is nothing to compute"),
        ([PRINTED], "as printed, its statements executed on 24 random draws, 1 of them in part"),
        ([Check("printed", cases=8, statements=1)], "as printed, its statement executed on 8 random draws"),
    ],
)  # fmt: skip
def test_checks_say_what_was_shown_in_one_line(checks, said):
    assert list(said_of(checks)) == [said]


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        ([ORACLE], "Verified against mpmath 1: 1,000 cases, worst error 1.2 ulp"),
        (
            [ORACLE, OTHER],
            "Verified against SciPy 1 and mpmath 1: 3,000 cases, worst error 1.2 ulp",
        ),
        ([PROOF, IDENTITY], "Proved in SymPy 1"),
        (
            [IDENTITY, STATEMENT],
            "Checked on 2,500 generated cases in NumPy 2, worst error 0.5 ulp",
        ),
        ([DEFINITION], "A definition"),
        ([DEFINITION, PRINTED], "A definition"),
        ([PRINTED], "Not verified yet"),
    ],
)
def test_a_summary_is_one_line(checks, said):
    found = Ledger({})
    found.record("double", "", checks)
    assert found.summary("double") == said


def test_what_is_written_is_read_again(tmp_path):
    one = Ledger({})
    one.record("double", "print", [ORACLE, PROOF])
    one.write(tmp_path / "ledger.json")
    assert Ledger.read(tmp_path / "ledger.json").checks("double") == [ORACLE, PROOF]


def test_a_broken_ledger_is_refused_by_its_name(tmp_path):
    path = tmp_path / "ledger.json"
    path.write_text("{")
    with pytest.raises(SourceErrors, match=r"ledger\.json:1: this is no ledger"):
        Ledger.read(path)


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
            "tests/printed/reader.py",
            "docs/formulas/arithmetic/doubling.md",
        ],
    )
    def test_what_a_claim_rests_on_asks_for_it_too(self, project, name):
        if project.path(name).exists():
            project.replace(name, "np.multiply(x, 2)", "x + x")
        else:
            project.write(name, "# laxer\n")
        assert verification.main() == 1

    def test_says_what_cannot_be_read(self, project, capsys):
        project.write("data/outline.yml", "deep-dive: [\n")
        assert verification.main() == 1
        assert "data/outline.yml:2: unreadable YAML" in capsys.readouterr().out
