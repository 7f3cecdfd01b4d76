"""How figures look: Matplotlib's SVG, in the page's fonts and colour scheme."""

import io
import re
from collections.abc import Callable
from html import escape
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.figure import Figure

INK, FAINT, PAPER = "#000000", "#b0b0b0", "#ffffff"
BLUE, ORANGE, GREEN, PURPLE = "#1f77b4", "#ff7f0e", "#2ca02c", "#9467bd"
DIGITS = re.compile(r"(\.\d\d)\d+")
"""What of a coordinate nobody sees, a hundredth of a point being the limit."""
VARIABLES = {
    INK: "ink",
    FAINT: "faint",
    PAPER: "paper",
    BLUE: "blue",
    ORANGE: "orange",
    GREEN: "green",
    PURPLE: "purple",
}
"""Matplotlib's own colours, and what the site's stylesheet calls them."""

STYLE: dict[Any, Any] = {
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, PURPLE]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 11,
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "grid.color": FAINT,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "savefig.transparent": True,
    "svg.fonttype": "none",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def svg(draw: Callable[[], Figure], name: str, alt: str) -> str:
    """What `draw` draws, as an element to stand in a page."""
    out = io.StringIO()
    with mpl.rc_context({**STYLE, "svg.hashsalt": name}):
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        draw().savefig(out, format="svg", metadata=nothing)
    return adapted(out.getvalue(), alt)


def adapted(svg: str, alt: str) -> str:
    """Matplotlib's SVG, to stand in a page: its type, its colours, told in words."""
    text = svg[svg.index("<svg") :].strip()
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'font-family: [^;"]*(?:; )?', "", text)
    text = re.sub(r"\s*\n\s*", "\n", text)
    text = re.sub(r'\bd="[^"]*"', lambda path: DIGITS.sub(r"\1", path[0]), text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, f"var(--figure-{variable})")
    found = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', text)
    assert found  # Matplotlib always says how large
    width, height = found.groups()
    size = f'style="width: {float(width):.0f}pt" role="img" aria-label="{escape(alt)}"'
    return text.replace(f'width="{width}pt" height="{height}pt"', size, 1)
