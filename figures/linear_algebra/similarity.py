"""Figures of the page on similarity and distance."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, INK, ORANGE
from snippets.linear_algebra.similarity import angle_between, euclidean_distance

PAIRS = {
    "close in angle, far apart": ([4.0, 2.0], [1.0, 0.8], 4.5),
    "near, but at an angle": ([1.4, 0.4], [0.6, 1.3], 2.9),
}


def cosine_or_distance() -> Figure:
    """Two pairs of vectors that angle and distance rank in opposite order."""
    figure = Figure(figsize=(5.4, 2.6))
    widths = [width for *_, width in PAIRS.values()]
    panels = figure.subplots(1, 2, width_ratios=widths)
    for axes, (title, (a, b, width)) in zip(panels, PAIRS.items(), strict=True):
        axes.plot(*zip(a, b, strict=True), color=FAINT, linestyle="--")
        for tip, name, colour in ((a, "a", BLUE), (b, "b", ORANGE)):
            arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8}
            arrow |= {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
            axes.annotate("", tip, (0, 0), arrowprops=arrow)
            axes.text(*np.add(tip, [0.02, 0.12]), name, color=colour)
        axes.plot(0, 0, "o", color=INK, markersize=4)
        angle, distance = np.degrees(angle_between(a, b)), euclidean_distance(a, b)
        said = f"angle {angle:.0f}°, distance {distance:.1f}"
        axes.text(width / 2 - 0.3, -0.65, said, ha="center")
        axes.set_title(title)
        axes.set(xlim=(-0.3, width - 0.3), ylim=(-0.7, 2.4), aspect="equal")
        axes.set_axis_off()
    return figure
