r"""The numeric equalities that pages state in LaTeX, such as `24/(5 \cdot 5) = 0.96`.

A side of a relation is numeric if it holds a digit and no variable. Neighbouring
numeric sides must be related as stated; a decimal counts as far as it is printed.
"""

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass

import sympy

from formulary.markdown_source import MarkdownSource
from tests.content.latex_value import NAMES, SILENT, value

MATHS = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$\n]+)\$", re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
UNEVALUATED = re.compile(r"<!-- unevaluated: \S.* -->")
EXCUSED = re.compile(r"(?<!`)<!-- unevaluated: (?P<number>\S+), \S.*? -->")
"""What excuses a number on its own line, and not a formula that is set apart."""

MATRIX = re.compile(r"\\begin\{([bpv])matrix\}.*?\\end\{\1matrix\}", re.DOTALL)
ALIGNED = re.compile(
    r"\\begin\{aligned\}|\\end\{aligned\}|\\tag\{[^}]*\}|\\\\(?:\[[^\]]*\])?|&"
)
CLAUSE = re.compile(
    r",\s*\\q?quad|\\q?quad|\\text\{[^}]*\}|;|\\iff|\\Rightarrow|\\implies"
)
RELATION = re.compile(
    r"(\\approx|\\neq?(?![a-z])|\\leq?(?![a-z])|\\geq?(?![a-z])|=|<|>)"
)
NAME = re.compile(r"\\[a-zA-Z]+|(?<![a-zA-Z])e(?=\^)")
DECIMAL = re.compile(r"-?\d+\.(\d+)(\^\{?\\circ\}?)?")
COMPARE = {
    r"\ne": operator.ne, r"\neq": operator.ne, "<": operator.lt, ">": operator.gt,
    r"\le": operator.le, r"\leq": operator.le, r"\ge": operator.ge, r"\geq": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Equality:
    """Two neighbouring numeric sides, and the line on which they stand."""

    line: int
    left: str
    relation: str
    right: str

    def __str__(self):
        return f"{self.left} {self.relation} {self.right}"

    def holds(self) -> bool:
        left, right = value(self.left), value(self.right)
        if self.relation in COMPARE:
            return bool(COMPARE[self.relation](left, right))
        slack = max(_precision(self.left), _precision(self.right))
        return all(
            abs(sympy.N(error, 30)) <= slack for error in sympy.Matrix([left - right])
        )


@dataclass(frozen=True)
class Formula:
    """A formula in the text of a page, and the lines on which it stands."""

    lines: range
    latex: str
    display: bool


def formulas(page: MarkdownSource) -> Iterator[Formula]:
    """Every formula outside of code."""
    numbers = [number for number, _ in page.lines]
    text = "\n".join(text for _, text in page.lines)
    text = CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in MATHS.finditer(text):
        first, last = (numbers[text.count("\n", 0, at)] for at in match.span())
        latex = match["display"] or match["inline"]
        yield Formula(range(first, last + 1), latex, match["display"] is not None)


def equalities(page: MarkdownSource) -> Iterator[Equality]:
    """Every pair of neighbouring numeric sides on a page that no comment excuses."""
    excuses = excused(page)
    for formula in formulas(page):
        named = {number for line in formula.lines for number in excuses.get(line, [])}
        for left, relation, right in pairs(formula.latex):
            if named.isdisjoint((left, right)):
                yield Equality(formula.lines.start, left, relation, right)


def excused(page: MarkdownSource) -> dict[int, list[str]]:
    """The numbers that comments excuse from being evaluated, by their lines."""
    found = {line: EXCUSED.findall(text) for line, text in page.lines}
    return {line: numbers for line, numbers in found.items() if numbers}


def pairs(latex: str) -> Iterator[tuple[str, str, str]]:
    """The numeric neighbours of one formula, and what is said to relate them."""
    for left, relation, right in relations(latex):
        if is_numeric(left) and is_numeric(right):
            yield left, relation, right


def relations(latex: str) -> Iterator[tuple[str, str, str]]:
    """All neighbouring sides of one formula, and what is said to relate them."""
    for parts in chains(latex):
        yield from zip(parts[::2], parts[1::2], parts[2::2], strict=False)


def chains(latex: str) -> Iterator[list[str]]:
    """The sides of each clause of a formula, with the relations between them."""
    matrices: list[str] = []

    def keep(match: re.Match) -> str:
        matrices.append(match[0])
        return f"\x00{len(matrices) - 1}\x00"

    def restore(part: str) -> str:
        return re.sub(r"\x00(\d+)\x00", lambda m: matrices[int(m[1])], part).strip()

    latex = ALIGNED.sub(" ", MATRIX.sub(keep, latex))
    for clause in CLAUSE.split(latex):
        yield [restore(part) for part in RELATION.split(clause)]


def is_numeric(side: str) -> bool:
    bare = re.sub(r"\\(?:begin|end)\{[bpv]matrix\}|\\\\|&", " ", SILENT.sub(" ", side))
    bare = NAME.sub(
        lambda name: "" if name[0] in NAMES or name[0] == "e" else "x", bare
    )
    return bool(re.search(r"\d|\\pi", bare + side)) and not re.search(
        r"[a-zA-Z\\‖]", bare
    )


def _precision(side: str) -> sympy.Expr:
    """Half a unit of the last printed digit, or next to nothing for what is exact."""
    tiny = sympy.Rational(1, 10**20)
    decimal = DECIMAL.fullmatch(side.replace(r"\dots", "").strip())
    if not decimal:
        return tiny
    half = sympy.Rational(1, 2 * 10 ** len(decimal[1]))
    return tiny + (half * sympy.pi / 180 if decimal[2] else half)
