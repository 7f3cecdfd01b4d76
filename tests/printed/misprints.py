r"""Plausible misprints of a formula, of ten kinds: what a slip of the pen would print.

Each kind gives LaTeX that differs from what is printed in one place. Some say the same,
such as A_{ji} for A_{ij} where all entries are summed; `survivors.yml` lists those.
"""

import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.printed.tokens import OPENING, TOKEN, end_of
from tests.printed.vocabulary import ELEMENTARY, FONTS, FRACTIONS

Parts = list[str]
LETTER = re.compile(r"[a-zA-Z]|\\(?:alpha|lambda|theta|sigma|Sigma|Lambda)")
TURNED = {
    r"\le": r"\ge ", r"\ge": r"\le ", "<": ">", ">": "<", r"\ne": "=", "=": r"\ne ", r"\in": "=",
    r"\iff": r"\Rightarrow ", r"\perp": "=",
}  # fmt: skip
OTHER = {r"\sum": r"\prod", r"\prod": r"\sum", r"\max": r"\min", r"\min": r"\max"}


def misprints(latex: str) -> dict[str, str]:
    """One misprint of each kind that the formula has a place for."""
    parts = TOKEN.findall(latex)
    found = {}
    for kind, plant in KINDS.items():
        planted = ["".join(misprint) for misprint in plant(parts)]
        if others := sorted({each for each in planted if each != latex}):
            rng = random.Random(kind + latex)  # noqa: S311 - nothing is secret
            found[kind] = rng.choice(others)
    return found


def after(parts: Parts, start: int) -> int:
    """Where the group, or what stands for one, ends that begins here."""
    while start < len(parts) and parts[start].isspace():
        start += 1
    if start < len(parts) and parts[start] in FONTS:
        return after(parts, start + 1)
    if start < len(parts) and parts[start] in OPENING:
        return end_of(parts, start) + 1
    return min(start + 1, len(parts))


def scripts(parts: Parts, mark: str) -> Iterator[tuple[int, int]]:
    """Where each subscript or superscript begins and ends."""
    for at, part in enumerate(parts):
        if part == mark:
            yield at, after(parts, at + 1)


def letters(parts: Parts) -> Iterator[tuple[int, int]]:
    """Where the letters begin and end that are factors, with their fonts."""
    small = {
        at
        for mark in "_^"
        for low, high in scripts(parts, mark)
        for at in range(low, high)
    }
    at = 0
    while at < len(parts):
        end = after(parts, at) if parts[at] in FONTS else at + 1
        if at not in small and LETTER.fullmatch(parts[end - 1].strip("{}")):
            yield at, end
        at = end


def replaced(parts: Parts, at: int, end: int, *new: str) -> Parts:
    return [*parts[:at], *new, *parts[end:]]


def index(parts: Parts) -> Iterator[Parts]:
    """Another index, or two exchanged."""
    places = [
        at
        for low, high in scripts(parts, "_")
        for at in range(low + 1, high)
        if re.fullmatch("[a-z]", parts[at])
    ]
    for at in places:
        for other in {parts[place] for place in places} - {parts[at]}:
            yield replaced(parts, at, at + 1, other)
    for one, two in pairwise(places):
        if two == one + 1:
            yield replaced(parts, one, two + 1, parts[two], parts[one])


def sign(parts: Parts) -> Iterator[Parts]:
    for at, part in enumerate(parts):
        if part in ("+", "-"):
            yield replaced(parts, at, at + 1, "-" if part == "+" else "+")
        if part == "=" and "{" not in parts[:at]:
            yield replaced(parts, at, at + 1, "=-")


def transpose(parts: Parts) -> Iterator[Parts]:
    """A transpose lost, or one too many."""
    for low, high in scripts(parts, "^"):
        if r"\top" in parts[low:high]:
            yield replaced(parts, low, high)
    for at, end in letters(parts):
        if parts[end:][:1] not in (["^"], ["_"], ["'"]):
            yield replaced(parts, at, end, *parts[at:end], r"^\top ")


def power(parts: Parts) -> Iterator[Parts]:
    """A power lost, or a square too many."""
    for low, high in scripts(parts, "^"):
        if r"\top" not in parts[low:high]:
            yield replaced(parts, low, high)
    for at, end in letters(parts):
        if parts[end:][:1] not in (["^"], ["_"], ["'"], ["("]):
            yield replaced(parts, at, end, *parts[at:end], "^2")


def factor(parts: Parts) -> Iterator[Parts]:
    """A factor lost, with its scripts, or a 2 too many."""
    for at, end in letters(parts):
        yield replaced(parts, at, at, "2")
        while parts[end:][:1] in (["_"], ["^"]):
            end = after(parts, end + 1)  # noqa: PLW2901 - the scripts go too
        yield replaced(parts, at, end)


def fraction(parts: Parts) -> Iterator[Parts]:
    """Turned over, or without its denominator; a division that is none."""
    for at, part in enumerate(parts):
        if part in FRACTIONS:
            middle = after(parts, at + 1)
            end = after(parts, middle)
            above, below = parts[at + 1 : middle], parts[middle:end]
            yield replaced(parts, at, end, part, "{", *below, "}{", *above, "}")
            yield replaced(parts, at, end, "{", *above, "}")
        if part == "/":
            yield replaced(parts, at, at + 1, r"\cdot ")


def operator(parts: Parts) -> Iterator[Parts]:
    r"""∏ for ∑, min for max; a function, a root, a pair of bars lost."""
    for at, part in enumerate(parts):
        if part in OTHER:
            yield replaced(parts, at, at + 1, OTHER[part])
        if part == r"\sqrt" or part[1:] in ELEMENTARY:
            yield replaced(parts, at, at + 1)
    for at, part in enumerate(parts):
        if part == "|" and "|" in parts[at + 1 :]:
            end = parts.index("|", at + 1)
            yield [*parts[:at], "(", *parts[at + 1 : end], ")", *parts[end + 1 :]]


def relation(parts: Parts) -> Iterator[Parts]:
    for at, part in enumerate(parts):
        if part in TURNED and "{" not in parts[:at]:
            yield replaced(parts, at, at + 1, TURNED[part])


def letter(parts: Parts) -> Iterator[Parts]:
    """Another letter of the formula, or two factors exchanged."""
    places = list(letters(parts))
    for at, end in places:
        for other, stop in places:
            alike = (parts[at] in FONTS) == (parts[other] in FONTS)
            if alike and parts[other:stop] != parts[at:end]:
                yield replaced(parts, at, end, *parts[other:stop])
    for (one, end), (two, stop) in pairwise(places):
        if end == two:
            yield [*parts[:one], *parts[two:stop], *parts[one:end], *parts[stop:]]


def number(parts: Parts) -> Iterator[Parts]:
    for at, part in enumerate(parts):
        if part.isdigit():
            yield replaced(parts, at, at + 1, str(int(part) + 1))
        if part == r"\infty":
            yield replaced(parts, at, at + 1, "2")
        if part == "F":
            yield replaced(parts, at, at + 1, "1")


KINDS: dict[str, Callable[[Parts], Iterator[Parts]]] = {
    "index": index,
    "sign": sign,
    "transpose": transpose,
    "power": power,
    "factor": factor,
    "fraction": fraction,
    "operator": operator,
    "relation": relation,
    "letter": letter,
    "number": number,
}
