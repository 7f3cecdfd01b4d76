"""Figures of the page on batch normalisation."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, INK, PAPER

SAMPLES, CHANNELS = 4, 6
NORMALISED = {
    "batch": [(i, 1) for i in range(SAMPLES)],
    "layer": [(1, j) for j in range(CHANNELS)],
    "group": [(1, j) for j in range(3)],
}
"""The cells, as sample and channel, over which each takes one mean and variance."""


def over_which_axes() -> Figure:
    """What batch, layer and group normalisation each take one mean and variance of."""
    figure = Figure(figsize=(4.6, 1.9))
    panels = figure.subplots(1, len(NORMALISED))
    for axes, (name, together) in zip(panels, NORMALISED.items(), strict=True):
        for i in range(SAMPLES):
            for j in range(CHANNELS):
                colour = BLUE if (i, j) in together else PAPER
                axes.add_patch(
                    Rectangle((j, -i), 1, 1, facecolor=colour, edgecolor=INK)
                )
        axes.set(xlim=(-0.1, CHANNELS + 0.1), ylim=(0.9 - SAMPLES, 1.1))
        axes.set(aspect="equal", xticks=[], yticks=[], title=name, xlabel="channels")
        axes.spines[:].set_visible(False)
    panels[0].set(ylabel="samples")
    return figure
