"""Figures of the page on the dot product."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE


def projection_and_angle() -> Figure:
    """A vector, its shadow on another, and the angle between the two."""
    figure = Figure(figsize=(4.6, 3))
    axes = figure.subplots()
    a, b = np.array([2.2, 2.4]), np.array([4.4, 0.8])
    foot = (a @ b) / (b @ b) * b
    along = b / np.sqrt(b @ b)
    across = (a - foot) / np.sqrt((a - foot) @ (a - foot))

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

    axes.text(*(0.5 * a + [-0.1, 0.15]), "a", color=BLUE, ha="right")
    axes.text(*np.add(b, [0.1, -0.05]), "b", color=ORANGE)
    middle = (start + end) / 2
    axes.text(0.88 * np.cos(middle), 0.88 * np.sin(middle), "θ", va="center")
    axes.text(*(0.5 * foot + [0.05, -0.4]), "‖a‖ cos θ", color=GREEN, ha="center")
    axes.plot(0, 0, "o", color=INK, markersize=4, zorder=5)
    axes.set(xlim=(-0.2, 4.8), ylim=(-0.4, 2.6), aspect="equal")
    axes.set_axis_off()
    return figure


def triangle_of_two_vectors() -> Figure:
    """Two vectors and their difference, with the height that makes right angles."""
    figure = Figure(figsize=(4.6, 2.9))
    axes = figure.subplots()
    a, b = np.array([4.6, 0.0]), np.array([1.7, 2.2])
    foot = np.array([b[0], 0])

    axes.plot(*zip(b, foot, strict=True), color=FAINT, linestyle="--")
    corner = foot + 0.18 * np.array([[1, 0], [1, 1], [0, 1]])
    axes.plot(*corner.T, color=FAINT, linewidth=1)
    for tail, tip, colour in (
        ((0, 0), a, BLUE),
        ((0, 0), b, ORANGE),
        (b, a, GREEN),
    ):
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8}
        arrow |= {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.annotate("", tip, tail, arrowprops=arrow)
    arc = np.linspace(0, np.arctan2(b[1], b[0]), 41)
    axes.plot(0.5 * np.cos(arc), 0.5 * np.sin(arc), color=INK, linewidth=1)

    middle = arc[-1] / 2
    axes.text(0.62 * np.cos(middle), 0.62 * np.sin(middle), "θ", va="center")
    axes.text(4.7, 0, "a", color=BLUE, va="center")
    axes.text(1.6, 2.35, "b", color=ORANGE, ha="center")
    axes.text(3.3, 1.2, "a − b", color=GREEN)
    axes.text(0.85, -0.4, "‖b‖ cos θ", ha="center")
    axes.text(1.8, 0.85, "‖b‖ sin θ")
    axes.text(3.15, -0.4, "‖a‖ − ‖b‖ cos θ", ha="center")
    axes.plot(0, 0, "o", color=INK, markersize=4, zorder=5)
    axes.set(xlim=(-0.2, 5), ylim=(-0.6, 2.7), aspect="equal")
    axes.set_axis_off()
    return figure
