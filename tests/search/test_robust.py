"""Whatever is typed, the engine answers, soon, and in text."""

import random

import pytest

ALPHABET = [*"abcxyzLQKσθμ∑∏∫∂∇‖√²ᵀ₂αβ0123456789+-*/^_=<>|()[]{}\\&%$#@!?~`'\";:,. \t\n", "\\frac", "\\sum", "\\left", "\\right", "\\begin{bmatrix}", "\\end{", "np.", "torch.", ".T", "**", "exp(", "log", "\u0000", "\u202e", "א", "ع", "\u0302", "\ud83d", "😀", "<b>", "</script>"]  # fmt: skip


@pytest.fixture
def wrong(js, records):
    """The queries for which the engine throws, or answers what is no answer.

    A tenth of the records will do: what throws is how a query is read and compared, and
    not how often.
    """
    return lambda queries: js("probe", "wrong", records[::10], queries)


def generated(number, seed, longest=60):
    draw = random.Random(seed)  # noqa: S311
    return [
        "".join(draw.choices(ALPHABET, k=draw.randint(0, longest)))
        for _ in range(number)
    ]


@pytest.mark.parametrize("seed", range(10))
def test_nothing_throws(wrong, seed):
    assert wrong(generated(2_000, seed)) == []


def test_mutilated_formulas_do_not_throw(wrong, records):
    draw = random.Random(11)  # noqa: S311
    queries = []
    for record in records:
        for text in (*record["latex"], *record["code"], *record["foundBy"]):
            cut = draw.randint(0, len(text))
            start, end = text[:cut], text[cut:]
            queries.append(
                draw.choice([start, end, start + draw.choice(ALPHABET) + end])
            )
    assert len(queries) > 3_000
    assert wrong(queries) == []


@pytest.mark.parametrize(
    "query",
    [
        "(" * 10_000,
        "{" * 600,
        "\\frac{" * 100,
        "-" * 600,
        "|" * 600,
        "‖" * 600,
        "x^" * 300,
        "√" * 600,
        "a" * 10_000,
        "∂" * 600,
        "\\sum_" * 120,
        "f(" * 300,
        "x_{" * 200,
        "\u202e(x+y)²",
        "\x00\x01\x1b",
        "",
        " ",
        "constructor",
        "__proto__",
        "hasOwnProperty",
        "toString(x)",
        "\\constructor",
        "np.__proto__",
    ],
)
def test_hard_cases_do_not_throw(wrong, query):
    assert wrong([query]) == []
