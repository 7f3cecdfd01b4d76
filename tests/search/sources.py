"""The records that the engine is tried on, and the phrases that find them, by their lines."""

from pathlib import Path

import yaml

from formulary.export import searched
from formulary.records import Phrase
from tests.pages import ROOT, SOURCES

HERE = Path(__file__).parent
QUERIES = {
    name: yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("queries", "held_back")
}


def own_records() -> list[dict]:
    """The records of the site, as the site gives them to the engine."""
    return [
        searched(formula, SOURCES.phrases(formula.id))
        for formula in SOURCES.formulas.values()
    ]


def planned_records() -> list[dict]:
    """Those of the formulas that the site does not have yet."""
    return [
        {
            "id": planned.id,
            "title": planned.title,
            "latex": list(planned.latex),
            "foundBy": planned.found_by,
            "code": [],
            "text": "",
        }
        for planned in SOURCES.planned.values()
    ]


def all_records() -> list[dict]:
    return [*own_records(), *planned_records()]


def phrases() -> list[Phrase]:
    """All of `vocabulary/` and `data/planned/`, in their order."""
    own = [phrase for found in SOURCES.vocabulary.values() for phrase in found]
    return own + [p for planned in SOURCES.planned.values() for p in planned.phrases]


def where(phrase: Phrase) -> str:
    return f"{phrase.place.path.relative_to(ROOT)}:{phrase.place.line}"
