"""What pages state of symbols, held to the variables of their examples."""

from pathlib import Path

import numpy as np
import pytest

from formulary.markdown_source import MarkdownSource
from tests.content.stated import idle, lone_decimals, stated
from tests.pages import EXAMPLES, PAGES, played

FOUND = {page: found for page in PAGES if (found := list(stated(PAGES[page])))}
EXAMPLE = [{"a": [3, 4], "A": np.array([[3, 0], [4, 5]]), "s": np.array([3.0, 1.0])}]


def page_of(text: str) -> MarkdownSource:
    return MarkdownSource(Path("page.md"), text)


def wrong(page: MarkdownSource, after: list[dict]) -> list[str]:
    return [
        str(page.error(each.line, f"{each}: {problem}"))
        for each in stated(page)
        if (problem := each.problem(after))
    ]


def careless(page: MarkdownSource) -> list[str]:
    """What no relation and no comment accounts for, and comments that account for nothing."""
    lone = "{} stands in no relation: say why in <!-- unevaluated: {}, … -->"
    return [
        *(str(page.error(line, said)) for line, said in idle(page)),
        *(str(page.error(line, lone.format(d, d))) for line, d in lone_decimals(page)),
    ]


@pytest.mark.parametrize("page", FOUND)
def test_what_is_stated_of_a_symbol_holds_in_an_example(page):
    after = [variables for _, variables in played(page)] if page in EXAMPLES else []
    found = wrong(PAGES[page], after)
    assert not found, "\n".join(found)


def test_how_much_is_stated(record_property):
    count = sum(map(len, FOUND.values()))
    record_property("counted", f"{count} numbers stated of symbols were looked up")
    assert count


@pytest.mark.parametrize("page", PAGES)
def test_no_decimal_and_no_comment_stands_alone(page):
    found = careless(PAGES[page])
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "true",
    [
        r"$\mathbf a=(3,4)$ and $\|\mathbf a\|=\sqrt{25}$",
        r"$\|\mathbf a\|_2=5$, $\|\mathbf{a}\|_1=7$, $\|\mathbf a\|_\infty=4$, $\|\mathbf a\|_F=5$",
        r"$\|A\|_F=\sqrt{50}$ and $\|A\|_2=\sqrt{45}\approx6.708$",
        r"$\|A\|_2\approx6.708$, $15=|\det A|$ and $A\mathbf a=(9, 32)$",
        r"$A=\begin{bmatrix}3&0\\4&5\end{bmatrix}$, $A^\top A=\begin{bmatrix}25&20\\20&25\end{bmatrix}$",
        r"$\mathbf a\cdot\mathbf a=3\cdot3+4\cdot4$ and $2\mathbf a=(6,8)$",
        r"$\sigma_1=3$, $\sigma_1/\sigma_2=3$ <!-- values: {\sigma_1: 's[0]', \sigma_2: 's[1]'} -->",
        r"$\sigma_1\sigma_2=3$ <!-- values: {\sigma_1\sigma_2: np.prod(s)} -->",
        r"For $p=2$, $p=\tfrac12$ and $p=10^{-3}$.",
        r"$\|(3,4)\|=5$ and $\mathbf b\cdot\mathbf b\ge1$ with $\mathbf b=0$",
        r"$\|\mathbf b\|=7$ <!-- unevaluated: 7, nobody has b -->",
    ],
)
def test_what_is_true_holds(true):
    page = page_of(true)
    after = [{"np": np, **state} for state in EXAMPLE]
    assert wrong(page, after) + careless(page) == []


@pytest.mark.parametrize(
    ("false", "why"),
    [
        (r"\mathbf a=(3,5)", "does not hold"),
        (r"\mathbf a=(3,4,0)", "does not hold"),
        (r"\|A\|_2=\sqrt{44}", "does not hold"),
        (r"\|A\|_2\approx6.71\cdot1", "does not hold"),
        (r"A=\begin{bmatrix}3&4\\0&5\end{bmatrix}", "does not hold"),
        (r"\sigma_1=\sqrt{45}", r"no example has \sigma_1"),
        (r"\mathbf b=(3,5)", r"no example has \mathbf b"),
        (r"\mathbf a\cdot\mathbf b=7", r"no example has \mathbf a and \mathbf b"),
        (r"\|A\|=7", "which norm of a matrix?; say why in <!-- unevaluated: 7"),
        (r"\rho(A)=7", r"no example has \rho and A"),
        (r"A!=7", "say why in <!-- unevaluated: 7"),
    ],
)
def test_what_is_false_is_refused_with_file_and_line(false, why):
    (said,) = wrong(page_of(f"---\ntitle: T\n---\n\nHere\n\n$${false}$$\n"), EXAMPLE)
    assert said.startswith("page.md:7: ")
    assert why in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (r"A radius of $0.9$.", "0.9 stands in no relation"),
        (
            r"$x=7$ <!-- unevaluated: 8, a case -->",
            "8 is excused, but is not in the maths",
        ),
        (
            r"$x=7$ <!-- values: {y: 7} -->",
            "y has a value, but is not in this paragraph",
        ),
    ],
)
def test_what_is_not_accounted_for_is_refused_with_file_and_line(text, why):
    (said,) = careless(page_of(f"Here.\n\n{text}\n"))
    assert said.startswith("page.md:3: ")
    assert why in said
