r"""Printed steps and proved steps are one: both sides of both are computed, and agree.

The symbols of a proof get numbers. With these numbers SymPy's sides are computed, and so
are the sides that are printed, by reading their LaTeX. A wrong sign or index in the text
then differs from what was proved.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import sympy

from formulary.errors import SourceError
from tests.content.derivations import Derivation, Step
from tests.content.sympy_numbers import number, point
from tests.printed.algebra import plain
from tests.printed.evaluator import World
from tests.printed.indices import bound_by, free, worlds
from tests.printed.reader import expression, read
from tests.printed.statements import agree, holds
from tests.printed.tree import Refused, Tree, name, walk

QUANTITIES = (int, list, tuple, sympy.Expr, sympy.MatrixBase)


class Bound:
    """A derivation with numbers for all that is in it."""

    def __init__(self, derivation: Derivation):
        self.derivation = derivation
        self.page, self.namespace = derivation.page, derivation.namespace
        options = derivation.proof.options
        names, values = options.get("names", {}), options.get("values", {})
        for known in (*names.values(), *values):
            if known not in self.namespace:
                raise self.error(f"the proof's block has no {known}")
        everything = [*derivation.proved, *map(list, self.given)]
        try:
            self.names = {
                name(expression(latex)): each for latex, each in names.items()
            }
            self.at = point(self.namespace, values, everything)
        except (SyntaxError, NameError, ValueError) as error:
            raise self.error(f"`names` or `values`: {error}") from None

    def error(self, message: str) -> SourceError:
        """What is wrong with the proof."""
        return self.page.error(self.derivation.proof.line, message)

    @property
    def given(self) -> list[tuple[Any, Any]]:
        """What the proof replaces by what."""
        given = self.namespace.get("given", {})
        return [
            pair
            for rules in (given if isinstance(given, list) else [given])
            for pair in rules.items()
        ]

    @cached_property
    def world(self) -> World:
        """A number for every symbol that the block knows under the symbol's own name."""
        known = {}
        for key, made in self.namespace.items():
            if key == "steps" or not isinstance(made, QUANTITIES):
                continue
            if isinstance(made, sympy.Symbol) and isinstance(self.at.get(made), range):
                continue  # an index
            try:
                value = number(made, self.at)
            except (TypeError, ValueError, NameError, sympy.SympifyError):
                continue  # a symbol that no step has, or a list of something else
            for latex in (key, rf"\{key}", rf"\mathbf{{{key}}}"):
                known[latex] = value[()]
        for latex, key in self.names.items():
            known[latex] = number(self.namespace[key], self.at)[()]
        return World(known)

    def printed(self, side: Tree, sides: tuple[Tree, ...]) -> Any:
        """The value of one of several sides, over the indices that they leave free."""
        world = self._around(sides)
        keys = free(sides, world)
        if not keys:
            return np.asarray(plain(world.of(side)))
        found = [each.index for each in worlds(keys, sides, world)]
        sizes = [len({index[key] for index in found}) for key in keys]
        value = np.array([plain(world.at(index).of(side)) for index in found])
        return value.reshape(*sizes, *value.shape[1:])

    def _around(self, trees: tuple[Tree, ...]) -> World:
        """The world without the letters that a sum takes for its index."""
        bound = {key for tree in walk(trees) for key in bound_by(tree)}
        taken = bound | {rf"\mathbf{{{key}}}" for key in bound}
        values = self.world.values.items()
        return World({key: value for key, value in values if key not in taken})

    def values(self, latex: str) -> list[Any]:
        """The values of the sides that a printed chain says are equal."""
        sides = equated(read(latex))
        return [self.printed(side, sides) for side in sides]

    def unlike(self, step: Step) -> Iterator[SourceError]:
        """Sides that are printed and not proved, and what does not hold."""
        try:
            problems = [*self._step(step, self.derivation.proved[step.number - 1])]
        except Refused as refused:
            problems = [str(refused)]
        for problem in problems:
            yield self.page.error(step.line, f"step {step.number}: {problem}")

    def _step(self, step: Step, proved: tuple[Any, ...]) -> Iterator[str]:
        tree = read(step.stated)
        sides = equated(tree)
        if len(sides) != len(proved):
            yield f"{len(sides)} sides are printed, and {len(proved)} proved"
            return
        for place, (side, other) in enumerate(zip(sides, proved, strict=True), 1):
            value, wanted = self.printed(side, sides), number(other, self.at)
            if value.shape != np.shape(wanted) or not agree(value, wanted):
                yield f"side {place} is {_shown(value)}, and {_shown(wanted)} is proved"
        for latex in (step.stated, *step.premises):
            tree = read(latex)
            if not holds(tree, self._around((tree,))):
                yield f"${latex}$ does not hold"


def equated(tree: Tree) -> tuple[Tree, ...]:
    """The sides of a chain that are said to be equal."""
    if tree.kind != "chain":
        raise Refused("a step is one chain of sides")
    sides, marks = tree.parts
    if any(one == two for one, two in pairwise(sides)):
        raise Refused("two sides are the same")
    unequal = [at for at, mark in enumerate(marks) if mark != "="]
    return tuple(sides[: unequal[0] + 1] if unequal else sides)


def same(one: Any, other: Any) -> bool:
    return np.shape(one) == np.shape(other) and agree(one, other)


def _shown(value: Any) -> str:
    return np.array2string(np.asarray(value), precision=4).replace("\n", "")
