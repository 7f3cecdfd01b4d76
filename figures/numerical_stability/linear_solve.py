"""Figures of the page on linear systems."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from figures.style import BLUE, GREEN, ORANGE

WELL = np.array([[1, -1], [1, 1]]) / np.sqrt(2)
ILL = np.array([[0.28, -0.96], [0.6, -0.8]])
"""Two equations each, with rows of norm 1, which the point (0, 0) solves."""

CORNERS = 0.12 * np.array([[1, 1, -1, -1], [1, -1, -1, 1]])
"""The largest residuals that are shaded."""


def small_residuals() -> Figure:
    """Where both equations nearly hold, for lines that cross and for near parallels."""
    figure = Figure(figsize=(4.6, 2.4))
    panels = figure.subplots(1, 2)
    for axes, A, name in zip(
        panels, (WELL, ILL), ("well conditioned", "ill conditioned"), strict=True
    ):
        region = np.linalg.solve(A, CORNERS).T
        axes.add_patch(Polygon(region, facecolor=GREEN, alpha=0.4, linewidth=0))
        for (a, b), colour in zip(A, (BLUE, ORANGE), strict=True):
            axes.axline((0, 0), (-b, a), color=colour)
        axes.plot(0, 0, "o", color=GREEN, markersize=5)
        axes.set(xlim=(-1, 1), ylim=(-1, 1), aspect="equal", title=name)
        axes.set(xticks=[], yticks=[])
    return figure
