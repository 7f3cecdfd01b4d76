"""Figures of the page on gradients."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE

ARROW = {"arrowstyle": "-|>", "mutation_scale": 13, "linewidth": 1.8}
ARROW |= {"shrinkA": 0, "shrinkB": 0}


def across_level_lines() -> Figure:
    """The gradient on a map of level lines, and the slope in all directions."""
    figure = Figure(figsize=(4.4, 5.4))
    chart, slopes = figure.subplots(2, 1, height_ratios=[3, 2])
    x, y = np.meshgrid(np.linspace(-0.2, 2.2, 121), np.linspace(1.2, 2.9, 121))
    height = x**2 * y + 3 * y
    chart.contour(x, y, height, np.arange(2, 24, 1), colors=FAINT, linewidths=0.8)
    chart.contour(x, y, height, [8], colors=INK, linewidths=1.2)
    here = np.array([1.0, 2.0])
    places = ((45, BLUE, "∇f"), (135, ORANGE, "level\n"), (-45, ORANGE, ""))
    for degrees, colour, name in (*places, (225, GREEN, "−∇f")):
        u = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
        arrow = {"arrowprops": ARROW | {"color": colour}}
        chart.annotate("", here + 0.55 * u, here, **arrow)
        chart.text(*(here + 0.7 * u), name, color=colour, ha="center", va="center")
    chart.plot(*here, "o", color=INK, markersize=5)
    chart.set(aspect="equal", xlabel="x", ylabel="y", xticks=[0, 1, 2], yticks=[2])
    degrees = np.linspace(-180, 180, 181)
    slopes.plot(degrees, 32**0.5 * np.cos(np.radians(degrees - 45)), color=INK)
    slopes.axhline(0, color=FAINT, linewidth=0.8)
    for at, colour in ((45, BLUE), (135, ORANGE), (-45, ORANGE), (-135, GREEN)):
        slope = 32**0.5 * np.cos(np.radians(at - 45))
        slopes.plot(at, slope, "o", color=colour, markersize=7)
    slopes.set_xticks([-135, -45, 45, 135], ["−135°", "−45°", "45°", "135°"])
    slopes.set_yticks([-5, 0, 5], ["−5", "0", "5"])
    slopes.set(xlabel="direction of u", ylabel="slope")
    return figure


def best_in_three_norms() -> Figure:
    """One gradient, and the farthest point along it of three unit balls."""
    figure = Figure(figsize=(4.6, 2.1))
    panels = figure.subplots(1, 3, sharex=True, sharey=True)
    g = np.array([0.9, 0.4])
    angles = np.linspace(0, 2 * np.pi, 241)
    circle = np.stack([np.cos(angles), np.sin(angles)])
    balls = (
        ("Euclidean", circle, g / np.linalg.norm(g)),
        ("largest entry", circle / np.abs(circle).max(axis=0), np.sign(g)),
        ("sum of sizes", circle / np.abs(circle).sum(axis=0), np.array([1.0, 0.0])),
    )
    for axes, (name, ball, best) in zip(panels, balls, strict=True):
        axes.fill(*ball, color=BLUE, alpha=0.15, linewidth=0)
        axes.plot(*ball, color=INK, linewidth=1)
        across = np.array([-g[1], g[0]])
        ends = best + np.array([[-1.0], [1.0]]) * across
        axes.plot(*ends.T, color=FAINT, linewidth=1, linestyle="--")
        axes.annotate("", g, (0, 0), arrowprops=ARROW | {"color": BLUE})
        axes.plot(*best, "o", color=ORANGE, markersize=8)
        axes.set_title(name)
        axes.set(aspect="equal", xlim=(-1.3, 1.6), ylim=(-1.3, 1.6))
        axes.set_axis_off()
    return figure
