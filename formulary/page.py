"""A Markdown page as its author wrote it, with the line of everything on it."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from pathlib import Path

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
    language: str
    rest: str
    lines: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Block:
    """The opening of a `/// name | argument` block, and what it stands in."""

    line: int
    mark: str
    name: str
    argument: str
    options: dict
    parents: list["Block"]
    end: int = 0


class Page:
    """A Markdown file: its front matter, fences, blocks and prose."""

    def __init__(self, path: Path, text: str | None = None):
        self.path = path
        self.text = path.read_text(encoding="utf-8") if text is None else text
        match = FRONT_MATTER.match(self.text)
        self.front_matter = match[1] if match else ""
        skipped = match[0].count("\n") if match else 0
        self.body = list(enumerate(self.text.splitlines(), 1))[skipped:]

    def error(self, line: int, message: str) -> SourceError:
        return SourceError(self.path, line, message)

    def line_of(self, needle: str) -> int:
        """The line on which `needle` first begins, or 1."""
        at = self.text.find(needle)
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 1

    @cached_property
    def _split(self) -> tuple[list[Fence], list[tuple[int, str]]]:
        """The fences, and the lines outside of them."""
        fences, rest, ticks, indent = [], [], None, 0
        for number, text in self.body:
            match = FENCE.match(text)
            if ticks is None and match:
                ticks, indent = match["ticks"], match.start("ticks")
                fences.append(Fence(number, match["language"], match["rest"]))
            elif ticks is None:
                rest.append((number, text))
            elif text.strip() == ticks:
                ticks = None
            else:
                fences[-1].lines.append((number, text[indent:]))
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
    def blocks(self) -> list[Block]:
        blocks, stack = [], []
        for index, (number, text) in enumerate(self.lines):
            if match := BLOCK.match(text):
                after = (text for _, text in self.lines[index + 1 :])
                options = self._options(number, takewhile(BLOCK_OPTION.match, after))
                mark, name, argument = match.group("mark", "name", "argument")
                stack.append(
                    Block(number, mark, name, argument or "", options, stack[:])
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

    def _options(self, line: int, lines) -> dict:
        try:
            options = yaml.safe_load("\n".join(lines)) or {}
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
