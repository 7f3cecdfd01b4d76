"""Figures of the page on matrices as linear maps."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, ORANGE


def unit_square_mapped() -> Figure:
    """A grid and its unit square, before and after a linear map."""
    A = np.array([[1.5, -0.5], [0.5, 1.0]])
    figure = Figure(figsize=(5.8, 3))
    before, after = figure.subplots(1, 2, sharex=True, sharey=True)
    _draw(before, np.eye(2), ("e₁", "e₂"))
    _draw(after, A, ("a₁ = Ae₁", "a₂ = Ae₂"))
    before.set_title("x")
    after.set_title("Ax")
    return figure


def _draw(axes, A, names):
    along = np.array([-5.0, 5.0])
    for at in range(-5, 6):
        level = np.full(2, float(at))
        for line in ((along, level), (level, along)):
            x, y = np.matvec(A, np.stack(line, axis=-1)).T
            axes.plot(x, y, color=FAINT, linewidth=0.7, zorder=0)
    corners = np.matvec(A, [[0, 0], [1, 0], [1, 1], [0, 1]])
    axes.fill(*corners.T, color=GREEN, alpha=0.25, linewidth=0)
    beside = ((0.15, -0.3), (0, 0.25))
    for column, name, colour, shift in zip(
        A.T, names, (BLUE, ORANGE), beside, strict=True
    ):
        arrow = {"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", column, (0, 0), arrowprops=arrow)
        axes.text(*(column + shift), name, color=colour, ha="center", va="center")
    axes.set_aspect("equal")
    axes.set_xlim(-1.2, 2.4)
    axes.set_ylim(-0.9, 2.1)
    axes.set_axis_off()
