"""Figures of the page on the sigmoid."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import FAINT
from snippets.activations.sigmoid import sigmoid, sigmoid_derivative


def sigmoid_and_slope() -> Figure:
    """The sigmoid and its derivative about 0."""
    figure = Figure(figsize=(4.6, 2.6))
    axes = figure.subplots()
    x = np.linspace(-8, 8, 321)
    axes.plot(x, sigmoid(x))
    axes.plot(x, sigmoid_derivative(x))
    axes.axvline(0, color=FAINT, linewidth=0.6, zorder=0)
    axes.text(3.2, 0.84, "σ(x)", color="C0")
    axes.text(2.2, 0.19, "σ′(x)", color="C1")
    axes.set(xlim=(-8, 8), ylim=(0, 1.05), xlabel="x", yticks=[0, 0.25, 0.5, 0.75, 1])
    axes.set_xticks([-8, -4, 0, 4, 8], ["−8", "−4", "0", "4", "8"])
    return figure


def slope_from_the_output() -> Figure:
    """The derivative in float32, from the output and from the input."""
    figure = Figure(figsize=(4.6, 2.8))
    axes = figure.subplots()
    x = np.linspace(-24, 24, 961, dtype=np.float32)
    a = sigmoid(x)
    from_output = a * (1 - a)
    kept = from_output > 0
    axes.semilogy(x, sigmoid_derivative(x), linewidth=4, color="C0", alpha=0.35)
    axes.semilogy(x[kept], from_output[kept], color="C1")
    last = x[kept][-1], from_output[kept][-1]
    axes.plot(*last, "o", color="C1", markersize=5)
    axes.annotate("zero from here on", last, (last[0] + 0.6, last[1] * 6), color="C1")
    axes.text(-24, 1e-2, "from the input", color="C0")
    axes.text(1, 3e-10, "σ(1 − σ),\nfrom the output", color="C1")
    axes.set(xlim=(-24, 33), ylim=(1e-11, 2), xlabel="x")
    axes.set_yticks([1e-10, 1e-5, 1], ["10⁻¹⁰", "10⁻⁵", "1"])
    axes.set_xticks([-20, -10, 0, 10, 20], ["−20", "−10", "0", "10", "20"])
    axes.minorticks_off()
    return figure
