"""Figures of the page on binary cross-entropy."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, ORANGE
from snippets.activations.sigmoid import sigmoid, sigmoid_derivative
from snippets.losses.binary_cross_entropy import binary_cross_entropy


def saturation() -> Figure:
    """Two losses of the label 1 over the logit, and their gradients."""
    figure = Figure(figsize=(4.6, 4.4))
    above, below = figure.subplots(2, 1, sharex=True)
    z = np.linspace(-10, 10, 401)
    error = sigmoid(z) - 1
    above.plot(z, binary_cross_entropy(z, np.ones_like(z)))
    above.plot(z, error**2)
    above.text(-7.2, 7.6, "cross-entropy", color=BLUE)
    above.text(-9.8, 1.5, "squared error", color=ORANGE)
    above.set(ylim=(-0.3, 10), yticks=[0, 5, 10], ylabel="loss")
    below.plot(z, error)
    below.plot(z, 2 * error * sigmoid_derivative(z))
    below.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
    below.text(-9.8, -0.94, "cross-entropy", color=BLUE)
    below.text(-9.8, -0.2, "squared error", color=ORANGE)
    below.set(ylim=(-1.05, 0.1), xlim=(-10, 10), xlabel="logit", ylabel="gradient")
    below.set_yticks([-1, -0.5, 0], ["−1", "−0.5", "0"])
    below.set_xticks([-10, -5, 0, 5, 10], ["−10", "−5", "0", "5", "10"])
    return figure
