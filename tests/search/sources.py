"""The records that the engine is tried on, and the phrases that find them, by their lines."""

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RECORDS = ROOT / "site" / "assets" / "javascripts" / "search" / "records.js"
PLANNED = sorted(ROOT.glob("data/planned/*.yml"))
VOCABULARY = sorted(ROOT.glob("vocabulary/*/*.yml"))
QUERIES = {
    name: yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
    for name in ("queries", "held_back")
}


@dataclass(frozen=True)
class Phrase:
    """What people type to find a formula, and where that is said."""

    text: str
    formula: str
    path: Path
    line: int

    @property
    def where(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def own_records() -> list[dict]:
    """The records of the site as it was built, with the phrases that it has now."""
    text = RECORDS.read_text(encoding="utf-8")
    return _with_phrases(
        json.loads(text.partition("records: ")[2].removesuffix(" }\n"))
    )


def planned_records() -> list[dict]:
    """Those of the formulas that the site does not have yet."""
    entries = [entry for path in PLANNED for entry in _load(path)]
    return _with_phrases(
        [
            {
                "id": entry["id"],
                "title": entry["title"],
                "latex": _listed(entry["latex"]),
                "code": [],
                "text": "",
            }
            for entry in entries
        ]
    )


def all_records() -> list[dict]:
    return [*own_records(), *planned_records()]


def phrases() -> list[Phrase]:
    """All of `vocabulary/` and `data/planned/`, in their order."""
    found = []
    for path in (*VOCABULARY, *PLANNED):
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for formula, items in _lists(root):
            found += [
                Phrase(item.value, formula, path, item.start_mark.line + 1)
                for item in items
            ]
    return found


def _lists(root: yaml.Node):
    """The phrases of each formula, as the nodes that have their lines."""
    if isinstance(root, yaml.MappingNode):
        for formula, items in _fields(root)["found_by"].value:
            yield formula.value, items.value
    else:
        for entry in root.value:
            fields = _fields(entry)
            yield fields["id"].value, fields["found_by"].value


def _fields(node: yaml.MappingNode) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value}


def _with_phrases(records: list[dict]) -> list[dict]:
    by_formula = {}
    for phrase in phrases():
        by_formula.setdefault(phrase.formula, []).append(phrase.text)
    return [
        record | {"foundBy": by_formula.get(record["id"], [])} for record in records
    ]


def _load(path: Path):
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
