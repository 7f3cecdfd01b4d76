r"""The value of a numeric LaTeX expression, exactly, with SymPy.

Reads the arithmetic that pages print: fractions, roots, powers, products (also implied),
degrees, elementary functions, absolute values, tuples, and matrices with their products.
"""

import re

import sympy

TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\{,\}\d{3})*(?:\.\d+)?)
      | (?P<matrix>\\begin\{[bpv]matrix\}.*?\\end\{[bpv]matrix\})
      | (?P<name>\\[a-zA-Z]+|e)
      | (?P<mark>[-+*/^_(){}\[\]|,])
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


def value(latex: str):
    """A SymPy number, or a matrix; a tuple is a row."""
    reader = _Reader(_tokens(SILENT.sub(" ", latex)))
    result = reader.sum()
    if reader.next is not None:
        raise ValueError(f"cannot read {latex!r} from {reader.next!r} on")
    return result


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
    both = [getattr(side, "is_Matrix", False) for side in (left, right)]
    rows = all(both) and left.rows == right.rows == 1 and left.shape == right.shape
    return left.dot(right) if rows else left * right


class _Reader:
    """Recursive descent: sums of products of powers of atoms."""

    def __init__(self, tokens: list[str]):
        self.tokens = tokens

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
        while self.next not in (None, "+", "-", ")", "}", "]", "|", ","):
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
        self.take()
        if token is None or token in "-+*/^_)}],":
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
