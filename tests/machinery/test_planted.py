"""Planted faults: the list refuses what cannot be planted, and a refusal names a line."""

from pathlib import PurePosixPath

import pytest

from formulary.errors import SourceErrors
from tests.planted import faults
from tests.planted.faults import Edit, Outcome, faults_in, judged, lanes_of, named

SOURCE = "def double(x):\n    return (\n        2\n        * x\n    )\n"
LIST = """\
arithmetic:
  - file: double.py
    old: "{old}"
    new: "* y"
"""


@pytest.fixture
def listed(tmp_path):
    """Reads a list with one fault, which replaces `old` in a module."""

    def read(old):
        (tmp_path / "double.py").write_text(SOURCE)
        (tmp_path / "faults.yml").write_text(LIST.format(old=old))
        return faults_in(tmp_path / "faults.yml", tmp_path)

    return read


@pytest.fixture
def planting(listed, tmp_path, monkeypatch):
    """Plants a fault, and runs a lane that judges by the code of the module."""
    (fault,) = listed("* x")
    (tmp_path / "copy").mkdir()
    monkeypatch.setattr(faults, "ROOT", tmp_path)
    monkeypatch.setattr(faults, "KEPT", tmp_path)

    def plant(lane):
        def run(_, copy):
            path = copy / "double.py"
            return lane(path.read_text() if path.exists() else SOURCE)

        monkeypatch.setattr(faults, "run", run)
        _, outcome, _ = judged(fault, tmp_path / "copy", {})
        assert (tmp_path / "copy" / "double.py").read_text() == SOURCE
        return outcome

    return plant


@pytest.mark.parametrize(
    ("old", "said"),
    [("4", "3: double.py has this 0 times"), ("x", "3: double.py has this 2 times")],
)
def test_what_is_not_once_in_its_file_is_refused_with_the_list_s_line(
    listed, old, said
):
    with pytest.raises(SourceErrors, match=rf"faults\.yml:{said}, not once"):
        listed(old)


def test_a_file_that_is_not_there_is_refused_with_the_list_s_line(listed, tmp_path):
    listed("2")
    (tmp_path / "double.py").unlink()
    with pytest.raises(SourceErrors, match=r"faults\.yml:2: there is no double\.py"):
        faults_in(tmp_path / "faults.yml", tmp_path)


def test_a_lane_that_there_is_not_is_refused_with_the_list_s_line(listed, tmp_path):
    listed("2")
    with (tmp_path / "faults.yml").open("a") as opened:
        opened.write("    lanes: [sources, elsewhere]\n")
    with pytest.raises(
        SourceErrors, match=r"faults\.yml:5: there is no lane 'elsewhere'"
    ):
        faults_in(tmp_path / "faults.yml", tmp_path)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("double.py:4: wrong", Outcome.REFUSED),
        ('File "/copy/double.py", line 2, in double', Outcome.REFUSED),
        ("double.py:1: wrong", Outcome.NOWHERE),
        ("half-double.py:4: wrong", Outcome.NOWHERE),
        ("wrong", Outcome.NOWHERE),
        ("", Outcome.PASSED),
    ],
)
def test_refused_is_what_a_failing_lane_names(planting, said, outcome):
    assert planting(lambda code: (bool(said) and "y" in code, said)) is outcome


def test_a_lane_that_fails_without_the_fault_refuses_nothing(planting):
    assert planting(lambda _: (True, "double.py:4: wrong")) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("at", "said", "is_named"),
    [
        ("double.py:def double", "double.py:1: wrong", True),
        ("double.py:def double", "double.py:4: wrong", False),
        ("double.py", "double.py is wrong", True),
        ("double.py", "half.py:4 is wrong", False),
    ],
)
def test_an_edit_may_say_where_its_refusal_points(at, said, is_named):
    edit = Edit(file="double.py", old="* x", new="* y", at=at)
    assert named(said, edit, SOURCE) is is_named


def test_what_is_deleted_is_named_by_the_line_that_takes_its_place():
    edit = Edit(file="page.md", old="one\ntwo\nthree", new="one\nthree")
    assert named("page.md:2: wrong", edit, "one\ntwo\nthree\nfour\n")
    assert not named("page.md:3: wrong", edit, "one\ntwo\nthree\nfour\n")


@pytest.mark.parametrize(
    ("path", "lanes"),
    [
        ("docs/formulas/tensors/arrays.md", ["topic tensors/arrays -x tests/printed tests/content", "topic tensors/arrays", "build formulas/tensors/arrays.md"]),
        ("docs/formulas/index.md", ["page formulas/index", "build formulas/index.md"]),
        ("tests/snippets/linear_algebra/test_low_rank.py", ["topic linear-algebra/low-rank -x tests/snippets", "topic linear-algebra/low-rank", "lint"]),
        ("snippets/floating.py", ["tests tests/snippets", "lint"]),
        ("tests/verify.py", ["tests tests/test_verify.py", "tests tests/snippets", "lint"]),
        ("tests/snippets/test_calls.py", ["tests tests/snippets/test_calls.py", "lint"]),
        ("vocabulary/tensors/arrays.yml", ["topic tensors/arrays -x tests/search", "topic tensors/arrays"]),
        ("figures/foundations/index.py", ["page foundations/index", "lint"]),
        ("search/engine.js", ["tests tests/search", "lint"]),
        ("build/ledger.json", ["ledger"]),
    ],
)  # fmt: skip
def test_the_path_tells_what_could_see_a_fault(path, lanes):
    path = PurePosixPath(path)
    assert lanes_of(path) == [lane.replace("lint", f"lint {path}") for lane in lanes]
