"""`nox -s new` makes all files of a topic, or none."""

from pathlib import Path

import pytest
import yaml

from formulary import new_topic
from formulary.check import check
from formulary.errors import SourceErrors

AREAS = """\
arithmetic:
  - doubling
calculus: []
losses: []
statistics: []
"""
ENTRY = """\
- id: {id}
  title: "{title}: of a function"
  latex: {latex}
  sources:
    - deep-dive/A.1
  oracles:
    - sympy.diff
    - complex step
  found_by:
    - {title}s
    - "{id}: a question"

"""
SLOPE = ENTRY.format(id="slope", title="Slope", latex="f'(x)=2x  # as it was typed")
SECANT = ENTRY.format(id="the-secant", title="Secant", latex=r"[f(x)=1, 'x\ne0']")
TANGENT = ENTRY.format(id="tangent", title="Tangent", latex="f(x)=x")
ADDRESSES = "formulas/arithmetic/doubling.html\nformulas/arithmetic/doubling.html#double\nindex.html\n"
PAGE = "docs/formulas/calculus/slope-of-lines.md"
NEW = ("calculus/slope-of-lines", "slope", "the-secant")
MADE = [
    "docs/formulas/calculus.md",
    PAGE,
    "snippets/calculus/slope_of_lines.py",
    "tests/snippets/calculus/test_slope_of_lines.py",
    "vocabulary/calculus/slope-of-lines.yml",
]


@pytest.fixture
def topics(project):
    """A project in which formulas are planned."""
    project.write("data/areas.yml", AREAS)
    project.write("data/planned/calculus.yml", SLOPE + TANGENT + SECANT)
    project.write(
        "data/planned/losses.yml",
        ENTRY.format(id="hinge", title="Hinge", latex="f(x)=0"),
    )
    project.write("tests/content/addresses.txt", ADDRESSES)
    return project


def held(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_all_files_of_a_topic_are_made(topics, capsys):
    before = held(topics.root)
    assert new_topic.main(*NEW) is None
    said = capsys.readouterr().out
    assert said.endswith("nox -s topic -- calculus/slope-of-lines\n")
    after = held(topics.root)
    assert sorted(after.keys() - before.keys()) == MADE
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "data/areas.yml",
        "data/planned/calculus.yml",
        "tests/content/addresses.txt",
    }
    assert all(name in said for name in [*MADE, *changed])


def test_what_is_planned_moves_to_the_page_and_its_vocabulary(topics):
    new_topic.main(*NEW)
    text = topics.path(PAGE).read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert front["title"] == "Slope of lines"
    slope, secant = front["formulas"]
    assert slope["title"] == "Slope: of a function"
    assert slope["latex"] == "f'(x)=2x"
    assert secant["latex"] == ["f(x)=1", r"x\ne0"]
    assert slope["sources"] == ["deep-dive/A.1"]
    assert "/// formula | slope\n///\n" in text
    assert text.index("| slope") < text.index("| the-secant")
    words = topics.path(MADE[-1]).read_text(encoding="utf-8")
    assert words.splitlines()[:3] == ["found_by:", "  slope:", "    - Slopes"]
    assert yaml.safe_load(words)["found_by"] == {
        "slope": ["Slopes", "slope: a question"],
        "the-secant": ["Secants", "the-secant: a question"],
    }
    left = topics.path("data/planned/calculus.yml").read_text(encoding="utf-8")
    assert left == TANGENT


def test_every_address_is_noted_in_its_place(topics):
    new_topic.main(*NEW)
    address = "formulas/calculus/slope-of-lines.html"
    noted = topics.path("tests/content/addresses.txt").read_text("utf-8").splitlines()
    assert set(noted) - set(ADDRESSES.splitlines()) == {
        address,
        f"{address}#slope",
        f"{address}#the-secant",
        f"{address}#references",
        "index.html#calculus",
        "formulas/calculus.html",
        "formulas/index.html#calculus",
        "formulas/index.html#calculus-slope-of-lines",
    }
    assert noted == sorted(noted)


def test_a_file_of_which_nothing_is_left_goes(topics):
    assert new_topic.main(*NEW, "tangent") is None
    assert not topics.path("data/planned/calculus.yml").exists()


@pytest.mark.parametrize(
    ("area", "formula", "listed"),
    [
        ("calculus", "slope", "calculus:\n  - some-topic\nlosses"),
        ("arithmetic", "triple", "  - doubling\n  - some-topic\ncalculus"),
        ("statistics", "mean", "statistics:\n  - some-topic\n"),
    ],
)
def test_the_topic_is_listed_last_in_its_area(topics, area, formula, listed):
    entry = ENTRY.format(id="mean", title="Mean", latex="x")
    topics.write("data/planned/statistics.yml", entry)
    new_topic.main(f"{area}/some-topic", formula)
    text = topics.path("data/areas.yml").read_text(encoding="utf-8")
    assert listed in text
    there = yaml.safe_load(text)
    there[area].remove("some-topic")
    assert there == yaml.safe_load(AREAS)


def test_an_area_is_given_its_page_once(topics):
    new_topic.main(*NEW)
    page = topics.path("docs/formulas/calculus.md")
    assert "/// area | calculus\n" in page.read_text(encoding="utf-8")
    page.write_text("mine", encoding="utf-8")
    assert new_topic.main("calculus/other", "tangent") is None
    assert page.read_text(encoding="utf-8") == "mine"


def test_what_is_to_be_filled_in_is_refused_with_its_line(topics):
    new_topic.main(*NEW)
    with pytest.raises(SourceErrors) as refused:
        topics.sources()
    said = str(refused.value)
    for field in ("symbols", "references"):
        assert f"{PAGE}:{topics.line(PAGE, f'{field}: []')}: slope.{field}: " in said
    symbol = "[{symbol: x, meaning: a number, shape: real}]"
    for old, new in (("symbols: []", f"symbols: {symbol}"), ("references: []", "references: [euclid]")):  # fmt: skip
        for _ in range(2):
            topics.replace(PAGE, old, new)
    said = "\n".join(map(str, check(topics.sources())))
    text = topics.path(PAGE).read_text(encoding="utf-8").splitlines()
    left = [n for n, line in enumerate(text, 1) if "<!-- to write: " in line]
    assert len(left) == 5
    assert all(f"{PAGE}:{n}: to write: " in said for n in left)


def test_what_is_to_be_tested_fails(topics):
    new_topic.main(*NEW)
    module: dict = {}
    exec(topics.path(MADE[3]).read_text(encoding="utf-8"), module)  # noqa: S102
    with pytest.raises(pytest.fail.Exception, match="the-secant to one of"):
        module["test_the_secant"]()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "say what to make: nox -s new -- <area>/<topic> <formula-id> ..."),
        (("calculus/slope",), "say what to make"),
        (("calculus", "slope"), "'calculus' is no topic: say <area>/<topic>"),
        (("calculus/Slope", "slope"), "is no topic"),
        (("calculus/slope_of", "slope"), "is no topic"),
        (("calculus/a/b", "slope"), "is no topic"),
        (("calculus/../b", "slope"), "is no topic"),
        (("calculus/3d", "slope"), "is no topic"),
        (("calculus/lambda", "slope"), "is no topic"),
        (("calculusus/lines", "slope"), "no area 'calculusus'; did you mean calculus?"),
        (("calculus/lines", "slop"), "no formula 'slop' is planned; did you mean slope?"),
        (("calculus/lines", "slope", "zzz"), "no formula 'zzz' is planned"),
        (("calculus/lines", "slope", "slope"), "slope is named twice"),
        (("calculus/lines", "hinge"), "hinge is planned in losses"),
        (("calculus/lines", "double"), "double has its page already: formulas/arithmetic/doubling.html#double"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_and_nothing_is_written(topics, asked, said):
    before = held(topics.root)
    assert said in new_topic.main(*asked)
    assert held(topics.root) == before


@pytest.mark.parametrize("name", MADE)
def test_what_is_there_already_is_not_written_over(topics, name):
    topics.write(name, "mine")
    before = held(topics.root)
    assert new_topic.main(*NEW) == f"{name}: that is there already"
    assert held(topics.root) == before


@pytest.mark.parametrize("fails_at", range(8))
def test_where_writing_fails_everything_is_as_it_was(topics, monkeypatch, fails_at):
    before = held(topics.root)
    written = iter(range(8))
    write_text = Path.write_text

    def fail(self, text, **how):
        if next(written) == fails_at:
            write_text(self, text[:3], **how)
            raise OSError("the disk is full")
        return write_text(self, text, **how)

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(OSError, match="the disk is full"):
        new_topic.main(*NEW)
    assert held(topics.root) == before
