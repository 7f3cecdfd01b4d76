"""What is wrong in the five source documents, and what is right."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from formulary.guides import GUIDES, Guide
from formulary.yaml_source import Prose, Strict

WEIGHTS = ("critical", "major", "minor", "cosmetic")
ErratumId = Annotated[str, StringConstraints(pattern=r"^E[1-4]-\d\d$")]


class Erratum(Strict):
    """A defect; the first digit of its id is its weight."""

    id: ErratumId
    document: Guide | Literal["all"]
    place: Prose
    stated: Prose
    right: Prose

    @property
    def weight(self) -> str:
        return WEIGHTS[int(self.id[1]) - 1]

    @property
    def document_title(self) -> str:
        return GUIDES.get(self.document, "All five")
