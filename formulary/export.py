"""The records for programs: `formulas.json`, `llms.txt` and `llms-full.txt`."""

import json
from collections.abc import Callable
from itertools import groupby

from formulary.records import Formula
from formulary.site import Site

Url = Callable[[Formula], str]


def formulas_json(site: Site, url: Url) -> str:
    """Every record with its address, its code, and what was verified of it."""
    entries = [
        {
            **formula.model_dump(),
            "area": formula.area,
            "url": url(formula),
            "code": site.snippets.code(formula.function) if formula.function else None,
            "verified": [str(check) for check in site.ledger.checks(formula.id)],
        }
        for formula in site.records.formulas.values()
    ]
    return json.dumps({"formulas": entries}, indent=1, ensure_ascii=False) + "\n"


def llms_txt(site: Site, url: Url, *, name: str, summary: str) -> str:
    """An index of all formulas, a line each, for readers that are language models."""
    lines = [f"# {name}", "", f"> {summary}", ""]
    formulas = site.records.formulas.values()
    for area, members in groupby(formulas, key=lambda formula: formula.area):
        lines += [f"## {area.replace('-', ' ').capitalize()}", ""]
        lines += [f"- [{f.title}]({url(f)}): ${f.statement}$" for f in members]
        lines.append("")
    return "\n".join(lines)


def llms_full_txt(site: Site, url: Url, *, name: str, summary: str) -> str:
    """All that the records say, and the code, as one Markdown text."""
    parts = [f"# {name}\n\n> {summary}\n"]
    for formula in site.records.formulas.values():
        parts.append(
            f"## {formula.title}\n\n{url(formula)}\n\n$$\n{formula.latex}\n$$\n"
        )
        symbols = (f"- ${s.symbol}$: {s.meaning}, {s.shape}" for s in formula.symbols)
        parts.append("\n".join(symbols) + "\n")
        if formula.assumptions:
            parts.append(f"Holds when {'; '.join(formula.assumptions)}.\n")
        if formula.function:
            code = site.snippets.code(formula.function).strip()
            parts.append(f"```python\n{code}\n```\n")
        parts.append(f"{site.ledger.summary(formula.id)}.\n")
    return "\n".join(parts)
