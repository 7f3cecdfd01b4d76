"""What executes the printed formulas would notice a misprint in them."""

from pathlib import Path

import pytest
import yaml

from tests.printed.binding import runs
from tests.printed.misprints import KINDS, misprints
from tests.printed.test_records import EXECUTED
from tests.printed.tokens import TOKEN

SURVIVORS = yaml.safe_load(Path(__file__).with_name("survivors.yml").read_text("utf-8"))
NOTICED = 0.95
"""The least share of misprints that is noticed."""


def planted(formula):
    """The formula with one misprint each, by the statement that has it."""
    left_out = formula.unexecuted or {}
    for number, latex in enumerate(formula.latex):
        for misprint in misprints(latex).values() if number + 1 not in left_out else ():
            statements = (
                *formula.latex[:number],
                misprint,
                *formula.latex[number + 1 :],
            )
            yield misprint, formula.model_copy(update={"latex": statements})


@pytest.mark.parametrize("formula", EXECUTED, ids=lambda formula: formula.id)
def test_misprints_are_noticed_but_for_those_that_are_listed(formula):
    listed = SURVIVORS.get(formula.id, {})
    survived = {misprint for misprint, changed in planted(formula) if runs(changed)}
    for misprint in sorted(survived ^ listed.keys()):
        what = (
            "listed in survivors.yml, but"
            if misprint in listed
            else "a misprint that is not"
        )
        raise formula.place.error(f"{formula.id}: {what} noticed: {misprint}", "latex")


def test_nearly_all_misprints_are_noticed():
    total = sum(len(list(planted(formula))) for formula in EXECUTED)
    survived = sum(map(len, SURVIVORS.values()))
    assert survived <= (1 - NOTICED) * total, f"{survived} of {total} survive"


def test_survivors_are_of_formulas_that_are_executed():
    assert SURVIVORS.keys() <= {formula.id for formula in EXECUTED}


@pytest.mark.parametrize(
    ("kind", "latex", "misprint"),
    [
        ("index", r"\sum_jA_{ij}x_j", r"\sum_jA_{ji}x_j"),
        ("index", "a_ib_j", "a_ib_i"),
        ("sign", "a-b", "a+b"),
        ("sign", "a=b", "a=-b"),
        ("transpose", r"Q^\top Q", "Q Q"),
        ("transpose", "AB", r"A^\top B"),
        ("power", r"\sqrt{x_i^2}", r"\sqrt{x_i}"),
        ("power", "cx", "c^2x"),
        ("factor", "2x_i^2y", "2y"),
        ("factor", r"\mathbf a\cdot\mathbf b", r"\mathbf a\cdot2\mathbf b"),
        ("fraction", r"\frac ab", r"\frac{b}{ a}"),
        ("fraction", r"\frac{a}{b}", "{{a}}"),
        ("fraction", "a/b", r"a\cdot b"),
        ("operator", r"\sum_ix_i", r"\prod_ix_i"),
        ("operator", r"\log x", " x"),
        ("operator", "|x|+1", "(x)+1"),
        ("relation", r"a\le b", r"a\ge  b"),
        ("letter", r"\mathbf a=\mathbf b", r"\mathbf b=\mathbf b"),
        ("letter", "AB", "BA"),
        ("number", r"\|x\|_2", r"\|x\|_3"),
    ],
)
def test_each_kind_plants_what_its_name_says(kind, latex, misprint):
    assert misprint in ["".join(each) for each in KINDS[kind](TOKEN.findall(latex))]
