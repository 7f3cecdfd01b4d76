"""Which letters of a subscript are free, and what they run over."""

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from tests.printed.algebra import plain
from tests.printed.tree import Mismatch, Refused, Tree, name

if TYPE_CHECKING:
    from tests.printed.evaluator import World


def linear(item: Tree) -> tuple[str, int, int]:
    """The index in i, i + 1, i - 1 and -i, what is added to it, and its sign."""
    match item:
        case Tree("sym", (key,)):
            return key, 0, 1
        case Tree("neg", (Tree("sym", (key,)),)):
            return key, 0, -1
        case Tree("add", (Tree("sym", (key,)), Tree("num", (offset,)))):
            return key, offset, 1
        case Tree("add", (Tree("sym", (key,)), Tree("neg", (Tree("num", (offset,)),)))):
            return key, -offset, 1
    return "", 0, 1


def bound_by(tree: Tree) -> set[str]:
    """The indices that an operator, a count or a quantifier binds."""
    match tree:
        case Tree("big", (_, Tree("over", keys), _)):
            return set(keys)
        case Tree("big", (_, Tree("from" | "to", (key, *_)), _)):
            return {key}
        case Tree("big", (_, Tree("where", (Tree("chain", (sides, _)),)), _)):
            return {name(sides[0])}
        case Tree("builder", (Tree("sym", (key,)), _)):
            return {key}
        case Tree("all" | "some", (keys, _)):
            return set(keys)
    return set()


def free(
    tree: object, world: "World", bound: frozenset[str] = frozenset()
) -> list[str]:
    """The letters in subscripts that nothing binds and nothing declares, in order."""
    if isinstance(tree, tuple):
        return list(
            dict.fromkeys(key for part in tree for key in free(part, world, bound))
        )
    if not isinstance(tree, Tree) or world.knows(name(tree)):
        return []
    bound |= bound_by(tree)
    own = []
    if tree.kind == "sub":
        own = [linear(item)[0] for item in tree.parts[1]]
    own = [key for key in own if key and key not in bound and not world.knows(key)]
    return list(dict.fromkeys([*own, *free(tree.parts, world, bound)]))


def indexed(tree: object, world: "World") -> Iterator[tuple[Tree, int, Tree]]:
    """What is indexed, on which axis, and by what."""
    if isinstance(tree, tuple):
        for part in tree:
            yield from indexed(part, world)
    elif isinstance(tree, Tree):
        if tree.kind == "sub" and not world.knows(name(tree)):
            for axis, item in enumerate(tree.parts[1]):
                yield tree.parts[0], axis, item
        yield from indexed(tree.parts, world)


def ranges(keys: Iterable[str], trees: object, world: "World") -> list[range]:
    """What each index runs over: the axes of all that it indexes, which must agree."""
    return [_range(key, trees, world) for key in keys]


def _range(key: str, trees: object, world: "World") -> range:
    if key in world.ranges:
        return range(1, world.ranges[key] + 1)
    whole, part = {}, []
    for base, axis, item in indexed(trees, world):
        index, offset, _ = linear(item)
        if index != key:
            continue
        size = world.axis(base, axis)
        if size is None:
            continue
        span = (1 - offset, 1 + size - offset)
        part.append(span)
        if not offset:
            whole[span] = f"{size} ({name(base) or 'a product'}, axis {axis + 1})"
    if not part:
        raise Refused(f"what does {key} run over?")
    if len(whole) > 1:
        raise Mismatch(f"{key} runs over {' and '.join(whole.values())}")
    return range(max(low for low, _ in part), min(high for _, high in part))


def worlds(keys: Iterable[str], trees: object, world: "World") -> Iterator["World"]:
    """The world with every value of the indices."""
    keys = list(keys)
    for at in itertools.product(*ranges(keys, trees, world)):
        yield world.at(dict(zip(keys, at, strict=True)))


def array(tree: Tree, keys: list[str], world: "World"):
    """A tree's values over indices, as an array."""
    if not keys:
        return world.of(tree)
    found = np.array([plain(each.of(tree)) for each in worlds(keys, tree, world)])
    sizes = [len(each) for each in ranges(keys, tree, world)]
    return found.reshape(*sizes, *found.shape[1:])
