"""Figures of the page on tanh."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, ORANGE
from snippets.activations.sigmoid import sigmoid, sigmoid_derivative
from snippets.activations.tanh import tanh_derivative


def tanh_and_sigmoid() -> Figure:
    """Tanh and the sigmoid, and below them their derivatives."""
    figure = Figure(figsize=(4.4, 4.4))
    values, slopes = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    x = np.linspace(-5, 5, 401)
    for name, value, slope in (
        ("tanh x", np.tanh(x), tanh_derivative(x)),
        ("σ(x)", sigmoid(x), sigmoid_derivative(x)),
    ):
        values.plot(x, value, label=name)
        slopes.plot(x, slope)
    for axes in (values, slopes):
        axes.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.axvline(0, color=FAINT, linewidth=0.6, zorder=0)
    values.legend(loc="upper left")
    values.set_title("value")
    values.set_yticks([-1, 0, 1], ["−1", "0", "1"])
    slopes.set(title="slope", yticks=[0, 0.25, 1], xlabel="x")
    slopes.set_xticks([-4, -2, 0, 2, 4], ["−4", "−2", "0", "2", "4"])
    return figure


def saturation() -> Figure:
    """Where the outputs of tanh lie, for inputs of three sizes."""
    figure = Figure(figsize=(4.6, 2.3))
    panels = figure.subplots(1, 3, sharey=True)
    h = np.linspace(-0.999, 0.999, 801)
    x = np.arctanh(h)
    for axes, size in zip(panels, (0.3, 1, 4), strict=True):
        density = np.exp(-((x / size) ** 2) / 2) / (size * np.sqrt(2 * np.pi))
        density = density / (1 - h**2)  # what the slope stretches is thinner
        axes.fill_between(h, density, color=BLUE, alpha=0.35)
        axes.plot(h, density, color=BLUE)
        mean = np.trapezoid(density * (1 - h**2), h)
        axes.text(0, 2.45, f"{mean:.2f}", color=ORANGE, ha="center")
        axes.set_title(f"deviation {size:g}")
        axes.set(ylim=(0, 2.8), yticks=[])
        axes.set_xticks([-1, 0, 1], ["−1", "0", "1"])
    panels[1].set_xlabel("tanh x")
    return figure
