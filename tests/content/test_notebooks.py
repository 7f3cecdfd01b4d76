"""The notebooks: what readers download runs by itself, and asserts what it claims."""

import ast
import json
import subprocess
import sys
import time

import pytest

from formulary.notebooks import Notebook
from tests.pages import SOURCES

NOTEBOOKS = [
    pytest.param(notebook, id=path.stem) for path, notebook in SOURCES.notebooks.items()
]
PROGRAM = """
import sys, warnings
class No:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("snippets", "formulary"):
            raise ImportError(f"{name} is not on a reader's machine", name=name)
sys.meta_path.insert(0, No())
import matplotlib
matplotlib.use("svg")
exec(compile(sys.stdin.read(), "notebook", "exec"), {"__name__": "__main__"})
"""


URL = "https://reference.example/"
MARKS = ("///", "{ #", "{:", ".md)", ".md#", ".py)")


def cells(notebook: Notebook, kind: str) -> list[str]:
    """The cells of the notebook as it is downloaded."""
    found = json.loads(notebook.download(SOURCES.snippets, SOURCES.formulas, URL))[
        "cells"
    ]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_download_runs_by_itself(notebook, tmp_path, record_property):
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROGRAM],
        input="\n\n".join(cells(notebook, "code")),
        capture_output=True,
        cwd=tmp_path,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    seconds = time.perf_counter() - began
    record_property("counted", f"notebook {notebook.path.stem}: {seconds:.1f} s")


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_asserts_what_it_claims(notebook, record_property):
    nodes = list(ast.walk(ast.parse(notebook.text)))
    asserts = sum(isinstance(node, ast.Assert) for node in nodes)
    assert asserts >= 5
    record_property("counted", f"notebook {notebook.path.stem}: {asserts} assertions")


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_uses_the_site_s_snippets(notebook):
    assert "from snippets." in notebook.text


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_download_is_always_the_same(notebook):
    one, other = (
        notebook.download(SOURCES.snippets, SOURCES.formulas, URL) for _ in range(2)
    )
    assert one == other


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_the_text_of_a_download_has_no_marks_that_only_this_site_knows(notebook):
    text = "\n".join(cells(notebook, "markdown"))
    assert not [mark for mark in MARKS if mark in text]
    assert f"]({URL}formulas/linear-algebra/" in text
