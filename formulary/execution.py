"""Executed examples: markdown-exec runs them, each page in its own namespace."""

import ast
import re
import sys
import traceback

import markdown_exec
from markdown import Markdown

from formulary.errors import SourceError
from formulary.page import Fence, Page
from formulary.snippets import Snippets

OPTION = re.compile(r'\s+(\w+)="([^"]*)"')
OPTIONS = {"exec": {"on"}, "source": {"block", "none"}, "html": {"on"}}
"""What an executed fence may say, and with which values."""

FORMAT = 'print(f"""{%s}""", end="")'


class Example:
    """A fence that is executed, with sections of snippets put in their places."""

    def __init__(self, page: Page, fence: Fence, snippets: Snippets):
        self.page, self.fence = page, fence
        self.options = dict(OPTION.findall(fence.rest))
        self.name = f"{page.path}:{fence.line}"
        self.filename = f"<code block: id {self.name}>"
        self._lines: list[int] = []
        code = []
        for number, text in fence.lines:
            try:
                expanded = snippets.expand(text)
            except LookupError as error:
                raise page.error(number, str(error)) from None
            self._lines += [number] * len(expanded)
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
        line = self._lines[lines[-1] - 1] if lines else self.fence.line
        said = traceback.format_exception_only(error)[-1].strip()
        return self.page.error(line, f"this block fails: {said}")


def examples(page: Page, snippets: Snippets) -> list[Example]:
    return [
        Example(page, fence, snippets)
        for fence in page.fences
        if dict(OPTION.findall(fence.rest)).get("exec") == "on"
    ]


def validator(language, inputs, options, attrs, md) -> bool:
    """Give markdown-exec the fences that say `exec="on"`, with the site's defaults."""
    inputs = {"source": "block", "result": "text", **inputs}
    if inputs["source"] == "none":
        del inputs["source"]
    return markdown_exec.validator(language, inputs, options, attrs, md)


def formatter(source, language, css_class, options, md, **kwargs) -> str:
    """Run a fence in its page's namespace; where it defines a function is an id."""
    site = md.formulary
    example = site.take_example(source)
    options |= {"id": example.name, "id_prefix": "", "session": site.session}
    try:
        markup = markdown_exec.formatter(
            source, language, css_class, options, md, **kwargs
        )
    except (Exception, SystemExit) as error:  # noqa: BLE001
        site.errors.append(example.failure(error))
        return ""
    if not example.shown:
        return markup
    anchors = "".join(
        f'<span id="{anchor}"></span>'
        for name in example.functions()
        if (anchor := site.code_anchor(name))
    )
    return (
        f'<div class="example" id="example-{example.fence.line}">{anchors}{markup}'
        '<button class="md-clipboard md-icon" type="button" title="Copy code" '
        f'data-clipboard-target="#example-{example.fence.line} code"></button></div>'
    )


def inline(source: str, language: str, class_name: str, md: Markdown) -> str:  # noqa: ARG001
    """Evaluate `#!calc expression:format` where it stands in the text."""
    site = md.formulary
    options = {"html": True, "session": site.session}
    try:
        return markdown_exec.formatter(
            FORMAT % source, "python", class_name, options, md
        )
    except (Exception, SystemExit) as error:  # noqa: BLE001
        said = traceback.format_exception_only(error)[-1].strip()
        message = f"cannot compute `{source}`: {said}"
        site.errors.append(site.page.error(site.page.line_of(source), message))
        return ""


class _Raise:
    """A logger that turns markdown-exec's warning of a failure into that failure."""

    def debug(self, *_):
        pass

    def warning(self, *_):
        raise sys.exception().__cause__


markdown_exec.patch_loggers(lambda _: _Raise())
