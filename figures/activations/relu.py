"""Figures of the page on ReLU."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, ORANGE


def relu_and_its_subgradients() -> Figure:
    """ReLU with lines below it that touch it at 0, and its derivative."""
    figure = Figure(figsize=(4.6, 2.6))
    values, slopes = figure.subplots(1, 2)
    x = np.array([-2.0, 0.0, 2.0])
    for slope in (0.25, 0.5, 0.75):
        values.plot(x, slope * x, color=ORANGE, linewidth=1)
    values.plot(x, np.maximum(x, 0), color=BLUE, linewidth=2.4)
    values.set(title="value", ylim=(-1.5, 2.1), yticks=[-1, 0, 1, 2])
    values.set_yticks([-1, 0, 1, 2], ["−1", "0", "1", "2"])

    slopes.plot([-2, 0], [0, 0], color=BLUE, linewidth=2.4)
    slopes.plot([0, 2], [1, 1], color=BLUE, linewidth=2.4)
    slopes.plot([0, 0], [0, 1], color=ORANGE)
    slopes.set(title="slope", ylim=(-0.3, 1.3), yticks=[0, 0.5, 1])
    for axes in (values, slopes):
        axes.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.set_xlabel("x")
        axes.set_xticks([-2, 0, 2], ["−2", "0", "2"])
    return figure


def signal_through_layers() -> Figure:
    """The size of the activations of a deep ReLU network, for two variances."""
    figure = Figure(figsize=(4.6, 2.6))
    axes = figure.subplots()
    width, depth = 512, 30
    for gain, name in ((2, "variance 2/n"), (1, "variance 1/n")):
        rng = np.random.default_rng(0)
        h = rng.normal(size=width)
        sizes = [1.0]
        for _ in range(depth):
            W = rng.normal(scale=np.sqrt(gain / width), size=(width, width))
            h = np.maximum(W @ h, 0)
            sizes.append(np.sqrt(np.mean(h**2)))
        axes.semilogy(range(depth + 1), sizes, label=name)
    axes.legend(loc="lower left")
    axes.set(xlabel="layer", ylabel="root mean square")
    axes.set_yticks([1, 1e-2, 1e-4], ["1", "10⁻²", "10⁻⁴"])
    axes.minorticks_off()
    return figure
