"""LaTeX to HTML and MathML with KaTeX, run in an embedded JavaScript engine."""

import re
from functools import cache
from pathlib import Path

import dukpy

KATEX = Path(__file__).parents[2] / "vendor" / "katex-0.19.1"
REFUSED = "#cc0000"
"""The colour in which KaTeX shows the commands that it does not trust."""

RENDER = """katex.renderToString(dukpy['latex'], {
  displayMode: dukpy['display'], output: 'htmlAndMathml',
  throwOnError: true, strict: 'error', trust: false})"""


class LatexError(ValueError):
    """LaTeX that KaTeX refuses, in KaTeX's words."""


@cache
def _engine() -> dukpy.JSInterpreter:
    engine = dukpy.JSInterpreter()
    engine.evaljs((KATEX / "katex.min.js").read_text(encoding="utf-8") + "\n;0")
    return engine


@cache
def render(latex: str, *, display: bool) -> str:
    """KaTeX's markup of a formula: MathML for machines, HTML for eyes."""
    try:
        markup = str(_engine().evaljs(RENDER, latex=latex, display=display))
    except dukpy.JSRuntimeError as error:
        said = re.search(r"(?:KaTeX parse error|LaTeX-incompatible)[^\n]*", str(error))
        raise LatexError(said[0] if said else str(error).splitlines()[0]) from None
    if f"color:{REFUSED}" in markup:
        raise LatexError("KaTeX does not trust a command")
    return markup


def mathml(markup: str) -> str:
    """The MathML within KaTeX's markup, fit to be pasted elsewhere."""
    start, end = markup.index("<math"), markup.index("</math>")
    return f"{markup[start:end]}</math>"
