"""LaTeX to markup, to plain text, and the fonts that it needs."""

import io
import re

import pytest
from fontTools.ttLib import TTFont
from markdown import Markdown

from formulary.maths import fonts, katex
from formulary.maths.extension import Maths, MathsExtension
from formulary.maths.to_text import to_text


def convert(maths: Maths, text: str) -> str:
    config = {"pymdownx.arithmatex": {"generic": True}}
    extensions = ["pymdownx.arithmatex", "toc", MathsExtension(maths)]
    return Markdown(extensions=extensions, extension_configs=config).convert(text)


class TestRender:
    def test_gives_mathml_and_html(self):
        markup = katex.render(r"\frac{1}{2}", display=True)
        assert "<mfrac>" in katex.mathml(markup)
        assert 'class="katex-html" aria-hidden="true"' in markup

    @pytest.mark.parametrize(
        "latex", [r"\frac{1}{", r"\nonsense", "x^2^3", r"\href{a}{b}"]
    )
    def test_refuses_what_is_no_latex(self, latex):
        with pytest.raises(katex.LatexError, match="KaTeX"):
            katex.render(latex, display=False)


class TestPlain:
    @pytest.mark.parametrize(
        ("latex", "text"),
        [
            (r"\|\mathbf x\|_2=\sqrt{\sum_i x_i^2}", "‖x‖₂ = √(∑ᵢxᵢ²)"),
            (r"\frac{a}{b+c}", "a/(b+c)"),
            (r"A^\top A", "AᵀA"),
            (r"f'(x)", "f′(x)"),
            (r"\hat{\mathbf a}", "a\u0302"),
            (r"\lim_{n\to\infty} a_n", "lim_(n → ∞)aₙ"),
            (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", "[1 2; 3 4]"),
            (r"x^{ab}\,y_{ABC}", "x^(ab) y_(ABC)"),
            (r"a\quad b", "a b"),
            (r"\int_0^1 x\,dx", "∫₀¹x dx"),
            (r"a\le b\iff b\ge a", "a ≤ b ⟺ b ≥ a"),
        ],
    )
    def test_reads_like_a_formula(self, latex, text):
        assert to_text(katex.mathml(katex.render(latex, display=False))) == text


class TestExtension:
    def test_places_hold_plain_text_until_they_are_filled(self):
        maths = Maths()
        page = convert(maths, "Here $x_1$.\n\n$$a<b$$")
        assert ">x₁</span>" in page
        assert "katex" not in page
        filled = maths.fill(page)
        assert filled.count('class="katex"') == 2
        assert "a&lt;b" in filled
        assert "data-maths" not in filled

    def test_the_table_of_contents_holds_plain_text(self):
        page = convert(Maths(), "[TOC]\n\n# Of $x_1$")
        assert '<a href="#of-x1">Of x₁</a>' in page

    def test_refused_latex_is_kept_with_what_was_said(self):
        maths = Maths()
        convert(maths, r"Good $x$, bad $\frac{1$.")
        ((latex, said),) = maths.refused
        assert latex == r"\frac{1"
        assert said.startswith("KaTeX parse error")

    def test_code_is_left_alone(self):
        maths = Maths()
        page = convert(maths, "`$x$`")
        assert "<code>$x$</code>" in page
        assert not maths.markup


class TestFonts:
    @pytest.fixture
    def markup(self):
        formulas = (r"\sum_i \mathbf x_i", r"\mathbb R^n", r"\Big(\frac{a}{b}\Big)^2")
        return [katex.render(latex, display=True) for latex in formulas]

    @pytest.mark.parametrize(
        ("latex", "families"),
        [
            ("1", {"KaTeX_Main"}),
            ("x", {"KaTeX_Main", "KaTeX_Math"}),
            (r"\mathbb R", {"KaTeX_Main", "KaTeX_AMS"}),
            (r"\sum", {"KaTeX_Main", "KaTeX_Size2"}),
            (r"\mathcal L", {"KaTeX_Main", "KaTeX_Caligraphic"}),
        ],
    )
    def test_faces_are_those_that_a_formula_is_set_in(self, latex, families):
        faces = fonts.faces(katex.render(latex, display=True))
        assert {face.family for face in faces} == families

    def test_bold_is_a_face_of_its_own(self):
        faces = fonts.faces(katex.render(r"\mathbf x", display=False))
        assert fonts.Face("KaTeX_Main", weight="700") in faces

    def test_cut_fonts_hold_every_character_that_is_shown(self, markup):
        cut = fonts.cut(markup)
        held = set()
        for _, data in cut.files.values():
            held |= set(map(chr, TTFont(io.BytesIO(data)).getBestCmap()))
        shown = set("".join(re.findall(r">([^<]+)<", "".join(markup)))) - set("\u200b ")
        visible = {c for c in shown if c in "∑ixRn(ab)22"}
        assert visible <= held

    def test_cut_fonts_are_small_and_named_by_what_they_hold(self, markup):
        cut = fonts.cut(markup)
        assert sum(len(data) for _, data in cut.files.values()) < 40_000
        names = set(re.findall(r"url\(fonts/([^)]+)\)", cut.css))
        assert names == {name for name, _ in cut.files.values()}
        assert fonts.cut(reversed(markup)) == cut
