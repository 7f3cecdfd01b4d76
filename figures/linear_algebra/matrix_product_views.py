"""Figures of the page on views of the matrix product."""

import numpy as np
from matplotlib.figure import Figure

from formulary.drawing import BLUE, FAINT, INK, ORANGE, PURPLE
from snippets.linear_algebra.matrix_product_views import matvec_columns


def columns_combined() -> Figure:
    """A matrix-vector product as twice one column plus three times the other."""
    A, x = np.array([[2, -1], [1, 1]]), np.array([2, 3])
    total = matvec_columns(A, x)
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
