"""Figures of the page on tensors as arrays."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, ORANGE


def reshape_and_permute() -> Figure:
    """Six numbers as 2×3, reshaped to 3×2, transposed to 3×2, and in memory."""
    figure = Figure(figsize=(4.4, 2.5))
    axes = figure.subplots()
    T = np.arange(1, 7).reshape(2, 3)
    for left, title, values in (
        (0, "T", T),
        (4.6, "reshape", np.reshape(T, (3, 2))),
        (8.2, "permute_dims", np.permute_dims(T, (1, 0))),
    ):
        _cells(axes, values, left, top=0)
        rows, columns = values.shape
        steps = " and ".join(str(step // T.itemsize) for step in values.strides)
        note = f"{rows}×{columns}\nsteps {steps}"
        middle = left + columns / 2
        axes.text(middle, 0.2, title, ha="center", va="bottom")
        axes.text(middle, -rows - 0.2, note, ha="center", va="top", fontsize=9.5)
    _cells(axes, T.reshape(1, 6), left=4.2, top=-5.2)
    axes.text(3.9, -5.74, "in memory", ha="right", va="center", fontsize=9.5)
    axes.set(xlim=(-0.5, 10.9), ylim=(-6.3, 0.9), aspect="equal")
    axes.set_axis_off()
    return figure


def _cells(axes: Axes, values, left: float, top: float):
    """The numbers in their cells, coloured by the row of T that they come from."""
    for (i, j), value in np.ndenumerate(values):
        x, y = left + j, top - i - 1
        colour = BLUE if value <= 3 else ORANGE
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor=colour, alpha=0.2))
        axes.add_patch(Rectangle((x, y), 1, 1, fill=False, edgecolor=colour))
        axes.text(x + 0.5, y + 0.46, str(value), ha="center", va="center")
