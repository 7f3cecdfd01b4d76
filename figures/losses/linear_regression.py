"""Figures of the page on linear regression."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, ORANGE
from snippets.losses.linear_regression import least_squares


def line_and_residuals() -> Figure:
    """Points, the line of least squares, and what is left."""
    figure = Figure(figsize=(4.6, 2.6))
    axes = figure.subplots()
    rng = np.random.default_rng(3)
    x = np.linspace(0.5, 7.5, 8)
    y = 0.6 * x + 1 + rng.normal(size=8)
    slope, bias = least_squares(np.column_stack([x, np.ones(8)]), y)
    axes.vlines(x, slope * x + bias, y, color=ORANGE)
    axes.plot([0, 8], [bias, 8 * slope + bias])
    axes.plot(x, y, "o", color=BLUE)
    axes.set(xlim=(0, 8), xlabel="x", ylabel="y", xticks=[], yticks=[])
    return figure
