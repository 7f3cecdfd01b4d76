"""Figures of the page on eigenvalues."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import FAINT

NORMAL = 0.9 * np.array([[0.0, -1.0], [1.0, 0.0]])
NOT_NORMAL = np.array([[0.9, 10.0], [0.0, 0.9]])


def transient_growth() -> Figure:
    """The norms of Aᵏx for two matrices of spectral radius 0.9."""
    steps = np.arange(121)
    x = np.array([0.0, 1.0])
    figure = Figure(figsize=(4.6, 3.4))
    axes = figure.subplots()
    for A, name, label_at in (
        (NOT_NORMAL, "not normal", (44, 8)),
        (NORMAL, "normal", (6, 6e-4)),
    ):
        powers = np.array([np.linalg.matrix_power(A, k) for k in steps])
        (line,) = axes.plot(steps, np.linalg.norm(powers @ x, axis=-1))
        radius = np.abs(np.linalg.eigvals(A)).max()
        label = f"{name}, ρ = {radius:.1f}"
        axes.annotate(label, label_at, color=line.get_color())
    axes.axhline(1, color=FAINT, linewidth=0.8, zorder=0)
    axes.set_yscale("log")
    axes.set_yticks([1e-4, 1e-2, 1, 100], ["0.0001", "0.01", "1", "100"])
    axes.minorticks_off()
    axes.set_ylim(1e-5, 300)
    axes.set_xlabel("k")
    axes.set_ylabel("‖Aᵏx‖₂")
    return figure
