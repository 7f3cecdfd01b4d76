"""The records for programs: `formulas.json`, `llms.txt`, and what the search loads."""

import json
import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

from formulary.ledger import said_of
from formulary.maths import katex
from formulary.records import Formula
from formulary.sources import Sources

Url = Callable[[Formula], str]
FOR_EYES = re.compile(r"</?semantics>|<annotation.*?</annotation>|[\u200b]", re.DOTALL)


def formulas_json(sources: Sources, url: Url) -> str:
    """Every record with its address, its code, and what was verified of it."""
    entries = [
        {
            **formula.model_dump(exclude={"execute", "unexecuted"}),
            "area": formula.area,
            "url": url(formula),
            "found_by": sources.phrases(formula.id),
            "code": sources.snippets.code(formula.function)
            if formula.function
            else None,
            "verified": list(said_of(sources.ledger.checks(formula.id))),
        }
        for formula in sources.formulas.values()
    ]
    return json.dumps({"formulas": entries}, indent=1, ensure_ascii=False) + "\n"


def llms_txt(sources: Sources, url: Url, *, name: str, summary: str) -> str:
    """An index of all formulas, a line each, for readers that are language models."""
    lines = [f"# {name}", "", f"> {summary}", ""]
    for area, members in groupby(sources.formulas.values(), key=lambda f: f.area):
        lines += [f"## {sources.area_title(area)}", ""]
        lines += [f"- [{f.title}]({url(f)}): ${f.statement}$" for f in members]
        lines.append("")
    return "\n".join(lines)


def llms_full_txt(sources: Sources, url: Url, *, name: str, summary: str) -> str:
    """The records whole, with their code, for readers that are language models."""
    parts = [f"# {name}\n\n> {summary}\n"]
    for formula in sources.formulas.values():
        parts.append(f"## {formula.title}\n\n{url(formula)}\n")
        parts += [f"$$\n{statement}\n$$\n" for statement in formula.latex]
        symbols = (f"- ${s.symbol}$: {s.meaning} ({s.shape})" for s in formula.symbols)
        parts.append("\n".join(symbols) + "\n")
        notes = [*formula.assumptions, *formula.variants]
        parts += ["\n".join(f"- {note}" for note in notes) + "\n"] if notes else []
        code = [*formula.calls.values()]
        if formula.function:
            code.append(sources.snippets.code(formula.function).strip())
        parts += [f"```python\n{lines}\n```\n" for lines in code]
        parts.append(f"{sources.ledger.summary(formula.id)}.\n")
    return "\n".join(parts)


def search_records(sources: Sources, url: Url) -> str:
    """The records as a script, which a page opened from a file may load."""
    records = [
        {
            **searched(formula, sources.phrases(formula.id)),
            "area": sources.area_title(formula.area),
            "url": url(formula),
            "markup": _markup(formula.statement),
            "function": formula.function_name,
        }
        for formula in sources.formulas.values()
    ]
    data = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
    return f"window.formulary = {{ ...window.formulary, records: {data} }}\n"


def searched(formula: Formula, phrases: list[str]) -> dict[str, Any]:
    """What of a record the engine searches."""
    return {
        "id": formula.id,
        "title": formula.title,
        "latex": list(formula.latex),
        "foundBy": phrases,
        "code": list(dict.fromkeys(formula.calls.values())),
        "text": " ".join(symbol.meaning for symbol in formula.symbols),
    }


def _markup(latex: str) -> str:
    return FOR_EYES.sub("", katex.mathml(katex.render(latex, display=True)))
