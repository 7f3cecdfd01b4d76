"""Derivations: the steps that are printed are those that are proved, and they lead on."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from formulary.errors import SourceError
from formulary.markdown_source import MarkdownSource
from tests.content import derivation_faults
from tests.content.binding import Bound
from tests.content.derivations import Derivation, derivations
from tests.pages import PAGES, SNIPPETS, SOURCES
from tests.printed.misprints import misprints

UNNOTICED = yaml.safe_load(Path(__file__).with_name("unnoticed.yml").read_text("utf-8"))

ALL = [
    pytest.param(page, found, id=f"{name}:{found.line}")
    for name, page in PAGES.items()
    for found in derivations(page, SNIPPETS)
]


def wrong(derivation: Derivation, statements: tuple[str, ...] = ()) -> list[str]:
    try:
        return [
            str(error)
            for error in derivation_faults.wrong(Bound(derivation), statements)
        ]
    except SourceError as error:
        return [str(error)]


@pytest.mark.parametrize(("page", "derivation"), ALL)
def test_what_is_printed_is_proved(page, derivation, record_property):
    shows = "shows" in derivation.block.options
    formula = SOURCES.formulas[derivation.block.argument]
    found = wrong(derivation, () if shows else formula.latex)
    assert not found, "\n".join(found)
    steps = f"{len(derivation.steps)} steps of {formula.id}"
    where = f"{page.path.name}:{derivation.line}"
    said = f"{steps} proved for {derivation.proof.argument} ({where})"
    record_property("counted", said)


@pytest.mark.parametrize(("page", "derivation"), ALL)
def test_misprints_in_steps_are_noticed_but_for_those_listed(page, derivation):
    bound = Bound(derivation)
    planted = {
        misprint: list(bound.unlike(replace(step, stated=misprint)))
        for step in derivation.steps
        for misprint in misprints(step.stated).values()
    }
    unnoticed = {misprint for misprint, errors in planted.items() if not errors}
    listed = UNNOTICED.get(derivation.block.argument, {}).keys() & planted.keys()
    assert unnoticed == listed, page.error(derivation.line, "see unnoticed.yml")


def test_what_is_listed_can_be_planted():
    steps = [
        misprint
        for parameters in ALL
        for step in parameters.values[1].steps
        for misprint in misprints(step.stated).values()
    ]
    listed = {misprint for those in UNNOTICED.values() for misprint in those}
    assert listed <= set(steps)
    assert len(listed) <= 0.05 * len(steps)


PAGE = r"""---
title: T
---

//// derivation | square
1. Multiply out: $(a+b)^2=a^2+2ab+b^2$.
2. Collect, with $c=a+b$: $a^2+2ab+b^2=a(a+2b)+b^2$.

/// proof | all numbers
```python exec="on"
from sympy import expand, symbols

a, b = symbols("a b", real=True)
c = a + b
steps = [
    ((a + b) ** 2, a**2 + 2 * a * b + b**2),
    (a**2 + 2 * a * b + b**2, a * (a + 2 * b) + b**2),
]
for left, right in steps:
    assert expand(left - right) == 0
```
///
////
"""


SHOWN = PAGE[PAGE.index("1. ") : PAGE.index("\n/// proof")]


def said_of(text: str, statements: tuple[str, ...] = ()) -> list[str]:
    page = MarkdownSource(Path("page.md"), text)
    try:
        (derivation,) = derivations(page, SNIPPETS)
    except SourceError as error:
        return [str(error)]
    return wrong(derivation, statements)


def test_a_derivation_that_is_right():
    assert said_of(PAGE, ("(a+b)^2=a(a+2b)+b^2",)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("=a^2+2ab+b^2$", "=a^2-2ab+b^2$", 6, "side 2 is"),
        ("$(a+b)^2=", "$(a+b)^3=", 6, "side 1 is"),
        ("=a^2+2ab+b^2$", "=b^2+2ab+b^2$", 6, "side 2 is"),
        ("=a(a+2b)", "=a(a+2b)=a(a+2b)", 7, "3 sides are printed, and 2 proved"),
        ("=a^2+2ab+b^2$", "=(a+b)^2$", 6, "two sides are the same"),
        ("$c=a+b$", "$c=a-b$", 7, "$c=a-b$ does not hold"),
        ("$c=a+b$", "$d=a+b$", 7, "d is not declared"),
        ("$(a+b)^2=a^2", "$(a+b)^2=(a^2", 6, "step 1"),
        ("$: $a^2+2ab+b^2=a(a", "$: $(a+b)^2+0=a(a", 7, "no earlier step has the left"),
        ("square\n", "square\n    anew: [2]\n", 8, "take it off `anew`"),
        ("$(a+b)^2=a^2+2ab+b^2$", "then think", 6, "step 1 states no equation"),
        ("$(a+b)^2=a^2+2ab+b^2$", "$a^2>0$", 6, "step 1 states no equation"),
        ("1. ", "", 5, "1 steps are printed, and 2 proved"),
        (SHOWN, "Words.\n", 5, "a derivation has numbered steps"),
        (", a**2 + 2 * a * b + b**2)", ", (a + b) ** 2)", 16, "proves nothing"),
        ("]\nfor", "] + []\nfor", 9, "`steps` is a list, written out"),
        ("    assert expand(left - right) == 0", "    pass", 9, "no assertion proves"),
        ("in steps:", "in steps[:1]:", 9, "no assertion proves side 2 of step 2"),
        ("steps = [", "given = {a**2: b}\nsteps = [", 9, "`values` are not as given"),
        ("steps = [", "found = [", 11, "a proof leaves `steps`"),
        ("numbers\n", "numbers\n    names: {x: y}\n", 9, "the proof's block has no y"),
        ("numbers\n", "numbers\n    names: {x: a}\n", 9, "`names`: neither a step"),
        (
            "a * (a + 2 * b) + b**2)",
            "a * (a + b) + b**2)",
            9,
            "block's assertions fail",
        ),
        ("assert expand(", "assert expanded(", 20, "this block fails: NameError"),
        ("a + b\n", "a + d\n", 14, "this block fails: NameError"),
        ("numbers\n", "numbers\n    names: {'a+': a}\n", 9, "`names` or `values`: "),
        ("numbers\n", "numbers\n    values: {a: x}\n", 9, "`names` or `values`: "),
        ('```python exec="on"', "```text", 9, "a proof has one executed block"),
        ("/// proof | all numbers", "/// worked | x", 5, "a derivation has one proof"),
    ],
)
def test_what_is_refused_with_file_and_line(old, new, line, said):
    assert old in PAGE
    found = said_of(PAGE.replace(old, new, 1))
    assert any(f"page.md:{line}: " in each and said in each for each in found), found


def test_steps_that_lead_elsewhere_are_refused():
    (said,) = said_of(PAGE, ("(a+b)^3=a^3+3a^2b+3ab^2+b^3",))
    assert said.startswith("page.md:5: the steps do not reach square")


def test_a_premise_may_say_why_it_is_not_evaluated():
    excused = "$d=a+b$ <!-- unevaluated: nobody needs d -->"
    assert said_of(PAGE.replace("$c=a+b$", excused)) == []


def test_numbers_are_those_that_are_given():
    text = PAGE.replace("numbers\n", "numbers\n    values: {a: 0.0, b: 1}\n", 1)
    blind = text.replace("$(a+b)^2=", "$(2a+b)^2=")
    assert said_of(text) == said_of(blind) == []
