"""Operator trees of whatever was typed, finished or not."""

import pytest


@pytest.fixture(scope="session")
def shown(js):
    """The trees of a text as text: add(x, y)."""
    return lambda text: js("probe", "shown", text)


SAME = [
    ["e^x", r"\exp(x)", "exp(x)", "np.exp(x)", r"e^{x}"],
    ["x^T y", r"x^\top y", "xᵀy", "x.T @ y"],
    [r"\frac{a}{b}", "a/b", r"\tfrac ab", "a ÷ b", r"a \over b"],
    [r"\sqrt{x}", "√x", "x^{1/2}", "np.sqrt(x)", "x**0.5", "sqrt(x)"],
    [r"\|x\|", "‖x‖", "norm(x)", "np.linalg.norm(x)", r"\lVert x\rVert"],
    [r"A^{-1}", "np.linalg.inv(A)", "inv(A)", "A⁻¹"],
    [r"\frac{\partial L}{\partial z}", "∂L/∂z", r"\partial L/\partial z", "dL/dz"],
    [r"\sum_i x_i y_i", "∑_i x_i y_i", "Σᵢ xᵢ yᵢ"],
    [r"\log\frac{p}{q}", "log(p/q)", "np.log(p/q)", "log p/q"],
    [r"\frac1n\sum x", "np.mean(x)", "x.mean()"],
    [r"P(A\mid B)", "P(A|B)", r"\Pr(A|B)"],
    [r"D_{KL}(p\|q)", "KL(p||q)", r"\mathrm{KL}(p\,\|\,q)"],
    ["-(-x)", "x"],
    ["1·x", "x"],
    ["x ≥ y", "y ≤ x"],
    ["np.square(x)", "x**2", "x²"],
    ["np.log1p(x)", "log(1+x)"],
    ["np.outer(a, b)", "a bᵀ", r"\mathbf a\mathbf b^\top"],
]


@pytest.mark.parametrize("spellings", SAME)
def test_notations_give_the_same_tree(shown, spellings):
    first, *others = map(shown, spellings)
    assert "?" not in first
    for spelling, other in zip(spellings[1:], others, strict=True):
        assert other == first, spelling


DIFFERENT = [
    ["a-b", "b-a"],
    ["a/b", "b/a"],
    ["x^2", "2^x"],
    ["log(p/q)", "log(p)/q"],
    [r"\sum x^2", r"(\sum x)^2"],
    ["x^T y", "x y^T"],
    ["P(A|B)", "P(B|A)"],
]


@pytest.mark.parametrize("pair", DIFFERENT)
def test_what_differs_stays_apart(shown, pair):
    one, other = map(shown, pair)
    assert one != other


@pytest.mark.parametrize(
    ("half_typed", "begins"),
    [
        (r"\frac{a", "div(a, ?"),
        (r"\frac", "div("),
        ("softmax(", "softmax("),
        (r"\sum_{i=1}", "sum("),
        ("e^{-x", "exp(neg(x))"),
        ("(a + ", "add(a, ?)"),
        ("‖x", "norm(x)"),
        ("log", "log("),
    ],
)
def test_what_is_half_typed_has_a_tree_with_holes(shown, half_typed, begins):
    assert shown(half_typed).startswith(begins)


def test_a_sum_of_fractions_is_no_fraction_of_sums(shown):
    assert shown(r"\sum k/2^k").startswith("sum(div(")
