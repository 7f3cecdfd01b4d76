r"""What LaTeX says, as a tree.

Expressions: `num` (x), `sym` (key), `sub` (base, items, text), `sup` (base, exponent), `T` (base), `neg` (a),
`pm` (a), `add` (a, b), `mul` (a, b) side by side, `dot` (a, b) with a dot, `times` (a, b), `had` (a, b) with ⊙,
`div` (a, b), `call` (head, args, marks), `prime` (f), `fn` (name, base or None, argument),
`big` (op, range, body), `abs` (a), `norm` (a, which or None), `deriv` (a, variables), `nabla` (by or None, f),
`cases` (rows of value and condition or None), `tuple` (items), `set` (items), `builder` (a, condition),
`matrix` (rows), `count` (builder), `not` (event), `cap` (a, b), `compose` (f, g), `slice` (low or None, high or None), `dots`,
`space` (sizes), `interval` (low, high).

Ranges of a `big`: `over` (keys), `from` (key, low, high), `where` (chain), `to` (key, limit).

Statements: `chain` (sides, relations), `and` (parts), `imply` (parts, marks ⇒ or ⇔), `all` (keys, a),
`some` (keys, a).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Tree:
    """A node: equal to another that says the same, wherever in the LaTeX it stands."""

    kind: str
    parts: tuple[Any, ...] = ()
    at: int = field(default=0, compare=False)


class Refused(ValueError):  # noqa: N818 - it reads as what it says
    """What is not understood, and where in the LaTeX it stands."""

    statement = 0
    """The number of the statement, where that is not the one that is executed."""

    def __init__(self, what: str, at: int | None = None):
        super().__init__(what)
        self.what, self.at = what, at

    def shown(self, latex: str) -> "Refused":
        """The same, with the LaTeX from the place on."""
        if self.at is None:
            return self
        rest = latex[self.at :]
        place = f"at {rest[:30]!r}" if rest else "at the end"
        return type(self)(f"{self.what}, {place}", self.at)


class Mismatch(Refused):
    """What is understood, and contradicts itself or something else."""


def walk(tree: Any) -> Iterator[Tree]:
    """A tree and all within it, from left to right."""
    if isinstance(tree, Tree):
        yield tree
        tree = tree.parts
    if isinstance(tree, tuple):
        for part in tree:
            yield from walk(part)


def name(tree: Tree) -> str:
    """The key of a symbol, with its subscript if it has one; else nothing."""
    if tree.kind == "sym":
        return tree.parts[0]
    if tree.kind == "sub" and (base := name(tree.parts[0])):
        return f"{base}_{{{tree.parts[2]}}}"
    return ""


def has(tree: Any, *kinds: str) -> bool:
    return any(found.kind in kinds for found in walk(tree))


def mentions(tree: Any, key: str) -> bool:
    """Whether a symbol occurs, as it is or with a subscript."""
    return any(name(found) == key for found in walk(tree))
