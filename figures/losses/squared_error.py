"""Figures of the page on losses of regression."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, GREEN, ORANGE
from snippets.losses.squared_error import huber_loss


def three_losses() -> Figure:
    """Half the squared error, the absolute error and Huber's, and their slopes."""
    figure = Figure(figsize=(4.6, 4.6))
    above, below = figure.subplots(2, 1, sharex=True)
    r = np.linspace(-4, 4, 401)
    for axes, squared, absolute, huber in (
        (above, r**2 / 2, np.abs(r), huber_loss(r, 1)),
        (below, r, np.where(r == 0, np.nan, np.sign(r)), np.clip(r, -1, 1)),
    ):
        axes.plot(r, squared, color=BLUE)
        axes.plot(r, absolute, color=ORANGE)
        axes.plot(r, huber, color=GREEN, linewidth=2.4)
    above.text(3.1, 4.3, "squared", color=BLUE)
    above.text(-4, 4.3, "absolute", color=ORANGE)
    above.text(3.1, 1.65, "Huber", color=GREEN)
    above.set(ylim=(0, 5), yticks=[0, 2, 4], ylabel="loss")
    below.set(ylim=(-2.2, 2.2), xlim=(-4, 4), xlabel="residual", ylabel="slope")
    below.set_yticks([-1, 0, 1], ["−1", "0", "1"])
    below.set_xticks([-4, -2, 0, 2, 4], ["−4", "−2", "0", "2", "4"])
    return figure
