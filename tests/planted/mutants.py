"""Do the tests notice when a snippet is wrong? Mutants made and run by Cosmic Ray.

    python -m tests.planted.mutants [300 | all]

Each module's mutants are kept in `build/mutants`, with what became of them, under the hash
of the module and its tests: a run goes on where the last one ended.
"""

import ast
import hashlib
import json
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, WorkItem, WorkResult

from tests.planted.copies import PYTEST, ROOT, in_copies

KEPT = ROOT / "build" / "mutants"
EQUIVALENT = Path(__file__).with_name("equivalent.yml")
QUICKEST = ("tests/snippets/test_calls.py", "tests/snippets/test_every_function.py")
"""Tests that notice most mutants after a second or two, and so run before the others."""

SAMPLE = 300
WANTED = 0.97
TIMEOUT = 300.0


@dataclass(frozen=True)
class Module:
    """A module of snippets, by its path in the project, and the tests that hold it."""

    path: Path

    @property
    def tests(self) -> list[str]:
        """What pytest runs: a topic's share of the tests, or those of all functions."""
        area, topic = self.path.parent.name, self.path.stem
        name = f"{area}/{topic}".replace("_", "-")
        if (ROOT / "docs" / "formulas" / f"{name}.md").exists():
            own = f"tests/snippets/{area}/test_{topic}.py"
            return [f"--topic={name}", *QUICKEST, own]
        return [f"tests/snippets/test_{topic}.py", *QUICKEST, "tests/snippets"]

    @cached_property
    def session(self) -> Path:
        """Where its mutants are kept, even if a test is edited meanwhile."""
        tests = [path.read_bytes() for path in sorted((ROOT / "tests").glob("*.py"))]
        tests += [
            p.read_bytes() for p in sorted((ROOT / "tests/snippets").rglob("*.py"))
        ]
        parts = [(ROOT / self.path).read_bytes(), *tests]
        key = hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
        return KEPT / f"{self.path.parent.name}.{self.path.stem}-{key}.sqlite"

    def mutants(self) -> list[MutationSpec]:
        """All that Cosmic Ray can make of it, but for what changes no result."""
        tree = get_ast_from_path(ROOT / self.path)
        code = (ROOT / self.path).read_text(encoding="utf-8")
        spared = list(without_result(code))
        found = []
        for name in operator_names():
            if get_operator(name).arguments():
                continue
            operator = get_operator(name)()
            places = [
                p for node in ast_nodes(tree) for p in operator.mutation_positions(node)
            ]
            for occurrence, (start, end) in enumerate(places):
                if any(low <= start < high for low, high in spared):
                    continue
                if mutate_code(code, operator, occurrence) != code:
                    found.append(MutationSpec(self.path, name, occurrence, start, end))
        return found


def without_result(code: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where types are named, or is said whether an array is copied anyway."""
    for node in ast.walk(ast.parse(code)):
        named = [getattr(node, field, None) for field in ("annotation", "returns")]
        if isinstance(node, ast.keyword) and node.arg == "copy":
            named.append(node.value)
        for part in filter(None, named):
            yield (part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset)


def sampled(mutants: list[MutationSpec], wanted: int) -> list[MutationSpec]:
    """So many mutants, of each kind in turn; a larger sample holds a smaller one."""
    kinds = defaultdict(list)
    for mutant in mutants:
        kinds[mutant.operator_name.partition("_")[0]].append(mutant)
    for kind in kinds.values():
        random.Random(0).shuffle(kind)  # noqa: S311 - not for secrets
    in_turn = sorted(
        (n, name, mutant)
        for name, kind in kinds.items()
        for n, mutant in enumerate(kind)
    )
    return [mutant for _, _, mutant in in_turn[:wanted]]


def prepared(module: Module, mutants: list[MutationSpec]) -> None:
    """Put those mutants into the module's session that are not in it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with use_db(module.session) as kept:
        there = {item.job_id for item in kept.work_items}
        named = {f"{m.operator_name}:{m.occurrence}": m for m in mutants}
        new = [WorkItem.single(job, m) for job, m in named.items() if job not in there]
        kept.add_work_items(new)


def run(module: Module, copy: Path) -> Module:
    """Run a module's tests in a copy: on it as it is, and on each mutant not yet run."""
    if not left(module):
        return module
    test = [*PYTEST, "-x", *module.tests]
    config = module.session.with_suffix(".toml")
    subprocess.run(test, cwd=copy, check=True, capture_output=True)
    command = json.dumps(" ".join(test))
    path = json.dumps(module.path.as_posix())
    config.write_text(
        f"[cosmic-ray]\nmodule-path = {path}\ntimeout = {TIMEOUT}\n"
        f'test-command = {command}\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    tool = [sys.executable, "-m", "cosmic_ray.cli", "exec", str(config)]
    subprocess.run([*tool, str(module.session)], cwd=copy, check=True)
    return module


def left(module: Module) -> bool:
    """Whether there are mutants that were not run yet."""
    with use_db(module.session, WorkDB.Mode.open) as kept:
        return any(kept.pending_work_items)


def results(module: Module) -> list[WorkResult]:
    with use_db(module.session, WorkDB.Mode.open) as kept:
        return [result for _, result in kept.completed_work_items]


def outcome_of(module: Module) -> str:
    found = results(module)
    return f"{sum(r.is_killed for r in found)} of {len(found)} killed"


def change(result: WorkResult) -> tuple[str, str]:
    """What a mutant's line was, and what it became."""
    lines = (result.diff or "").splitlines()
    was, now = (
        " ".join(
            line[1:].strip()
            for line in lines
            if line[:1] == sign and line[:3] != 3 * sign
        )
        for sign in "-+"
    )
    return was, now


def main(wanted: str = str(SAMPLE)) -> int:
    """How many mutants were killed; 0 if it is enough of those that are not equivalent."""
    paths = sorted(path.relative_to(ROOT) for path in (ROOT / "snippets").rglob("*.py"))
    made = {Module(path): Module(path).mutants() for path in paths}
    made = {module: mutants for module, mutants in made.items() if mutants}
    each = len(paths) * 10**6 if wanted == "all" else -(-int(wanted) // len(made))
    for module, mutants in made.items():
        prepared(module, sampled(mutants, each))
    for module in in_copies(run, made, KEPT):
        print(f"{module.path}: {outcome_of(module)}", flush=True)  # noqa: T201

    known = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or []
    equivalent = {(e["module"], e["was"], e["now"]) for e in known}
    found = [(m.path.as_posix(), result) for m in made for result in results(m)]
    alive = [(path, *change(r)) for path, r in found if not r.is_killed]
    gaps = [each for each in alive if each not in equivalent]
    for path, was, now in gaps:
        print(f"survived in {path}\n  - {was}\n  + {now}")  # noqa: T201
    judged = len(found) - len(alive) + len(gaps)
    score = (judged - len(gaps)) / judged
    total = sum(map(len, made.values()))
    print(  # noqa: T201
        f"{total} mutants can be made, {len(found)} were run: {len(found) - len(alive)} "
        f"killed, {len(alive) - len(gaps)} equivalent, {len(gaps)} survived: {score:.1%}"
    )
    return int(score < WANTED)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
