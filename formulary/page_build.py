"""One page while it is rendered: all that changes, and nothing that outlives it."""

import hashlib
import posixpath
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from markdown import Markdown

from formulary.errors import SourceError
from formulary.examples import Outputs, examples, inlines
from formulary.markdown_source import MarkdownSource
from formulary.maths.extension import Maths
from formulary.records import Formula
from formulary.sources import Sources

SESSIONS = count()
"""markdown-exec's namespaces are global to a process: every build has its own."""


class PageBuild:
    """A page of the sources, its namespace, its anchors, and what is wrong with it."""

    def __init__(
        self, sources: Sources, page: MarkdownSource, outputs: Path | None = None
    ):
        self.sources, self.page = sources, page
        self.session = f"{page.path} {next(SESSIONS)}"
        self.examples = {
            example.fence.line: example for example in examples(page, sources.snippets)
        }
        self.outputs = Outputs(outputs, self._rests_on())
        self.anchors: set[str] = set()
        self.errors: list[SourceError] = []
        self.maths = Maths()

    def _rests_on(self) -> list[str]:
        """What the outputs of the page's examples depend on, but for Python itself."""
        locks = sorted(self.sources.root.glob("requirements/*.txt"))
        return [
            *(path.read_text(encoding="utf-8") for path in locks),
            *(e.fence.rest + e.code for e in self.examples.values()),
            *inlines(self.page),
        ]

    def markdown(self) -> str:
        """The text to be rendered, with the code of snippets and each fence's line."""
        indents, within = {}, set()
        for line, example in self.examples.items():
            within |= {number for number, _ in example.fence.lines}
            indents[line] = example.fence.indent
        return "\n".join(self._rendered(indents, within))

    def _rendered(self, indents: dict[int, int], within: set[int]) -> Iterator[str]:
        for number, text in self.page.body:
            if number in self.examples:
                yield f'{text} id="{number}"'
                for line in self.examples[number].code.splitlines():
                    yield " " * indents[number] + line
            elif number not in within:
                yield text

    def finish(self) -> None:
        """Be done: maths that was refused is wrong where it stands."""
        for latex, said in self.maths.refused:
            line = self.page.line_of(latex.splitlines()[0])
            self.errors.append(self.page.error(line, f"{said} in formula: {latex}"))
        if not self.errors:
            self.outputs.keep()

    def code_anchor(self, name: str) -> str | None:
        """The address of a function's code, where it first stands on the page."""
        anchor = f"code-{name}"
        if anchor in self.anchors or name.startswith("_"):
            return None
        self.anchors.add(anchor)
        return anchor

    def is_home(self, formula: Formula) -> bool:
        return self.page.path == formula.page

    def link(self, path: Path, anchor: str = "") -> str:
        """The way from this page to another, as Markdown would have it."""
        docs = self.sources.docs
        here = self.page.path.relative_to(docs).parent.as_posix()
        target = posixpath.relpath(path.relative_to(docs).as_posix(), here)
        return f"{target}#{anchor}" if anchor else target

    def formula_link(self, formula: Formula) -> str:
        home = self.is_home(formula)
        return f"#{formula.id}" if home else self.link(formula.page, formula.id)


def build_of(md: Markdown) -> PageBuild:
    """The page for which a Markdown instance was made."""
    build: PageBuild = md.formulary  # type: ignore[attr-defined] # set with the blocks
    return build


def digests(sources: Sources) -> dict[str, str]:
    """By its path below `docs/`, a hash of all that each page is rendered from."""
    shared = hashlib.sha256()
    for part in (
        list(sources.formulas.values()),
        sources.sections,
        sources.errata,
        sources.notation,
        sources.references,
        sources.ledger.entries,
    ):
        shared.update(repr(part).encode())
    return {
        path.relative_to(sources.docs).as_posix(): hashlib.sha256(
            "\0".join([shared.hexdigest(), page.text, *_used(page, sources)]).encode()
        ).hexdigest()
        for path, page in sources.pages.items()
    }


def _used(page: MarkdownSource, sources: Sources) -> Iterator[str]:
    """The code that a page takes from elsewhere: of its examples and its figures."""
    yield from (example.code for example in examples(page, sources.snippets))
    for block in page.blocks:
        if block.name == "figure":
            module = block.argument.rpartition(".")[0].replace(".", "/")
            drawn_by = sources.root / "figures" / f"{module}.py"
            yield drawn_by.read_text(encoding="utf-8")
