"""What is kept while the site is served: never for longer than it is true."""

import json
import os
import re

import pytest
from mkdocs.exceptions import MkDocsException

PAGE = "docs/formulas/arithmetic/doubling.md"
CODE = "snippets/arithmetic/doubling.py"
BUILT = "formulas/arithmetic/doubling.html"


@pytest.fixture
def served(project):
    """A project that has been served once, as long ago as its sources are old."""
    site = project.serve()
    for path in site.rglob("*.html"):
        os.utime(path, (1e9 + 1, 1e9 + 1))
    for path in project.root.glob("docs/**/*"):
        os.utime(path, (1e9, 1e9))
    return project


def poison(project):
    """Write into every kept output what no example has printed."""
    kept = [p for p in project.root.glob("build/outputs/*.json") if p.stem != "pages"]
    assert kept
    for path in kept:
        path.write_text(
            json.dumps(dict.fromkeys(json.loads(path.read_text()), "poison"))
        )


def touched(project, name):
    """Make a source newer than what was rendered from it."""
    os.utime(project.path(name), (2e9, 2e9))


def test_outputs_are_kept_while_nothing_that_they_rest_on_changes(served):
    poison(served)
    served.replace(PAGE, "gives", "always gives")
    page = (served.serve() / BUILT).read_text()
    assert "always gives" in page
    assert "poison" in page


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (PAGE, "print(double(2))", "print(double(3))"),
        (PAGE, "#!calc double(2)", "#!calc double(5)"),
        (PAGE, 'exec="on"', 'exec="on" source="none"'),
        (CODE, "return 2 * x", "return x + x"),
        ("requirements/checks.txt", "numpy==1", "numpy==2"),
    ],
)
def test_a_stale_output_does_not_survive(project, name, old, new):
    project.write("requirements/checks.txt", "numpy==1")
    project.serve()
    poison(project)
    project.replace(name, old, new)
    touched(project, PAGE)
    page = (project.serve() / BUILT).read_text()
    assert "poison" not in page
    assert ">Twice two is" in page


def test_what_is_published_is_executed_whatever_is_kept(served):
    poison(served)
    page = (served.build() / BUILT).read_text()
    assert "poison" not in page
    assert "Twice two is 4" in page


def test_an_output_of_a_page_with_an_error_is_not_kept(project):
    project.replace(PAGE, "`#!calc double(2)`", "`#!calc triple(2)`")
    with pytest.raises(MkDocsException):
        project.serve()
    kept = [p for p in project.root.glob("build/outputs/*.json") if p.stem != "pages"]
    texts = [path.read_text() for path in kept]
    assert not any("double" in text for text in texts)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (PAGE, "Doubling $x$", "Twice $x$"),
        (PAGE, "title: Half", "title: One half"),
        (CODE, "Return 2x", "Return twice x"),
        ("data/references.yml", "Elements", "The Elements"),
    ],
)
def test_only_what_rests_on_a_change_is_rendered_again(served, name, old, new):
    site = served.root / "served"
    before = {path: path.stat().st_mtime for path in site.rglob("*.html")}
    served.replace(name, old, new)
    os.utime(served.path(name), (1e9, 1e9))  # the time alone must not decide
    served.serve()
    after = {path for path in before if path.stat().st_mtime != before[path]}
    assert site / BUILT in after
    if name == CODE:
        assert site / "verification.html" not in after


def test_a_page_is_rendered_again_where_a_figure_of_its_has_changed(project):
    figure = "figures/linear_algebra/vector_norms.py"
    project.write(figure, "# one\n")
    shown = "/// figure | linear_algebra.vector_norms.unit_balls\n    alt: Balls\n///\n"
    project.write(PAGE, f"{project.path(PAGE).read_text()}\n{shown}")
    page = project.serve() / BUILT
    os.utime(page, (2e9, 2e9))
    project.replace(figure, "one", "two")
    project.serve()
    assert page.stat().st_mtime != 2e9


def test_what_was_not_verified_is_no_obstacle_while_one_writes(served, caplog):
    served.replace(CODE, "2 * x", "x + x")
    with caplog.at_level("INFO", "mkdocs"):
        page = (served.serve() / BUILT).read_text()
    assert "return x + x" in re.sub("<[^>]*>", "", page)
    assert "formula double has changed since it was verified" in caplog.text


def test_a_formula_that_was_never_verified_says_so_while_one_writes(project):
    project.path("build/ledger.json").unlink()
    assert "Not verified yet" in (project.serve() / BUILT).read_text()
