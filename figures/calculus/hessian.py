"""Figures of the page on the Hessian."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, GREEN, INK, ORANGE

KINDS = {"minimum": (2, 6), "saddle": (2, -6), "valley": (6, 0.1)}
"""The eigenvalues along two axes that are turned by 30 degrees."""


def three_kinds() -> Figure:
    """Contours of quadratic functions by the signs of their eigenvalues."""
    figure = Figure(figsize=(4.6, 1.9))
    panels = figure.subplots(1, 3)
    x, y = np.meshgrid(np.linspace(-1, 1, 81), np.linspace(-1, 1, 81))
    cos, sin = np.cos(np.pi / 6), np.sin(np.pi / 6)
    for axes, (name, (first, second)) in zip(panels, KINDS.items(), strict=True):
        along, across = cos * x + sin * y, cos * y - sin * x
        f = (first * along**2 + second * across**2) / 2
        levels = np.linspace(f.min(), f.max(), 10)[1:-1]
        axes.contour(x, y, f, levels=levels, colors=BLUE, linewidths=1, linestyles="-")
        axes.set_title(name)
        axes.set(xticks=[], yticks=[], aspect="equal")
        axes.spines[["right", "top"]].set_visible(True)
    return figure


def models() -> Figure:
    """A loss along a line, its models at one point, and their errors."""
    figure = Figure(figsize=(4.4, 5.2))
    chart, errors = figure.subplots(2, 1, height_ratios=[3, 2])
    rates, weights = np.array([1.0, -1.0, -3.0]), np.array([2.0, 2.0, 1.0])

    def loss(t):
        return np.log(np.exp(np.multiply.outer(t, rates)) @ weights)

    here = 0.0
    p = weights * np.exp(here * rates)
    p /= p.sum()
    slope = p @ rates
    curvature = p @ (rates - slope) ** 2

    def tangent(t):
        return loss(here) + slope * (t - here)

    def parabola(t):
        return tangent(t) + curvature * (t - here) ** 2 / 2

    t = np.linspace(-1.2, 2.2, 121)
    chart.plot(t, loss(t), color=INK, linewidth=2.2)
    steps = np.geomspace(0.01, 1, 61)
    chart.text(2.2, 2.2, "loss", color=INK, ha="right")
    for name, model, colour, place in (
        ("tangent", tangent, ORANGE, (1.3, 0.1)),
        ("parabola", parabola, BLUE, (1.25, 3.3)),
    ):
        chart.plot(t, model(t), color=colour)
        chart.text(*place, name, color=colour, ha="right")
        off = np.abs(loss(here + steps) - model(here + steps))
        errors.loglog(steps, off, color=colour)
    chart.plot(here, loss(here), "o", color=GREEN, markersize=8)
    chart.set(ylim=(0, 4.2), xlabel="t", ylabel="loss")
    errors.set_xticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    errors.set_yticks([1e-6, 1e-3, 1], ["10⁻⁶", "0.001", "1"])
    errors.set(xlabel="length of the step", ylabel="error")
    return figure
