"""Figures of the page on matrix multiplication."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE


def row_times_column() -> Figure:
    """A left of the product and B above it: an entry is where row and column meet."""
    A = np.array([[1, 2, 0], [3, 1, 4]])
    B = np.array([[2, 1, 6], [0, 5, 1], [1, 2, 3]])
    C = A @ B
    row, column = 1, 1
    figure = Figure(figsize=(4.4, 3.9))
    axes = figure.subplots()
    _grid(axes, A, (0, 0), "A", {(row, k): BLUE for k in range(3)})
    _grid(axes, B, (3.6, 2.6), "B", {(k, column): ORANGE for k in range(3)})
    _grid(axes, C, (3.6, 0), "C", {(row, column): GREEN})
    products = " + ".join(f"{a}·{b}" for a, b in zip(A[row], B[:, column], strict=True))
    axes.text(5.1, -0.55, f"{products} = {C[row, column]}", color=GREEN, ha="center")
    axes.set_xlim(-0.1, 6.8)
    axes.set_ylim(-0.8, 6.2)
    axes.set_aspect("equal")
    axes.set_axis_off()
    return figure


def layer_on_a_batch() -> Figure:
    """A dense layer: tokens in the rows of X, neurons in the columns of the weights."""
    figure = Figure(figsize=(4.8, 3.4))
    axes = figure.subplots()
    tokens, width, neurons = 4.0, 0.9, 2.4
    start = {"X": 0.0, "Wᵀ": width + 0.7, "Y": width + neurons + 1.4}
    sizes = {"X": (width, tokens), "Wᵀ": (neurons, width), "Y": (neurons, tokens)}
    said = {"X": "16,384 × 768", "Wᵀ": "768 × 3072", "Y": "16,384 × 3072"}
    row, column = 2.7, 1.5
    for name, (across, down) in sizes.items():
        corner = start[name], tokens - down
        axes.add_patch(Rectangle(corner, across, down, fill=False, edgecolor=FAINT))
        axes.text(start[name], tokens + 0.12, name, style="italic")
        axes.text(corner[0] + across / 2, corner[1] - 0.35, said[name], ha="center")
    for at, across, down, colour in (
        ((start["X"], row), width, 0.14, BLUE),
        ((start["Wᵀ"] + column, tokens - width), 0.14, width, ORANGE),
        ((start["Y"] + column, row), 0.14, 0.14, GREEN),
    ):
        axes.add_patch(Rectangle(at, across, down, color=colour, linewidth=0))
    for name, sign in (("X", "·"), ("Wᵀ", "=")):
        x = start[name] + sizes[name][0] + 0.35
        axes.text(x, tokens - width / 2, sign, color=INK, ha="center", va="center")
    axes.set(xlim=(-0.3, 7.3), ylim=(-0.6, 4.6), aspect="equal")
    axes.set_axis_off()
    return figure


def _grid(axes, matrix, corner, name, shaded):
    """A matrix as a grid of its entries, with its lower left at `corner`."""
    rows, (left, bottom) = len(matrix), corner
    for (i, j), entry in np.ndenumerate(matrix):
        at = left + j, bottom + rows - 1 - i
        colour = shaded.get((i, j))
        if colour:
            axes.add_patch(Rectangle(at, 1, 1, color=colour, alpha=0.25, linewidth=0))
        axes.add_patch(Rectangle(at, 1, 1, fill=False, edgecolor=FAINT))
        axes.text(
            at[0] + 0.5,
            at[1] + 0.47,
            str(entry),
            color=colour or INK,
            ha="center",
            va="center",
        )
    axes.text(left, bottom + rows + 0.12, name, style="italic")
