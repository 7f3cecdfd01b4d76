"""Figures of the page on views of the matrix product."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, FAINT, INK, ORANGE, PURPLE


def columns_combined() -> Figure:
    """A matrix-vector product as twice one column plus three times the other."""
    A, x = np.array([[2, -1], [1, 1]]), np.array([2, 3])
    total = np.sum(x * A, axis=-1)
    figure = Figure(figsize=(4.4, 3.2))
    axes = figure.subplots()
    for scaled in (x * A).T:
        axes.plot(*np.stack([scaled, total], axis=-1), "--", color=FAINT)
    for tip, name, colour, width, beside in (
        (A[:, 0], "a₁", BLUE, 3, (6, -5)),
        (x[0] * A[:, 0], "2 a₁", BLUE, 1, (6, -5)),
        (A[:, 1], "a₂", ORANGE, 3, (-9, -5)),
        (x[1] * A[:, 1], "3 a₂", ORANGE, 1, (-9, -5)),
        (total, "Ax = 2 a₁ + 3 a₂", PURPLE, 3, (6, 2)),
    ):
        style = {"arrowstyle": "-|>", "color": colour, "linewidth": width}
        style |= {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.annotate("", tip, (0, 0), arrowprops=style)
        label = {"color": colour, "ha": "left" if beside[0] > 0 else "right"}
        axes.annotate(name, tip, beside, textcoords="offset points", **label)
    axes.plot(0, 0, "o", color=INK, markersize=4)
    axes.set(xlim=(-4.2, 5.2), ylim=(-0.6, 5.6), aspect="equal")
    axes.set_xticks(range(-4, 6, 2))
    axes.set_yticks(range(0, 6, 2))
    axes.grid(visible=True, linewidth=0.4)
    axes.set_axisbelow(True)
    return figure


def three_cuts() -> Figure:
    """What each view takes in of the two factors, and what it gives of the product."""
    m, n, k = 3, 2, 4
    everything = slice(None)
    views = (
        ("entry", BLUE, (1, everything), (everything, 2), (1, 2)),
        ("layer", ORANGE, (everything, 0), (0, everything), (everything, everything)),
        ("column", PURPLE, (everything, everything), (everything, 2), (everything, 2)),
    )
    figure = Figure(figsize=(4.6, 3.5))
    axes = figure.subplots()
    for row, (name, colour, *shaded) in enumerate(views):
        top = -4.2 * row
        axes.text(-1.3, top - m / 2, name, ha="right", va="center", color=colour)
        left = 0
        for shape, chosen, after in zip(
            ((m, n), (n, k), (m, k)), shaded, ("·", "=", ""), strict=True
        ):
            grid = np.zeros(shape, dtype=bool)
            grid[chosen] = True
            high = top - (m - shape[0]) / 2
            for (i, j), inside in np.ndenumerate(grid):
                cell = {"facecolor": colour if inside else "none", "edgecolor": FAINT}
                axes.add_patch(Rectangle((left + j, high - i - 1), 1, 1, **cell))
            left += shape[1] + 1.4
            axes.text(left - 0.7, top - m / 2, after, ha="center", va="center")
    for name, at in (("A", 1), ("B", 5.4), ("C", 10.8)):
        axes.text(at, 0.5, name, ha="center")
    axes.set(xlim=(-4.4, 13.2), ylim=(-11.8, 1.4), aspect="equal")
    axes.set_axis_off()
    return figure
