"""Derivatives, limits, integrals and extremes of what is printed, at the values drawn."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.printed import analysis
from tests.printed.algebra import plain
from tests.printed.subscripts import place
from tests.printed.tree import Mismatch, Refused, Tree, mentions, name

if TYPE_CHECKING:
    from tests.printed.evaluator import World

X = Tree("sym", ("x",))


def function(body: Tree, key: str, world: "World") -> Callable[[Any], Any]:
    """What is printed, as a function of a symbol."""

    def at(x):
        moved = world.given({key: x})
        found = moved.of(body)
        return plain(found(x) if callable(found) else found)

    return at


def gradient(by: Tree | None, f: Tree, world: "World") -> np.ndarray:
    """∇f(a) at a, and ∇L with respect to the symbol below it, or else to x."""
    if f.kind == "call":
        head, (argument,), _ = f.parts
        along, point = world.of(head), world.of(argument)
    else:
        key = world.key(by or X)
        along, point = function(f, key, world), world.value(key)
    found = [
        analysis.slope(lambda t, unit=unit: along(point + t * unit), 0.0)
        for unit in np.eye(len(point))
    ]
    return np.array(found)


def derivative(body: Tree, variables: tuple[Tree, ...], world: "World") -> Any:
    """By a component a number; by a vector the Jacobian, or of a number the gradient."""
    by, *rest = variables
    if by.kind not in ("sym", "sub"):
        raise Refused("a derivative is by a symbol or a component of it", by.at)
    whole = by if by.kind == "sym" or world.knows(name(by)) else by.parts[0]
    key = world.key(whole)
    point = np.asarray(world.value(key), float)
    inner = Tree("deriv", (body, tuple(rest))) if rest else body
    moved = function(inner, key, world)

    def along(at: tuple) -> Any:
        unit = np.zeros(point.shape)
        unit[at] = 1
        return analysis.slope(lambda t: moved((point + t * unit)[()]), 0.0)

    if whole is not by:
        sizes = zip(by.parts[1], point.shape, strict=True)
        return along(tuple(place(item, size, world) for item, size in sizes))
    found = np.array([along(at) for at in np.ndindex(point.shape)])
    if found.ndim == 1:
        return found.reshape(point.shape)[()]
    return np.moveaxis(found, 0, -1)


def integral(key: str, low: Tree, high: Tree, body: Tree, world: "World") -> float:
    bounds = world.of(low), world.of(high)
    return analysis.integral(function(body, key, world), *bounds)


def limit(key: str, to: Tree, body: Tree, world: "World") -> Any:
    point, along = world.of(to), function(body, key, world)
    if np.isinf(point):
        return analysis.at_infinity(along)
    return analysis.at_zero(lambda h: along(point + h))


def searched(span: Tree, world: "World") -> bool:
    """Whether an extreme is over vectors or numbers, and not over an index."""
    if span.kind == "where":
        return span.parts[0].parts[0][0].kind in ("norm", "fn")
    return span.kind == "over" and world.knows(world.key(Tree("sym", span.parts[:1])))


def extreme(op: str, span: Tree, body: Tree, world: "World") -> Any:
    """max over ‖x‖ = 1, min over rank B ≤ k, arg max over θ: found by search."""
    key, size, made = candidates(span, world)
    if not mentions(body, key):
        raise Mismatch(f"{key} does not occur in what is searched for it")
    sign = -1 if op.endswith("max") else 1
    found = function(body, key, world)
    best = (
        made(np.zeros(0))
        if not size
        else made(analysis.smallest(lambda u: sign * found(made(u)), size))
    )
    return best if op.startswith("arg") else found(best)


def candidates(span: Tree, world: "World") -> tuple[str, int, Callable[[Any], Any]]:
    """What is searched for, from how many numbers, and how it is made of them."""
    if span.kind == "over":
        key = world.key(Tree("sym", span.parts[:1]))
        sizes = np.shape(world.value(key))
        return key, math.prod(sizes), lambda u: u.reshape(sizes)[()]
    (side, bound), marks = span.parts[0].parts
    match side, marks:
        case Tree("norm", (of, _)), ("=",):
            key, length = world.key(of), world.of(bound)
            sizes = np.shape(world.value(key))
            measured = function(side, key, world)
            return key, math.prod(sizes), lambda u: length * u / measured(u)
        case Tree("fn", ("rank", None, of)), ("≤",):
            key, rank = world.key(of), int(world.of(bound))
            m, n = np.shape(world.value(key))
            return key, (m + n) * rank, lambda u: _product(u, m, rank, n)
    raise Refused("a search under this condition is not executed")


def _product(numbers: np.ndarray, m: int, rank: int, n: int) -> np.ndarray:
    """A matrix of a rank at most, from the numbers in two factors."""
    left, right = np.split(numbers, [m * rank])
    return left.reshape(m, rank) @ right.reshape(rank, n)
