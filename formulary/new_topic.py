"""`nox -s new`: the files of a topic, made of what is planned of its formulas."""

import re
import sys
from collections.abc import Iterable
from keyword import iskeyword
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from formulary.errors import did_you_mean
from formulary.records import LIBRARIES, PlannedFormula, planned_in

NAME = re.compile(r"(?P<area>[a-z-]+)/(?P<topic>[a-z][a-z0-9]*(-[a-z0-9]+)*)")
PAGE = """\
---
title: {title}
description: '<!-- to write: one sentence, for those who see the page in a list -->'
formulas:
{records}---

<!-- to write: who needs this and what for, in a real model with its real sizes -->

{cards}```python exec="on"
raise NotImplementedError("to write: an example, small enough to check by hand")
```

<!-- to write: where it breaks in floating point or in use, and what to do instead -->
"""
CARD = """\
/// formula | {id}
///

<!-- to write: what {id} says, in words, and why it holds -->

"""
AREA = """\
---
title: {title}
description: '<!-- to write: one sentence, for those who see the page in a list -->'
---

<!-- to write: what the area is for in a model, and where to begin -->

/// area | {area}
///
"""
TEST = """\


def test_{name}():
    pytest.fail("to write: hold {id} to one of {oracles}")
"""


class Refused(Exception):  # noqa: N818 - it is an answer to what was asked
    """Why a topic cannot be made."""


def changes(root: Path, name: str, ids: list[str]) -> dict[Path, str]:
    """What each file is to hold once the topic is there; what holds nothing goes."""
    match = NAME.fullmatch(name)
    if not match or iskeyword(match["topic"]):
        raise Refused(f"{name!r} is no topic: say <area>/<topic>, both in-lower-case")
    area, topic = match.group("area", "topic")
    areas, planned = (
        root / "data" / "areas.yml",
        root / "data" / "planned" / f"{area}.yml",
    )
    order = areas.read_text(encoding="utf-8")
    if area not in (known := yaml.safe_load(order)):
        raise Refused(f"there is no area {area!r}{did_you_mean(area, known)}")
    addresses = root / "tests" / "content" / "addresses.txt"
    noted = addresses.read_text(encoding="utf-8").split()
    formulas = list(_planned(planned, ids, noted))
    page, (folder, module) = f"formulas/{name}", name.replace("-", "_").split("/")
    made = {
        root / "docs" / f"{page}.md": _page(_in_words(topic), formulas),
        root / "snippets" / folder / f"{module}.py": f'"""{_in_words(topic)}."""\n',
        root / "tests" / "snippets" / folder / f"test_{module}.py": _test(formulas),
        root / "vocabulary" / f"{name}.yml": _vocabulary(formulas),
    }
    if not known[area]:
        made[root / "docs" / "formulas" / f"{area}.md"] = AREA.format(
            area=area, title=_in_words(area)
        )
    if there := [path.relative_to(root).as_posix() for path in made if path.exists()]:
        raise Refused(f"{', '.join(there)}: that is there already")
    new = {
        f"{page}.html",
        *(f"{page}.html#{formula.id}" for formula in formulas),
        f"{page}.html#references",
        f"index.html#{area}",
        f"formulas/{area}.html",
        f"formulas/index.html#{area}",
        f"formulas/index.html#{area}-{topic}",
    }
    return made | {
        planned: _without(formulas, planned.read_text(encoding="utf-8")),
        areas: _listed(area, topic, order),
        addresses: "".join(f"{each}\n" for each in sorted({*noted, *new})),
    }


def write(changed: dict[Path, str]) -> None:
    """Write all files or, where one cannot be written, leave all as they were."""
    before = {p: p.read_bytes() if p.exists() else None for p in changed}
    try:
        for path, text in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8") if text else path.unlink()
    except BaseException:
        for path, content in before.items():
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_bytes(content)
        raise


def _planned(path: Path, ids: list[str], noted: list[str]) -> Iterable[PlannedFormula]:
    """The formulas with these ids, which are planned in one file."""
    found = [
        formula
        for each in path.parent.glob("*.yml")
        for formula in planned_in(each, each.read_text(encoding="utf-8"))[0]
    ]
    known = {formula.id: formula for formula in found}
    for n, name in enumerate(ids):
        if name in ids[:n]:
            raise Refused(f"{name} is named twice")
        if name not in known:
            if there := [address for address in noted if address.endswith(f"#{name}")]:
                raise Refused(f"{name} has its page already: {there[0]}")
            raise Refused(f"no formula {name!r} is planned{did_you_mean(name, known)}")
        if known[name].place.path != path:
            raise Refused(f"{name} is planned in {known[name].place.path.stem}")
        yield known[name]


def _in_words(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _page(title: str, formulas: list[PlannedFormula]) -> str:
    records = [
        {
            "id": f.id,
            "title": f.title,
            "latex": [*f.latex] if f.latex[1:] else f.latex[0],
        }
        | {"symbols": [], "assumptions": [], "variants": []}
        | dict.fromkeys([*LIBRARIES, "function"])
        | {"sources": f.sources, "related": [], "references": []}
        for f in formulas
    ]
    text = "\n".join(indent(_yaml([record], flat=None), "  ") for record in records)
    cards = "".join(CARD.format(id=formula.id) for formula in formulas)
    return PAGE.format(title=title, records=text, cards=cards)


def _test(formulas: list[PlannedFormula]) -> str:
    names = ((f, f.id.replace("-", "_"), ", ".join(f.oracles)) for f in formulas)
    tests = (TEST.format(id=f.id, name=name, oracles=of) for f, name, of in names)
    return f"import pytest\n{''.join(tests)}"


def _vocabulary(formulas: list[PlannedFormula]) -> str:
    lists = (f"  {f.id}:\n{indent(_yaml(f.found_by), '    ')}" for f in formulas)
    return f"found_by:\n{''.join(lists)}"


def _yaml(data: list[Any], *, flat: bool | None = False) -> str:
    style: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 10**6}
    return str(yaml.safe_dump(data, default_flow_style=flat, **style))


def _without(formulas: list[PlannedFormula], text: str) -> str:
    """The planned entries but for these, every other line as it stands."""
    going, kept = False, []
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not line.startswith((" ", "\n")):
            going = number in [formula.place.line for formula in formulas]
        kept += [] if going else [line]
    return "".join(kept)


def _listed(area: str, topic: str, text: str) -> str:
    """The list of areas with the topic at the end of its own."""
    own = re.compile(rf"^{area}:(?: \[\])?\n((?:  - .*\n)*)", re.MULTILINE)
    return own.sub(rf"{area}:\n\1  - {topic}\n", text, count=1)


def main(name: str = "", *ids: str) -> str | None:
    """What keeps the topic from being made, or nothing once it is there."""
    if not ids:
        return "say what to make: nox -s new -- <area>/<topic> <formula-id> ..."
    try:
        changed = changes(Path.cwd(), name, [*ids])
    except Refused as refused:
        return str(refused)
    write(changed)
    made = "\n".join(path.relative_to(Path.cwd()).as_posix() for path in changed)
    print(f"{made}\n\nFill them in, and try: nox -s topic -- {name}")  # noqa: T201
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
