"""Figures of the page on derivatives."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE


def secants_to_tangent() -> Figure:
    """The parabola, secants through one point that get shorter, and the tangent."""
    figure = Figure(figsize=(4.6, 3.4))
    axes = figure.subplots()
    x = np.linspace(0, 3.1, 100)
    for h, slope in ((2, "4"), (1, "3"), (0.5, "2.5")):
        ends = np.array([0.6, 3.2])
        axes.plot(ends, 1 + (2 + h) * (ends - 1), color=FAINT, linewidth=1.2)
        axes.plot(1 + h, (1 + h) ** 2, "o", color=BLUE, markersize=5)
        axes.text(3.25, 1 + (2 + h) * 2.2, slope, va="center")
    axes.plot(x, x**2, color=BLUE)
    ends = np.array([0.4, 3.2])
    axes.plot(ends, 2 * ends - 1, color=ORANGE)
    axes.text(3.25, 5.4, "2", color=ORANGE, va="center")
    axes.plot(1, 1, "o", color=ORANGE, markersize=7)
    axes.set(xlim=(0, 3.7), ylim=(-0.6, 10), xlabel="x", ylabel="x²")
    axes.set_xticks([0, 1, 1.5, 2, 3], ["0", "1", "1.5", "2", "3"])
    axes.set_yticks([0, 1, 4, 9])
    return figure


def error_over_step() -> Figure:
    """The error of a slope by three formulas, over the step."""
    figure = Figure(figsize=(4.6, 3.4))
    axes = figure.subplots()
    h = 10.0 ** np.arange(-15, 0.01, 0.1)
    slope = 1 / (1 + np.exp(-1.0))
    curves = (
        ("forward", (_softplus(1 + h) - _softplus(1)) / h, BLUE, (2e-9, 1e-5)),
        (
            "central",
            (_softplus(1 + h) - _softplus(1 - h)) / 2 / h,
            ORANGE,
            (3e-5, 3e-12),
        ),
        ("complex step", _softplus(1 + 1j * h).imag / h, GREEN, (1e-14, 3e-15)),
    )
    for name, found, colour, place in curves:
        error = np.maximum(np.abs(found - slope), np.finfo(float).eps / 2)
        axes.plot(h, error, color=colour, linewidth=1.2)
        axes.text(*place, name, color=colour, va="center")
    axes.set(xscale="log", yscale="log", xlabel="step h", ylabel="error")
    ticks = {-15: "10⁻¹⁵", -10: "10⁻¹⁰", -5: "10⁻⁵", 0: "1"}
    axes.set_xticks([10.0**power for power in ticks], list(ticks.values()))
    axes.set_yticks([10.0**power for power in ticks], list(ticks.values()))
    axes.minorticks_off()
    axes.tick_params(colors=INK)
    return figure


def _softplus(x: np.ndarray) -> np.ndarray:
    """Log(1 + eˣ), of complex numbers too."""
    return np.log(1 + np.exp(x))
