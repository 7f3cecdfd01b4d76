r"""The tokens of LaTeX, each with the place where it stands."""

import re
from collections.abc import Iterable, Sequence

from tests.printed.tree import Refused

TOKEN = re.compile(
    r"\\(?:mathrm|operatorname|text|textrm|begin|end)\s*\{[^{}]*\}"
    r"|\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|[a-zA-Z]|:=|[-+*/=<>^_(){}\[\]|,:;.!&#'~]|\s+",
    re.DOTALL,
)
SILENT = {
    r"\,", r"\;", r"\:", r"\!", "\\ ", "~", r"\left", r"\right", r"\big", r"\Big", r"\bigl", r"\bigr", r"\Bigl",
    r"\Bigr", r"\displaystyle", r"\textstyle",
}  # fmt: skip
OPENING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
CLOSING = frozenset(OPENING.values())
BARS = ("|", r"\|")


class Token(str):
    """A token, which is what it says, and knows where."""

    __slots__ = ("at",)
    at: int

    def __new__(cls, text: str, at: int):
        token = super().__new__(cls, text)
        token.at = at
        return token

    @property
    def word(self) -> str:
        r"""The word of `\mathrm{word}` or `\text{word}`; else nothing."""
        inside = re.fullmatch(r"\\(?:mathrm|text)\{\s*(.*?)\s*\}", self, re.DOTALL)
        return inside[1] if inside else ""


def tokens(latex: str) -> list[Token]:
    found, at = [], 0
    while at < len(latex):
        match = TOKEN.match(latex, at)
        if not match:
            raise Refused("this is no LaTeX that is known here", at)
        text = re.sub(r"^\\(?:operatorname|textrm)(?=\{)", r"\\mathrm", match[0])
        if not text.isspace() and text not in SILENT:
            found.append(Token(text.replace(r"\_", "_"), at))
        at = match.end()
    return found


def end_of(found: Sequence[Token], start: int) -> int:
    """The index of the bracket that closes the one at `start`."""
    depth = 0
    for index in range(start, len(found)):
        depth += (found[index] in OPENING) - (found[index] in CLOSING)
        if depth == 0 and found[index] == OPENING[found[start]]:
            return index
    raise Refused("a bracket is not closed", found[start].at)


def outside(found: Sequence[Token]) -> list[int]:
    """The indices of the tokens that stand in no bracket."""
    places, depth = [], 0
    for index, token in enumerate(found):
        depth -= token in CLOSING
        if depth == 0 and token not in OPENING:
            places.append(index)
        depth += token in OPENING
    return places


def split(found: Sequence[Token], marks: Iterable[str]) -> list[Sequence[Token]]:
    """The tokens, parted at the marks that stand in no bracket."""
    wanted = set(marks)
    cuts = [index for index in outside(found) if found[index] in wanted]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(found)]
    return [found[a:b] for a, b in zip(starts, ends, strict=True)]
