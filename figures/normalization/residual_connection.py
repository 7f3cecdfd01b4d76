"""Figures of the page on residual connections."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, ORANGE

WIDTH, DEPTH = 64, 40


def gradient_by_depth() -> Figure:
    """The norm of the gradient at each layer of a plain and of a residual network."""
    figure = Figure(figsize=(4.6, 2.8))
    axes = figure.subplots()
    for residual, colour, name in ((1, ORANGE, "with residuals"), (0, BLUE, "without")):
        norms = _norms(residual)
        axes.semilogy(range(DEPTH + 1), norms, color=colour)
        axes.text(1, norms[6] * 9, name, color=colour)
    axes.set(xlabel="layer", ylabel="norm of the gradient", ylim=(1e-14, 1e4))
    axes.set_yticks([1, 1e-6, 1e-12], ["1", "10⁻⁶", "10⁻¹²"])
    axes.minorticks_off()
    return figure


def _norms(residual):
    """Gradients of one output, from the input of the first layer to the last output."""
    rng = np.random.default_rng(0)
    h, jacobians = rng.normal(size=WIDTH), []
    for _ in range(DEPTH):
        W = rng.normal(size=(WIDTH, WIDTH)) * 0.5 / np.sqrt(WIDTH)
        a = np.tanh(W @ h)
        jacobians.append(residual * np.eye(WIDTH) + (1 - a**2)[:, None] * W)
        h = residual * h + a
    gradients = [np.eye(WIDTH)[0]]
    for J in reversed(jacobians):
        gradients.append(gradients[-1] @ J)
    return [np.linalg.norm(g) for g in reversed(gradients)]
