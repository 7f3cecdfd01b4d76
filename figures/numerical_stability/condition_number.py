"""Figures of the page on the condition number."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, INK, ORANGE

A = np.array([[5.0, 4.0], [4.0, 5.0]])
RADIUS = 0.15
"""Of the disc, with the right-hand side of length 1."""


def disc_to_ellipse() -> Figure:
    """Right-hand sides within a disc, and the solutions that belong to them."""
    figure = Figure(figsize=(4.6, 2.5))
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    angles = np.linspace(0, 2 * np.pi, 121)
    b = np.ones(2) / np.sqrt(2)
    disc = b[:, None] + RADIUS * np.stack([np.cos(angles), np.sin(angles)])
    x = np.linalg.solve(A, b)
    size = np.hypot(*x)
    ellipse = np.linalg.solve(A, disc)
    drawn = (
        ("right-hand sides", b, disc, "b"),
        ("solutions", x / size, ellipse / size, "x"),
    )
    for axes, (title, tip, edge, name) in zip(panels, drawn, strict=True):
        axes.fill(*edge, color=ORANGE, alpha=0.25, linewidth=0)
        axes.plot(*edge, color=ORANGE)
        arrow = {"arrowstyle": "-|>", "color": BLUE, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", tip, (0, 0), arrowprops=arrow | {"linewidth": 1.8})
        axes.text(*(tip / 2 + [0.06, -0.16]), name, color=BLUE)
        axes.axhline(0, color=INK, linewidth=0.6)
        axes.axvline(0, color=INK, linewidth=0.6)
        axes.set_title(title)
        axes.set(aspect="equal", xticks=[], yticks=[])
        axes.spines[["left", "bottom"]].set_visible(False)
    return figure
