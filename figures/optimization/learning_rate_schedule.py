"""Figures of the page on learning-rate schedules."""

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, GREEN, ORANGE, PURPLE
from snippets.optimization.learning_rate_schedule import warmup_cosine

WARM, LAST = 8, 100


def four_schedules() -> Figure:
    """Four ways to lower the rate, all with the same warm-up to the same peak."""
    t = np.linspace(0, LAST, 401)
    warm = np.minimum(t / WARM, 1)
    left = (LAST - t) / (LAST - WARM)
    schedules = (
        ("cosine", warmup_cosine(t, 1, WARM, LAST), BLUE),
        ("linear", np.minimum(warm, left), ORANGE),
        ("inverse root", warm * np.sqrt(WARM / np.maximum(t, WARM)), GREEN),
        ("stable, then decay", np.minimum(warm, (LAST - t) / 20), PURPLE),
    )
    figure = Figure(figsize=(4.6, 3))
    axes = figure.subplots()
    for name, rate, colour in schedules:
        axes.plot(t, rate, color=colour, label=name)
    axes.set(xlabel="step", ylabel="learning rate", ylim=(0, 1.5), xlim=(0, LAST))
    axes.set_xticks([0, WARM, LAST], ["0", "  Tw", "T"])
    axes.set_yticks([0, 1], ["0", "ηmax"])
    axes.legend(loc="upper center", ncols=2, fontsize=10)
    return figure
