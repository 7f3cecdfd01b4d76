"""Figures of the page on Adam."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE
from snippets.optimization.adam import adam_step

CURVATURE = np.array([1.0, 50.0])
START = np.array([-4.0, 0.9])
STEPS = 40


def three_optimisers() -> Figure:
    """One valley, with noise on its gradient, and the ways that three take down it."""
    paths = (
        ("plain SGD", _plain(), BLUE),
        ("with momentum", _momentum(), ORANGE),
        ("Adam", _adam(), GREEN),
    )
    figure = Figure(figsize=(4.6, 5))
    x, y = np.meshgrid(np.linspace(-4.6, 1.6, 121), np.linspace(-1.3, 1.3, 121))
    loss = (CURVATURE[0] * x**2 + CURVATURE[1] * y**2) / 2
    panels = figure.subplots(3, 1, sharex=True, sharey=True)
    for axes, (name, path, colour) in zip(panels, paths, strict=True):
        levels = np.geomspace(0.15, 40, 9)
        axes.contour(x, y, loss, levels, colors=FAINT, linewidths=0.7)
        axes.plot(*path.T, color=colour, marker="o", markersize=2.5, linewidth=1.1)
        axes.plot(0, 0, "+", color=INK, markersize=9)
        axes.set_title(name, color=colour, loc="left")
        axes.set_axis_off()
    return figure


def _gradients():
    """The gradient of the valley as a function, with noise that is the same for all."""
    noise = np.random.default_rng(1).normal(scale=0.5, size=(STEPS, 2))
    return [lambda theta, extra=extra: CURVATURE * theta + extra for extra in noise]


def _plain():
    path = [START]
    for gradient in _gradients():
        path.append(path[-1] - 0.037 * gradient(path[-1]))
    return np.array(path)


def _momentum():
    path, velocity = [START], np.zeros(2)
    for gradient in _gradients():
        velocity = 0.8 * velocity + gradient(path[-1])
        path.append(path[-1] - 0.02 * velocity)
    return np.array(path)


def _adam():
    path, m, v = [START], np.zeros(2), np.zeros(2)
    for t, gradient in enumerate(_gradients(), 1):
        g = gradient(path[-1])
        theta, m, v = adam_step(path[-1], g, m, v, t, alpha=0.25)
        path.append(theta)
    return np.array(path)
