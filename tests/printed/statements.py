"""Whether statements hold, and what their sides are where they do not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.printed.algebra import Row, plain, shape
from tests.printed.analysis import CLOSENESS
from tests.printed.indices import free, worlds
from tests.printed.subscripts import spelled
from tests.printed.tree import Mismatch, Refused, Tree, has, walk

if TYPE_CHECKING:
    from tests.printed.evaluator import World


class Undefined(ArithmeticError):  # noqa: N818 - it reads as what it says
    """A side has no finite value here."""


def closeness(*trees: Tree) -> float:
    """How closely sides agree: as well as what is in them can be computed."""
    return max(CLOSENESS[method(tree)] for tree in walk(trees))


def method(tree: Tree) -> str:
    """How a node is computed, as `CLOSENESS` calls it."""
    match tree:
        case Tree("fn", ("arccos" | "arcsin", _, _)):
            return "inverse"
        case Tree("deriv", (_, (_, _, *_))):
            return "second derivative"
        case Tree("deriv" | "nabla" | "prime"):
            return "derivative"
        case Tree("big", (_, Tree("to", (_, to)), _)):
            return "limit" if to == Tree("num", (float("inf"),)) else "derivative"
        case Tree("big", ("argmax" | "argmin", _, _)):
            return "place of an extreme"
        case Tree("big", (_, Tree("where", (Tree("chain", ((side, *_), _)),)), _)):
            return "extreme" if side.kind in ("norm", "fn") else "exact"
    return "exact"


def agree(a: Any, b: Any, within: float = CLOSENESS["exact"]) -> bool:
    """Whether two values are equal but for rounding, relative to the larger.

    Beside 0, and beside what may have cancelled, nothing but the size of the draws can
    say what is small: they are about 1.
    """
    a, b = np.asarray(plain(a)), np.asarray(plain(b))
    least = 1e-3 if np.any(a) and np.any(b) else 1.0
    size = max(np.max(np.abs(a), initial=least), np.max(np.abs(b), initial=least))
    return bool(np.all(np.abs(a - b) <= within * size))


def equal(a: Any, b: Any, within: float) -> bool:
    """The same, of two sides of one shape, or of anything with 0."""
    zero = any(shape(x) == () and x == 0 for x in (a, b))
    if shape(a) != shape(b) and not zero:
        raise Mismatch(f"shapes {shape(a)} and {shape(b)} are equal")
    return agree(a, b, within)


def holds(tree: Tree, world: "World") -> bool:
    match tree:
        case Tree("and", parts):
            return all(holds(part, world) for part in parts)
        case Tree("imply", (parts, marks)):
            return _implied(parts, marks, world)
        case Tree("all", (keys, inside)):
            return all(holds(inside, each) for each in worlds(keys, inside, world))
        case Tree("some", (_, inside)):
            return holds(inside, world)
        case Tree("chain", (_, marks)) if marks:
            return next(failures(tree, world), None) is None
    raise Refused("this is no statement", tree.at)


def _implied(parts: tuple[Tree, ...], marks: tuple[str, ...], world: "World") -> bool:
    before = holds(parts[0], world)
    for part, mark in zip(parts[1:], marks, strict=True):
        if mark == "⇔" and holds(part, world) != before:
            return False
        if mark == "⇒" and before and not holds(part, world):
            return False
    return True


def failures(chain: Tree, world: "World", first: int = 1) -> Iterator[str]:
    """The relations of a chain that do not hold, with the sides' values.

    Sides are counted from `first`. With ±, one of the signs is enough, but for ≠.
    """
    if not has(chain, "pm"):
        yield from _failures(chain, world, first)
        return
    signs = [replace(world, sign=sign, cache={}) for sign in (1, -1)]
    found = [list(_failures(chain, each, first)) for each in signs]
    if all(found) or ("≠" in chain.parts[1] and any(found)):
        yield from found[0] or found[1]


def _failures(chain: Tree, world: "World", first: int) -> Iterator[str]:
    sides, marks = in_full(chain, world)
    keys = free(sides, world)
    for each in worlds(keys, sides, world) if keys else [world]:
        values = [
            side if side.kind in ("space", "interval", "set") else finite(side, each)
            for side in sides
        ]
        for at, mark in enumerate(marks):
            within = closeness(*sides[at : at + 2])
            if not related(values[at], mark, values[at + 1], within, each):
                here = "".join(f" at {key} = {each.index[key]}" for key in keys)
                yield f"side {at + first} is {shown(values[at])}, side {at + first + 1} {shown(values[at + 1])}{here}"


def in_full(chain: Tree, world: "World") -> tuple[tuple[Tree, ...], tuple[str, ...]]:
    """The sides of a chain with what dots stand for: σ₁ ≥ σ₂ ≥ … ≥ 0."""
    sides, marks = chain.parts
    if Tree("dots") not in sides:
        return sides, marks
    at = sides.index(Tree("dots"))
    if (
        at < 2
        or len(set(marks)) > 1
        or {side.kind for side in sides[at - 2 : at]} != {"sub"}
    ):
        raise Refused("dots between what?", chain.at)
    one, two = (world.of(side.parts[1][0]) for side in sides[at - 2 : at])
    if sides[at - 2].parts[0] != sides[at - 1].parts[0] or one + 1 != two:
        raise Mismatch("what stands before the dots does not go on", sides[at].at)
    sides = spelled(sides, world)
    size = len(world.base(chain.parts[0][at - 2].parts[0]))
    if size < two:  # there is no σ₂
        sides = (*sides[: at - 1], *sides[at:])
    return sides, marks[:1] * (len(sides) - 1)


def finite(side: Tree, world: "World") -> Any:
    value = world.of(side)
    if callable(value):
        raise Refused("a function is no side", side.at)
    if not np.all(np.isfinite(plain(value))):
        raise Undefined
    return value


def related(a: Any, mark: str, b: Any, within: float, world: "World") -> bool:
    if mark == "∈":
        return member(a, b, world)
    if mark in ("=", "≠"):
        return equal(a, b, within) == (mark == "=")
    if mark == "⊥":
        if shape(a) != shape(b) or len(shape(a)) != 1:
            raise Mismatch(f"⊥ between shapes {shape(a)} and {shape(b)}")
        return agree(a @ b, 0.0, within)
    if mark == "≻":
        return bool(np.all(np.linalg.eigvalsh(a - b * np.eye(len(a))) > 0))
    if mark in ("<", ">", "≤", "≥"):
        if shape(a) or shape(b):
            raise Mismatch(f"{mark} between shapes {shape(a)} and {shape(b)}")
        strictly = bool(a < b if mark in "<≤" else a > b)
        close = agree(a, b, within)
        return strictly and not close if mark in "<>" else strictly or close
    raise Refused(f"the relation {mark} is not executed")


def member(a: Any, b: Any, world: "World") -> bool:
    match b:
        case Tree("space", sizes):
            return list(shape(a)) == [world.of(size) for size in spelled(sizes, world)]
        case Tree("interval", (low, high)):
            return world.of(low) - 1e-12 <= a <= world.of(high) + 1e-12
        case Tree("set", items):
            return any(agree(a, world.of(item)) for item in items)
    raise Refused("∈ what?")


def shown(value: Any) -> str:
    """A value in a few digits."""
    if isinstance(value, Tree):
        return "a set"
    if isinstance(value, Row):
        return f"{shown(value.vector)} (a row)"
    if np.ndim(value):
        return f"[{','.join(map(shown, value))}]"
    return f"{value:.4g}"
