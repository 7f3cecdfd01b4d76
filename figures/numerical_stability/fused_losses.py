"""Figures of the page on fused losses."""

import numpy as np
from matplotlib.figure import Figure
from scipy.special import expit

from figures.style import BLUE, GREEN, INK, ORANGE

EPSILON = 1e-8


def plateaus() -> Figure:
    """Loss and gradient over the lead of the wrong one of two classes."""
    figure = Figure(figsize=(4.6, 4.2))
    above, below = figure.subplots(2, 1, sharex=True)
    t = np.linspace(-8, 28, 361)
    p, q = expit(-t), expit(t)
    again = expit(q - p)
    for label, colour, loss, slope in (
        ("from logits", BLUE, np.logaddexp(0, t), q),
        ("log(p + ε)", ORANGE, -np.log(p + EPSILON), p * q / (p + EPSILON)),
        ("softmax twice", GREEN, np.logaddexp(0, q - p), 2 * again * p * q),
    ):
        above.plot(t, loss, color=colour, label=label)
        below.plot(t, slope, color=colour)
    above.set(ylabel="loss", yticks=[0, 10, 20])
    above.legend(loc="upper left")
    below.set(xlabel="lead of the wrong class", ylabel="gradient", yticks=[0, 0.5, 1])
    below.axhline(0, color=INK, linewidth=0.8)
    below.set_xticks([0, 10, 20])
    return figure
