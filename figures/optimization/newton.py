"""Figures of the page on Newton's method."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE
from snippets.optimization.newton import newton_step

HESSIAN = np.array([[1.2, 1.6], [1.6, 4.0]])


def gradient_or_newton() -> Figure:
    """The direction of steepest descent and the Newton step, on a tilted bowl."""
    figure = Figure(figsize=(4.4, 3))
    axes = figure.subplots()
    x, y = np.meshgrid(np.linspace(-4.2, 2.4, 161), np.linspace(-1.9, 2.7, 121))
    points = np.stack([x, y], axis=-1)
    loss = np.vecdot(points, points @ HESSIAN) / 2
    axes.contour(x, y, loss, np.geomspace(0.1, 14, 8), colors=FAINT, linewidths=0.8)
    start = np.array([-3.4, 2.2])
    g = HESSIAN @ start
    downhill = -1.5 * g / np.sqrt(g @ g)
    steps = ((downhill, BLUE), (newton_step(HESSIAN, g), ORANGE))
    for step, colour in steps:
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 2}
        arrow |= {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.annotate("", start + step, start, arrowprops=arrow)
    axes.plot(*start, "o", color=INK, markersize=5)
    axes.plot(0, 0, "+", color=INK, markersize=10)
    axes.text(-3.95, 1.1, "−∇f", color=BLUE)
    axes.text(-1.25, 1.3, "−H⁻¹∇f", color=ORANGE)
    axes.set_aspect("equal")
    axes.set_axis_off()
    return figure


def parabolas() -> Figure:
    """A curve, and the parabolas that fit it where it is convex and where it is not."""
    figure = Figure(figsize=(4.6, 3))
    axes = figure.subplots()
    x = np.linspace(-2.2, 2.2, 301)
    axes.plot(x, _loss(x), color=INK, linewidth=1.2)
    for start, colour in ((-1.9, GREEN), (0.45, ORANGE)):
        slope, curvature = start**3 - 2 * start + 0.3, 3 * start**2 - 2
        model = _loss(start) + slope * (x - start) + curvature * (x - start) ** 2 / 2
        reached = start - slope / curvature
        value = _loss(start) - slope**2 / curvature / 2
        axes.plot(x, model, color=colour, linestyle="--", linewidth=1.2)
        axes.plot(start, _loss(start), "o", color=colour, markersize=7)
        axes.plot(reached, value, "v", color=colour, markersize=7)
    axes.set(ylim=(-1.6, 2.6), xlabel="parameter", ylabel="loss")
    axes.set_xticks([])
    axes.set_yticks([])
    return figure


def _loss(x):
    return x**4 / 4 - x**2 + 0.3 * x
