"""The search's ES modules, joined into classic scripts.

A page opened from a file may not import modules. Each is therefore made a function that
returns what it exports, and the functions are joined.
"""

import re
from functools import cache
from pathlib import Path

import rjsmin

from formulary.errors import SourceError

ROOT = Path(__file__).parents[1]
SCRIPTS = {
    "adapter.js": ROOT / "search" / "theme" / "adapter.js",
    "engine.js": ROOT / "search" / "main.js",
    "reading.js": ROOT / "search" / "theme" / "reading.js",
}
WORKER = ROOT / "vendor" / "iframe-worker-1.0.4" / "shim.js"
"""What lets a page opened from a file have a worker, which browsers refuse it."""

IMPORT = re.compile(
    r'^import (?P<names>\{[^}]*\}) from "(?P<path>[\w./-]+)"$', re.MULTILINE
)
EXPORT = re.compile(r"^export (?=(?:const|class|function) (?P<name>\w+))", re.MULTILINE)
UNREAD = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def scripts() -> dict[str, str]:
    """The scripts of the search, by their names."""
    joined = {name: script(entry) for name, entry in SCRIPTS.items()}
    return joined | {"iframe-worker.js": WORKER.read_text(encoding="utf-8")}


def script(entry: Path) -> str:
    """A module and all that it imports, as one classic script."""
    modules: dict[Path, str] = {}
    _join(entry.resolve(), modules)
    return _minified("(() => {\n" + "".join(modules.values()) + "})()\n")


@cache
def _minified(text: str) -> str:
    return str(rjsmin.jsmin(text))


def _join(path: Path, modules: dict[Path, str]) -> None:
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
