"""What is wrong in the five source documents, and what is right."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints

from formulary.errors import SourceErrors
from formulary.guides import GUIDES
from formulary.validated import Source, Strict, Text

WEIGHTS = ("critical", "major", "minor", "cosmetic")
ErratumId = Annotated[str, StringConstraints(pattern=r"^E[1-4]-\d\d$")]


class Erratum(Strict):
    """A defect; the first digit of its id is its weight."""

    id: ErratumId
    document: Literal[(*GUIDES, "all")]
    place: Text
    stated: Text
    right: Text

    @property
    def weight(self) -> str:
        return WEIGHTS[int(self.id[1]) - 1]


def read(path: Path) -> dict[str, Erratum]:
    """The errata by id, in the order of the file."""
    source = Source(path, path.read_text(encoding="utf-8"))
    errata = {
        key: source.validated(Erratum, node, "erratum", id=key)
        for key, node in source.entries(source.root)
    }
    if source.errors:
        raise SourceErrors(source.errors)
    return errata
