"""The numbers that pages state in LaTeX."""

from pathlib import Path

import pytest

from formulary.markdown_source import MarkdownSource
from tests.content.equalities import equalities, pairs
from tests.content.latex_value import value
from tests.pages import PAGES


def wrong(page: MarkdownSource) -> list[str]:
    """What a page states and does not hold, or cannot be read."""
    found = []
    for equality in equalities(page):
        try:
            problem = None if equality.holds() else "does not hold"
        except ValueError as error:
            problem = f"{error}; say why in <!-- unevaluated: {equality.right}, … -->"
        if problem:
            found.append(str(page.error(equality.line, f"{equality}: {problem}")))
    return found


@pytest.mark.parametrize("page", PAGES)
def test_numeric_equalities_hold(page):
    found = wrong(PAGES[page])
    assert not found, "\n".join(found)


def test_how_many_were_evaluated(record_property):
    count = sum(len(list(equalities(page))) for page in PAGES.values())
    record_property("counted", f"{count} numeric equalities in LaTeX were evaluated")
    assert count


@pytest.mark.parametrize(
    "true",
    [
        r"\|x\| = \sqrt{3^2+4^2} = \sqrt{25} = 5",
        r"24/(5 \cdot 5) = 0.96",
        r"\arccos 0.96 \approx 16.26^\circ",
        r"(1,2)\cdot(3,4) = 1\cdot3+2\cdot 4 = 11",
        r"2\,(3,4) = (6, 8)",
        r"16{,}777{,}216/131{,}072 = 128",
        r"(1+1)^2=4>2",
        r"-0.5\log_2 0.5 - 0.5\log_2 0.5 = 1",
        r"\frac{1}{\sqrt2} \approx 0.7071",
        r"\begin{aligned} a &= 2+3 \\ &= 5 \end{aligned}",
        r"\tfrac12 + \tfrac12 = 1, \quad 2 \ne 3",
        r"e^{-2.5} \approx 0.082",
        r"\det\begin{bmatrix}1&2\\3&4\end{bmatrix} = 1\cdot4-2\cdot3 = -2",
        r"\begin{vmatrix}1&2\\3&4\end{vmatrix} = -2",
        r"\begin{bmatrix}1&2\\3&4\end{bmatrix}\begin{bmatrix}5&6\\7&8\end{bmatrix}"
        r"=\begin{bmatrix}19&22\\43&50\end{bmatrix}",
        r"\begin{bmatrix}1&2\end{bmatrix}^\top=\begin{bmatrix}1\\2\end{bmatrix}",
        r"\cos^2 60^{\circ} = \tfrac14",
        r"|-3| = \sqrt[3]{27}",
        r"2^{10} = 1024, \quad 10^{-3} = 0.001",
        r"2 \le 2, \quad 3 \ge 2, \quad 1 < 2",
        r"\pi \approx 3.14",
    ],
)
def test_true_equalities_are_seen_and_hold(true):
    page = MarkdownSource(Path("page.md"), f"Here ${true}$.")
    assert list(equalities(page))
    assert wrong(page) == []


@pytest.mark.parametrize(
    "false",
    [
        "2 + 2 = 5",
        r"\|x\| = \sqrt{3^2+4^2} = 6",
        r"24/25 = 0.97",
        r"\tfrac13 = 0.334",
        r"\arccos 0.96 \approx 16.27^\circ",
        r"(2, 3) = (2, 4)",
        r"\begin{bmatrix}1&2\\3&4\end{bmatrix}\begin{bmatrix}5&6\\7&8\end{bmatrix}"
        r"=\begin{bmatrix}19&22\\43&51\end{bmatrix}",
        "3 > 4",
        r"2 \ne 2",
    ],
)
def test_a_wrong_number_is_refused_with_file_and_line(false):
    page = MarkdownSource(
        Path("page.md"), f"---\ntitle: T\n---\n\nText\n\n$$\n{false}\n$$\n"
    )
    (said,) = wrong(page)
    assert said.startswith("page.md:7: ")
    assert said.endswith("does not hold")


@pytest.mark.parametrize(
    ("unreadable", "side"),
    [("2 = (3", "2"), ("2 = 3 +", "2"), ("1 = 2 ! 3", "1"), ("1 = 2 / 3 /", "1")],
)
def test_what_cannot_be_read_is_refused_unless_the_line_says_why(unreadable, side):
    (said,) = wrong(MarkdownSource(Path("page.md"), f"Here ${unreadable}$."))
    assert said.startswith("page.md:1: ")
    for excused, left in ((side, 0), ("7", 1)):
        text = f"Here ${unreadable}$. <!-- unevaluated: {excused}, a riddle -->"
        assert len(wrong(MarkdownSource(Path("page.md"), text))) == left


def test_what_is_not_numeric_is_left_alone():
    assert not list(
        pairs(r"\sigma_1 = 3, \quad x = y = 2z, \quad \mathrm{rank}\,2 = k")
    )
    page = MarkdownSource(Path("page.md"), "Code `$2 = 3$`.\n\n```text\n$2 = 3$\n```\n")
    assert not list(equalities(page))


def test_values_are_exact():
    assert value("0.1 + 0.2") == value("0.3")
