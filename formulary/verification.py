"""Whether what the ledger says is said of the formulas as they stand."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from formulary.check import check
from formulary.errors import SourceError, SourceErrors
from formulary.records import Formula
from formulary.sources import Sources

HELPERS = ("verify.py", "inputs.py")
"""What the tests of every formula rest on, in `tests/`."""


def test_module(formula: Formula, root: Path) -> Path:
    """The test module that mirrors a formula's topic page."""
    folder = root / "tests" / "snippets" / formula.area.replace("-", "_")
    return folder / f"test_{formula.page.stem.replace('-', '_')}.py"


def fingerprint(formula: Formula, sources: Sources) -> str:
    """A hash of what an entry speaks of: what is printed, the code, and its tests."""
    said = {"latex", "symbols", "assumptions", "execute", "unexecuted"}
    subject = [formula.model_dump_json(include=said), *formula.calls.values()]
    if formula.function:
        subject.append(sources.snippets.code(formula.function))
    tests = [test_module(formula, sources.root)]
    tests += [sources.root / "tests" / name for name in HELPERS]
    tests += sorted((sources.root / "tests" / "printed").glob("*.py"))
    parts = [part.encode() for part in subject]
    parts += [path.read_bytes() for path in tests if path.exists()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def stale(sources: Sources) -> Iterator[SourceError]:
    """The formulas that were not verified as they stand now."""
    for formula in sources.formulas.values():
        entry = sources.ledger.fingerprint(formula.id)
        if entry == fingerprint(formula, sources):
            continue
        why = "has changed since it was verified" if entry else "has not been verified"
        message = f"formula {formula.id} {why}; verify it with: nox -s verify"
        if formula.function:
            function = sources.snippets.functions[formula.function]
            yield SourceError(function.path, function.line, message)
        else:
            yield formula.place.error(message)


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
