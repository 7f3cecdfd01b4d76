"""What statements define: C in C_ij = …, f in f(x) = …, a name in W' = …."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.printed.algebra import NAMED
from tests.printed.evaluator import World
from tests.printed.indices import array, linear
from tests.printed.tree import Tree, mentions, name

MEANT = {
    "P",
    r"\mathbb{E}",
    r"\mathbb{1}",
    *(rf"\mathrm{{{word}}}" for word in {*NAMED, "Var", "Cov", "max", "min"}),
}
"""What has a meaning, and can be given no other."""

INDICES = {"i", "j", "k", r"\ell"}


@dataclass(frozen=True)
class Definition:
    """A left side that names something, and what it is said to be.

    `indices` are those of a component, `arguments` those of a function.
    """

    key: str
    head: Tree
    body: Tree
    indices: tuple[Tree, ...] = ()
    arguments: tuple[Tree, ...] | None = None

    def value(self, world: World) -> Any:
        """The array, over all indices, or the function."""
        if self.arguments is None:
            return self._array(world)
        keys = [world.key(each) for each in self.arguments]
        return lambda *given: self._array(
            world.given(dict(zip(keys, given, strict=True)))
        )

    def _array(self, world: World) -> Any:
        found = array(self.body, [linear(item)[0] for item in self.indices], world)
        turned = [axis for axis, item in enumerate(self.indices) if linear(item)[2] < 0]
        return np.flip(found, turned) if turned else found


def pieces(tree: Tree) -> Iterator[Tree]:
    """The clauses of a statement, each of which has to hold."""
    if tree.kind == "and":
        for part in tree.parts:
            yield from pieces(part)
    else:
        yield tree


def definition(chain: Tree, names: set[str]) -> Definition | None:
    """What the first side of a chain names, if it is no expression.

    `names` are the subscripted symbols that are names as a whole.
    """
    if chain.kind != "chain" or chain.parts[1][:1] not in (("=",), ("←",)):
        return None
    head, body, *others = chain.parts[0]
    found = _named(head, body, names)
    if found is None or (found.key == "I" and found.arguments is None):
        return None
    if any(mentioned(side, found.key) for side in (body, *others)):
        return None
    return found


def _named(head: Tree, body: Tree, names: set[str]) -> Definition | None:
    if head.kind == "sym" or name(head) in names:
        return Definition(name(head), head, body)
    whole, indices = head, ()
    if head.kind == "sub":
        head, indices, _ = head.parts
    if not indices and whole is not head:
        return None
    if head.kind == "call":
        called, arguments, _ = head.parts
        if name(called) and name(called) not in MEANT and all(map(name, arguments)):
            return Definition(name(called), whole, body, indices, arguments)
    elif name(head) and whole is not head:
        return Definition(name(head), whole, body, indices)
    return None


def mentioned(tree: Tree, key: str) -> bool:
    r"""Whether a symbol occurs, or a component of it: x_i is one of `\mathbf{x}`."""
    return mentions(tree, key) or mentions(
        tree, re.sub(r"\\mathbf\{([^{}]*)\}", r"\1", key)
    )


def is_name(tree: Tree, known: set[str]) -> bool:
    r"""Whether a subscript is part of a name, as in W_1, and not an index, as in x_i."""
    base, items, _ = tree.parts
    if not items:
        return True
    letters = {linear(item)[0] for item in items}
    thick = rf"\mathbf{{{name(base)}}}"
    return not letters & INDICES and not {name(base), thick} & known


def is_declared(found: Definition, declared: set[Tree], drawn: set[str]) -> bool:
    """Whether the record declares what a left side names: else the name is misspelt."""
    if found.arguments is None:
        bases = {each.parts[0] if each.kind == "sub" else each for each in declared}
        return found.key in {name(each) for each in declared | bases}
    head = found.head.parts[0] if found.indices else found.head
    keys = {name(each) for each in found.arguments}
    plain = Tree("sym", (found.key,)) in declared and len(keys) == len(found.arguments)
    return head in declared or (plain and keys <= drawn)
