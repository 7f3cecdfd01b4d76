"""Figures of the page on gradient clipping."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE
from snippets.optimization.gradient_clipping import clip_by_norm

SPIKES = np.array([[2.3, 0.5], [1.2, 1.7], [-1.9, 1.1], [0.5, -0.6], [-1.3, -1.6]])


def norm_or_value() -> Figure:
    """Gradients, clipped to a circle and clipped to a square."""
    figure = Figure(figsize=(4.6, 2.5))
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    angles = np.linspace(0, 2 * np.pi, 201)
    circle = np.array([np.cos(angles), np.sin(angles)])
    square = np.array([[1, -1, -1, 1, 1], [1, 1, -1, -1, 1]])
    ways = (
        ("by norm", circle, clip_by_norm(SPIKES, 1), BLUE),
        ("by value", square, np.clip(SPIKES, -1, 1), ORANGE),
    )
    for axes, (name, border, clipped, colour) in zip(panels, ways, strict=True):
        axes.plot(*border, color=INK, linewidth=0.8)
        for g, short in zip(SPIKES, clipped, strict=True):
            for tip, shade, width in ((g, FAINT, 1.2), (short, colour, 2)):
                arrow = {"arrowstyle": "-|>", "color": shade, "linewidth": width}
                arrow |= {"shrinkA": 0, "shrinkB": 0}
                axes.annotate("", tip, (0, 0), arrowprops=arrow)
        axes.set(title=name, xlim=(-2.2, 2.5), ylim=(-1.8, 1.9), aspect="equal")
        axes.set_axis_off()
    return figure


def at_a_cliff() -> Figure:
    """Steps towards a cliff of the loss, with and without a bound on the gradient."""
    figure = Figure(figsize=(4.6, 3))
    axes = figure.subplots()
    x = np.linspace(-7, 3.2, 401)
    axes.plot(x, _loss(x), color=INK, linewidth=1)
    for bound, colour, name in ((np.inf, ORANGE, "as it is"), (1.0, GREEN, "clipped")):
        path = [2.2]
        for _ in range(14):
            g = clip_by_norm([_slope(path[-1])], bound)[0]
            path.append(path[-1] - 0.5 * g)
        path = np.array(path)
        style = {"marker": "o", "markersize": 4, "linewidth": 1.2}
        axes.plot(path, _loss(path), color=colour, label=name, **style)
    axes.set(xlabel="parameter", ylabel="loss", xlim=(-7, 3.2))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.legend(loc="upper center")
    return figure


def _loss(x):
    """A valley with its lowest point at 1, and a wall to its right."""
    return 0.12 * (x - 1) ** 2 + 3.2 / (1 + np.exp(-12 * (x - 2.2)))


def _slope(x):
    wall = 1 / (1 + np.exp(-12 * (x - 2.2)))
    return 0.24 * (x - 1) + 3.2 * 12 * wall * (1 - wall)
