r"""No record uses a symbol that the page on notation does not declare, nor the reverse.

A formula is taken apart into atoms: a letter with its font (`\mathbf a`, `\mathrm{rank}`),
or a command that stands for something (`\sigma`, `\top`, `\|`).
"""

import re
from collections.abc import Iterator

import pytest

from formulary.records import Formula
from tests.pages import PAGES

FONTS = r"\\(?:mathbf|mathrm|mathbb)"
ATOM = re.compile(
    rf"""
      \\(?:text|begin|end)\s*\{{[^{{}}]*\}}  # words, and what frames them
    | (?P<atom>{FONTS}\s*(?:\{{[^{{}}]*\}}|[a-zA-Z]) | \\[a-zA-Z]+ | \\. | \S)
    """,
    re.VERBOSE,
)
# what only sets other things in their places
LAYOUT = {
    r"\frac",
    r"\tfrac",
    r"\sqrt",
    r"\Big",
    r"\quad",
    r"\qquad",
    r"\,",
    r"\ ",
    r"\\",
}
# what everybody reads in one way
PLAIN = set("0123456789+-=<>/()[]{}^_,&")
MATHS = re.compile(r"\$([^$]+)\$")


def atoms(latex: str) -> set[str]:
    found = {match["atom"] for match in ATOM.finditer(latex) if match["atom"]}
    return {re.sub(r"[\s{}]", "", atom) or atom for atom in found - LAYOUT - PLAIN}


def maths(formula: Formula) -> Iterator[str]:
    """All LaTeX of a record."""
    yield formula.statement
    texts = list(formula.assumptions)
    for symbol in formula.symbols:
        yield symbol.symbol
        texts += [symbol.meaning, symbol.shape]
    for text in texts:
        yield from MATHS.findall(text)


def used(formula: Formula) -> set[str]:
    return set().union(*map(atoms, maths(formula)))


def declared(sources) -> set[str]:
    symbols = [each for group in sources.notation.values() for each in group]
    return set().union(*(atoms(each.symbol) for each in symbols))


def test_a_formula_is_taken_apart():
    latex = (
        r"\|\hat{\mathbf{a}}\|_F\le\tfrac12\mathrm{rank}\,A^\top_{:,i}\ \text{if }x'"
    )
    expected = [r"\|", r"\hat", r"\mathbfa", "F", r"\le", r"\mathrmrank", "A", r"\top"]
    assert atoms(latex) == {*expected, ":", "i", "x", "'"}


@pytest.mark.each_topic
def test_every_symbol_of_a_record_is_declared(sources):
    known = declared(sources)
    missing = [
        str(formula.place.error(f"formula {formula.id}: undeclared {atom}", "symbols"))
        for formula in sources.formulas.values()
        for atom in sorted(used(formula) - known)
    ]
    assert not missing, "\n".join(missing)


def test_every_declared_symbol_is_used_by_a_record(sources, record_property):
    needed = set().union(*map(used, sources.formulas.values()))
    assert declared(sources) <= needed
    record_property("counted", f"{len(needed)} symbols used by records, all declared")


def test_every_group_has_its_table(sources):
    shown = [
        b.argument for b in PAGES["notation.md"].blocks if b.name == "notation-table"
    ]
    assert shown == list(sources.notation)
