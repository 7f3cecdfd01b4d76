"""YAML that is validated as it is read, each error with the line it stands on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from formulary.errors import SourceError

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Strict(BaseModel):
    """A model without fields that it does not know, that nobody changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=Strict)


class Source:
    """A YAML text that begins on a given line of a file."""

    def __init__(self, path: Path, text: str, first_line: int = 1):
        self.path, self.first_line = path, first_line
        self.errors: list[SourceError] = []
        try:
            self.root = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.root = None
            self._wrong(mark.line + first_line, f"unreadable YAML: {error.problem}")

    def line(self, node: yaml.Node) -> int:
        return node.start_mark.line + self.first_line

    def entries(self, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
        """Keys and values of a mapping; a key that stands twice is an error."""
        seen = set()
        for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
            if key.value in seen:
                self._wrong(self.line(key), f"{key.value} is given twice")
            seen.add(key.value)
            yield key.value, value

    def child(self, key: str) -> yaml.Node | None:
        return dict(self.entries(self.root)).get(key)

    def validated(
        self, model: type[Model], node: yaml.Node, what: str, **known
    ) -> Model | None:
        """The node's values as a `model`, or None where that has been found wrong."""
        if not isinstance(node, yaml.MappingNode):
            self._wrong(self.line(node), f"{what} is a mapping of its fields")
            return None
        fields = yaml.CSafeLoader("").construct_document(node)
        name = f"{what} {fields['id']}" if "id" in fields else what
        before = len(self.errors)
        self._look_for_duplicates(node)
        try:
            result = model.model_validate({**fields, **known})
        except ValidationError as invalid:
            for problem in invalid.errors():
                field = ".".join(str(part) for part in problem["loc"])
                line = self.line(_descend(node, problem["loc"]))
                self._wrong(line, f"{name}: {field}: {problem['msg']}")
        return result if len(self.errors) == before else None

    def _look_for_duplicates(self, node: yaml.Node):
        for _, value in self.entries(node):
            for part in (
                value.value if isinstance(value, yaml.SequenceNode) else [value]
            ):
                self._look_for_duplicates(part)

    def _wrong(self, line: int, message: str):
        self.errors.append(SourceError(self.path, line, message))


def _descend(node: yaml.Node, location: tuple[str | int, ...]) -> yaml.Node:
    """Where a location begins, or the nearest around it that exists."""
    start = node
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pairs = [pair for pair in node.value if pair[0].value == part]
        else:
            pairs = [(item, item) for item in node.value[part : part + 1]]
        if not pairs:
            break
        start, node = pairs[0]
    return start
