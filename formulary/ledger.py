"""The ledger: what the verification run has shown of every formula."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from formulary.errors import SourceError, SourceErrors

Kind = Literal["oracle", "identity", "statement", "proof", "definition", "printed"]


@dataclass(frozen=True)
class Check:
    """One thing that was shown: how, against what, on how many cases, how closely.

    A function agrees with an oracle; a statement holds, or the sides of an identity
    agree, for generated inputs; an identity is proved; a definition computes nothing.
    The printed formula is executed: its `statements`, of which `in_part` without words.
    """

    kind: Kind
    oracle: str = ""
    library: str = ""
    dtype: str = "float64"
    cases: int = 0
    worst_ulp: float = 0.0
    statements: int = 0
    in_part: int = 0

    @property
    def printed(self) -> str:
        """What was executed of the printed formula."""
        several = "its statements" if self.statements > 1 else "its statement"
        part = f", {self.in_part} of them in part" if self.in_part else ""
        return f"as printed, {several} executed on {self.cases} random draws{part}"

    @property
    def error(self) -> str:
        return f"worst error {self.worst_ulp:.2g} ulp" if self.worst_ulp else "exactly"


def said_of(checks: Iterable[Check]) -> Iterator[str]:
    """What checks have shown, in a line for all types of numbers together."""

    def shown(check: Check) -> tuple[str, str, str]:
        return check.kind, check.oracle, check.library

    for (kind, oracle, library), same in groupby(sorted(checks, key=shown), key=shown):
        each = sorted(same, key=lambda check: check.dtype)
        counts = _listed(f"{check.cases:,} {check.dtype}" for check in each)
        cases = f"{counts} cases, generated ({library})"
        error = max(each, key=lambda check: check.worst_ulp).error
        yield {
            "oracle": f"agrees with {oracle} in {cases}, {error}",
            "identity": f"both sides computed in {cases}, {error}",
            "statement": f"holds in {cases}",
            "proof": f"proved ({library})",
            "definition": "a definition: there is nothing to compute",
            "printed": each[0].printed,
        }[kind]


class Ledger:
    """Checks by formula id, each entry bound to what it was made for."""

    def __init__(self, entries: dict[str, dict[str, Any]]):
        self.entries = entries

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        text = path.read_text(encoding="utf-8") if path.exists() else "{}"
        try:
            return cls(dict(json.loads(text)))
        except (TypeError, ValueError) as error:
            said = f"this is no ledger ({error}); delete it, and verify again"
            raise SourceErrors([SourceError(path, 1, said)]) from None

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.entries, indent=1, sort_keys=True) + "\n"
        path.write_text(text, encoding="utf-8")

    def record(self, formula_id: str, fingerprint: str, checks: list[Check]) -> None:
        self.entries[formula_id] = {
            "fingerprint": fingerprint,
            "checks": sorted((asdict(check) for check in checks), key=str),
        }

    def fingerprint(self, formula_id: str) -> str | None:
        """What the entry of a formula was made for, or None if there is no entry."""
        entry = self.entries.get(formula_id)
        return entry["fingerprint"] if entry else None

    def checks(self, formula_id: str) -> list[Check]:
        entry = self.entries.get(formula_id, {"checks": []})
        return [Check(**check) for check in entry["checks"]]

    def summary(self, formula_id: str) -> str:
        """What was shown of a formula, in one line."""
        checks = [c for c in self.checks(formula_id) if c.kind != "printed"]
        if not checks:
            return "Not verified yet"
        libraries = _listed(sorted(check.library for check in checks))
        cases = sum(check.cases for check in checks)
        worst = max(checks, key=lambda check: check.worst_ulp)
        kinds = {check.kind for check in checks}
        if "definition" in kinds:
            return "A definition"
        if "oracle" in kinds:
            return f"Verified against {libraries}: {cases:,} cases, {worst.error}"
        if "proof" in kinds:
            proofs = [check.library for check in checks if check.kind == "proof"]
            return f"Proved in {_listed(sorted(proofs))}"
        return f"Checked on {cases:,} generated cases in {libraries}, {worst.error}"


def _listed(parts: Iterable[str]) -> str:
    *most, last = dict.fromkeys(parts)
    return f"{', '.join(most)} and {last}" if most else last
