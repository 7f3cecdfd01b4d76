"""What a formula is found by does not depend on the names of its variables."""

import pytest


@pytest.mark.parametrize(
    ("one", "renamed"),
    [
        (r"\frac{e^{z_i}}{\sum_j e^{z_j}}", r"\frac{e^{x_k}}{\sum_l e^{x_l}}"),
        ("a^2+b^2", "u^2+v^2"),
        (r"x^\top A x", "v^T M v"),
        ("a + b = c", "c = b + a"),
    ],
)
def test_renaming_keeps_the_shape(js, one, renamed):
    assert js("probe", "shape", one) == js("probe", "shape", renamed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a^2+b^2", "a^2+a^2"),
        ("a-b", "a+b"),
        ("A^T A", "A^T B"),
        (r"\pi x", "p x"),
        ("x + 1", "x + 2"),
    ],
)
def test_other_formulas_have_other_shapes(js, one, other):
    assert js("probe", "shape", one) != js("probe", "shape", other)


def test_a_variable_counts_as_itself_and_as_any(js):
    found = js("probe", "counts", "log(p)")
    assert found["symbol p"] == 1
    assert found["log > v"] == 1
    renamed = js("probe", "counts", "log(q)")
    assert "symbol p" not in renamed
    assert renamed["log > v"] == 1


def test_what_stands_twice_counts_twice(js):
    assert js("probe", "counts", "log(p) + log(p)")["log > v"] == 2


def test_size_counts_the_nodes(js):
    assert js("probe", "size", "a + b") == 3
