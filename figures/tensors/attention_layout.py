"""Figures of the page on the layout of attention."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, ORANGE


def heads() -> Figure:
    """Tokens by features, coloured by head: split rightly, and by one reshape."""
    figure = Figure(figsize=(4.8, 2.2))
    axes = figure.subplots()
    tokens, features, num_heads = 4, 6, 2
    x = np.arange(tokens * features).reshape(tokens, features)
    split = x.reshape(tokens, num_heads, -1).swapaxes(0, 1)
    _grid(axes, split, x, 0, "reshape, swapaxes")
    _grid(axes, x.reshape(num_heads, tokens, -1), x, 7.2, "one reshape")
    for token in range(tokens):
        axes.text(-0.2, -token - 0.5, f"token {token}", ha="right", va="center")
    keys = [
        Rectangle((0, 0), 1, 1, edgecolor=edge, facecolor=(edge, 0.2), label=name)
        for edge, name in ((BLUE, "head 0"), (ORANGE, "head 1"))
    ]
    axes.legend(handles=keys, loc="upper center", bbox_to_anchor=(0.59, 0), ncols=2)
    axes.set(xlim=(-2.9, 13.3), ylim=(-4.1, 0.9), aspect="equal")
    axes.set_axis_off()
    return figure


def _grid(axes: Axes, split, x, left: float, title: str):
    """Every entry of x: its colour is its head, its number its row in that head."""
    for (head, row, _), entry in np.ndenumerate(split):
        (token,), (feature,) = np.nonzero(x == entry)
        corner = left + feature, -token - 1
        colour = (BLUE, ORANGE)[head]
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, alpha=0.2))
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=colour))
        axes.text(corner[0] + 0.5, corner[1] + 0.46, str(row), ha="center", va="center")
    middle = left + x.shape[1] / 2
    axes.text(middle, 0.2, title, ha="center", va="bottom")
