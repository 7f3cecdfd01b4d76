"""Figures of the page on neurons and the two-layer network."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE

WEIGHTS, BIAS = np.array([1.0, 2.0]), -3.0


def line_of_a_neuron() -> Figure:
    """Where the pre-activation of a neuron with two inputs is zero, and its weights."""
    figure = Figure(figsize=(4.2, 3.2))
    axes = figure.subplots()
    length = np.sqrt(WEIGHTS @ WEIGHTS)
    foot = -BIAS / length**2 * WEIGHTS
    along = np.array([-WEIGHTS[1], WEIGHTS[0]]) / length
    for level, colour in ((0, INK), (length, FAINT), (-length, FAINT)):
        on = foot + level / length**2 * WEIGHTS
        ends = on + np.array([[-4], [4]]) * along
        style = "-" if level == 0 else "--"
        axes.plot(*ends.T, color=colour, linestyle=style, linewidth=1.4)
    arrow = {"arrowstyle": "-|>", "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    arrow |= {"mutation_scale": 14}
    axes.annotate("", foot + WEIGHTS / length, foot, arrowprops=arrow | {"color": BLUE})
    axes.annotate("", foot, (0, 0), arrowprops=arrow | {"color": ORANGE})
    axes.plot(0, 0, "o", color=INK, markersize=4)
    axes.text(0.95, 1.45, "w / ‖w‖", color=BLUE)
    axes.text(0.42, 0.32, "−b / ‖w‖", color=ORANGE)
    axes.text(-1.75, 2.5, "z = 0")
    axes.text(2, 2.3, "z > 0", color=GREEN)
    axes.text(-1.7, -0.3, "z < 0", color=GREEN)
    axes.set(xlim=(-1.9, 3), ylim=(-0.9, 2.9), aspect="equal", xticks=[], yticks=[])
    axes.set_xlabel("first input")
    axes.set_ylabel("second input")
    return figure


def exclusive_or() -> Figure:
    """The four inputs of XOR, and where the hidden layer puts them."""
    figure = Figure(figsize=(4.6, 2.7))
    inputs, hidden = figure.subplots(1, 2)
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    h = np.maximum(x @ np.ones((2, 2)) + [0, -1], 0)
    for axes, points, title in ((inputs, x, "inputs"), (hidden, h, "hidden units")):
        for (one, other), y in zip(points, (0, 1, 1, 0), strict=True):
            axes.plot(one, other, "os"[y], color=(BLUE, ORANGE)[y], markersize=9)
        axes.set(title=title, aspect="equal")
    inputs.text(0.5, 0.45, "?", ha="center", va="center", fontsize=16)
    inputs.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=[0, 1], yticks=[0, 1])
    hidden.plot([0.3, 2.5], [-0.1, 1.0], color=INK, linewidth=1.2)
    hidden.text(1.12, -0.32, "twice", fontsize=9)
    hidden.set(xlim=(-0.4, 2.5), ylim=(-0.6, 1.6), xticks=[0, 1, 2], yticks=[0, 1])
    return figure
