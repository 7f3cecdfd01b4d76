r"""No record uses a symbol that the page on notation does not declare, nor the reverse.

A formula is taken apart into atoms: a letter with its font (`\mathbf a`, `\mathrm{rank}`),
or a command that stands for something (`\sigma`, `\top`, `\|`).
"""

import re
from collections.abc import Iterator

import pytest

from formulary.calls import symbol_names
from formulary.records import Formula
from tests.pages import PAGES
from tests.printed.tokens import split, tokens

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


def unused(formula: Formula) -> Iterator[tuple[int, str]]:
    """What a record declares and says nothing of, with the number of the entry."""
    code = set(re.findall(r"\w+", " ".join(formula.calls.values())))
    for number, symbol in enumerate(formula.symbols, 1):
        others = [
            s
            for each in formula.symbols
            if each is not symbol
            for s in (each.meaning, each.shape)
        ]
        said = solid(" ".join([formula.statement, *formula.assumptions, *others]))
        for part in split(tokens(symbol.symbol), ","):
            latex = symbol.symbol[part[0].at : part[-1].at + len(part[-1])]
            if not re.search(pattern(latex), said) and not code & set(
                symbol_names([latex])
            ):
                yield number, latex


def solid(latex: str) -> str:
    """LaTeX without what only sets it apart."""
    return re.sub(r"[\s{}]|\\,|\\ ", "", latex)


def pattern(latex: str) -> str:
    """What a symbol looks like: of any index, and with anything in the place of a dot."""
    anywhere = re.escape(solid(latex)).replace(r"\\cdot", ".+?")
    return re.sub(r"(?<=_)[a-z]$", ".", anywhere)


@pytest.mark.each_topic
def test_every_symbol_of_a_record_is_used_by_it(sources):
    idle = [
        str(formula.place.error(f"formula {formula.id} has no {latex}", f"symbols {n}"))
        for formula in sources.formulas.values()
        for n, latex in unused(formula)
    ]
    assert not idle, "\n".join(idle)


@pytest.mark.parametrize(
    ("latex", "said", "found"),
    [
        (r"\hat{\mathbf a}", r"\hat{\mathbf{a}}=1", True),
        (r"\hat{\mathbf b}", r"\hat{\mathbf a}=\mathbf b", False),
        (r"\|\cdot\|_F", r"\|A\|_F", True),
        (r"\|\cdot\|_F", r"\|A\|_2", False),
        (r"\sigma_i", r"\sigma_1\ge\sigma_2", True),
        (r"\sigma_i", r"s_1", False),
    ],
)
def test_what_a_symbol_looks_like(latex, said, found):
    assert bool(re.search(pattern(latex), solid(said))) is found


def test_every_declared_symbol_is_used_by_a_record(sources, record_property):
    needed = set().union(*map(used, sources.formulas.values()))
    assert declared(sources) <= needed
    record_property("counted", f"{len(needed)} symbols used by records, all declared")


def test_every_group_has_its_table(sources):
    shown = [
        b.argument for b in PAGES["notation.md"].blocks if b.name == "notation-table"
    ]
    assert shown == list(sources.notation)
