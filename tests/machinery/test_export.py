"""What the site offers to programs."""

import json
import platform


def test_formulas_json_holds_every_record_with_its_address_code_and_checks(project):
    exported = json.loads((project.build() / "formulas.json").read_text())["formulas"]
    double, half = exported
    assert double["url"] == "formulas/arithmetic/doubling.html#double"
    assert double["latex"] == ["f(x)=2x"]
    assert double["found_by"] == ["twice"]
    assert double["symbols"] == [
        {"symbol": "x", "meaning": "a number", "shape": "real"}
    ]
    assert double["code"].startswith("def double(x):")
    python = f"Python {platform.python_version()}"
    assert double["verified"] == [
        f"agrees with math.prod in 1,000 float64 cases, generated ({python}), worst error 0.5 ulp"
    ]
    assert half["code"] is None


def test_llms_txt_lists_every_formula_with_its_address(project):
    text = (project.build() / "llms.txt").read_text()
    assert "## Arithmetic" in text
    assert "/formulas/arithmetic/doubling.html#double): $f(x)=2x$" in text


def test_llms_full_txt_holds_statement_symbols_and_code(project):
    text = (project.build() / "llms-full.txt").read_text()
    assert "$$\nf(x)=2x\n$$" in text
    assert "- $x$: a number (real)" in text
    assert "def double(x):" in text
    assert "- $x$ is finite" in text
