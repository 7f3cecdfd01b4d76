"""Shapes as docstrings and records write them: `(..., m, n)`, `(n,)`, `(1, n)`."""

import re

WRITTEN = re.compile(
    r"(?<!\w)\((?:\.\.\.|\w+,)(?:,? ?\w+)*,?\)|(?<!\w)\(\w+(?:, \w+)+\)"
)
DEFINED = re.compile(r"\b([a-zA-Z]) = min\(([a-zA-Z]), ([a-zA-Z])\)")

Sizes = dict[str, int | tuple[int, ...]]


def written(text: str) -> list[str]:
    """The shapes in a text, in their order."""
    return [match[0] for match in WRITTEN.finditer(text)]


def fits(shape: tuple[int, ...], said: str, sizes: Sizes) -> bool:
    """Whether an array's shape is what is said; letters that are new take its sizes."""
    names = [name.strip() for name in said.strip("()").split(",") if name.strip()]
    batch = names[:1] == ["..."]
    if batch:
        names = names[1:]
        around = shape[: len(shape) - len(names)]
        if sizes.setdefault("...", around) != around:
            return False
        shape = shape[len(around) :]
    return len(shape) == len(names) and all(
        size == (int(name) if name.isdigit() else sizes.setdefault(name, size))
        for size, name in zip(shape, names, strict=True)
    )


def define(text: str, sizes: Sizes) -> None:
    """Give the letters that a text defines, as in r = min(m, n), their sizes."""
    for name, *of in DEFINED.findall(text):
        if sizes.keys() >= set(of):
            sizes[name] = min(sizes[letter] for letter in of)
