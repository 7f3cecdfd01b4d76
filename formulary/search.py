"""Formula search: its scripts, and the records as the data that it searches.

The scripts are ES modules, which a page opened from a file may not import. Each is
therefore made a function that returns what it exports, and the functions are joined.
"""

import json
import re
from pathlib import Path

import rjsmin

from formulary.errors import SourceError
from formulary.export import Url
from formulary.maths import katex
from formulary.records import Formula
from formulary.site import Site

ROOT = Path(__file__).parents[1]
FOLDER = "assets/javascripts/search"
WORKER = ROOT / "vendor" / "iframe-worker-1.0.4" / "shim.js"
"""What lets a page opened from a file have a worker, which browsers refuse it."""

IMPORT = re.compile(
    r'^import (?P<names>\{[^}]*\}) from "(?P<path>[\w./-]+)"$', re.MULTILINE
)
EXPORT = re.compile(r"^export (?=(?:const|class|function) (?P<name>\w+))", re.MULTILINE)
UNREAD = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
FOR_EYES = re.compile(r"</?semantics>|<annotation.*?</annotation>|[\u200b]", re.DOTALL)


def files(site: Site, url: Url) -> dict[str, str]:
    """All that search needs in a browser, by the path that it has in the site."""
    return {
        f"{FOLDER}/adapter.js": script(ROOT / "search" / "theme" / "adapter.js"),
        f"{FOLDER}/engine.js": script(ROOT / "search" / "main.js"),
        f"{FOLDER}/reading.js": script(ROOT / "search" / "theme" / "reading.js"),
        f"{FOLDER}/records.js": records_script(site, url),
        f"{FOLDER}/iframe-worker.js": WORKER.read_text(encoding="utf-8"),
    }


def script(entry: Path) -> str:
    """A module and all that it imports, as one classic script."""
    modules: dict[Path, str] = {}
    _join(entry.resolve(), modules)
    return rjsmin.jsmin("(() => {\n" + "".join(modules.values()) + "})()\n")


def _join(path: Path, modules: dict[Path, str]):
    text = path.read_text(encoding="utf-8")
    for found in IMPORT.finditer(text):
        imported = (path.parent / found["path"]).resolve()
        if imported not in modules:
            _join(imported, modules)
    exported = ", ".join(found["name"] for found in EXPORT.finditer(text))
    body = IMPORT.sub(lambda m: f"const {m['names']} = {_name(m['path'])}", text)
    body = EXPORT.sub("", body)
    if left := UNREAD.search(body):
        line = next(n for n, t in enumerate(text.splitlines(), 1) if left[0] in t)
        raise SourceError(path, line, f"this cannot be joined: {left[0]}")
    name = _name(path.name)
    modules[path] = f"const {name} = (() => {{\n{body}return {{ {exported} }}\n}})()\n"


def _name(path: str) -> str:
    return f"module_{Path(path).stem}"


def records_script(site: Site, url: Url) -> str:
    """The records as a script, which a page opened from a file may load."""
    records = [
        {
            **searched(formula, site.found_by),
            "area": site.area_title(formula.area),
            "url": url(formula),
            "markup": _markup(formula.statement),
            "function": (formula.function or "").rpartition(".")[2],
        }
        for formula in site.records.formulas.values()
    ]
    data = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
    return f"window.formulary = {{ ...window.formulary, records: {data} }}\n"


def _markup(latex: str) -> str:
    return FOR_EYES.sub("", katex.mathml(katex.render(latex, display=True)))


def searched(formula: Formula, found_by: dict) -> dict:
    """What of a record the engine searches."""
    meanings = [symbol.meaning for symbol in formula.symbols]
    return {
        "id": formula.id,
        "title": formula.title,
        "latex": list(formula.latex),
        "foundBy": found_by.get(formula.id, []),
        "code": list(dict.fromkeys(formula.calls.values())),
        "text": " ".join(meanings),
    }
