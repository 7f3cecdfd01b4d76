"""The ledger: what the verification run has shown of every formula."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, get_args

from formulary.errors import SourceError

Kind = Literal["oracle", "identity", "statement", "proof", "definition", "printed"]


@dataclass(frozen=True)
class Check:
    """One thing that was shown: how, against what, on how many cases, how closely.

    A function agrees with an oracle; a statement holds, or the sides of an identity
    agree, for generated inputs; an identity is proved; a definition computes nothing.
    The cases are distinct. The error is in ulp of the result, or of the `unit`.
    `all_of` names a domain of which no case was left out, or what a proof holds for,
    and `because` argues for a tolerance that is wide. Of the printed formula there are
    the `statements` that were executed, and how many of them only `in_part`.
    """

    kind: Kind
    oracle: str = ""
    library: str = ""
    dtype: str = "float64"
    cases: int = 0
    worst_ulp: float = 0.0
    unit: str = ""
    all_of: str = ""
    because: str = ""
    statements: int = 0
    in_part: int = 0

    @property
    def printed(self) -> str:
        """How much of the printed formula was executed."""
        several = "s" if self.statements > 1 else ""
        part = f", {self.in_part} of them in part" if self.in_part else ""
        return f"{self.statements} statement{several} executed as printed{part}"


@dataclass(frozen=True)
class Entry:
    """What was shown of one formula, and a fingerprint of all that this rests on."""

    fingerprint: str
    checks: tuple[Check, ...]


class Ledger:
    """Checks by formula id, each entry bound to what it was made for.

    Its file has a digest, which is no secret: it tells an edit by hand, or a file that
    was cut short, from what a verification has written.
    """

    def __init__(self, entries: dict[str, Entry], wrong: SourceError | None = None):
        self.entries = entries
        self.wrong = wrong

    @classmethod
    def read(cls, path: Path) -> "Ledger":
        """What a file holds, or nothing but what is wrong with it.

        That alone is no reason to stop, because a verification writes the file anew.
        """
        if not path.exists():
            return cls({})
        try:
            return cls(_entries(json.loads(path.read_text(encoding="utf-8"))))
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            said = f"this is no ledger ({error}); verify again: nox -s verify"
            return cls({}, SourceError(path, line, said))

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        formulas = {name: asdict(entry) for name, entry in self.entries.items()}
        written = {"digest": _digest(formulas), "formulas": formulas}
        text = json.dumps(written, indent=1, sort_keys=True, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")

    def record(
        self, formula_id: str, fingerprint: str, checks: Iterable[Check]
    ) -> None:
        """Note what was shown; in which order it was makes no difference."""
        self.entries[formula_id] = Entry(fingerprint, tuple(sorted(checks, key=repr)))

    def fingerprint(self, formula_id: str) -> str | None:
        """What the entry of a formula was made for, or None if there is no entry."""
        entry = self.entries.get(formula_id)
        return entry.fingerprint if entry else None

    def checks(self, formula_id: str) -> tuple[Check, ...]:
        entry = self.entries.get(formula_id)
        return entry.checks if entry else ()

    def treated(self, formula_id: str) -> bool:
        """Whether the tests of its topic have shown something of a formula.

        That it can be executed as it is printed takes no test of its own.
        """
        return any(check.kind != "printed" for check in self.checks(formula_id))

    def verified(self, formula_id: str) -> bool:
        """Whether they have computed something that could have come out otherwise."""
        kinds = {check.kind for check in self.checks(formula_id)}
        return self.treated(formula_id) and "definition" not in kinds

    def summary(self, formula_id: str) -> str:
        """What was shown of a formula, in one line; each kind of check by itself."""
        if not self.treated(formula_id):
            return "Not verified yet"
        checks = sorted(self.checks(formula_id), key=_rank)
        by_kind = groupby(checks, _kind)
        said = "; ".join(_summary(kind, [*same]) for kind, same in by_kind)
        return f"{said[:1].upper()}{said[1:]}"


def said_of(checks: Iterable[Check]) -> Iterator[str]:
    """What checks have shown, in a line for all types of numbers together."""

    def shown(check: Check) -> tuple[str, ...]:
        alike = check.oracle, check.library, check.unit, check.all_of, check.because
        return check.kind, *alike

    for _, same in groupby(sorted(checks, key=shown), key=shown):
        yield _said([*same])


def counted(checks: Iterable[Check]) -> int:
    """How many cases there are, of checks of one kind."""
    return sum(check.cases for check in checks)


def by_library(checks: Iterable[Check]) -> str:
    """The libraries, each with the number of cases that were compared with it."""
    libraries = groupby(sorted(checks, key=_library), _library)
    return listed(f"{name} ({counted(same):,} cases)" for name, same in libraries)


def listed(parts: Iterable[str]) -> str:
    *most, last = dict.fromkeys(parts)
    return f"{', '.join(most)} and {last}" if most else last


def _said(same: list[Check]) -> str:
    """What checks have shown that differ in their type of numbers only."""
    first, error = same[0], _error(same)
    each = sorted(same, key=lambda check: check.dtype)
    counts = listed(f"{check.cases:,} {check.dtype}" for check in each)
    drawn = f"all of {first.all_of}" if first.all_of else "generated"
    cases = f"{counts} cases, {drawn} ({first.library})"
    said = {
        "oracle": f"agrees with {first.oracle} in {cases}, {error}",
        "identity": f"both sides computed in {cases}, {error}",
        "statement": f"holds in {cases}",
        "proof": f"proved for {first.all_of} ({first.library})",
        "definition": "a definition",
        "printed": f"{first.printed}, on {first.cases} random draws",
    }[first.kind]
    return f"{said}; {first.because}" if first.because else said


def _summary(kind: Kind, checks: list[Check]) -> str:
    match kind:
        case "oracle":
            return f"agrees with {by_library(checks)}, {_error(checks)}"
        case "identity":
            cases = f"{counted(checks):,} cases"
            return f"both sides computed in {cases}, {_error(checks)}"
        case "statement":
            return f"tested in {counted(checks):,} cases"
        case "proof":
            sizes = listed(check.all_of for check in checks)
            return f"proved in {checks[0].library} for {sizes}"
        case "definition":
            return "a definition"
    return checks[0].printed


def _error(checks: list[Check]) -> str:
    """The worst errors of checks, each in its own unit."""
    worst: dict[str, float] = {}
    for check in sorted(checks, key=lambda check: check.unit):
        worst[check.unit] = max(check.worst_ulp, worst.get(check.unit, 0.0))
    said = [
        f"{ulp:.2g} ulp{f' of {unit}' if unit else ''}"
        for unit, ulp in worst.items()
        if ulp
    ]
    return f"worst error {listed(said)}" if said else "exactly"


def _kind(check: Check) -> Kind:
    return check.kind


def _rank(check: Check) -> int:
    """What was compared with an oracle comes first."""
    return get_args(Kind).index(check.kind)


def _library(check: Check) -> str:
    return check.library


def _entries(data: Any) -> dict[str, Entry]:
    """The entries of a ledger's file, if they are those that were written."""
    if not isinstance(data, dict) or data.keys() != {"digest", "formulas"}:
        raise ValueError("it is of another version")
    if data["digest"] != _digest(data["formulas"]):
        raise ValueError("it was changed after it was written")
    try:
        return {
            name: Entry(
                entry["fingerprint"], tuple(Check(**each) for each in entry["checks"])
            )
            for name, entry in data["formulas"].items()
        }
    except (TypeError, KeyError):
        raise ValueError("it is of another version") from None


def _digest(formulas: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(formulas, sort_keys=True).encode()).hexdigest()
