"""The formulas that pages set apart."""

from pathlib import Path

import pytest

from formulary.markdown_source import MarkdownSource
from tests.content.displays import VALUES, displays, wrong
from tests.pages import PAGES


@pytest.mark.parametrize("page", PAGES)
def test_what_is_set_apart_is_executed_or_excused(page):
    found = [str(error) for error in wrong(PAGES[page])]
    assert not found, "\n".join(found)


def test_how_many_were_executed(record_property):
    found = [below for page in PAGES.values() for _, below in displays(page)]
    executed = sum(bool(VALUES.search(below)) for below in found)
    said = f"{executed} of {len(found)} formulas set apart executed with values"
    record_property("counted", said)
    assert executed


def said_of(formula: str, below: str = "") -> list[str]:
    page = MarkdownSource(Path("page.md"), f"Text\n\n$$\n{formula}\n$$\n{below}\n")
    return [str(error) for error in wrong(page)]


SQUARE = "(a+b)^2=a^2+2ab+b^2,"
LINES = "<!-- values: {%s} -->"


@pytest.mark.parametrize(
    ("formula", "below"),
    [
        (SQUARE, LINES % "a: 2, b: 3"),
        (SQUARE, "<!-- unevaluated: everybody knows it -->"),
        (r"\theta=2+2=4", ""),
        (r"\|\mathbf x\|^2=\sum_ix_i^2", LINES % r"\mathbf x: normal(3)"),
        (r"f'(x)=2x", LINES % 'f: "lambda x: x**2", x: 3'),
        (
            r"\frac{\partial L}{\partial x_i}=2x_i",
            LINES % r"\mathbf x: normal(3), \mathbf y: x**2, L: np.sum(y)",
        ),
    ],
)
def test_what_is_accepted(formula, below):
    assert said_of(formula, below) == []


@pytest.mark.parametrize(
    ("formula", "below", "said"),
    [
        (SQUARE, "", "say its <!-- values"),
        (SQUARE, LINES % "a: 2", "b is not declared"),
        (SQUARE, LINES % "a: 2, b: 3, c: 4", "the formula needs no c"),
        (SQUARE.replace("2ab", "ab"), LINES % "a: 2, b: 3", "it does not hold: side 1"),
        (SQUARE.replace("2ab", "2ab +"), LINES % "a: 2, b: 3", "at "),
        (SQUARE, LINES % "a: 2, b: [", "expected"),
        (SQUARE, LINES % "a: 2, b: 3 +", "is no Python"),
        (SQUARE, LINES % "a: 2, b: d", "name 'd' is not defined"),
        ("a=a", LINES % "a: 2", "two sides are the same"),
        (SQUARE, f"{LINES % 'a: 2, b: 3'} <!-- unevaluated: x -->", "and not both"),
        (r"x=\frac{a}{b}", LINES % "x: 1, a: 1, b: 0", "a side has no finite value"),
    ],
)
def test_what_is_refused_with_file_and_line(formula, below, said):
    (found,) = said_of(formula, below)
    assert found.startswith("page.md:3: ")
    assert said in found


def test_a_derivation_s_steps_are_not_its_business():
    formula = "//// derivation | x\n1. $$a=b$$\n////\n"
    assert list(displays(MarkdownSource(Path("page.md"), formula))) == []
