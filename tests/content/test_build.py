"""The build as a whole."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formulary.ledger import Check, Ledger, fingerprint
from formulary.records import Records
from formulary.snippets import Snippets
from tests.pages import ROOT

SOURCES = (
    "docs",
    "figures",
    "formulary",
    "search",
    "snippets",
    "tests",
    "theme",
    "vendor",
    "mkdocs.yml",
)


@pytest.fixture
def build(tmp_path):
    """Builds the site from a copy, whose formulas all count as verified."""
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)

    records = Records(tmp_path / "docs", Snippets(tmp_path / "snippets"))
    ledger = Ledger({})
    for formula in records.formulas.values():
        ledger.record(formula, fingerprint(formula, records), [Check("definition")])
    ledger.write(tmp_path / "build" / "ledger.json")

    def run(site, seed):
        env = os.environ | {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "0"}
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--site-dir",
            site,
        ]
        done = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return {
            p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()
        }

    return run


def test_two_builds_are_identical_to_the_byte(build, tmp_path):
    one, two = (
        build(tmp_path / name, seed) for name, seed in (("one", "1"), ("two", "2"))
    )
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []


def test_vendored_files_are_as_they_were_released():
    listed = list(ROOT.glob("vendor/*/SHA256SUMS"))
    assert listed
    for sums in listed:
        for line in sums.read_text(encoding="utf-8").splitlines():
            wanted, name = line.split()
            found = hashlib.sha256((sums.parent / name).read_bytes()).hexdigest()
            assert found == wanted, name


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
