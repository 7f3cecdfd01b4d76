r"""Numbers that pages state of a symbol, such as $\|A\|_2=\sqrt{45}$.

A relation `=` or `≈` with a number on one side only is evaluated with the variables of the
page's examples, as they are after one of the blocks. A symbol stands for the variable of its
name; where that is called otherwise, the paragraph says so: `<!-- values: {\sigma_1: "s[0]"} -->`.
Some numbers are a case or a condition: 0 and ±1 are left alone, and so is what a bare symbol
without a variable is set to, as in "for $p=2$". What else cannot be evaluated says why, and
names the number: `<!-- unevaluated: 45, the reason -->`. So does a decimal without a relation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import sympy
import yaml

from formulary.markdown_source import MarkdownSource
from tests.content.equalities import (
    DECIMAL,
    RELATION,
    Formula,
    excused,
    formulas,
    is_numeric,
    relations,
)
from tests.content.latex_value import name_of, symbols, value

VALUES = re.compile(r"(?<!`)<!-- values: (\{.+?\}) -->")
DECIMALS = re.compile(r"(?<![\d.])\d+\.\d+")
CASES = {"0", "1", "-1"}
CHOSEN = re.compile(r"-?\d+(\.\d+)?|\\tfrac\d\d|\d+\^(\{-?\d+\}|\d)")
SLACK = 1e-9


@dataclass(frozen=True)
class Stated:
    """What a page says a symbolic side comes to, and how its symbols are bound."""

    line: int
    symbolic: str
    relation: str
    number: str
    bindings: dict[str, str]

    def __str__(self):
        return f"{self.symbolic} {self.relation} {self.number}"

    def problem(self, states: list[dict]) -> str | None:
        """Why this does not hold after any of a page's blocks, or None where it does."""
        try:
            whole = self.symbolic in self.bindings
            wanted = [self.symbolic] if whole else symbols(self.symbolic)
            tried = [self._known(wanted, state) for state in states]
            found = [known for known in tried if known is not None]
            found = found if wanted else [{}]
            if any(self._holds(known) for known in found):
                return None
        except (ArithmeticError, ValueError, sympy.ShapeError) as error:
            return f"{error}; say why in <!-- unevaluated: {self.number}, … -->"
        if found:
            return "does not hold in the page's examples"
        case = wanted == [self.symbolic] and CHOSEN.fullmatch(self.number)
        return None if case else f"no example has {' and '.join(wanted)}"

    def _known(self, wanted: list[str], state: dict) -> dict | None:
        """The values of symbols, if the variables are there and are numbers."""
        known = {}
        for symbol in wanted:
            code = self.bindings.get(symbol, name_of(symbol))
            try:
                known[symbol] = exact(eval(code, dict(state)))  # noqa: S307
            except (NameError, SyntaxError, LookupError, TypeError, ValueError):
                return None
        return known

    def _holds(self, known: dict) -> bool:
        left = known.get(self.symbolic)
        left = value(self.symbolic, known) if left is None else left
        right = value(self.number)
        decimal = DECIMAL.fullmatch(self.number)
        slack = 0.5 * 10 ** -len(decimal[1]) if decimal else 0
        slack += SLACK * max(1.0, *map(abs, entries(right)))
        if shape(left) != shape(right):
            return False
        return all(abs(error) <= slack for error in entries(left - right))


def exact(number):
    """A number, vector or matrix of an example, for SymPy; a vector is a row."""
    array = np.asarray(number)
    if array.dtype.kind not in "iuf" or array.ndim > 2:
        raise TypeError(f"{number!r} is no number, vector or matrix")
    return (
        sympy.Matrix(np.atleast_2d(array)) if array.ndim else sympy.sympify(array[()])
    )


def shape(number) -> tuple[int, ...]:
    return number.shape if isinstance(number, sympy.MatrixBase) else ()


def entries(number) -> list[float]:
    return [float(entry) for entry in sympy.Matrix([number])]


def stated(page: MarkdownSource) -> Iterator[Stated]:
    """Every relation with a number on one side only, that no comment excuses."""
    bindings, excuses = bound(page), excused(page)
    for formula in in_text(page):
        known = bindings[formula.lines.start]
        named = {number for line in formula.lines for number in excuses.get(line, [])}
        for left, relation, right in relations(formula.latex):
            if relation not in ("=", r"\approx"):
                continue
            if is_numeric(left) == is_numeric(right):
                continue
            symbolic, number = (right, left) if is_numeric(left) else (left, right)
            number = number.rstrip(".,; ")
            if number not in CASES | named:
                yield Stated(formula.lines.start, symbolic, relation, number, known)


def lone_decimals(page: MarkdownSource) -> Iterator[tuple[int, str]]:
    """Decimals in maths that stand in no relation, and that no comment excuses."""
    excuses = excused(page)
    for formula in in_text(page):
        named = {number for line in formula.lines for number in excuses.get(line, [])}
        if not RELATION.search(formula.latex):
            for decimal in DECIMALS.findall(formula.latex):
                if decimal not in named:
                    yield formula.lines.start, decimal


def in_text(page: MarkdownSource) -> Iterator[Formula]:
    """The formulas of a page, without those set apart that are executed as a whole."""
    lines = dict(page.lines)
    for formula in formulas(page):
        if not formula.display or "<!-- " not in lines.get(formula.lines.stop, ""):
            yield formula


def bound(page: MarkdownSource) -> dict[int, dict[str, str]]:
    """What each line's symbols are called in the examples, as its paragraph says."""
    found = {}
    for _, lines in groupby(page.lines, key=lambda line: bool(line[1].strip())):
        paragraph = list(lines)
        said = [v for _, text in paragraph for v in VALUES.findall(text)]
        names = {k: str(v) for each in said for k, v in yaml.safe_load(each).items()}
        found |= {number: names for number, _ in paragraph}
    return found


def idle(page: MarkdownSource) -> Iterator[tuple[int, str]]:
    """Comments that excuse or bind what does not stand where they are."""
    found = list(formulas(page))
    for line, numbers in excused(page).items():
        here = " ".join(formula.latex for formula in found if line in formula.lines)
        for number in numbers:
            if number not in here:
                yield line, f"{number} is excused, but is not in the maths of this line"
    bindings, apart = bound(page), {f.lines.stop for f in found if f.display}
    for line, text in page.lines:
        same = [f.latex for f in found if bindings[f.lines.start] is bindings[line]]
        inline = VALUES.search(text) and line not in apart
        for symbol in bindings[line] if inline else ():
            if symbol not in " ".join(same):
                yield line, f"{symbol} has a value, but is not in this paragraph"
