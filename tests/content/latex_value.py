r"""The value of a LaTeX expression of numbers, exactly, with SymPy.

Reads the arithmetic that pages print: fractions, roots, powers, products (also implied),
degrees, elementary functions, absolute values, norms, tuples, and matrices with their products.
A symbol, such as `\mathbf a` or `\sigma_1`, has the value that it is given.
"""

import re
from collections.abc import Mapping

import numpy as np
import sympy

GREEK = "alpha|beta|gamma|delta|varepsilon|eta|theta|kappa|lambda|mu|rho|sigma|tau|phi|omega"
SYMBOL = (
    rf"(?:\\math(?:bf|rm)\s*(?:\{{[a-zA-Z]+\}}|[a-zA-Z])|\\(?:{GREEK})(?![a-zA-Z])"
    r"|(?!e\b)[a-zA-Z])'?(?:_(?:\{[\w']+\}|\w))?"
)
TOKEN = re.compile(
    rf"""\s*(?:
        (?P<number>\d+(?:\{{,\}}\d{{3}})*(?:\.\d+)?)
      | (?P<matrix>\\begin\{{[bpv]matrix\}}.*?\\end\{{[bpv]matrix\}})
      | (?P<symbol>{SYMBOL})
      | (?P<name>\\[a-zA-Z]+|e)
      | (?P<mark>\\\||[-+*/^_(){{}}\[\]|,])
    )\s*""",
    re.VERBOSE | re.DOTALL,
)
SILENT = re.compile(
    r"\\(?:[,;:! ]|(?:left|right|[bB]igg?[lr]?|displaystyle)(?![a-zA-Z]))|\\dots"
)
FUNCTIONS = {
    r"\sqrt": sympy.sqrt, r"\exp": sympy.exp, r"\ln": sympy.log, r"\log": sympy.log,
    r"\sin": sympy.sin, r"\cos": sympy.cos, r"\tan": sympy.tan,
    r"\arcsin": sympy.asin, r"\arccos": sympy.acos, r"\arctan": sympy.atan,
    r"\det": lambda matrix: matrix.det(),
}  # fmt: skip
CONSTANTS = {r"\pi": sympy.pi, "e": sympy.E}
PRODUCTS = {r"\cdot", r"\times", "*"}
FRACTIONS = {r"\frac", r"\tfrac", r"\dfrac"}
NAMES = FUNCTIONS.keys() | CONSTANTS | PRODUCTS | FRACTIONS | {r"\circ", r"\top"}


NORM_ORDER = re.compile(r"\\\|_[12F]")
ORDERS = {"2": 2, "1": 1, "F": "fro", r"\infty": np.inf}


def value(latex: str, known: Mapping[str, sympy.Expr] | None = None):
    """A SymPy number, or a matrix; a tuple is a row. Symbols are looked up."""
    reader = _Reader(_tokens(SILENT.sub(" ", latex)), known or {})
    result = reader.sum()
    if reader.next is not None:
        raise ValueError(f"cannot read {latex!r} from {reader.next!r} on")
    return result


def symbols(latex: str) -> list[str]:
    """The symbols of an expression, as it writes them."""
    tokens = _tokens(NORM_ORDER.sub(r"\\|", SILENT.sub(" ", latex)))
    return list(dict.fromkeys(t for t in tokens if re.fullmatch(SYMBOL, t)))


def name_of(symbol: str) -> str:
    r"""What a variable for a symbol is called: `\mathbf a` is a, `W_{hh}` is W_hh."""
    return re.sub(r"\\math(?:bf|rm)|[\\{}\s]", "", symbol).replace("'", "_new")


def _tokens(latex: str) -> list[str]:
    tokens, at = [], 0
    while at < len(latex.rstrip()):
        match = TOKEN.match(latex, at)
        if not match:
            raise ValueError(f"cannot read {latex!r} from {latex[at:]!r} on")
        tokens.append(match[0].strip())
        at = match.end()
    return tokens


def _matrix(latex: str):
    body = re.fullmatch(r"\\begin\{(.)matrix\}(.*)\\end\{.matrix\}", latex, re.DOTALL)
    rows = [row.split("&") for row in body[2].strip().removesuffix(r"\\").split(r"\\")]
    matrix = sympy.Matrix([[value(entry) for entry in row] for row in rows])
    return matrix.det() if body[1] == "v" else matrix


def _times(left, right):
    """A product; of two rows, such as (1, 2)·(3, 4), the dot product."""
    if not all(getattr(side, "is_Matrix", False) for side in (left, right)):
        return left * right
    if left.rows == right.rows == 1 and left.shape == right.shape:
        return left.dot(right)
    acts = right.rows == 1 and left.rows > 1 and left.cols == right.cols
    return (left * right.T).T if acts else left * right


def _norm(x, order: str | None):
    """A norm, in floating point; without an order it is the Euclidean one."""
    array = np.array(sympy.Matrix([x]), dtype=float)
    if order is None and 1 not in array.shape:
        raise ValueError("which norm of a matrix?")
    flat = array.ravel() if 1 in array.shape and order != "F" else array
    return sympy.Float(np.linalg.norm(flat, ORDERS[order or "2"]))


class _Reader:
    """Recursive descent: sums of products of powers of atoms."""

    def __init__(self, tokens: list[str], known: Mapping[str, sympy.Expr]):
        self.tokens, self.known = tokens, known

    @property
    def next(self) -> str | None:
        return self.tokens[0] if self.tokens else None

    def take(self, *wanted: str) -> str:
        if self.next is None or (wanted and self.next not in wanted):
            raise ValueError(f"{' or '.join(wanted)} wanted, not {self.next!r}")
        return self.tokens.pop(0)

    def sum(self):
        total = self.product()
        while self.next in ("+", "-"):
            sign = self.take()
            term = self.product()
            total = total + term if sign == "+" else total - term
        return total

    def product(self):
        if self.next == "-":
            self.take()
            return -self.product()
        result = self.power()
        while self.next not in (None, "+", "-", ")", "}", "]", "|", r"\|", ","):
            if self.next == "/":
                self.take()
                result = result / self.power()
            else:
                if self.next in PRODUCTS:
                    self.take()
                result = _times(result, self.power())
        return result

    def power(self):
        base = self.atom()
        while self.next == "^":
            self.take()
            exponent = self.raised()
            if exponent == r"\circ":
                base = base * sympy.pi / 180
            elif exponent == r"\top":
                base = base.T
            else:
                base = base**exponent
        return base

    def raised(self):
        """What follows a `^`: a group, or the single token after it."""
        if self.next in (r"\circ", r"\top"):
            return self.take()
        if self.tokens[:3] == ["{", r"\circ", "}"]:
            del self.tokens[:3]
            return r"\circ"
        return self.group()

    def group(self):
        if self.next == "{":
            return self.between("{", "}")
        if len(self.next) > 1 and self.next.isdigit():  # x^23 raises to 2
            self.tokens[:1] = list(self.next)
        return self.atom()

    def between(self, opening: str, closing: str):
        self.take(opening)
        inside = [self.sum()]
        while self.next == ",":
            self.take()
            inside.append(self.sum())
        self.take(closing)
        return inside[0] if len(inside) == 1 else sympy.Matrix([inside])

    def atom(self):
        token = self.next
        if token in ("(", "{", "["):
            return self.between(token, {"(": ")", "{": "}", "[": "]"}[token])
        if token == "|":
            return sympy.Abs(self.between("|", "|"))
        if token == r"\|":
            return _norm(self.between(token, token), self.order())
        self.take()
        if token in self.known:
            return self.known[token]
        if token is None or not re.match(r"[\d\\e]", token):
            raise ValueError(f"a number wanted, not {token!r}")
        if token.startswith(r"\begin"):
            return _matrix(token)
        if token in FRACTIONS:
            return self.group() / self.group()
        if token in CONSTANTS:
            return CONSTANTS[token]
        if token in FUNCTIONS:
            return self.function(token)
        return sympy.Rational(token.replace("{,}", ""))

    def order(self) -> str | None:
        """The subscript of a norm."""
        if self.next != "_":
            return None
        self.take()
        order = self.tokens.pop(0)
        if order not in ORDERS:
            raise ValueError(f"what norm is {order!r}?")
        return order

    def function(self, name: str):
        if name == r"\sqrt":
            index = self.between("[", "]") if self.next == "[" else 2
            return sympy.root(self.group(), index)
        base = power = None
        while self.next in ("_", "^"):
            if self.take() == "_":
                base = self.group()
            else:
                power = self.group()
        result = FUNCTIONS[name](self.power())
        if base is not None:
            result = result / sympy.log(base)
        return result if power is None else result**power
