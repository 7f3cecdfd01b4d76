"""What a formula is found by does not depend on the names of its variables."""

import pytest


@pytest.fixture(scope="session")
def of(page):
    """Calls a function of features.js with the tree of a text."""

    def call(name, text):
        return page.evaluate(
            """async ([name, text]) => {
              const { trees } = await import("/search/canonical.js")
              const found = (await import("/search/features.js"))[name](trees(text)[0])
              return found instanceof Map ? [...found].map(([f, { count }]) => [f, count]) : found
            }""",
            [name, text],
        )

    return call


@pytest.mark.parametrize(
    ("one", "renamed"),
    [
        (r"\frac{e^{z_i}}{\sum_j e^{z_j}}", r"\frac{e^{x_k}}{\sum_l e^{x_l}}"),
        ("a^2+b^2", "u^2+v^2"),
        (r"x^\top A x", "v^T M v"),
        ("a + b = c", "c = b + a"),
    ],
)
def test_renaming_keeps_the_shape(of, one, renamed):
    assert of("shape", one) == of("shape", renamed)


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
def test_other_formulas_have_other_shapes(of, one, other):
    assert of("shape", one) != of("shape", other)


def test_a_variable_counts_as_itself_and_as_any(of):
    found = dict(of("features", "log(p)"))
    assert found["symbol p"] == 1
    assert found["log > v"] == 1
    renamed = dict(of("features", "log(q)"))
    assert "symbol p" not in renamed
    assert renamed["log > v"] == 1


def test_what_stands_twice_counts_twice(of):
    assert dict(of("features", "log(p) + log(p)"))["log > v"] == 2


def test_size_counts_the_nodes(of):
    assert of("size", "a + b") == 3
