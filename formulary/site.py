"""What the parts of the machinery share: the records, the ledger, the page at hand."""

import posixpath
from functools import cached_property
from itertools import count
from pathlib import Path

import yaml

from formulary import errata, guides, notation
from formulary.execution import Example, examples
from formulary.ledger import Ledger
from formulary.maths.extension import Maths
from formulary.notebooks import Notebook
from formulary.page import Page
from formulary.records import Formula, Records
from formulary.snippets import Snippets


class Site:
    """A site's sources, and the state of its build."""

    def __init__(self, root: Path):
        self.root, self.docs = root, root / "docs"
        self.snippets = Snippets(root / "snippets")
        self.records = Records(self.docs, self.snippets)
        self.notebooks = [Notebook(p) for p in sorted(self.docs.glob("notebooks/*.py"))]
        self.pages = [
            *(Page(path) for path in sorted(self.docs.rglob("*.md"))),
            *(notebook.page for notebook in self.notebooks),
        ]
        self.errata = errata.read(root / "data" / "errata.yml")
        self.found_by = {
            formula: phrases
            for path in sorted(root.glob("vocabulary/*/*.yml"))
            for formula, phrases in yaml.load(
                path.read_text(encoding="utf-8"), yaml.CSafeLoader
            )["found_by"].items()
        }
        self.notation = notation.read(root / "data" / "notation.yml")
        self.ledger = Ledger.read(root / "build" / "ledger.json")
        self.maths = Maths()
        self.errors = []
        self._sessions = count()

    @cached_property
    def sections(self) -> dict[str, guides.Section]:
        """The sections of the guides, by their ids."""
        return guides.sections(self.pages)

    @cached_property
    def shown_errata(self) -> dict[str, Path]:
        """The page on which each erratum is shown."""
        return {
            block.argument: page.path
            for page in self.pages
            for block in page.blocks
            if block.name == "defect"
        }

    def enter(self, page: Page):
        """Turn to a page: its examples run in a namespace that no other page sees."""
        self.page = page
        self.session = f"{page.path} {next(self._sessions)}"
        self.anchors: set[str] = set()
        self._examples = examples(page, self.snippets)

    def take_example(self, source: str) -> Example:
        """The next example of the page that has this code."""
        code = [example.code.strip() for example in self._examples]
        return self._examples.pop(code.index(source.strip()))

    def code_anchor(self, name: str) -> str | None:
        """The address of a function's code, where it first stands on the page."""
        anchor = f"code-{name}"
        if anchor in self.anchors:
            return None
        self.anchors.add(anchor)
        return anchor

    def leave(self):
        """Be done with the page: maths that was refused is wrong where it stands."""
        for latex, said in self.maths.refused:
            line = self.page.line_of(latex.splitlines()[0])
            self.errors.append(self.page.error(line, f"{said} in formula: {latex}"))
        self.maths.refused.clear()

    def is_home(self, formula: Formula) -> bool:
        return self.page.path == formula.page

    def title(self, path: Path) -> str:
        """The title that a page gives itself."""
        return yaml.safe_load(Page(path).front_matter)["title"]

    def area_title(self, area: str) -> str:
        return area.replace("-", " ").capitalize()

    def link(self, path: Path, anchor: str = "") -> str:
        """The way from the page at hand to another, as Markdown would have it."""
        here = self.page.path.relative_to(self.docs).parent.as_posix()
        target = posixpath.relpath(path.relative_to(self.docs).as_posix(), here)
        return f"{target}#{anchor}" if anchor else target

    def formula_link(self, formula: Formula) -> str:
        home = self.is_home(formula)
        return f"#{formula.id}" if home else self.link(formula.page, formula.id)
