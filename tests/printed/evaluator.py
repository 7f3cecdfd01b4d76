r"""What an expression says, on numbers and arrays that stand for its symbols.

    >>> values = {r"\mathbf{a}": np.array([1.0, 2.0]), "A": np.eye(2)}
    >>> World(values).of(expression(r"\sum_iA_{ii}a_i"))
    3.0
    >>> evaluate(expression(r"f'(2)", {"f"}), {"f": lambda x: x**2})
    4.0

Symbols are keyed as the reader writes them: `\theta`, `\mathbf{a}`, `\hat{y}`, `A_{k}`.
A component a_i is looked up in the array `\mathbf{a}`; an index that no sum binds runs
over the axis that it indexes. `tests.printed.statements` says whether statements hold.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tests.printed import algebra, calculus
from tests.printed.algebra import NAMED, applied, plain
from tests.printed.analysis import slope
from tests.printed.chance import Variable, expectation, probability
from tests.printed.indices import array, bound_by, free, worlds
from tests.printed.statements import holds
from tests.printed.subscripts import component, spelled
from tests.printed.tree import Mismatch, Refused, Tree, mentions, name

CONSTANTS = {"e": math.e, r"\pi": math.pi}
IDENTITY = Tree("sym", ("I",))


def evaluate(tree: Tree, values: Mapping[str, Any]) -> Any:
    """The value of an expression, over its free indices as an array."""
    world = World(dict(values))
    return plain(array(tree, free(tree, world), world))


@dataclass(frozen=True)
class World:
    """What the symbols are: drawn, or defined by what is drawn.

    `ranges` are the sizes of indices that index nothing. `elementwise` allows what broadcasts, and `weights` are the
    chances of the outcomes on which `Variable`s live.
    """

    values: dict[str, Any] = field(default_factory=dict)
    defined: dict[str, Callable[["World"], Any]] = field(default_factory=dict)
    ranges: dict[str, int] = field(default_factory=dict)
    elementwise: bool = False
    weights: Any = None
    outcome: int | None = None
    sign: int = 1
    index: dict[str, int] = field(default_factory=dict)
    cache: dict[str, Any] = field(default_factory=dict)

    def at(self, index: dict[str, int]) -> "World":
        """The same with indices bound."""
        return replace(self, index=self.index | index)

    def where(self, **changes: Any) -> "World":
        """Another world, in which what is defined is computed again."""
        return replace(self, cache={}, **changes)

    def given(self, values: dict[str, Any]) -> "World":
        return self.where(values=self.values | values)

    def knows(self, key: str) -> bool:
        return bool(key) and any(
            key in store for store in (self.index, self.values, self.defined)
        )

    def value(self, key: str) -> Any:
        for store in (self.index, self.values, self.cache):
            if key in store:
                found = store[key]
                return found.of(self.outcome) if isinstance(found, Variable) else found
        if key in self.defined:
            others = {k: each for k, each in self.defined.items() if k != key}
            self.cache[key] = self.defined[key](replace(self, defined=others, index={}))
            return self.cache[key]
        if key in CONSTANTS:
            return CONSTANTS[key]
        raise Refused(f"{key} is not declared")

    def key(self, tree: Tree) -> str:
        r"""What a symbol is known by: x as `\mathbf{x}`, where only that is known."""
        key = name(tree)
        accented = re.sub(r"^(\\\w+)\{(.*)\}$", r"\1{\\mathbf{\2}}", key)
        known = [
            each for each in (key, rf"\mathbf{{{key}}}", accented) if self.knows(each)
        ]
        return known[0] if known else key

    def base(self, tree: Tree) -> Any:
        """What is indexed."""
        return self.value(self.key(tree)) if tree.kind == "sym" else self.of(tree)

    def axis(self, tree: Tree, axis: int) -> int | None:
        """The size of an axis of what is indexed; none where it is no array."""
        if tree.kind == "sym" and not self.knows(self.key(tree)):
            return None
        sizes = np.shape(plain(self.base(tree)))
        return sizes[axis] if axis < len(sizes) else None

    def of(self, tree: Tree) -> Any:
        rule = getattr(self, "_" + tree.kind, self._without_value)
        try:
            return rule(*tree.parts)
        except Refused as refused:
            if refused.at is None:
                refused.at = tree.at
            raise

    def _without_value(self, *_):
        raise Refused("this has no value")

    def _num(self, number):
        return float(number)

    def _sym(self, key):
        return self.value(key)

    def _neg(self, a):
        if a == Tree("num", (0,)):
            raise Mismatch("0 has no sign")
        return algebra.mul(-1.0, self.of(a))

    def _pm(self, a):
        return algebra.mul(float(self.sign), self.of(a))

    def _add(self, a, b):
        return algebra.add(self.of(a), self.of(b), elementwise=self.elementwise)

    def _mul(self, a, b):
        left, right = self.of(a), self.of(b)
        if b.kind == "sym" and np.shape(right) == () != algebra.shape(left):
            raise Mismatch("a number stands before what it scales")
        return algebra.mul(left, right)

    def _times(self, a, b):
        return algebra.mul(self.of(a), self.of(b))

    def _dot(self, a, b):
        return algebra.dot(self.of(a), self.of(b))

    def _had(self, a, b):
        return algebra.hadamard(self.of(a), self.of(b))

    def _div(self, a, b):
        return algebra.div(self.of(a), self.of(b), elementwise=self.elementwise)

    def _sup(self, a, b):
        if a == IDENTITY:
            raise Mismatch("a power of the identity")
        return algebra.power(self.of(a), self.of(b), elementwise=self.elementwise)

    def _T(self, a):  # noqa: N802 - the kind is called so
        if a == IDENTITY:
            raise Mismatch("the transpose of the identity")
        return algebra.transpose(self.of(a))

    def _abs(self, a):
        return algebra.absolute(self.of(a))

    def _norm(self, a, which):
        named = which is not None and which.parts == ("F",)
        order = 2 if which is None else "F" if named else self.of(which)
        return algebra.norm(self.of(a), order)

    def _compose(self, f, g):
        outer, inner = self.of(f), self.of(g)
        return lambda x: outer(inner(x))

    def _fn(self, called, base, argument):
        value = applied(called, self.of(argument))
        if base is None:
            return value
        if called != "log":
            raise Refused(f"a base of {called}")
        return value / np.log(self.of(base))

    def _tuple(self, *items):
        return np.array([self.of(item) for item in spelled(items, self)])

    def _matrix(self, *rows):
        return np.array([[self.of(entry) for entry in row] for row in rows])

    def _cases(self, *rows):
        for value, condition in rows:
            if condition is None or self.holds(condition):
                return self.of(value)
        raise Mismatch("no case holds")

    def _count(self, builder):
        index, condition = builder.parts
        here = worlds([name(index)], condition, self)
        return float(sum(each.holds(condition) for each in here))

    def holds(self, statement: Tree) -> bool:
        return holds(statement, self)

    def _sub(self, base, items, text):
        return component(base, items, text, self)

    # functions

    def _call(self, head, args, marks):
        called = name(head)
        if called in (
            r"\mathbb{E}",
            r"\mathrm{Var}",
            r"\mathrm{Cov}",
        ) and not self.knows(called):
            return expectation(called, args, self)
        if called == "P" and not self.knows("P"):
            return probability(args, marks, self)
        if called == r"\mathbb{1}":
            return float(self.holds(args[0]))
        if head.kind == "prime":
            return self.derived(self.of(head.parts[0]), self.of(args[0]))
        if head.kind == "sub" and not self.knows(called):  # f_i(x): component i of f(x)
            base, items, text = head.parts
            whole = self.given({"·": self.of(Tree("call", (base, args, marks)))})
            return whole.of(Tree("sub", (Tree("sym", ("·",)), items, text)))
        values = [self.of(arg) for arg in args]
        if not self.knows(called):
            return self.upright(called, values)
        function = self.value(called)
        if (
            np.ndim(function) == 2 and len(values) == 1
        ):  # a matrix, as the map that it is
            return algebra.mul(function, values[0])
        if not callable(function):
            raise Refused(f"{called} is no function")
        return function(*values)

    def upright(self, called: str, values: list[Any]) -> Any:
        r"""What `\mathrm{max}(a, b)` and `\mathrm{rank}(A)` mean."""
        word = called.removeprefix(r"\mathrm{").removesuffix("}")
        if word in ("max", "min"):
            return np.max(values) if word == "max" else np.min(values)
        if word in NAMED and len(values) == 1:
            return applied(word, values[0])
        raise Refused(f"{called} is not declared")

    def derived(self, f: Callable[[Any], Any], x: Any) -> Any:
        if np.ndim(x):
            return np.array([slope(f, each) for each in x])
        return slope(f, x)

    def _prime(self, f):
        return lambda x: self.derived(self.of(f), x)

    # operators

    def _nabla(self, by, f):
        return calculus.gradient(by, f, self)

    def _deriv(self, body, variables):
        return calculus.derivative(body, variables, self)

    def _big(self, op, span, body):
        if span.kind == "to":
            return calculus.limit(*span.parts, body, self)
        if op == "int":
            return calculus.integral(*span.parts, body, self)
        if op.startswith("arg") or calculus.searched(span, self):
            return calculus.extreme(op, span, body, self)
        values = [each.of(body) for each in self.terms(span, body)]
        if op in ("max", "min"):
            if not values or np.ndim(values) > 1 or np.iscomplexobj(values):
                raise Mismatch(f"the {op} of what is no list of real numbers")
            return float(max(values) if op == "max" else min(values))
        if op == "prod":
            if np.ndim(values) > 1:
                raise Mismatch("a product of arrays over an index")
            return np.prod(values)
        total = values[0] if values else 0.0
        for value in values[1:]:
            total = algebra.add(total, value)
        return total

    def terms(self, span: Tree, body: Tree) -> list["World"]:
        """The world at every index of a sum."""
        if span.kind == "from":
            key, low, high = span.parts[0], *map(self.of, span.parts[1:])
            if low != int(low) or high != int(high):
                raise Mismatch("a sum between bounds that are no integers")
            return [self.at({key: i}) for i in range(int(low), int(high) + 1)]
        if span.kind == "where":
            (key,) = bound_by(Tree("big", ("", span, body)))
            found = worlds([key], body, self)
            return [each for each in found if each.holds(span.parts[0])]
        for key in span.parts:
            if not mentions(body, key):
                raise Mismatch(f"{key} does not occur in what is summed over it")
        return list(worlds(span.parts, body, self))
