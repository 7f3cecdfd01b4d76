"""Notebooks, from a Python file to a page and a download."""

import json
import os
import socket

import pytest

from formulary.notebooks import TEMPLATES
from tests.machinery.test_refusals import refusal

NOTEBOOK = "docs/notebooks/doubling.py"
SOURCE = """\
# %% [markdown]
# # A notebook { #a-notebook }
#
# It doubles $x$.
#
# /// formula | double
# ///

# %%
from snippets.arithmetic.doubling import double

print(double(21))
double(4)

# %% alt="A line that rises from one to two"
import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import set_matplotlib_formats

set_matplotlib_formats("svg")
plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "a"})
plt.plot([1, 2]);
"""


@pytest.fixture
def notebook(project):
    project.write(NOTEBOOK, SOURCE)
    return project


def test_its_page_looks_like_every_other(notebook):
    page = (notebook.build() / "notebooks/doubling.html").read_text()
    assert "<h1" in page
    assert 'class="katex"' in page
    assert 'data-formula-id="double"' in page
    assert "42" in page
    assert "jp-" not in page
    assert len(page) < 150_000


def test_its_figures_follow_the_scheme_and_are_told_in_words(notebook):
    page = (notebook.build() / "notebooks/doubling.html").read_text()
    figure = page[page.index("<figure>") : page.index("</figure>")]
    assert "var(--figure-blue)" in figure
    assert 'aria-label="A line that rises from one to two"' in figure


def test_what_a_cell_prints_stands_in_one_block(notebook):
    slowly = "import time\n\nprint(7)\ntime.sleep(0.5)\nprint(double(21))"
    notebook.replace(NOTEBOOK, "print(double(21))", slowly)
    page = (notebook.build() / "notebooks/doubling.html").read_text()
    assert "7\n42\n" in page


def test_its_download_has_the_code_in_place_of_the_import(notebook):
    site = notebook.build()
    assert 'href="doubling.ipynb"' in (site / "notebooks/doubling.html").read_text()
    download = json.loads((site / "notebooks/doubling.ipynb").read_text())
    code = "".join(download["cells"][1]["source"])
    assert "def double(x):" in code
    assert "snippets" not in code
    assert [cell["id"] for cell in download["cells"]] == ["cell-1", "cell-2", "cell-3"]


def test_its_download_says_cards_and_links_as_any_notebook_would(notebook):
    notebook.replace(
        NOTEBOOK,
        "# It doubles $x$.",
        "# [All](../formulas/index.md), [it](../formulas/arithmetic/doubling.md#double).",
    )
    text = (notebook.build() / "notebooks/doubling.ipynb").read_text()
    first = "".join(json.loads(text)["cells"][0]["source"])
    url = "http://127.0.0.1:8000/formulas"
    assert first.startswith("# A notebook\n\n")
    assert first.endswith("\n\n$$\nf(x)=2x\n$$")
    assert (
        f"[All]({url}/index.html), [it]({url}/arithmetic/doubling.html#double)."
        in first
    )


def test_edited_snippets_are_executed_again(notebook):
    notebook.build()
    notebook.replace("snippets/arithmetic/doubling.py", "2 * x", "20 * x")
    notebook.verify()
    page = (notebook.build() / "notebooks/doubling.html").read_text()
    assert "420" in page


@pytest.mark.parametrize("through_files", [True, False])
def test_kernels_talk_through_files_where_a_socket_can_be_one(
    project, monkeypatch, through_files
):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    if not through_files:
        monkeypatch.delattr(socket, "AF_UNIX")
    project.build()
    configured = os.environ["JUPYTER_CONFIG_PATH"]
    assert configured == (str(TEMPLATES) if through_files else "")


@pytest.mark.parametrize(
    ("old", "new", "needle", "message"),
    [
        ("double(4)", "double()", "# %%\nfrom", "cell 2 fails: TypeError"),
        (
            ' alt="A line that rises from one to two"',
            "",
            "# %%\nimport",
            "cell 3 draws",
        ),
        ("It doubles", "It is 3.14 times", "3.14", "typed by hand"),
        ("| double", "| triple", "| triple", "there is no formula 'triple'"),
    ],
)
def test_what_is_wrong_names_file_and_line(notebook, caplog, old, new, needle, message):
    notebook.replace(NOTEBOOK, old, new)
    line = notebook.line(NOTEBOOK, needle)
    said = refusal(notebook, caplog)
    assert f"{NOTEBOOK}:{line}: " in said
    assert message in said
