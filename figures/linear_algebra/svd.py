"""Figures of the page on the singular value decomposition."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, INK, ORANGE
from snippets.linear_algebra.svd import svd

A = np.array([[1.5, 0.1], [0.8, 0.9]])


def rotate_scale_rotate() -> Figure:
    """The unit circle and the singular vectors, under one factor after the other."""
    U, s, Vt = svd(A)
    angles = np.linspace(0, 2 * np.pi, 201)
    circle = np.stack([np.cos(angles), np.sin(angles)])
    stages = (
        ("the unit circle", np.eye(2), ("v₁", "v₂")),
        ("after Vᵀ", Vt, ("e₁", "e₂")),
        ("after Σ", np.diag(s) @ Vt, ("σ₁e₁", "σ₂e₂")),
        ("after U", U @ np.diag(s) @ Vt, ("σ₁u₁", "σ₂u₂")),
    )
    figure = Figure(figsize=(4.8, 4.2))
    panels = figure.subplots(2, 2, sharex=True, sharey=True).flat
    for axes, (title, done, names) in zip(panels, stages, strict=True):
        axes.set_title(title)
        axes.plot(*(done @ circle), color=INK, linewidth=1)
        for v, name, colour in zip(Vt, names, (BLUE, ORANGE), strict=True):
            _arrow(axes, done @ v, name, colour)
        axes.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.axvline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.set_aspect("equal")
        axes.set_axis_off()
        axes.set_xlim(-2.5, 2.5)
        axes.set_ylim(-1.9, 1.9)
    return figure


def _arrow(axes: Axes, end: np.ndarray, name: str, colour: str):
    arrow = {"arrowstyle": "->", "color": colour, "linewidth": 1.6}
    axes.annotate("", end, (0, 0), arrowprops=arrow | {"shrinkA": 0, "shrinkB": 0})
    axes.text(
        *(end + 0.5 * end / np.linalg.norm(end)),
        name,
        color=colour,
        ha="center",
        va="center",
    )
