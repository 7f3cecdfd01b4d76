"""KaTeX's fonts, cut down to the glyphs in use.

Whole, they are 190 kB and arrive after the first paint, which moves the text around
them. Cut, they are small enough to be preloaded, and are there when the page is.
"""

import hashlib
import html
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont

from formulary.maths.katex import KATEX

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
FACE = re.compile(r"@font-face\{[^{}]*\}")
CLASSES = re.compile(r'<span class="([^"]*)"')
TEXT = re.compile(r">([^<]+)<")
WHOLE = ("KaTeX_Size1", "KaTeX_Size2", "KaTeX_Size3", "KaTeX_Size4")


class Face(NamedTuple):
    family: str
    weight: str = "400"
    style: str = "normal"


@dataclass(frozen=True)
class Cut:
    """The stylesheet that names the cut fonts, and their names and bytes by face."""

    css: str
    files: dict[Face, tuple[str, bytes]]


def _css() -> str:
    return (KATEX / "katex.min.css").read_text(encoding="utf-8")


def _declared(body: str) -> Face:
    found = dict(re.findall(r'font-(family|weight|style):"?([\w-]+)', body))
    return Face(**found)


@cache
def _files() -> dict[Face, str]:
    """The file of every face that KaTeX ships."""
    return {
        _declared(rule): name
        for rule in FACE.findall(_css())
        for name in re.findall(r"fonts/([\w-]+)\.woff2", rule)
    }


@cache
def _rules() -> list[tuple[frozenset[str], Face]]:
    """Classes that an element must have for KaTeX to set it in a face."""
    rules = []
    for selectors, body in RULE.findall(FACE.sub("", _css())):
        if "font-family:KaTeX" not in body:
            continue
        for selector in selectors.split(","):
            last = selector.removesuffix(">span").split()[-1]
            rules.append((frozenset(last.split(".")[1:]), _declared(body)))
    return rules


@cache
def faces(markup: str) -> frozenset[Face]:
    """The faces that one rendered formula is set in."""
    classes = [set(value.split()) for value in CLASSES.findall(markup)]
    found = {face for needed, face in _rules() if any(needed <= has for has in classes)}
    return frozenset(found | {Face("KaTeX_Main")}) & _files().keys()


def cut(formulas: Iterable[str], *, whole: bool = False) -> Cut:
    """Cut every face that the formulas use to the characters that they show.

    All faces are kept `whole` where pages that are not at hand use them, too.
    """
    formulas = sorted(set(formulas))
    shown = {
        ord(character)
        for markup in formulas
        for text in TEXT.findall(markup.partition("</math>")[2])
        for character in html.unescape(text)
    }
    used = sorted({face for markup in formulas for face in faces(markup)})
    used = sorted(_files()) if whole else used
    files, rules = {}, []
    for face in used:
        data = _cut_face(face, None if whole else frozenset(shown))
        name = f"{_files()[face]}.{hashlib.sha256(data).hexdigest()[:8]}.woff2"
        files[face] = (name, data)
        rules.append(
            f"@font-face{{font-display:block;font-family:{face.family};"
            f"font-style:{face.style};font-weight:{face.weight};"
            f'src:url(fonts/{name}) format("woff2")}}'
        )
    return Cut("".join(rules) + FACE.sub("", _css()), files)


@cache
def _cut_face(face: Face, characters: frozenset[int] | None) -> bytes:
    font = TTFont(KATEX / "fonts" / f"{_files()[face]}.woff2", recalcTimestamp=False)
    options = subset.Options(
        hinting=False, notdef_outline=False, layout_features=[], name_IDs=[]
    )
    cutter = subset.Subsetter(options)
    # the delimiters' fonts are small, and assembled from pieces that no text shows
    whole = characters is None or face.family in WHOLE
    cutter.populate(unicodes=font.getBestCmap() if whole else characters)
    cutter.subset(font)
    font.flavor, out = "woff2", io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()
