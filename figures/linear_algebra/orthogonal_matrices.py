"""Figures of the page on orthogonal matrices."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from figures.style import BLUE, FAINT, INK, ORANGE
from snippets.linear_algebra.orthogonal_matrices import is_rotation

LETTER = [(0, 0), (1, 0), (1, 2), (2.4, 2), (2.4, 3), (1, 3), (1, 4), (3, 4), (3, 5)]
LETTER = np.array([*LETTER, (0, 5)]) * 0.3 + 0.3
"""The outline of an F, which its mirror image is not."""


def rotation_and_reflection() -> Figure:
    """A letter turned, and mirrored: lengths and angles stay, handedness may not."""
    figure = Figure(figsize=(6, 2.6))
    turn, axis = np.radians(70), np.radians(98)
    rotation = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    along = np.array([np.cos(axis), np.sin(axis)])
    reflection = 2 * np.outer(along, along) - np.eye(2)
    panels = figure.subplots(1, 2)
    for axes, Q in zip(panels, (np.array(rotation), reflection), strict=True):
        rotates = is_rotation(Q)
        axes.add_patch(Polygon(LETTER, facecolor=FAINT))
        axes.add_patch(Polygon(LETTER @ Q.T, facecolor=BLUE if rotates else ORANGE))
        if not rotates:
            axes.plot(*np.outer(along, (-0.3, 2.1)), "--", color=INK, linewidth=1)
        name, sign = ("rotation", "1") if rotates else ("reflection", "−1")
        axes.set_title(f"{name}, det Q = {sign}")
        axes.plot(0, 0, "o", color=INK, markersize=4)
        axes.set(xlim=(-1.9, 1.9), ylim=(-0.4, 2.2), aspect="equal")
        axes.set_axis_off()
    return figure
