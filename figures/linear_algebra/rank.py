"""Figures of the page on rank."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, INK, ORANGE
from snippets.linear_algebra.rank import orth


def column_space() -> Figure:
    """A grid of vectors, and where a matrix of rank 2 and one of rank 1 take it."""
    figure = Figure(figsize=(6.4, 2.6))
    grid = np.stack(np.meshgrid(np.arange(-2, 3), np.arange(-2, 3)), axis=-1)
    matrices = (
        np.eye(2),
        np.array([[1, 0.5], [0.3, 1]]),
        np.array([[1, -0.5], [0.5, -0.25]]),
    )
    for axes, A in zip(figure.subplots(1, 3), matrices, strict=True):
        Q = orth(A)
        if Q.shape[1] == 1:
            axes.axline((0, 0), Q[:, 0], color=FAINT, linewidth=1, zorder=0)
        axes.plot(*(grid @ A.T).reshape(-1, 2).T, "o", color=FAINT, markersize=4)
        for column, colour in zip(A.T, (BLUE, ORANGE), strict=True):
            arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8}
            arrow |= {"shrinkA": 0, "shrinkB": 0}
            axes.annotate("", xy=column, xytext=(0, 0), arrowprops=arrow)
        identity = np.array_equal(A, np.eye(2))
        axes.set_title("inputs x" if identity else f"A x, rank {Q.shape[1]}")
        for name, column, (right, up) in zip(
            ("e₁", "e₂") if identity else ("a₁", "a₂"),
            A.T,
            ((0.15, -0.55), (-0.6, 0.15)),
            strict=True,
        ):
            axes.text(column[0] + right, column[1] + up, name, color=INK)
        axes.set(xlim=(-3.3, 3.3), ylim=(-3.3, 3.3), aspect="equal")
        axes.set_axis_off()
    return figure
