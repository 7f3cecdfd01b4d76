"""YAML that is validated as it is read, each error with the line it stands on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from formulary.errors import SourceError
from formulary.prose import harmless

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Prose = Annotated[Text, AfterValidator(harmless)]
"""Text that pages show: Markdown and maths, but no HTML."""


class Strict(BaseModel):
    """A model without fields that it does not know, that nobody changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Kind = TypeVar("Kind")


class YamlSource:
    """A YAML text that begins on a given line of a file, and what is wrong with it."""

    def __init__(self, path: Path, text: str, first_line: int = 1):
        self.path, self.first_line = path, first_line
        self.data: Any = None
        self.root: yaml.Node | None = None
        self.errors: list[SourceError] = []
        self._inside: dict[int, dict[str | int, tuple[yaml.Node, yaml.Node]]] = {}
        try:
            self.root = yaml.compose(text, Loader=yaml.CSafeLoader)
            if self.root:
                self.data = yaml.CSafeLoader("").construct_document(self.root)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = first_line + (mark.line if mark else 0)
            self.wrong(line, f"unreadable YAML: {error.problem}")
        else:
            self._look_for_duplicates(self.root)

    def wrong(self, line: int, message: str) -> None:
        self.errors.append(SourceError(self.path, line, message))

    def line(self, *location: str | int) -> int:
        """The line on which a location begins, or the nearest around it that exists."""
        start = node = self.root
        for part in location:
            if id(node) not in self._inside:
                parts = {key: (begins, value) for key, begins, value in _parts(node)}
                self._inside[id(node)] = parts
            inside = self._inside[id(node)]
            if part not in inside:
                break
            start, node = inside[part]
        return self.first_line + (start.start_mark.line if start else 0)

    def valid(
        self, kind: type[Kind], data: object, *location: str | int
    ) -> Kind | None:
        """The data at a location as a `kind`, or None where that is wrong."""
        try:
            return TypeAdapter(kind).validate_python(data)
        except ValidationError as invalid:
            for problem in invalid.errors():
                where = self.line(*location, *problem["loc"])
                self.wrong(where, f"{_named(data, problem['loc'])}: {problem['msg']}")
            return None

    def _look_for_duplicates(self, node: yaml.Node | None) -> None:
        seen = set()
        for key, start, value in _parts(node):
            if key in seen:
                line = self.first_line + start.start_mark.line
                self.wrong(line, f"{key} is given twice")
            seen.add(key)
            self._look_for_duplicates(value)


def _parts(node: yaml.Node | None) -> Iterator[tuple[str | int, yaml.Node, yaml.Node]]:
    """Key, start and value of each part of a mapping or list."""
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), key, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((number, item, item) for number, item in enumerate(node.value))


def _named(data: Any, location: tuple[str | int, ...]) -> str:
    """A location in words: what has an id is called by it."""
    names = []
    for part in location:
        try:
            data = data[part]
        except (LookupError, TypeError):
            data = None
        named = isinstance(data, dict) and isinstance(part, int)
        names.append(str(data.get("id", part) if named else part))
    return ".".join(names) or "this"
