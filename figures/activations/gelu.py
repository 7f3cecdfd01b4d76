"""Figures of the page on GELU."""

import numpy as np
from matplotlib.figure import Figure
from scipy.special import expit, ndtr

from figures.style import FAINT


def gelu_and_its_relatives() -> Figure:
    """GELU, SiLU and ReLU, and below them their derivatives."""
    figure = Figure(figsize=(4.4, 5))
    values, slopes = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    x = np.linspace(-4, 3, 701)
    step = np.where(x > 0, 1.0, 0.0)
    step[np.argmin(np.abs(x))] = np.nan
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    for name, value, slope in (
        ("GELU", x * ndtr(x), ndtr(x) + x * density),
        ("SiLU", x * expit(x), expit(x) * (1 + x * expit(-x))),
        ("ReLU", np.maximum(x, 0), step),
    ):
        values.plot(x, value, label=name)
        slopes.plot(x, slope)
    for axes in (values, slopes):
        axes.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
        axes.axvline(0, color=FAINT, linewidth=0.6, zorder=0)
    values.legend(loc="upper left")
    values.set(title="value", yticks=[0, 1, 2, 3])
    slopes.set(title="slope", yticks=[0, 0.5, 1], xlabel="x")
    slopes.set_xticks(range(-4, 4), [f"{n}".replace("-", "−") for n in range(-4, 4)])
    return figure


def errors_of_the_approximations() -> Figure:
    """How far the tanh form and the sigmoid form are from GELU."""
    figure = Figure(figsize=(4.4, 2.8))
    axes = figure.subplots()
    x = np.linspace(0, 6, 1201)
    exact = x * ndtr(x)
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    for value in (x * expit(2 * inner), x * expit(1.702 * x)):
        axes.semilogy(x, np.abs(value - exact))
    axes.axhline(2.0**-8, color=FAINT, linestyle="--", linewidth=1)
    axes.text(4.35, 2.0**-8 * 1.3, "bfloat16 above 1", fontsize=9)
    axes.text(2.9, 3e-2, "x σ(1.702x)", color="C1")
    axes.text(3.8, 2e-4, "tanh form", color="C0")
    axes.set(xlim=(0, 6), ylim=(1e-7, 0.2), xlabel="x", ylabel="error")
    axes.set_yticks([1e-6, 1e-4, 1e-2], ["10⁻⁶", "10⁻⁴", "10⁻²"])
    axes.minorticks_off()
    return figure
