r"""The formulas that pages set apart: executed, or excused.

Below such a formula stands what its symbols are, `<!-- values: {A: "normal(2, 3)"} -->`,
or why there is nothing to execute, `<!-- unevaluated: … -->`. Where all sides are numbers,
but perhaps the first, which they give a name to, `equalities` has evaluated it.
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import yaml

from formulary.errors import SourceError
from formulary.markdown_source import MarkdownSource
from tests.content.draws import names
from tests.content.equalities import (
    UNEVALUATED,
    Formula,
    chains,
    formulas,
    is_numeric,
)
from tests.printed.evaluator import World
from tests.printed.names import evaluated, expression_names, python_name
from tests.printed.reader import expression, read
from tests.printed.statements import Undefined, failures, holds
from tests.printed.tree import Refused, Tree, name, walk

VALUES = re.compile(r"<!-- values: (\{.*\}) -->")


def displays(page: MarkdownSource) -> Iterator[tuple[Formula, str]]:
    """The formulas that are set apart outside of derivations, with what is said below."""
    derived = [range(b.line, b.end) for b in page.blocks if b.name == "derivation"]
    for formula in formulas(page):
        if formula.display and not any(formula.lines[0] in each for each in derived):
            where = range(formula.lines.start, formula.lines.stop + 1)
            yield formula, "\n".join(text for n, text in page.lines if n in where)


def wrong(page: MarkdownSource) -> Iterator[SourceError]:
    """What is set apart and neither executed nor excused, or does not hold."""
    for formula, below in displays(page):
        values, excused = VALUES.search(below), UNEVALUATED.search(below)
        problem = None
        if values and excused:
            problem = "say `values` or `unevaluated`, and not both"
        elif values:
            problem = failure(formula.latex, values[1])
        elif not excused and not numeric(formula.latex):
            problem = "say its <!-- values: {…} -->, or <!-- unevaluated: … -->"
        if problem:
            yield page.error(formula.lines.start, problem)


def numeric(latex: str) -> bool:
    """Whether all sides but the first are numbers."""
    found = [chain[::2] for chain in chains(latex)]
    return all(len(sides) > 1 and all(map(is_numeric, sides[1:])) for sides in found)


def failure(latex: str, values: str) -> str | None:
    """Why a formula does not hold with the values that are given to its symbols."""
    try:
        lines = yaml.safe_load(values)
        world = world_of(lines)
        functions = {
            key.partition("_")[0] for key in keys(lines) if callable(world.value(key))
        }
        tree = read(latex.strip().rstrip(",;"), functions)
        if unused := unneeded(lines, tree):
            return f"`values`: the formula needs no {', '.join(unused)}"
        chains_in = [each.parts[0] for each in walk(tree) if each.kind == "chain"]
        if any(one == two for sides in chains_in for one, two in pairwise(sides)):
            return "two sides are the same"
        if not holds(tree, world):
            said = failures(tree, world) if tree.kind == "chain" else []
            return f"it does not hold: {next(iter(said), 'see its parts')}"
    except (Refused, Undefined, yaml.YAMLError) as error:
        return str(error) or "a side has no finite value"
    return None


def keys(lines: dict[str, Any]) -> list[str]:
    return [name(expression(latex)) for latex in lines]


def unneeded(lines: dict[str, Any], tree: Tree) -> list[str]:
    r"""Symbols that neither the formula has nor another's line, `\mathbf{x}` also as x_i."""
    met = {python_name(name(each)) for each in walk(tree)}
    met = met.union(*(expression_names(str(line)) for line in lines.values()))
    return [key for key in keys(lines) if python_name(key) not in met]


def world_of(lines: dict[str, Any]) -> World:
    """The symbols, of which those that use others are computed anew when these change."""
    drawn, symbols = names(), {python_name(key) for key in keys(lines)}
    fixed, defined = {}, {}
    for key, line in zip(keys(lines), map(str, lines.values()), strict=True):
        if expression_names(line) & symbols:
            defined[key] = partial(evaluated, line, **drawn)
        else:
            fixed[key] = evaluated(line, World(), **drawn)
    return World(fixed, defined)
