"""What pymdownx calls for executed fences and `#!calc`: markdown-exec, page by page."""

import sys
import traceback
from typing import Any

import markdown_exec
from markdown import Markdown

from formulary.page_build import build_of

FORMAT = 'print(f"""{%s}""", end="")'


def validator(
    language: str,
    inputs: dict[str, str],
    options: dict[str, Any],
    attrs: dict[str, Any],
    md: Markdown,
) -> bool:
    """Give markdown-exec the fences that say `exec="on"`, with the site's defaults."""
    inputs = {"source": "block", "result": "text", **inputs}
    if inputs["source"] == "none":
        del inputs["source"]
    return markdown_exec.validator(language, inputs, options, attrs, md)


def formatter(
    source: str,
    language: str,
    css_class: str,
    options: dict[str, Any],
    md: Markdown,
    **kwargs: Any,
) -> str:
    """Run a fence in its page's namespace; where it defines a function is an id."""
    build = build_of(md)
    example = build.examples[int(options["id"])]

    def execute() -> str:
        named = {"id": example.name, "id_prefix": "", "session": build.session}
        return str(
            markdown_exec.formatter(
                source, language, css_class, options | named, md, **kwargs
            )
        )

    try:
        markup = build.outputs.of(example.number, execute)
    except (Exception, SystemExit) as error:  # noqa: BLE001
        build.errors.append(example.failure(error))
        return ""
    if not example.shown:
        return markup
    anchors = "".join(
        f'<span id="{anchor}"></span>'
        for name in example.functions()
        if (anchor := build.code_anchor(name))
    )
    return (
        f'<div class="example" id="example-{example.fence.line}">{anchors}{markup}'
        '<button class="md-clipboard md-icon" type="button" title="Copy code" '
        f'data-clipboard-target="#example-{example.fence.line} code"></button></div>'
    )


def inline(source: str, language: str, class_name: str, md: Markdown) -> str:  # noqa: ARG001
    """Evaluate `#!calc expression:format` where it stands in the text."""
    build = build_of(md)
    options = {"html": True, "session": build.session}

    def execute() -> str:
        code = FORMAT % source
        return str(markdown_exec.formatter(code, "python", class_name, options, md))

    try:
        return build.outputs.of(f"`{source}`", execute)
    except (Exception, SystemExit) as error:  # noqa: BLE001
        said = traceback.format_exception_only(error)[-1].strip()
        message = f"cannot compute `{source}`: {said}"
        build.errors.append(build.page.error(build.page.line_of(source), message))
        return ""


def raise_failures() -> None:
    """Let a block that fails fail, where markdown-exec would only log a warning."""
    markdown_exec.patch_loggers(lambda _: _Raise())


class _Raise:
    """A logger that turns markdown-exec's warning of a failure into that failure."""

    def debug(self, *_: object) -> None:
        pass

    def warning(self, *_: object) -> None:
        error = sys.exception()
        assert error  # it warns of nothing but failures
        raise error.__cause__ or error
