"""Figures of the page on matrix norms."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, INK, ORANGE
from snippets.linear_algebra.matrix_norms import spectral_norm


def spectral_norm_as_stretch() -> Figure:
    """The unit circle, and the ellipse that a matrix makes of it."""
    A = np.array([[0.6, 0.0], [0.8, 1.0]])
    angles = np.linspace(0, 2 * np.pi, 241)
    circle = np.stack([np.cos(angles), np.sin(angles)])
    V = np.array([[1, 1], [1, -1]]) / np.sqrt(2)  # rows: the right singular vectors
    figure = Figure(figsize=(5.6, 2.9))
    before, after = figure.subplots(1, 2, sharex=True, sharey=True)
    before.plot(*circle, color=INK)
    after.plot(*circle, color=FAINT, linewidth=1)
    after.plot(*(A @ circle), color=INK)
    labels = (("v₁", "σ₁u₁", BLUE), ("v₂", "σ₂u₂", ORANGE))
    for v, (name, image, colour) in zip(V, labels, strict=True):
        _arrow(before, v, name, colour)
        _arrow(after, A @ v, image, colour, distance=0.35)
    before.set_title("‖x‖ = 1")
    after.set_title(f"Ax, with σ₁ = ‖A‖₂ ≈ {spectral_norm(A):.2f}")
    for axes in (before, after):
        axes.set_aspect("equal")
        axes.set_axis_off()
        axes.set_xlim(-1.6, 1.6)
        axes.set_ylim(-1.6, 1.7)
    return figure


def _arrow(axes, tip, label, colour, distance=0.2):
    axes.annotate(
        "",
        tip,
        (0, 0),
        arrowprops={"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0},
    )
    beyond = tip + distance * tip / np.hypot(*tip)
    axes.text(*beyond, label, color=colour, ha="center", va="center")
