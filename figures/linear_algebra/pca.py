"""Figures of the page on principal component analysis."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, ORANGE
from snippets.linear_algebra.pca import pca


def principal_axes() -> Figure:
    """Correlated data, and the standard deviations along their principal axes."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(150, 2)) @ [[1.6, 0.8], [0.0, 0.55]] + [4, 3]
    components, _, variances = pca(X, 2)
    centre = X.mean(axis=0)
    figure = Figure(figsize=(4.6, 3.6))
    axes = figure.subplots()
    axes.scatter(*X.T, s=9, color=FAINT, linewidths=0)
    for number, colour in ((0, BLUE), (1, ORANGE)):
        deviation = np.sqrt(variances[number])
        end = centre + deviation * components[number]
        name = f"axis {number + 1}, s.d. {deviation:.2f}"
        axes.plot(*np.stack([centre, end]).T, color=colour, linewidth=3, label=name)
    axes.set_aspect("equal")
    axes.set_xlabel("first feature")
    axes.set_ylabel("second feature")
    axes.set_ylim(top=7.5)
    axes.legend(loc="upper left")
    return figure
