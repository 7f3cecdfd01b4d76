"""Sums, products and powers of numbers, columns, rows and matrices, as their shapes ask.

A vector is a column, and its transpose a row. What no mathematician would write, such as
a sum of two shapes, contradicts itself.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.special

from tests.printed.tree import Mismatch, Refused


@dataclass(frozen=True, eq=False)
class Row:
    """A vector that is transposed."""

    vector: np.ndarray


def shape(value: Any) -> tuple:
    return ("row", *value.vector.shape) if isinstance(value, Row) else np.shape(value)


def plain(value: Any) -> Any:
    """The array of a row, and what is no row as it is."""
    return value.vector if isinstance(value, Row) else value


def like(value: Any, model: Any) -> Any:
    """A value that is a row where the model is one."""
    return Row(value) if isinstance(model, Row) else value


def add(a: Any, b: Any, *, elementwise: bool = False) -> Any:
    if shape(a) != shape(b) and not (elementwise and () in (shape(a), shape(b))):
        raise Mismatch(f"shapes {shape(a)} and {shape(b)} are added")
    return like(plain(a) + plain(b), a)


def scaled(a: Any, b: Any) -> bool:
    return () in (shape(a), shape(b))


def mul(a: Any, b: Any) -> Any:
    """What side by side means: a scalar times anything, or a product of matrices."""
    if scaled(a, b):
        return like(plain(a) * plain(b), b if shape(a) == () else a)
    if isinstance(b, Row):
        if np.ndim(plain(a)) != 1 or isinstance(a, Row):
            raise Mismatch(f"shape {shape(a)} times a row")
        return np.outer(a, b.vector)
    if not isinstance(a, Row) and np.ndim(a) != 2:
        raise Mismatch(f"a column times shape {shape(b)}")
    if plain(a).shape[-1] != plain(b).shape[0]:
        raise Mismatch(f"shapes {shape(a)} and {shape(b)} are multiplied")
    product = plain(a) @ b
    return Row(product) if isinstance(a, Row) and np.ndim(b) == 2 else product


def dot(a: Any, b: Any) -> Any:
    if scaled(a, b):
        return mul(a, b)
    if len(shape(a)) != 1 or shape(a) != shape(b):
        raise Mismatch(f"a dot between shapes {shape(a)} and {shape(b)}")
    return a @ b


def hadamard(a: Any, b: Any) -> Any:
    if shape(a) != shape(b):
        raise Mismatch(f"⊙ between shapes {shape(a)} and {shape(b)}")
    return like(plain(a) * plain(b), a)


def div(a: Any, b: Any, *, elementwise: bool = False) -> Any:
    if shape(b) != () and not (elementwise and shape(a) in (shape(b), ())):
        raise Mismatch(f"division by shape {shape(b)}")
    with np.errstate(all="ignore"):
        return like(np.divide(plain(a), b), a)


def power(a: Any, b: Any, *, elementwise: bool = False) -> Any:
    if shape(b) != ():
        raise Mismatch("an array in an exponent")
    if shape(a) == () or elementwise:
        roots = np.any(np.real(plain(a)) < 0) and np.isrealobj(plain(a)) and b % 1
        with np.errstate(all="ignore"):
            return np.power(np.asarray(a, complex if roots else None) * 1.0, b)[()]
    square = len(shape(a)) == 2 and a.shape[0] == a.shape[1]
    if not square or float(b) != int(b):
        raise Mismatch(f"the power {b} of shape {shape(a)}")
    return np.linalg.matrix_power(a, int(b))


def transpose(a: Any) -> Any:
    if isinstance(a, Row):
        return a.vector
    if shape(a) == ():
        raise Mismatch("the transpose of a scalar")
    return Row(a) if np.ndim(a) == 1 else a.T


def norm(a: Any, order: float | str) -> Any:
    if isinstance(a, Row) or np.ndim(a) == 0 or (order == "F" and np.ndim(a) != 2):
        raise Mismatch(f"the norm {order} of shape {shape(a)}")
    if np.ndim(a) == 2:
        return np.linalg.norm(a, "fro" if order == "F" else order)
    largest = np.max(np.abs(a), initial=0)
    if np.isinf(order) or not largest:
        return largest
    return largest * np.sum((np.abs(a) / largest) ** order) ** (1 / order)


def absolute(a: Any) -> Any:
    """The size of a number, and the determinant of a matrix."""
    if len(shape(a)) > 1:
        return applied("det", a)
    if shape(a) != ():
        raise Mismatch(f"| | around shape {shape(a)}")
    return np.abs(a)


ELEMENTWISE = {
    "exp": np.exp, "log": np.log, "ln": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan,
    "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "arccos": np.arccos, "arcsin": np.arcsin,
    "arctan": np.arctan, "sign": np.sign, "erf": scipy.special.erf, "logit": scipy.special.logit,
    "softplus": lambda x: np.logaddexp(0, x),
}  # fmt: skip
OF_MATRIX = {"det": np.linalg.det, "tr": np.trace, "rank": np.linalg.matrix_rank}
OTHERS = {
    "diag": np.diag,
    "dim": lambda basis: np.shape(basis)[1],
    "softmax": lambda x: scipy.special.softmax(x, axis=-1),
}
"""Of a vector, or row by row; a space has a basis, in columns."""

NAMED = {*ELEMENTWISE, *OF_MATRIX, *OTHERS}


def applied(name: str, a: Any) -> Any:
    """A function that has one meaning everywhere."""
    if name in ELEMENTWISE:
        with np.errstate(all="ignore"):
            return like(ELEMENTWISE[name](plain(a)), a)
    if name in OF_MATRIX:
        if len(shape(a)) != 2 or (name != "rank" and a.shape[0] != a.shape[1]):
            raise Mismatch(f"{name} of shape {shape(a)}")
        return OF_MATRIX[name](a)
    if name in OTHERS:
        if shape(a) == ():
            raise Mismatch(f"{name} of a scalar")
        return like(OTHERS[name](plain(a)), a)
    raise Refused(f"{name} is not declared")
