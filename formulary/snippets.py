"""The code that readers copy: modules of sections, each complete with its imports."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown import Markdown
from pymdownx.snippets import SnippetMissingError

MARKER = re.compile(r"^# --8<-- \[(?P<type>start|end):(?P<name>\w+)\]$")


@dataclass(frozen=True)
class Function:
    """A public function: where it is defined, and the section it stands in."""

    path: Path
    line: int
    section: str | None


class Snippets:
    """The folder of snippets, read as the site reads it."""

    def __init__(self, folder: Path):
        self.folder = folder

    @cached_property
    def _expander(self):
        config = {"base_path": [str(self.folder)], "check_paths": True}
        return Markdown(
            extensions=["pymdownx.snippets"],
            extension_configs={"pymdownx.snippets": config},
        ).preprocessors["snippet"]

    def expand(self, line: str) -> list[str]:
        """The lines that a line of a page stands for, or `LookupError`."""
        try:
            return self._expander.run([line])
        except SnippetMissingError as error:
            raise LookupError(str(error)) from None

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Every public function, by its dotted path."""
        found = {}
        for path in sorted(self.folder.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            sections = _sections(text)
            module = ".".join(
                path.relative_to(self.folder.parent).with_suffix("").parts
            )
            for node in ast.parse(text, path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    function = Function(path, node.lineno, sections[node.lineno - 1])
                    found[f"{module}.{node.name}"] = function
        return found

    def section(self, function: str) -> str:
        """All that a reader copies to use a function."""
        module, _, name = function.removeprefix(f"{self.folder.name}.").rpartition(".")
        return "\n".join(self.expand(f'--8<-- "{module.replace(".", "/")}.py:{name}"'))


def _sections(text: str) -> list[str | None]:
    """For every line, the section that it stands in."""
    sections, current = [], None
    for line in text.splitlines():
        if match := MARKER.match(line):
            current = match["name"] if match["type"] == "start" else None
        sections.append(current)
    return sections
