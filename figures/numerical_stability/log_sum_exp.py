"""Figures of the page on log-sum-exp."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, INK, ORANGE
from snippets.numerical_stability.log_sum_exp import log_sum_exp


def smooth_maximum() -> Figure:
    """The maximum of x and 0, and log-sum-exp at two temperatures."""
    figure = Figure(figsize=(4.6, 2.6))
    axes = figure.subplots()
    x = np.linspace(-4, 4, 161)
    z = np.stack([x, np.zeros_like(x)], axis=-1)
    for tau, colour, label in ((1, BLUE, "τ = 1"), (1 / 3, ORANGE, "τ = 1/3")):
        axes.plot(x, tau * log_sum_exp(z / tau), color=colour, label=label)
    axes.plot(
        x, np.maximum(x, 0), color=INK, linewidth=1, linestyle="--", label="maximum"
    )
    axes.set(xlabel="x", xticks=range(-4, 5, 2), yticks=range(5))
    axes.legend(loc="upper left")
    return figure
