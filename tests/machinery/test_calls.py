"""The lines of code in a record."""

import pytest

from formulary.calls import compiled, symbol_names, unbound


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ("a + 1", 4),
        ("b = a * a\nb - 1", 8),
        ("b = a * a", 9),
        ("b, c = a, 2", (3, 2)),
        ("import math\nmath.sqrt(a + 1)", 2),
        ("f = lambda x: x + a\nf(1)", 4),
        ("sum(\n    a\n    for _ in range(2)\n)", 6),
    ],
)
def test_the_value_is_that_of_the_last_line(lines, value):
    assert compiled(lines, ["a"])(3) == value
    assert not list(unbound(lines, {"a"}))


def test_a_last_line_without_value_is_refused():
    with pytest.raises(ValueError, match="last line"):
        compiled("import math", [])


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("a + b", ["line 1: b is not bound"]),
        ("c = a\nc + d + e", ["line 2: d is not bound", "line 2: e is not bound"]),
        ("b = b + a", ["line 1: b is not bound"]),
        ("[x for x in y]", ["line 1: y is not bound"]),
        ("lambda x: x + z", ["line 1: z is not bound"]),
        ("a +", ["line 1: this is no Python: invalid syntax"]),
        ("", ["the last line must be an expression or an assignment"]),
        ("import a", ["the last line must be an expression or an assignment"]),
        ("a\n" * 7, ["there are more than 6 lines"]),
    ],
)
def test_what_is_wrong_is_said(lines, wrong):
    assert list(unbound(lines, {"a"})) == wrong


@pytest.mark.parametrize(
    ("symbols", "names"),
    [
        ([r"\mathbf a,\mathbf b", "a_i,b_i", r"\mathbf a^\top\mathbf b"], ["a", "b"]),
        ([r"\theta", r"\mathbf{x}", "x"], ["theta", "x"]),
        ([r"\hat{\mathbf a}", r"\|\mathbf a\|", r"a_1,\dots,a_n"], []),
        (["A", r"\boldsymbol\beta", "x, y", r"\mathbb R^n"], ["A", "beta", "x", "y"]),
        ([r"\lambda", r"\lambda_i"], ["lam"]),
    ],
)
def test_symbols_have_the_names_that_one_would_give_them(symbols, names):
    assert symbol_names(symbols) == names
