"""Figures of the page on the dot product."""

import numpy as np
from matplotlib.figure import Figure

from formulary.drawing import BLUE, FAINT, GREEN, INK, ORANGE
from snippets.linear_algebra.dot_product import dot
from snippets.linear_algebra.vectors import add


def projection_and_angle() -> Figure:
    """A vector, its shadow on another, and the angle between the two."""
    figure = Figure(figsize=(4.6, 3))
    axes = figure.subplots()
    a, b = np.array([2.2, 2.4]), np.array([4.4, 0.8])
    foot = dot(a, b) / dot(b, b) * b
    along = b / np.sqrt(dot(b, b))
    across = (a - foot) / np.sqrt(dot(a - foot, a - foot))

    axes.plot(*zip(a, foot, strict=True), color=FAINT, linestyle="--")
    corner = foot + 0.2 * np.array([-along, across - along, across])
    axes.plot(*corner.T, color=FAINT, linewidth=1)
    for tip, colour, width in ((b, ORANGE, 1.8), (a, BLUE, 1.8)):
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": width}
        arrow |= {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.annotate("", tip, (0, 0), arrowprops=arrow)
    axes.plot(*zip((0, 0), foot, strict=True), color=GREEN, linewidth=4, zorder=4)
    start, end = np.arctan2(b[1], b[0]), np.arctan2(a[1], a[0])
    arc = np.linspace(start, end, 41)
    axes.plot(0.7 * np.cos(arc), 0.7 * np.sin(arc), color=INK, linewidth=1)

    axes.text(*add(0.5 * a, [-0.1, 0.15]), "a", color=BLUE, ha="right")
    axes.text(*add(b, [0.1, -0.05]), "b", color=ORANGE)
    middle = (start + end) / 2
    axes.text(0.88 * np.cos(middle), 0.88 * np.sin(middle), "θ", va="center")
    axes.text(*add(0.5 * foot, [0.05, -0.4]), "‖a‖ cos θ", color=GREEN, ha="center")
    axes.plot(0, 0, "o", color=INK, markersize=4, zorder=5)
    axes.set(xlim=(-0.2, 4.8), ylim=(-0.4, 2.6), aspect="equal")
    axes.set_axis_off()
    return figure
