"""Figures of the page on stochastic gradient descent."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE

SAMPLES = 512


def clouds_of_gradients() -> Figure:
    """The gradients of many batches around that of all samples, for three sizes."""
    rng = np.random.default_rng(0)
    grads = rng.normal([1.0, 0.6], [1.1, 0.8], size=(4096, 2))
    figure = Figure(figsize=(4.6, 1.9))
    panels = figure.subplots(1, 3, sharex=True, sharey=True)
    sizes = ((1, BLUE), (16, ORANGE), (256, GREEN))
    for axes, (size, colour) in zip(panels, sizes, strict=True):
        batches = grads[rng.integers(len(grads), size=(150, size))].mean(axis=1)
        axes.plot(*batches.T, ".", color=colour, markersize=3)
        arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.4}
        arrow |= {"shrinkA": 0, "shrinkB": 0}
        axes.annotate("", grads.mean(axis=0), (0, 0), arrowprops=arrow)
        axes.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.axvline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.set_title(f"B = {size}", color=colour)
        axes.set_aspect("equal")
        axes.set_axis_off()
    return figure


def error_by_samples() -> Figure:
    """How far three ways are from the minimum, by how many samples they have seen."""
    ways = (
        ("all 512 samples", _distances(SAMPLES, 0.9, np.inf), BLUE),
        ("batches of 8, η constant", _distances(8, 0.1, np.inf), ORANGE),
        ("batches of 8, η ∝ 1/t", _distances(8, 0.3, 25), GREEN),
    )
    figure = Figure(figsize=(4.6, 3.1))
    axes = figure.subplots()
    for name, (seen, distance), colour in ways:
        axes.loglog(seen, distance, color=colour, label=name)
    axes.set(xlabel="samples seen", ylabel="distance to minimum", ylim=(1e-4, 4))
    axes.set_xticks([512, 5120, 51200], ["1 epoch", "10", "100"])
    axes.set_yticks([1, 0.1, 0.01, 0.001], ["1", "0.1", "0.01", "0.001"])
    axes.minorticks_off()
    axes.legend(loc="lower left")
    return figure


def _distances(size: int, eta: float, patience: float):
    """Samples seen and mean distance of ten runs, with rates η / (1 + t/patience)."""
    rng = np.random.default_rng(1)
    X = rng.normal(size=(SAMPLES, 4)) * [1.0, 0.8, 0.6, 0.5]
    y = X @ [1.0, -2.0, 0.5, 1.0] + 0.5 * rng.normal(size=SAMPLES)
    best, w = np.linalg.lstsq(X, y)[0], np.zeros((10, 4))
    steps = 100 * SAMPLES // size
    seen, distance = [], []
    for t in range(steps):
        idx = rng.integers(SAMPLES, size=(10, size))
        if size == SAMPLES:
            idx[:] = np.arange(SAMPLES)
        off = np.matvec(X[idx], w) - y[idx]
        w = w - eta / (1 + t / patience) * np.vecmat(off, X[idx]) / size
        seen.append((t + 1) * size)
        distance.append(np.mean(np.linalg.norm(w - best, axis=-1)))
    shown = np.unique(np.geomspace(1, steps, 60).astype(int)) - 1
    return np.array(seen)[shown], np.array(distance)[shown]
