"""A small site of its own, that a test may spoil."""

from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from formulary.ledger import Check, Ledger
from formulary.sources import Sources
from formulary.verification import fingerprint, library_of

ROOT = Path(__file__).parents[2]
RECORD = {
    "id": "double",
    "title": "Double",
    "latex": r"f(x)=2x",
    "symbols": [{"symbol": "x", "meaning": "a number", "shape": "real"}],
    "assumptions": ["$x$ is finite"],
    "function": "snippets.arithmetic.doubling.double",
    "numpy": "np.multiply(x, 2)",
    "sources": [],
    "related": ["half"],
    "references": ["euclid", "heath"],
}
NOTHING = {"assumptions": [], "function": None, "numpy": None, "related": []}
HALF = RECORD | NOTHING | {"id": "half", "title": "Half"}
PAGE = """\
/// formula | double
///

Doubling $x$ gives $2x$.

```python exec="on"
from snippets.arithmetic.doubling import double
print(double(2))
```

Twice two is `#!calc double(2)`, and $2 \\cdot 2 = 4$.

/// formula | half
///
"""
SNIPPET = '''\
"""Doubling."""


def double(x):
    """Return 2x."""
    return 2 * x
'''
PLANNED = """\
- id: triple
  title: Triple
  latex: f(x)=3x
  sources: [deep-dive/A.1]
  oracles: [math.prod]
  found_by:
    - thrice
"""
FILES = {
    "docs/index.md": "---\ntitle: Home\n---\n\n/// formula | double\n///\n",
    "docs/verification.md": "---\ntitle: V\n---\n\n/// verification-table\n///\n",
    "docs/formulas/index.md": "---\ntitle: All\n---\n\n/// formula-index\n///\n",
    "docs/formulas/arithmetic.md": "---\ntitle: Arithmetic\n---\n\n/// area | arithmetic\n///\n",
    "data/areas.yml": "arithmetic:\n  - doubling\ncalculus: []\nlosses: []\n",
    "data/references.yml": "euclid:\n  authors: Euclid\n  title: Elements\n  published: Alexandria\n  doi: 10.1000/182\n\n"
    "heath:\n  authors: Thomas Heath\n  title: Euclid in Greek\n  published: Cambridge, 1920\n",
    "data/notation.yml": "letters:\n  - {symbol: x, meaning: a number, shape: real}\n",
    "data/errata.yml": (
        "E1-01:\n  document: deep-dive\n  place: A.1\n  stated: $1+1=3$\n  right: It is 2.\n"
    ),
    "data/outline.yml": (
        "deep-dive:\n  - {id: deep-dive/A.1, title: Numbers, level: 2, items: [claim-1]}\n"
    ),
    "data/planned/arithmetic.yml": PLANNED,
    "docs/formulas/arithmetic/doubling.md": PAGE,
    "vocabulary/arithmetic/doubling.yml": "found_by:\n  double:\n    - twice\n",
    "snippets/arithmetic/doubling.py": SNIPPET,
    "tests/snippets/arithmetic/test_doubling.py": "",
}
CONFIG = f"""\
INHERIT: {ROOT}/mkdocs.yml
nav: null
watch: []
hooks: [{ROOT}/formulary/mkdocs_hooks.py]
theme:
  custom_dir: {ROOT}/theme
"""


class Project:
    """A site's sources in a folder, and what is done with them."""

    def __init__(self, root: Path):
        self.root = root
        for name, text in FILES.items():
            self.write(name, text)
        self.write_records(RECORD, HALF)
        self.write("mkdocs.yml", CONFIG)
        self.verify()

    def path(self, name: str) -> Path:
        return self.root / name

    def write(self, name: str, text: str):
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str):
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def write_records(self, *records: dict):
        front = yaml.safe_dump(
            {"title": "Doubling", "formulas": records}, sort_keys=False
        )
        self.write("docs/formulas/arithmetic/doubling.md", f"---\n{front}---\n\n{PAGE}")

    def line(self, name: str, needle: str) -> int:
        """The line of the first `needle`."""
        text = self.path(name).read_text(encoding="utf-8")
        return text[: text.index(needle)].count("\n") + 1

    def sources(self) -> Sources:
        return Sources.load(self.root)

    def verify(self):
        """Write a ledger that says of everything that it was verified."""
        ledger, sources = Ledger({}), self.sources()
        for formula in sources.formulas.values():
            check = Check(
                "oracle", "math.prod", library_of("math.prod"), "float64", 1000, 0.5
            )
            ledger.record(formula.id, fingerprint(formula, sources), [check])
        ledger.write(self.root / "build" / "ledger.json")

    def build(self) -> Path:
        """Build the site, as `mkdocs build --strict` does."""
        site = self.root / "site"
        build(
            load_config(str(self.path("mkdocs.yml")), strict=True, site_dir=str(site))
        )
        return site

    def serve(self) -> Path:
        """Build what has changed since the last time, as `nox -s serve` does."""
        site = self.root / "served"
        config = load_config(str(self.path("mkdocs.yml")), site_dir=str(site))
        config.extra["keep_outputs"] = True
        build(config, dirty=True)
        return site


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)
