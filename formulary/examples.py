"""Executed examples: the fences of a page that are run, and what they came to."""

import ast
import hashlib
import json
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from formulary.errors import SourceError
from formulary.markdown_source import Fence, MarkdownSource
from formulary.snippets import Snippets

OPTION = re.compile(r'\s+(\w+)="([^"]*)"')
OPTIONS = {"exec": {"on"}, "source": {"block", "none"}, "html": {"on"}}
"""What an executed fence may say, and with which values."""

INLINE = re.compile(r"`#!calc ([^`]+)`")


class Example:
    """A fence that is executed, with the code of snippets in its place."""

    def __init__(
        self, page: MarkdownSource, fence: Fence, snippets: Snippets, number: int
    ):
        self.page, self.fence = page, fence
        self.number = f"example {number}"
        self.options = dict(OPTION.findall(fence.rest))
        self.name = f"{page.path}:{fence.line}"
        self.filename = f"<code block: id {self.name}>"
        self._lines: list[int] = []
        code: list[str] = []
        for line, text in fence.lines:
            try:
                expanded = snippets.expand(text)
            except LookupError as error:
                raise page.error(line, str(error)) from None
            self._lines += [line] * len(expanded)
            code += expanded
        self.code = "\n".join(code)

    @property
    def shown(self) -> bool:
        """Whether readers see the code, and so can copy it."""
        return self.options.get("source") != "none"

    def functions(self) -> list[str]:
        """The names of the functions that the code defines."""
        body = ast.parse(self.code).body
        return [node.name for node in body if isinstance(node, ast.FunctionDef)]

    def failure(self, error: BaseException) -> SourceError:
        """What went wrong, at the line of the page that brought it about."""
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == self.filename]
        if isinstance(error, SyntaxError) and error.filename == self.filename:
            lines.append(error.lineno)
        line = self._lines[(lines[-1] or 1) - 1] if lines else self.fence.line
        said = traceback.format_exception_only(error)[-1].strip()
        return self.page.error(line, f"this block fails: {said}")


def examples(page: MarkdownSource, snippets: Snippets) -> list[Example]:
    executed = [
        fence
        for fence in page.fences
        if dict(OPTION.findall(fence.rest)).get("exec") == "on"
    ]
    return [Example(page, fence, snippets, n) for n, fence in enumerate(executed, 1)]


def inlines(page: MarkdownSource) -> list[str]:
    """The expressions that stand in the text, to be computed where they stand."""
    return [found for _, text in page.lines for found in INLINE.findall(text)]


class Outputs:
    """What a page's examples came to, kept under the hash of all that they rest on.

    Without a folder nothing is kept, and everything is executed.
    """

    def __init__(self, folder: Path | None, rests_on: list[str]):
        key = hashlib.sha256("\0".join([sys.version, *rests_on]).encode()).hexdigest()
        self.path = folder / f"{key[:32]}.json" if folder else None
        known = self.path is not None and self.path.exists()
        text = self.path.read_text(encoding="utf-8") if self.path and known else "{}"
        self.kept: dict[str, str] = json.loads(text)
        self.new: dict[str, str] = {}

    def of(self, name: str, execute: Callable[[], str]) -> str:
        if self.kept:
            return self.kept[name]
        self.new[name] = execute()
        return self.new[name]

    def keep(self) -> None:
        if self.path and self.new:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(self.new), encoding="utf-8")
