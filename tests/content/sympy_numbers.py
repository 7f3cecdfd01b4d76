"""Numbers for the symbols of a SymPy expression, and what it comes to with them."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import sympy

from tests.content.draws import names

DETERMINANT = {"Determinant": np.linalg.det}  # which SymPy cannot print for NumPy


def point(
    namespace: dict[str, Any], values: dict[str, Any], expressions: Iterable[Any]
) -> dict[Any, Any]:
    """Numbers for the free symbols of expressions: those that are given, or random ones.

    A given one is a line of NumPy that may use the names before it. A random one is
    positive where the symbol is.
    """
    known = names()
    for name, line in values.items():
        known[name] = eval(str(line), known)  # noqa: S307
    found = {namespace[name]: known[name] for name in values}
    free = {symbol for each in expressions for symbol in symbols(each)}
    rng = np.random.default_rng(1)
    for symbol in sorted(free - found.keys(), key=str):
        size = rng.uniform(0.5, 2)
        found[symbol] = size if symbol.is_positive else size * rng.choice([-1, 1])
    return found


def symbols(expression: Any) -> set[Any]:
    if isinstance(expression, list | tuple):
        return {symbol for each in expression for symbol in symbols(each)}
    return set(sympy.sympify(expression).free_symbols)


def number(expression: Any, at: dict[Any, Any]) -> Any:
    """The value of an expression, or of a list of them, with numbers for its symbols.

    A symbol that stands for a range gives an axis. A column is a vector, and a matrix of
    one entry the number in it.
    """
    if isinstance(expression, list | tuple):
        return np.array([number(each, at) for each in expression])
    expression = sympy.sympify(expression)
    for symbol, value in at.items():
        if isinstance(value, range) and symbol in expression.free_symbols:
            return np.array([number(expression, at | {symbol: i}) for i in value])
    sizes = {symbol: value for symbol, value in at.items() if isinstance(value, int)}
    expression = expression.subs(sizes)  # NumPy's identity needs to know its size
    rest = {s: value for s, value in at.items() if not isinstance(value, int | range)}
    function = sympy.lambdify(list(rest), expression, [DETERMINANT, "numpy"])
    value = np.asarray(function(*rest.values()), float)
    while value.shape[-1:] == (1,):
        value = value[..., 0]
    return value
