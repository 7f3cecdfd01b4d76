"""Figures of the page on layer normalisation."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE

UP = np.ones(3) / np.sqrt(3)
ACROSS = np.array([1, -1, 0]) / np.sqrt(2)
AWAY = np.array([1, 1, -2]) / np.sqrt(6)
TILT = 0.35
"""How much of the depth is seen: the plane is looked at from a little above."""

POINTS = [[3.2, -0.4, 1.1], [-0.3, 1.5, 1.2], [0.7, 2.9, -0.6]]


def onto_the_plane_and_the_sphere() -> Figure:
    """Vectors of three features lose their mean, and then their length."""
    figure = Figure(figsize=(4.6, 3.5))
    axes = figure.subplots()
    corners = [
        a * 3 * ACROSS + b * 3 * AWAY for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    axes.add_patch(
        Polygon([_seen(c) for c in corners], facecolor=FAINT, alpha=0.25, linewidth=0)
    )
    angles = np.linspace(0, 2 * np.pi, 200)
    circle = np.sqrt(3) * (
        np.outer(np.cos(angles), ACROSS) + np.outer(np.sin(angles), AWAY)
    )
    axes.plot(*_seen(circle).T, color=GREEN)
    axes.annotate(
        "",
        _seen(3.0 * UP),
        _seen(0 * UP),
        arrowprops={"arrowstyle": "->", "color": INK},
    )
    axes.text(0.12, 2.9, "(1, 1, 1)")
    for x in map(np.array, POINTS):
        centred = x - x.mean()
        on_circle = centred / centred.std()
        axes.plot(*_seen(np.array([x, centred])).T, color=BLUE, linestyle="--")
        axes.plot(*_seen(np.array([centred, on_circle])).T, color=ORANGE)
        axes.plot(*_seen(x), "o", color=BLUE, markersize=6)
        axes.plot(*_seen(centred), "o", color=ORANGE, markersize=4)
        axes.plot(*_seen(on_circle), "o", color=GREEN, markersize=7)
    left, above = _seen(np.array(POINTS[0]))
    axes.text(left + 0.12, above + 0.1, "x", color=BLUE)
    axes.set(aspect="equal")
    axes.set_axis_off()
    return figure


def _seen(points):
    """Where points in space are seen on the page."""
    depth = points @ AWAY
    return np.stack(
        [points @ ACROSS + 0.25 * depth, points @ UP + TILT * depth], axis=-1
    )
