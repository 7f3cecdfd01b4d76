"""The ledger: what the verification run has shown of every formula."""

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from formulary.errors import SourceError
from formulary.records import Formula, Records
from formulary.snippets import Snippets


@dataclass(frozen=True)
class Check:
    """One thing that was shown: how, against what, on how many cases, how closely.

    A function agrees with an oracle; a statement holds, or the sides of an identity
    agree, for generated inputs; an identity is proved; a definition computes nothing.
    """

    kind: Literal["oracle", "identity", "statement", "proof", "definition"]
    oracle: str = ""
    library: str = ""
    cases: int = 0
    worst_ulp: float = 0.0

    def __str__(self) -> str:
        cases = f"{self.cases:,} generated cases ({self.library})"
        return {
            "oracle": f"agrees with {self.oracle} in {cases}, {self.error}",
            "identity": f"both sides computed in {cases}, {self.error}",
            "statement": f"holds in {cases}",
            "proof": f"proved ({self.library})",
            "definition": "a definition: there is nothing to compute",
        }[self.kind]

    @property
    def error(self) -> str:
        return f"worst error {self.worst_ulp:.2g} ulp" if self.worst_ulp else "exactly"


class Ledger:
    """Checks by formula id, each entry bound to the code it was made for."""

    def __init__(self, entries: dict[str, dict]):
        self.entries = entries

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        text = path.read_text(encoding="utf-8") if path.exists() else "{}"
        return cls(json.loads(text))

    def write(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.entries, indent=1, sort_keys=True) + "\n"
        path.write_text(text, encoding="utf-8")

    def record(self, formula: Formula, fingerprint: str, checks: list[Check]):
        entry = {
            "fingerprint": fingerprint,
            "checks": [asdict(check) for check in checks],
        }
        self.entries[formula.id] = entry

    def checks(self, formula_id: str) -> list[Check]:
        return [Check(**check) for check in self.entries[formula_id]["checks"]]

    def summary(self, formula_id: str) -> str:
        """What was shown of a formula, in one line."""
        checks = self.checks(formula_id)
        libraries = _names(check.library for check in checks)
        cases = sum(check.cases for check in checks)
        worst = max(checks, key=lambda check: check.worst_ulp)
        kinds = {check.kind for check in checks}
        if "definition" in kinds:
            return "A definition"
        if "oracle" in kinds:
            return f"Verified against {libraries}: {cases:,} cases, {worst.error}"
        if "proof" in kinds:
            proofs = [check.library for check in checks if check.kind == "proof"]
            return f"Proved in {_names(proofs)}"
        return f"Checked on {cases:,} generated cases in {libraries}, {worst.error}"

    def stale(self, records: Records) -> list[SourceError]:
        """The formulas that were not verified as they stand now."""
        return [
            error
            for formula in records.formulas.values()
            if (error := self._stale(formula, records))
        ]

    def _stale(self, formula: Formula, records: Records) -> SourceError | None:
        entry = self.entries.get(formula.id)
        if entry and entry["fingerprint"] == fingerprint(formula, records):
            return None
        why = "has changed since it was verified" if entry else "has not been verified"
        message = f"formula {formula.id} {why}; run: python3 -m nox -s verify"
        if formula.function:
            function = records.snippets.functions[formula.function]
            return SourceError(function.path, function.line, message)
        return SourceError(formula.page, formula.line, message)


def _names(names: Iterable[str]) -> str:
    *most, last = sorted(set(names))
    return f"{', '.join(most)} and {last}" if most else last


def test_module(formula: Formula, records: Records) -> Path:
    """The test module that mirrors a formula's topic page."""
    folder = formula.area.replace("-", "_")
    name = f"test_{formula.topic.replace('-', '_')}.py"
    return records.snippets.folder.parent / "tests" / "snippets" / folder / name


def fingerprint(formula: Formula, records: Records) -> str:
    """A hash of what an entry speaks of: the code or the statement, and its tests."""
    subject = formula.statement
    if formula.function:
        subject = records.snippets.code(formula.function)
    tests = test_module(formula, records)
    module = tests.read_bytes() if tests.exists() else b""
    return hashlib.sha256(subject.encode() + b"\0" + module).hexdigest()[:16]


def main(path: Path) -> int:
    """Name what is not verified as it stands; 0 if there is nothing."""
    root = Path.cwd()
    records = Records(root / "docs", Snippets(root / "snippets"))
    stale = Ledger.read(path).stale(records)
    print(*stale, sep="\n", end="")  # noqa: T201 - this is a command
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
