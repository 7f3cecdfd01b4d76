"""Figures of the page on vector norms."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import FAINT
from snippets.linear_algebra.vector_norms import lp_norm


def unit_balls() -> Figure:
    """The vectors of norm 1 in the plane, for four norms."""
    figure = Figure(figsize=(4.2, 4))
    axes = figure.subplots()
    angles = np.linspace(0, 2 * np.pi, 401)
    directions = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    for p, name in ((1, "L1"), (2, "L2"), (4, "L4"), (np.inf, "max")):
        x, y = (directions / lp_norm(directions, p)[:, None]).T
        axes.plot(x, y, label=name)
    axes.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.6, zorder=0)
    axes.set_aspect("equal")
    axes.set_xticks([-1, 0, 1])
    axes.set_yticks([-1, 0, 1])
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return figure
