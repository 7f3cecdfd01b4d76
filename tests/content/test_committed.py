"""What is committed: vendored files as released, dependencies locked and declared."""

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from formulary.errors import SourceError
from tests.pages import ROOT


def test_vendored_files_are_as_they_were_released():
    listed = list(ROOT.glob("vendor/*/SHA256SUMS"))
    assert listed
    for sums in listed:
        for line in sums.read_text(encoding="utf-8").splitlines():
            wanted, name = line.split()
            found = hashlib.sha256((sums.parent / name).read_bytes()).hexdigest()
            assert found == wanted, name


PINNED = re.compile(r"[\w.-]+(?:\[[\w,-]+\])?==[^\s;]+(?: ; [^\\]+)? \\$")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def unpinned(text: str):
    """The lines of a requirement file that ask for more than one version, or file."""
    lines = text.splitlines()
    for number, (line, after) in enumerate(
        zip(lines, [*lines[1:], ""], strict=True), 1
    ):
        pinned = PINNED.match(line) and HASH.match(after)
        if not pinned and not HASH.match(line) and not line.startswith("#"):
            yield number


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("requirements/*.txt")), ids=lambda p: p.stem
)
def test_requirements_are_pinned_by_version_and_hash(path):
    found = [
        str(SourceError(path, n, "a requirement has one version, and hashes"))
        for n in unpinned(path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("numpy>=2.0 \\\n    --hash=sha256:" + 64 * "0", 1),
        ("numpy==2.0", 1),
        ("numpy==2.0 \\\nscipy==1.0 \\\n    --hash=sha256:" + 64 * "0", 1),
        (
            "numpy==2.0 \\\n    --hash=sha256:"
            + 64 * "0"
            + "\n--index-url=https://example.org",
            3,
        ),
    ],
)
def test_a_requirement_without_version_or_hash_is_refused(text, line):
    assert list(unpinned(text)) == [line]


def test_no_committed_file_names_a_package_host():
    hosts = (
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "npmjs" + ".com",
    )
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True
    )
    for name in listed.stdout.split():
        path = Path(ROOT / name)
        if path.suffix in {
            ".txt",
            ".in",
            ".toml",
            ".py",
            ".yml",
            ".md",
            ".cfg",
            ".json",
        }:
            text = path.read_text(encoding="utf-8")
            assert not any(host in text for host in hosts), name


def test_what_the_machinery_imports_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.match(r"[\w-]+", each)[0] for each in project["dependencies"]}
    distributions = packages_distributions()
    for path in [*ROOT.glob("formulary/**/*.py"), *ROOT.glob("snippets/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module]
            for name in {name.partition(".")[0] for name in names}:
                own = name in sys.stdlib_module_names or (ROOT / name).is_dir()
                found = {
                    d.lower().replace("_", "-") for d in distributions.get(name, [])
                }
                assert own or found & declared, f"{path}: {name} is not declared"
