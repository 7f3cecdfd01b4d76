"""Figures of the page on regularisation."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE
from snippets.linear_algebra.vector_norms import lp_norm
from snippets.optimization.regularization import soft_threshold

LOWEST = np.array([0.55, 1.75])
CURVATURE = np.array([[1.0, 0.2], [0.2, 0.8]])


def diamond_and_disc() -> Figure:
    """The contours of a loss, and where they first touch the two unit balls."""
    figure = Figure(figsize=(4.6, 2.7))
    x, y = np.meshgrid(np.linspace(-1.35, 1.9, 161), np.linspace(-1.3, 2.6, 161))
    angles = np.linspace(0, 2 * np.pi, 2001)
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    for axes, p, colour in zip(panels, (2, 1), (BLUE, ORANGE), strict=True):
        ball = directions / lp_norm(directions, p)[:, None]
        touched = ball[np.argmin(_loss(ball))]
        levels = _loss(touched) * np.array([0.15, 0.5, 1, 1.9])
        grid = _loss(np.stack([x, y], axis=-1))
        axes.contour(x, y, grid, levels, colors=FAINT, linewidths=0.9)
        axes.plot(*ball.T, color=colour)
        axes.plot(*LOWEST, "+", color=INK, markersize=9)
        axes.plot(*touched, "o", color=colour, markersize=6)
        axes.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.axvline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.set_title(f"L{p}", color=colour)
        axes.set_aspect("equal")
        axes.set_axis_off()
    return figure


def three_shrinkages() -> Figure:
    """What becomes of a weight under an L2 penalty, an L1 penalty and a cut-off."""
    figure = Figure(figsize=(4.6, 3))
    axes = figure.subplots()
    v = np.linspace(-3, 3, 301)
    axes.plot(v, v, color=FAINT, linewidth=1)
    axes.plot(v, v / 2, color=BLUE, label="L2: halved")
    axes.plot(v, soft_threshold(v, 1), color=ORANGE, label="L1: soft threshold")
    for part in (v < -1, np.abs(v) < 1, v > 1):
        label = "hard threshold" if part[0] else None
        style = {"color": GREEN, "linestyle": "--", "linewidth": 1.3}
        axes.plot(v[part], np.where(np.abs(v) > 1, v, 0)[part], label=label, **style)
    axes.set(xlabel="weight without penalty", ylabel="weight with it")
    axes.set_xticks([-2, -1, 0, 1, 2])
    axes.set_yticks([-2, 0, 2])
    axes.legend(loc="upper left")
    return figure


def _loss(w: np.ndarray) -> np.ndarray:
    off = w - LOWEST
    return np.vecdot(off, off @ CURVATURE) / 2
