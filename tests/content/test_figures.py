"""Every figure draws, quietly and the same each time, in the site's colours alone."""

import importlib
import inspect
import re
import xml.etree.ElementTree as ET

import pytest
from matplotlib.figure import Figure

from figures import style
from tests.pages import PAGES, ROOT

USES = [
    (block.argument, block.options["alt"])
    for page in PAGES.values()
    for block in page.blocks
    if block.name == "figure"
]
"""A figure may stand on two pages, and each says in its own words what to see."""
USED = dict(USES)


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


@pytest.mark.parametrize("name", DRAWN)
def test_is_drawn_in_the_site_s_colours_and_always_the_same(name):
    assert isinstance(DRAWN[name](), Figure)
    first = style.svg(DRAWN[name], name, USED[name])
    assert first == style.svg(DRAWN[name], name, USED[name])
    assert re.findall(r"#[0-9a-fA-F]{6}\b", first) == []
    assert len(first) < 150_000
    assert ET.fromstring(first).get("aria-label")


@pytest.mark.parametrize(("name", "alt"), USES)
def test_has_a_text_that_says_what_there_is_to_see(name, alt):
    assert len(alt.split()) >= 12, name
