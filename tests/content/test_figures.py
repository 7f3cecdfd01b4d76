"""Every figure draws what was accepted, always the same, in the site's colours alone."""

import importlib
import inspect
import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from figures import style
from formulary.errors import SourceError
from tests.content.accepted import hold_to
from tests.content.drawing import lines
from tests.pages import PAGES, ROOT

USES = [
    (page, block)
    for page in PAGES.values()
    for block in page.blocks
    if block.name == "figure"
]
"""A figure may stand on two pages, and each says in its own words what to see."""
ALTS = [(block.argument, block.options["alt"]) for _, block in USES]
USED = dict(ALTS)


def drawn():
    """The functions under `figures/` that return a figure."""
    for path in sorted((ROOT / "figures").glob("*/*.py")):
        module = importlib.import_module(f"figures.{path.parent.name}.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if inspect.signature(function).return_annotation is Figure:
                yield f"{path.parent.name}.{path.stem}.{name}", function


DRAWN = dict(drawn())


def test_every_figure_stands_on_a_page():
    assert DRAWN.keys() == USED.keys()


@cache
def svg(name: str) -> str:
    return style.svg(DRAWN[name], name, USED[name])


@pytest.mark.parametrize("name", DRAWN)
def test_is_drawn_in_the_site_s_colours_and_always_the_same(name):
    first = svg(name)
    assert first == style.svg(DRAWN[name], name, USED[name])
    assert re.findall(r"#[0-9a-fA-F]{6}\b", first) == []
    assert len(first) < 150_000
    assert ET.fromstring(first).get("aria-label")


@pytest.mark.parametrize("name", DRAWN)
def test_shows_what_was_accepted(name, snapshot):
    code = DRAWN[name].__code__
    place = (Path(code.co_filename), code.co_firstlineno)
    alts = [
        page.error(block.line, f"alt: {' '.join(block.options['alt'].split())}")
        for page, block in USES
        if block.argument == name
    ]
    shown = [SourceError(*place, said) for said in lines(svg(name))]
    hold_to(snapshot, [*alts, *shown])


@pytest.mark.parametrize(("name", "alt"), ALTS)
def test_has_a_text_that_says_what_there_is_to_see(name, alt):
    assert len(alt.split()) >= 12, name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">one<", ">two<"),  # a label
        ("L 8 9", "L 8 8"),  # a line
        ("--figure-blue", "--figure-green"),
        ('x="7"', 'x="6"'),  # a mark
        ("(5 6)", "(5 4)"),  # a label at an angle
    ],
)
def test_whatever_changes_is_seen(old, new):
    drawn = """<svg xmlns="http://www.w3.org/2000/svg" aria-label="A fraction">
        <defs><path d="M 1 1"/></defs><g><path d="M 1 2 L 8 9" style="stroke: var(--figure-blue)"/>
        <text x="3" y="4">one</text><text transform="translate(5 6)">two</text></g>
        <use x="7" y="8"/></svg>"""
    assert old in drawn
    assert list(lines(drawn)) != list(lines(drawn.replace(old, new)))
