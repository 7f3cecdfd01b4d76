"""Random values for the symbols of a record, as it declares and assumes them.

Some draws are of whole numbers with many zeros and ties, some are zero, some have axes of
size 1 or of one size: so each condition of a statement is met and missed, and a matrix
that should be transposed fits nowhere else.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from formulary.records import Execute, Formula
from tests.printed.chance import Variable
from tests.printed.evaluator import World
from tests.printed.names import evaluated
from tests.printed.reader import expression, read
from tests.printed.statements import Undefined
from tests.printed.tokens import split, tokens
from tests.printed.tree import Refused, Tree, name

SHAPE = re.compile(r"`\(([^`@]*)\)`")
MATHS = re.compile(r"\$([^$]+)\$")
WORD = re.compile(r"[A-Za-z]\w*")
TRIES = 300
OUTCOMES = 7


@dataclass(frozen=True)
class Declared:
    """A symbol as the record declares it; `shape` as it is written."""

    number: int
    tree: Tree
    shape: str | None
    words: str

    @property
    def key(self) -> str:
        return name(self.tree)


def declared(formula: Formula, functions: set[str]) -> Iterator[Declared]:
    """All that the record declares and that can be read: names, components, f(x)."""
    for number, symbol in enumerate(formula.symbols, 1):
        shapes = SHAPE.findall(symbol.shape) or [None]
        for at, part in enumerate(split(tokens(symbol.symbol), ",")):
            latex = symbol.symbol[part[0].at : part[-1].at + len(part[-1])]
            shape = shapes[min(at, len(shapes) - 1)]
            try:
                tree = expression(latex, functions)
            except Refused:  # as \|\cdot\|
                continue
            words = MATHS.sub("", symbol.shape).strip(" ,")
            yield Declared(number, tree, shape, words)


def function_letters(formula: Formula, execute: Execute) -> set[str]:
    r"""What a bracket calls: f in f(x), f that maps ℝⁿ to ℝᵐ, or that `execute` makes."""
    called = [
        symbol.symbol.partition("(")[0].rstrip("'")
        for symbol in formula.symbols
        if "(" in symbol.symbol or r"\to" in symbol.shape
    ]
    makers = execute.where | execute.draw
    called += [
        key for key, how in makers.items() if how.startswith(("lambda", "function"))
    ]
    return {letter for latex in called if (letter := base_of(latex))}


def base_of(latex: str) -> str:
    """The key of a symbol without its subscript; nothing where it is no symbol."""
    try:
        tree = expression(latex)
    except Refused:
        return ""
    return name(tree.parts[0] if tree.kind == "sub" else tree)


def key_of(latex: str) -> str:
    return name(expression(latex)) or latex


@dataclass(frozen=True)
class Draw:
    """One draw of many: its number says of which kind."""

    seed: int

    @cached_property
    def rng(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    @property
    def coarse(self) -> bool:
        """Whether it is of small whole numbers, and may be outside of the domain."""
        return self.seed % 4 == 0

    @property
    def zeros(self) -> bool:
        """Whether it makes arrays zero, about every second."""
        return self.seed % 8 == 4

    def entries(self, shape: tuple[int, ...]) -> Any:
        if self.zeros and shape and self.rng.random() < 0.5:
            return np.zeros(shape)
        if self.coarse:
            return self.rng.integers(-1, 3, shape).astype(float)
        return self.rng.normal(size=shape)

    def sizes(self, names: list[str]) -> dict[str, int]:
        if self.seed % 4 == 3:
            found = self.rng.integers(1, 4, len(names))
        else:
            found = self.rng.permutation(np.arange(2, 3 + max(3, len(names))))
        return {key: int(size) for key, size in zip(names, found, strict=False)}


def _function(draw: Draw, _: tuple[int, ...]) -> Callable[[Any], Any]:
    a, b, c, d = draw.rng.normal(size=4)
    return lambda t: a * np.sin(b * t + c) + d * t * t + 0.3 * t


def _symmetric(draw: Draw, shape: tuple[int, ...]) -> np.ndarray:
    A = draw.entries(shape)
    return A + A.T


def _definite(draw: Draw, shape: tuple[int, ...]) -> np.ndarray:
    A = draw.rng.normal(size=shape)
    return A @ A.T + np.eye(*shape)


def _event(draw: Draw, _: tuple[int, ...]) -> Variable:
    chances = [1, 0, *(draw.rng.random(OUTCOMES - 2) < 0.6)]
    return Variable(draw.rng.permutation(np.array(chances, bool)))


KINDS: dict[str, Callable[[Draw, tuple[int, ...]], Any]] = {
    "real": lambda draw, shape: draw.rng.normal(size=shape),
    "positive": lambda draw, shape: np.abs(draw.rng.normal(size=shape)) + 0.1,
    "in (0, 1)": lambda draw, shape: draw.rng.uniform(0.05, 0.95, shape),
    "probabilities": lambda draw, shape: draw.rng.dirichlet(
        np.ones(shape[-1]), shape[:-1]
    ),
    "one-hot": lambda draw, shape: np.eye(shape[-1])[draw.rng.integers(shape[-1])],
    "symmetric": _symmetric,
    "positive definite": _definite,
    "function": _function,
    "event": _event,
    "random variable": lambda draw, _: Variable(draw.rng.normal(size=OUTCOMES)),
}
"""What `execute.draw` can ask for beside an expression of NumPy."""

NUMBERS: dict[str, Callable[[Draw], Any]] = {
    r".*(integer|whole|natural).*": lambda draw: int(draw.rng.integers(0, 6)),
    r"positive.*": lambda draw: abs(draw.rng.normal()) + 0.1,
    r"non-negative.*": lambda draw: abs(draw.entries(())),
    r"real": lambda draw: 2 * float(draw.entries(())),
}
"""Numbers, by the words in which the record says what they are."""


def conditions(texts: Iterable[str], functions: set[str]) -> list[Tree]:
    """What is declared or assumed in mathematics."""
    found = []
    for text in texts:
        for latex in MATHS.findall(text):
            try:
                found.append(read(latex, functions))
            except Refused:  # as $\ge0$
                continue
    return [tree for tree in found if tree.kind == "chain" and tree.parts[1]]


@dataclass(frozen=True)
class Sampler:
    """Draws all symbols of a record that nothing else determines."""

    symbols: list[Declared]
    conditions: list[Tree]
    kinds: dict[str, str]
    undrawn: frozenset[str]

    def draw(self, seed: int) -> World:
        """Values of symbols and sizes that fulfil what the record assumes."""
        draw = Draw(seed)
        for _ in range(TRIES):
            world = self._drawn(draw)
            if all(is_met(condition, world) for condition in self.conditions):
                return world
        raise Refused(f"none of {TRIES} draws fulfils what the record assumes")

    def _drawn(self, draw: Draw) -> World:
        chance = {"event", "random variable"} & set(self.kinds.values())
        weights = draw.rng.dirichlet(np.ones(OUTCOMES)) if chance else None
        world = World(self._sizes(draw), weights=weights)
        for each in self.symbols:
            drawn = self.undrawn | self.kinds.keys() | world.values.keys()
            if each.key and each.key not in drawn:
                value = self._one(each, draw, world)
                world.values.update({} if value is None else {each.key: value})
        shapes = {each.key: each.shape for each in self.symbols}
        for key, how in self.kinds.items():
            world.values[key] = self._kind(how, shapes.get(key), draw, world)
        return world

    def _sizes(self, draw: Draw) -> dict[str, int]:
        """Sizes of the axes, distinct for most draws, but for what is said to be equal."""
        words = {
            word for each in self.symbols for word in WORD.findall(each.shape or "")
        }
        keys = {re.sub(r"_(\w+)", r"_{\1}", word) for word in words - {"min", "max"}}
        sizes = draw.sizes(sorted(keys))
        for condition in self.conditions:  # r = min(m, n)
            (left, right, *_), marks = condition.parts
            if name(left) in sizes and marks[0] == "=":
                sizes[name(left)] = int(World(dict(sizes)).of(right))
        return sizes

    def _one(self, symbol: Declared, draw: Draw, world: World) -> Any:
        """An array of the declared shape, or a number; none for what is neither."""
        if symbol.shape is not None:
            shape = sized(symbol.shape, world)
            return np.eye(*shape) if symbol.key == "I" else draw.entries(shape)
        for words, number in NUMBERS.items():
            if re.fullmatch(words, symbol.words):
                return number(draw)
        bounded = any(
            Tree("sym", (symbol.key,)) in each.parts[0] for each in self.conditions
        )
        return NUMBERS["real"](draw) if bounded and not symbol.words else None

    def _kind(self, how: str, shape: str | None, draw: Draw, world: World) -> Any:
        """What is drawn as a kind, of its own shape or the declared, or by NumPy."""
        kind, own = re.fullmatch(r"(.*?)(?: \(([^()]*)\))?", how).groups()
        if how in KINDS:
            kind, own = how, None
        if kind in KINDS:
            return KINDS[kind](draw, sized(own or shape or "()", world))
        return evaluated(how, world, rng=draw.rng)


def sized(shape: str, world: World) -> tuple[int, ...]:
    """A shape in numbers; of a batch, `(..., n)`, that of one of its items."""
    shape = re.sub(r"\.\.\.(, )?", "", shape)
    found = evaluated(f"({shape})", world)
    return found if isinstance(found, tuple) else (found,)


def is_met(condition: Tree, world: World) -> bool:
    """Whether a condition holds, as far as it speaks of what is drawn."""
    try:
        return world.holds(condition)
    except Undefined:
        return False
    except Refused:  # it speaks of something else
        return True
