"""Figures of the page on vectors."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE


def sum_of_vectors() -> Figure:
    """Two vectors from the origin, and their sum across the parallelogram."""
    figure = Figure(figsize=(4.4, 3.2))
    axes = figure.subplots()
    a, b = np.array([3.0, 0.6]), np.array([1.0, 2.0])
    total = a + b
    for tail in (a, b):
        axes.plot(*zip(tail, total, strict=True), color=FAINT, linestyle="--")
    for tip, colour in ((a, BLUE), (b, ORANGE), (total, GREEN)):
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8}
        arrow |= {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.annotate("", tip, (0, 0), arrowprops=arrow)
    labels = (
        ("a", 0.5 * a + [0.05, -0.3], BLUE),
        ("b", 0.5 * b + [-0.25, 0.1], ORANGE),
        ("a + b", 0.5 * total + [-0.1, 0.35], GREEN),
        ("b again", a + 0.5 * b + [0.1, -0.2], INK),
        ("a again", b + 0.5 * a + [-0.2, 0.2], INK),
    )
    for text, place, colour in labels:
        centred = text in ("a", "b", "a + b")
        axes.text(*place, text, color=colour, ha="center" if centred else "left")
    axes.plot(0, 0, "o", color=INK, markersize=4)
    axes.set(xlim=(-0.2, 4.7), ylim=(-0.3, 3.0), aspect="equal")
    axes.set_axis_off()
    return figure
