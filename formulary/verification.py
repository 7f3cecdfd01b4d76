"""Whether what the ledger says is said of the formulas as they stand."""

import hashlib
import platform
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from formulary.check import check
from formulary.errors import SourceError, SourceErrors
from formulary.records import LIBRARIES, Formula
from formulary.sources import Sources

HELPERS = (
    "tests/*.py",
    "tests/snippets/*.py",
    "tests/printed/*.py",
    "requirements/checks.txt",
)
"""What all that is said of any formula rests on, besides its own test module."""


COMPUTED = {
    *("latex", "symbols", "assumptions", "execute", "unexecuted", "function"),
    *LIBRARIES,
}
"""The fields of a record of which something is computed."""

NAMES = {"mpmath": "mpmath", "numpy": "NumPy", "scipy": "SciPy", "sympy": "SymPy"}


def test_module(formula: Formula, root: Path) -> Path:
    """The test module that mirrors a formula's topic page."""
    folder = root / "tests" / "snippets" / formula.area.replace("-", "_")
    return folder / f"test_{formula.page.stem.replace('-', '_')}.py"


def fingerprint(formula: Formula, sources: Sources) -> str:
    """A hash of all that an entry rests on: what is printed, the code, and the tests.

    Of the record that is what says how to compute, and when; and of what is installed,
    the versions that are locked.
    """
    subject = [formula.model_dump_json(include=COMPUTED)]
    if formula.function:
        subject.append(sources.snippets.code(formula.function))
    files = [test_module(formula, sources.root)]
    files += [path for each in HELPERS for path in sorted(sources.root.glob(each))]
    parts = [part.encode() for part in subject]
    parts += [path.read_bytes() for path in files if path.exists()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def library_of(oracle: str) -> str:
    """Name and version of what an oracle is part of; `math` is Python's own."""
    name = oracle.partition(".")[0]
    if name == "math":
        return f"Python {platform.python_version()}"
    return f"{NAMES[name]} {version(name)}" if name else ""


def stale(sources: Sources) -> Iterator[SourceError]:
    """The formulas that were not verified as they stand now, with what is installed."""
    if sources.ledger.wrong:
        yield sources.ledger.wrong
        return
    for formula in sources.formulas.values():
        if not (why := _stale(formula, sources)):
            continue
        message = f"formula {formula.id} {why}; verify it with: nox -s verify"
        if formula.function:
            function = sources.snippets.functions[formula.function]
            yield SourceError(function.path, function.line, message)
        else:
            yield formula.place.error(message)


def _stale(formula: Formula, sources: Sources) -> str:
    if not sources.ledger.treated(formula.id):
        return "has not been verified"
    if sources.ledger.fingerprint(formula.id) != fingerprint(formula, sources):
        return "has changed since it was verified"
    for shown in sources.ledger.checks(formula.id):
        if shown.library != (installed := library_of(shown.oracle)):
            return f"was verified with {shown.library}, and {installed} is installed"
    return ""


def age(ledger: Path) -> str:
    """How long ago the ledger was written, for whoever is about to publish it."""
    minutes = (time.time() - ledger.stat().st_mtime) / 60
    hours, minutes = divmod(round(minutes), 60)
    return f"{ledger.name} was written {hours} h {minutes} min ago"


def main() -> int:
    """Name what is not verified as it stands; 0 if there is nothing."""
    try:
        sources = Sources.load(Path.cwd())
        found = check(sources) or list(stale(sources))
    except SourceErrors as errors:
        found = errors.errors
    print(*found, sep="\n", end="")  # noqa: T201 - this is a command
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
