"""What subscripts pick out of arrays: components, rows, slices, a_1, …, a_n."""

from typing import TYPE_CHECKING, Any

import numpy as np

from tests.printed.algebra import Row
from tests.printed.tree import Mismatch, Refused, Tree, name

if TYPE_CHECKING:
    from tests.printed.evaluator import World

DELTA = Tree("sym", (r"\delta",))
FULL = Tree("slice", (None, None))


def spelled(items: tuple[Tree, ...], world: "World") -> tuple[Tree, ...]:
    """a_1, …, a_n in full."""
    if Tree("dots") not in items:
        return items
    at = items.index(Tree("dots"))
    first = items[at - 1] if at else None
    if first is None or first.kind != "sub" or first.parts[1][0].kind != "num":
        raise Refused("dots between what?")
    base, (start,), _ = first.parts
    rest = items[at + 1 :]
    stop = len(world.base(base))
    if rest and rest[0].kind == "sub":
        if rest[0].parts[0] != base:
            raise Mismatch("dots between components of two things")
        stop, rest = int(world.of(rest[0].parts[1][0])), rest[1:]
    between = range(start.parts[0] + 1, stop + 1)
    made = (Tree("sub", (base, (Tree("num", (i,)),), str(i))) for i in between)
    return (*items[:at], *made, *rest)


def component(base: Tree, items: tuple[Tree, ...], text: str, world: "World") -> Any:
    """What a subscripted symbol is: a name, Kronecker's delta, or a part of an array."""
    key = f"{name(base)}_{{{text}}}"
    if world.knows(key):
        return world.value(key)
    if base == DELTA and len(items) == 2 and not world.knows(name(DELTA)):
        return float(world.of(items[0]) == world.of(items[1]))
    if not items:
        raise Refused(f"{key} is not declared")
    value = world.base(base)
    if isinstance(value, Row):
        raise Mismatch("a component of a row")
    value = np.asarray(value)
    if value.dtype == object:
        raise Refused(f"{key} is a component of what is no array")
    return part(value, items, r"\mathbf" in name(base), world)


def part(
    value: np.ndarray, items: tuple[Tree, ...], bold: object, world: "World"
) -> Any:
    """Entries, rows and columns of an array; of vectors, set bold, one of several."""
    several = len(items) == 1 and value.ndim == 2 and bold
    items = (*items, FULL) if several else items
    if len(items) != value.ndim:
        raise Mismatch(f"{len(items)} subscripts on shape {value.shape}")
    sizes = zip(items, value.shape, strict=True)
    places = [place(item, size, world) for item, size in sizes]
    row = isinstance(places[0], int) and isinstance(places[-1], slice) and not several
    found = value[tuple(places)]
    return Row(found) if row else found


def place(item: Tree, size: int, world: "World") -> int | slice:
    """The place on an axis, as Python counts."""
    if item.kind == "slice":
        low, high = item.parts
        bounds = (world.of(low) if low else 0, world.of(high) if high else size)
        if not 0 <= bounds[0] <= bounds[1] <= size:
            raise Mismatch(f"{bounds[0]:g}:{bounds[1]:g} of {size}")
        return slice(*map(int, bounds))
    at = world.of(item)
    if np.ndim(at) or at != int(at):
        raise Mismatch("a subscript that is no integer")
    at += size + 1 if item.kind == "neg" else 0  # c_{-1} is the last
    if not 1 <= at <= size:
        raise Mismatch(f"subscript {at:g} of {size}")
    return int(at) - 1
