"""The commands of the project: `python3 -m nox --list` names them."""

import os
import shutil
import subprocess
from pathlib import Path

import nox

nox.options.sessions = ["lint", "tests", "build", "browser", "torch"]
nox.options.reuse_venv = "yes"

LEDGER = "build/ledger.json"
SITE = Path("site")
LOCKS = {"site": [], "tests": ["site"], "browser": ["tests"], "lint": []}
"""The requirement files, and those whose versions each must share."""


def install(session: nox.Session, lock: str):
    session.install("--require-hashes", "-r", f"requirements/{lock}.txt")


def pytest(session: nox.Session, *args: str):
    session.run("python", "-m", "pytest", *args, *session.posargs)


@nox.session
def lint(session):
    """Check the style of the code and the spelling of the text."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")


@nox.session
def tests(session):
    """Run every check that needs no browser, and write the ledger."""
    install(session, "tests")
    ignored = ("--ignore=tests/browser", "--ignore=tests/search")
    pytest(session, "-n2", "--cov", f"--ledger={LEDGER}", *ignored)


@nox.session(default=False)
def verify(session):
    """Hold every function to its oracles, and write the ledger."""
    install(session, "tests")
    pytest(session, "-n2", f"--ledger={LEDGER}", "tests/snippets")


@nox.session
def build(session):
    """Build the site into `site/`, whole or not at all."""
    install(session, "tests")
    verify_what_is_stale(session)
    fresh = Path(session.create_tmp()) / "site"
    mkdocs(session, "build", f"--site-dir={fresh}")
    shutil.rmtree(SITE, ignore_errors=True)
    shutil.move(fresh, SITE)
    session.log(f"the site is in {SITE.resolve()}")


@nox.session(default=False)
def serve(session):
    """Verify and build the site, and serve it on localhost."""
    install(session, "tests")
    verify_what_is_stale(session)
    mkdocs(session, "serve", *session.posargs)


@nox.session
def browser(session):
    """Check the built site and its search in Chromium; needs `site/`, from `build`."""
    install(session, "browser")
    os.environ["CHROMIUM"] = chromium(session)
    for folder in ("tests/browser", "tests/search"):
        pytest(session, "-n2", f"--confcutdir={folder}", folder)


@nox.session
def torch(session):
    """Check the PyTorch calls of the records and of the Quick reference.

    PyTorch is pinned by its version alone: its builds differ in what they depend on.
    """
    install(session, "tests")
    session.install("torch==2.13.0")
    pages = "tests/site/test_quick_reference.py"
    pytest(session, "-m", "torch", "tests/snippets", pages)


@nox.session(default=False)
def bench(session):
    """Measure the functions beside SciPy's, and what a visit to the site costs."""
    install(session, "tests")
    session.run("python", "benchmarks/speed.py", env={"PYTHONPATH": "."})
    install(session, "browser")
    for name in ("visit", "search"):
        env = {"CHROMIUM": chromium(session), "PYTHONPATH": "."}
        session.run("python", f"benchmarks/{name}.py", env=env)


@nox.session(default=False)
def accept(session):
    """Accept what the examples print now, and show what has changed."""
    install(session, "tests")
    pytest(session, "-q", "--snapshot-update", "tests/site/test_examples.py")
    session.run(
        "git", "diff", "--stat", "-p", "tests/site/__snapshots__", external=True
    )


@nox.session(default=False)
def lock(session):
    """Write the requirement files anew, from the newest releases."""
    install(session, "lint")
    options = (
        "--universal --python-version=3.11 --generate-hashes --upgrade --quiet "
        "--no-header --no-annotate"
    )
    for name, shared in LOCKS.items():
        constraints = [f"--constraints=requirements/{other}.txt" for other in shared]
        files = [f"requirements/{name}.in", f"--output-file=requirements/{name}.txt"]
        session.run("uv", "pip", "compile", *options.split(), *constraints, *files)


def verify_what_is_stale(session: nox.Session):
    stale = session.run(
        "python", "-m", "formulary.ledger", LEDGER, success_codes=[0, 1], silent=True
    )
    if stale:
        session.log(stale)
        pytest(session, "-n2", f"--ledger={LEDGER}", "tests/snippets")


def mkdocs(session: nox.Session, command: str, *args: str):
    """Run MkDocs so that the same commit gives the same bytes."""
    commit = ["git", "log", "-1", "--format=%ct"]
    date = subprocess.run(commit, capture_output=True, text=True, check=False).stdout  # noqa: S603
    env = {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": date.strip() or "0",
    }
    session.run("python", "-m", "mkdocs", command, "--strict", *args, env=env)


def chromium(session: nox.Session) -> str:
    """Find Chromium, or install it where that can be done."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    for name in (os.environ.get("CHROMIUM"), *names):
        if name and (found := shutil.which(name)):
            return found
    ask = "from playwright.sync_api import sync_playwright as play\n"
    ask += "with play() as p: print(p.chromium.executable_path)"
    found = session.run("python", "-c", ask, silent=True).strip()
    if Path(found).exists():
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        session.run("apt-get", "update", "-qq", external=True)
        session.run("apt-get", "install", "-qq", "-y", "chromium", external=True)
        return shutil.which("chromium")
    session.error("there is no Chromium: install one, or name it in CHROMIUM")
    return ""
