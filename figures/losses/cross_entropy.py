"""Figures of the page on the cross-entropy loss."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, INK, ORANGE
from snippets.activations.softmax import softmax

LOGITS = np.arange(2, -3, -1)
RIGHT = 1


def gradient_bars() -> Figure:
    """Five probabilities, and what they are less the target."""
    figure = Figure(figsize=(4.6, 3.2))
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1.8))
    p = softmax(LOGITS)
    colours = [ORANGE if i == RIGHT else BLUE for i in range(len(p))]
    gradient = p - np.eye(len(p))[RIGHT]
    for axes, heights in ((above, p), (below, gradient)):
        axes.bar(range(len(p)), heights, color=colours)
        for at, height in enumerate(heights):
            up = "bottom" if height > 0 else "top"
            text = f"{height:.2f}".replace("-", "−")
            axes.text(at, height, text, ha="center", va=up)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
    above.set(ylim=(0, 0.85), ylabel="prediction")
    below.set(ylim=(-0.95, 0.85), ylabel="gradient")
    below.axhline(0, color=INK, linewidth=0.8)
    below.spines["bottom"].set_visible(False)
    below.tick_params(bottom=False)
    below.set_xticks(range(len(p)), ["a", "b: right", "c", "d", "e"])
    return figure
