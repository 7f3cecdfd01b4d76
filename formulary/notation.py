"""The symbols of the site: what a letter means wherever nothing else is said."""

from pathlib import Path

import yaml

from formulary.errors import SourceErrors
from formulary.records import Symbol
from formulary.validated import Source


def read(path: Path) -> dict[str, list[Symbol]]:
    """The symbols by their groups, in the order of the file."""
    source = Source(path, path.read_text(encoding="utf-8"))
    notation = {}
    for group, entries in source.entries(source.root):
        nodes = entries.value if isinstance(entries, yaml.SequenceNode) else [entries]
        notation[group] = [source.validated(Symbol, node, "symbol") for node in nodes]
    if source.errors:
        raise SourceErrors(source.errors)
    return notation
