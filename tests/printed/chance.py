"""Chance on finitely many outcomes: events, random variables, their means."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.printed.tree import Mismatch, Refused, Tree

if TYPE_CHECKING:
    from tests.printed.evaluator import World


@dataclass(frozen=True, eq=False)
class Variable:
    """A random variable, or an event: its value at every outcome."""

    values: np.ndarray

    def of(self, outcome: int | None) -> Any:
        if outcome is None:
            raise Refused("a random variable outside of 𝔼 and P")
        return self.values[outcome]


def outcomes(world: "World") -> list[tuple[float, "World"]]:
    if world.weights is None:
        raise Refused("a mean without random variables")
    return [
        (weight, world.where(outcome=at)) for at, weight in enumerate(world.weights)
    ]


def mean(tree: Tree, world: "World") -> Any:
    return sum(weight * each.of(tree) for weight, each in outcomes(world))


def expectation(called: str, args: tuple[Tree, ...], world: "World") -> Any:
    """𝔼[X], Var(X) and Cov(X, Y)."""
    a, b = args[0], args[-1]
    if called == r"\mathbb{E}":
        return mean(a, world)
    centre = mean(a, world), mean(b, world)
    return sum(
        weight * (each.of(a) - centre[0]) * (each.of(b) - centre[1])
        for weight, each in outcomes(world)
    )


def probability(
    args: tuple[Tree, ...], marks: tuple[str, ...], world: "World"
) -> float:
    """P(A, B) and P(A | B)."""
    bar = next(
        (at for at, mark in enumerate(marks, 1) if mark in (r"\mid", "|")), len(args)
    )
    both = given = 0.0
    for weight, each in outcomes(world):
        if all(event(arg, each) for arg in args[bar:]):
            given += weight
            both += weight * all(event(arg, each) for arg in args[:bar])
    return both / given


def event(tree: Tree, world: "World") -> bool:
    match tree:
        case Tree("not", (of,)):
            return not event(of, world)
        case Tree("cap", (one, two)):
            return event(one, world) and event(two, world)
        case Tree("chain" | "and"):
            return world.holds(tree)
    found = world.of(tree)
    if not isinstance(found, bool | np.bool_):
        raise Mismatch("the probability of what is no event")
    return bool(found)
