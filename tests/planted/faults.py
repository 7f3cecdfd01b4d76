"""Is each planted fault refused, with its file and line? The faults are in `faults.yml`.

    python -m tests.planted.faults [part of a kind or of a file's path]

A fault is one edit. It is made in a copy of the project, on which those checks are run that
could see it, the quickest first, until one fails and names the file and the line. What they
all said is in `build/faults`, under the line that the fault has in the list.
"""

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path, PurePosixPath

from pydantic import Field

from formulary.errors import SourceError, SourceErrors
from formulary.yaml_source import Strict, YamlSource
from tests.planted.copies import PYTEST, ROOT, in_copies

LIST = Path(__file__).with_suffix(".yml")
KEPT = ROOT / "build" / "faults"
LEDGER = "build/ledger.json"
TIMEOUT = 600
CHECK = """
from pathlib import Path
from formulary.check import check
from formulary.errors import SourceErrors
from formulary.sources import Sources
try:
    wrong = check(Sources.load(Path.cwd()))
except SourceErrors as unreadable:
    wrong = unreadable.errors
raise SystemExit("\\n".join(map(str, wrong)))
"""
"""What a build says of the sources first; whether they are verified is not asked here."""


class Outcome(StrEnum):
    REFUSED = "refused"
    NOWHERE = "refused without file and line"
    PASSED = "NOT REFUSED"


class Edit(Strict):
    """What a fault puts in the place of what in a file."""

    file: str
    old: str = Field(min_length=1)
    new: str
    what: str = ""
    """What is wrong, where the edit does not say it."""

    at: str = ""
    """Where a refusal points if not at the edit: a path, or `path:text of the line`."""

    lanes: tuple[str, ...] = ()
    """What is run if not what the path tells; see `command`."""


class Fault(Strict):
    """An edit, what kind of fault it makes, and its line in the list."""

    kind: str
    line: int
    edit: Edit

    @property
    def lanes(self) -> list[str]:
        own = list(self.edit.lanes) or lanes_of(PurePosixPath(self.edit.file))
        return own if self.edit.file == LEDGER else ["sources", *own]


def faults_in(path: Path, root: Path = ROOT) -> list[Fault]:
    """The faults of a list, each of which can be planted."""
    source = YamlSource(path, path.read_text(encoding="utf-8"))
    kinds = source.valid(dict[str, list[Edit]], source.data) or {}
    faults = []
    for kind, edits in kinds.items():
        for n, edit in enumerate(edits):
            faults.append(Fault(kind=kind, line=source.line(kind, n), edit=edit))
            if not (root / edit.file).is_file():
                source.wrong(source.line(kind, n, "file"), f"there is no {edit.file}")
                continue
            count = (root / edit.file).read_text(encoding="utf-8").count(edit.old)
            if count != 1:
                said = f"{edit.file} has this {count} times, not once"
                source.wrong(source.line(kind, n, "old"), said)
    if source.errors:
        raise SourceErrors(source.errors)
    return faults


def lanes_of(path: PurePosixPath) -> list[str]:
    """The checks that could see a fault in a file, the quickest first."""
    lint = [f"lint {path}"] * (path.suffix == ".py")
    match path.parts:
        case "docs", "formulas", area, _ if area != path.name:
            page = path.relative_to("docs")
            return [f"topic {area}/{path.stem}", f"build {page}"]
        case "docs", *_:
            page = path.relative_to("docs")
            return [f"page {page.with_suffix('')}", f"build {page}", *lint]
        case "snippets" | "figures" | "vocabulary", area, name if is_topic(area, name):
            return [f"topic {topic_of(area, name)}", *lint]
        case "tests", "snippets", area, name if is_topic(area, name):
            return [f"topic {topic_of(area, name)}", *lint]
        case "tests", "snippets", _:
            return [f"tests {path}", *lint]
        case "tests", name if path.suffix == ".py":
            return ["tests tests/test_verify.py", "tests tests/snippets", *lint]
        case "search" | "vocabulary", *_:
            return ["tests tests/search"]
        case "data", *_:
            return ["page", "build index.md"]
        case "build", "ledger.json":
            return ["ledger"]
        case _:
            return ["tests tests/machinery", "page", "build index.md", *lint]


def topic_of(area: str, name: str) -> str:
    """The topic that a file in the tree of an area belongs to."""
    stem = PurePosixPath(name).stem.removeprefix("test_")
    return f"{area}/{stem}".replace("_", "-")


def is_topic(area: str, name: str) -> bool:
    return (ROOT / "docs" / "formulas" / f"{topic_of(area, name)}.md").exists()


def command(lane: str) -> tuple[list[str], dict[str, str]]:
    """What a lane runs, and in which environment."""
    name, _, about = lane.partition(" ")
    python = [sys.executable, "-m"]
    match name:
        case "sources":
            return [sys.executable, "-c", CHECK], {}
        case "ledger":
            return [*python, "formulary.verification"], {}
        case "lint":
            return [*python, "ruff", "check", "--quiet", "--no-cache", about], {}
        case "topic":
            return [*PYTEST, "--tb=short", f"--topic={about}"], {}
        case "page":  # the tests of one page, and those that speak of all of them
            guide = about.partition("/")[0]
            mine = f"{about} or [{guide}] or not [" if about else "not ["
            return [*PYTEST, "--tb=short", "tests/content", f"-k{mine}"], {}
        case "tests":
            return [*PYTEST, "--tb=short", *about.split()], {}
        case "build":  # one page, or without its name the whole site
            site = ["mkdocs", "build", "--quiet", "--strict", "--site-dir=build/site"]
            env = {"NO_MKDOCS_2_WARNING": "1", "KEEP_OUTPUTS": "true"}
            return [*python, *site], env | ({"ONLY": about} if about else {})
    raise ValueError(f"there is no lane {name!r}")


def judged(fault: Fault, copy: Path) -> tuple[Fault, Outcome, str]:
    """What becomes of a fault, and in which lane.

    Lanes are not run without the fault: only what names its line counts as a refusal.
    """
    path = copy / fault.edit.file
    if fault.edit.file == LEDGER:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((ROOT / LEDGER).read_bytes())
    was = path.read_bytes()
    text = was.decode().replace(fault.edit.old, fault.edit.new)
    path.write_bytes(text.encode())
    outcome, where, log = Outcome.PASSED, "", KEPT / f"{fault.line}.log"
    log.write_text("")
    try:
        for lane in fault.lanes:
            failed, said = run(lane, copy)
            with log.open("a", encoding="utf-8") as kept:
                kept.write(f"==== {lane}: {'failed' if failed else 'passed'}\n{said}\n")
            if failed and named(said, fault.edit, text):
                return fault, Outcome.REFUSED, lane
            if failed:
                outcome, where = Outcome.NOWHERE, where or lane
    finally:
        path.write_bytes(was)
    return fault, outcome, where


def run(lane: str, copy: Path) -> tuple[bool, str]:
    """Whether a lane fails, and what it says."""
    argv, env = command(lane)
    # two edits of one second and of one size would share their compiled file
    env |= os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "400"}
    try:
        done = subprocess.run(
            argv, cwd=copy, env=env, capture_output=True, text=True, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired:
        return True, f"no answer within {TIMEOUT} s"
    return done.returncode != 0, done.stdout + done.stderr


def named(said: str, edit: Edit, text: str) -> bool:
    """Whether a message names the place of an edit, in a file that is now `text`."""
    path, _, wanted = (edit.at or edit.file).partition(":")
    if edit.at and not wanted:
        return path in said
    if wanted:
        other = text if path == edit.file else (ROOT / path).read_text("utf-8")
        lines = range(line := line_at(other, other.index(wanted)), line + 1)
    else:
        lines = lines_of(edit, text)
    here = rf'(?<![\w-]){re.escape(path)}(?::|", line )(\d+)'
    return any(int(number) in lines for number in re.findall(here, said))


def lines_of(edit: Edit, text: str) -> range:
    """The lines that an edit has changed; of Python, those of the whole statement."""
    same = os.path.commonprefix([edit.old, edit.new])
    old, new = edit.old[len(same) :], edit.new[len(same) :]
    tail = len(os.path.commonprefix([old[::-1], new[::-1]]))
    start = text.index(edit.new) + len(same)
    first, last = (
        line_at(text, start),
        line_at(text, start + max(len(new) - tail - 1, 0)),
    )
    if edit.file.endswith(".py"):
        return statement_around(first, last, text)
    return range(first, last + 1)


def line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def statement_around(first: int, last: int, code: str) -> range:
    """From where to where the innermost statement reaches that is no block of others."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:
        nodes = []
    around = [
        range(node.lineno, node.end_lineno + 1)
        for node in nodes
        if isinstance(node, ast.stmt) and not hasattr(node, "body")
        if node.lineno <= first and last <= node.end_lineno
    ]
    return min(around, key=len, default=range(first, last + 1))


def main(wanted: str = "") -> int:
    """Plant each fault, and count by kind what became of them; 0 if all are refused."""
    try:
        faults = faults_in(LIST)
    except SourceErrors as errors:
        print(errors)  # noqa: T201
        return 1
    faults = [f for f in faults if wanted in f.kind or wanted in f.edit.file]
    found: dict[str, Counter] = {}
    for fault, outcome, lane in in_copies(judged, faults, KEPT):
        found.setdefault(fault.kind, Counter())[outcome] += 1
        where = SourceError(LIST, fault.line, outcome)
        said = fault.edit.what or fault.edit.new.strip().partition("\n")[0]
        print(f"{where} ({lane or 'by all'}): {fault.edit.file}: {said}", flush=True)  # noqa: T201
    for kind, counts in [*found.items(), ("all", sum(found.values(), Counter()))]:
        print(kind, *(f"{counts[outcome]} {outcome}" for outcome in Outcome), sep=", ")  # noqa: T201
    return int(any(counts[Outcome.REFUSED] < counts.total() for counts in found.values()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
