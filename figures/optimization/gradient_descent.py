"""Figures of the page on gradient descent."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE

CURVATURE = np.array([1.0, 8.0])


def three_rates() -> Figure:
    """Ten steps on one bowl: too short, about right, and beyond what it allows."""
    figure = Figure(figsize=(4.6, 5.4))
    x, y = np.meshgrid(np.linspace(-4.4, 2.2, 121), np.linspace(-2, 2, 121))
    loss = (CURVATURE[0] * x**2 + CURVATURE[1] * y**2) / 2
    panels = figure.subplots(3, 1, sharex=True, sharey=True)
    rates = ((0.03, BLUE), (0.2, GREEN), (0.256, ORANGE))
    for axes, (eta, colour) in zip(panels, rates, strict=True):
        path = [np.array([-4.0, 0.9])]
        for _ in range(10):
            path.append(path[-1] - eta * CURVATURE * path[-1])
        axes.contour(x, y, loss, np.geomspace(0.2, 30, 8), colors=FAINT, linewidths=0.7)
        axes.plot(*np.array(path).T, color=colour, marker="o", markersize=3)
        axes.plot(0, 0, "+", color=INK, markersize=9)
        axes.set_title(f"η = {eta:.3g}", color=colour, loc="left")
        axes.set_axis_off()
    return figure


def convex_or_not() -> Figure:
    """Descent from three starts, on a loss with one minimum and on one with two."""
    figure = Figure(figsize=(4.6, 2.6))
    convex, wavy = figure.subplots(1, 2)
    losses = (
        (convex, "convex", lambda x: x**2 / 2, lambda x: x),
        (
            wavy,
            "not convex",
            lambda x: x**4 / 4 - x**2 + 0.35 * x + 1,
            lambda x: x**3 - 2 * x + 0.35,
        ),
    )
    x = np.linspace(-2.05, 1.95, 161)
    for axes, name, loss, slope in losses:
        axes.plot(x, loss(x), color=INK, linewidth=1)
        for start, colour in ((-1.9, BLUE), (0.35, GREEN), (1.8, ORANGE)):
            path = [start]
            for _ in range(40):
                path.append(path[-1] - 0.1 * slope(path[-1]))
            path = np.array(path)
            axes.plot(path, loss(path), color=colour, marker="o", markersize=3)
            axes.plot(path[-1], loss(path[-1]), "o", color=colour, markersize=7)
        axes.set_title(name)
        axes.set_axis_off()
    return figure


def along_one_step() -> Figure:
    """The loss as a function of the learning rate of one step, and its prediction."""
    figure = Figure(figsize=(4.6, 2.9))
    axes = figure.subplots()
    start = np.array([-2.0, 0.6])
    g = CURVATURE * start
    rates = np.linspace(0, 0.3, 121)
    reached = start - rates[:, None] * g
    loss = np.sum(CURVATURE * reached**2, axis=-1) / 2
    squared, largest = g @ g, CURVATURE.max()
    straight = loss[0] - rates * squared
    bound = loss[0] - rates * (1 - rates * largest / 2) * squared
    axes.plot(rates, loss, color=BLUE, label="the loss after the step")
    axes.plot(rates, straight, color=ORANGE, label="first order")
    axes.plot(rates, bound, color=GREEN, label="bound of the lemma")
    axes.axhline(loss[0], color=FAINT, linewidth=0.8, zorder=0)
    axes.set(xlabel="learning rate η", ylabel="loss", ylim=(0, 6), xlim=(0, 0.3))
    axes.set_xticks([0, 1 / largest, 2 / largest], ["0", "1/L", "2/L"])
    axes.legend(loc="upper center")
    return figure
