"""A Markdown page as its author wrote it, with the line of everything on it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from formulary.errors import SourceError

FRONT_MATTER = re.compile(r"\A---\n(.*?)^---[ ]*\n", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^ *(?P<ticks>`{3,}|~{3,}) *(?P<language>[\w.+-]*)(?P<rest>.*)$")
BLOCK = re.compile(
    r"^ {0,3}(?P<mark>/{3,}) *(?P<name>[\w-]+) *(?:\| *(?P<argument>.*?))? *$"
)
BLOCK_END = re.compile(r"^ {0,3}(?P<mark>/{3,}) *$")
BLOCK_OPTION = re.compile(r"^ {4,}\S")
NOT_PROSE = re.compile(
    r"""<!--.*?-->                              # comments
      | (?<!`)(`+)(?!`).*?(?<!`)\1(?!`)         # code spans
      | \$\$.*?\$\$ | \$[^$\n]+\$               # maths
      | \]\([^)]*\) | \{[^{}\n]*\} | <[^<>]+>   # targets of links, attributes, tags
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass
class Fence:
    """A fenced code block: the line of its opening, and the lines within."""

    line: int
    indent: int
    language: str
    rest: str
    lines: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class BlockMark:
    """The opening of a `/// name | argument` block, and what it stands in."""

    line: int
    mark: str
    name: str
    argument: str
    options: dict[str, Any]
    parents: list["BlockMark"]
    end: int = 0


class MarkdownSource:
    """A Markdown file: its front matter, fences, blocks and prose."""

    def __init__(self, path: Path, text: str):
        self.path, self.text = path, text
        match = FRONT_MATTER.match(self.text)
        self.front_matter = match[1] if match else ""
        skipped = match[0].count("\n") if match else 0
        self.body = list(enumerate(self.text.splitlines(), 1))[skipped:]

    def error(self, line: int, message: str) -> SourceError:
        return SourceError(self.path, line, message)

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What the front matter says, or nothing where it cannot be read."""
        try:
            meta = yaml.load(self.front_matter, yaml.CSafeLoader)
        except yaml.YAMLError:
            return {}
        return meta if isinstance(meta, dict) else {}

    @property
    def title(self) -> str:
        """The title that a page gives itself."""
        return str(self.meta.get("title", self.path.stem))

    def line_of(self, needle: str) -> int:
        """The line on which `needle` first begins, or 1."""
        at = self.text.find(needle)
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 1

    @cached_property
    def _split(self) -> tuple[list[Fence], list[tuple[int, str]]]:
        """The fences, and the lines outside of them."""
        fences: list[Fence] = []
        rest, ticks = [], None
        for number, text in self.body:
            match = FENCE.match(text)
            if ticks is None and match:
                ticks = match["ticks"]
                language, options = match.group("language", "rest")
                fences.append(Fence(number, match.start("ticks"), language, options))
            elif ticks is None:
                rest.append((number, text))
            elif text.strip() == ticks:
                ticks = None
            else:
                fences[-1].lines.append((number, text[fences[-1].indent :]))
        if ticks is not None:
            raise self.error(fences[-1].line, "this code block is never closed")
        return fences, rest

    @property
    def fences(self) -> list[Fence]:
        return self._split[0]

    @property
    def lines(self) -> list[tuple[int, str]]:
        """Number and text of the lines outside of the fences."""
        return self._split[1]

    @cached_property
    def blocks(self) -> list[BlockMark]:
        blocks: list[BlockMark] = []
        stack: list[BlockMark] = []
        for index, (number, text) in enumerate(self.lines):
            if match := BLOCK.match(text):
                after = (text for _, text in self.lines[index + 1 :])
                options = self._options(number, takewhile(BLOCK_OPTION.match, after))
                mark, name, argument = match.group("mark", "name", "argument")
                stack.append(
                    BlockMark(number, mark, name, argument or "", options, stack[:])
                )
                blocks.append(stack[-1])
            elif match := BLOCK_END.match(text):
                if not stack:
                    raise self.error(
                        number, "this closes a block that was never opened"
                    )
                if stack[-1].mark != match["mark"]:
                    break
                stack.pop().end = number
        if stack:
            raise self.error(stack[-1].line, "this block is never closed")
        return blocks

    def _options(self, line: int, lines: Iterable[str]) -> dict[str, Any]:
        try:
            options = yaml.load("\n".join(lines), yaml.CSafeLoader) or {}
        except yaml.YAMLError as error:
            raise self.error(line, f"unreadable options: {error}") from None
        if not isinstance(options, dict):
            raise self.error(
                line, f"options are written `name: value`, not {options!r}"
            )
        return options

    @cached_property
    def prose(self) -> list[tuple[int, str]]:
        """The lines of the text, with code, maths, comments and targets blanked out."""
        numbers = [number for number, _ in self.lines]
        text = "".join(f"{text}\n" for _, text in self.lines)
        text = NOT_PROSE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
        return list(zip(numbers, text.split("\n")[:-1], strict=True))


@cache
def markdown_source(path: Path, text: str) -> MarkdownSource:
    """One source for one text: while pages are served, most texts stay as they are."""
    return MarkdownSource(path, text)
