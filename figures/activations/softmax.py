"""Figures of the page on softmax."""

from matplotlib.figure import Figure

from figures.style import BLUE
from snippets.activations.softmax import temperature_softmax

LOGITS = [2, 1, 0, -1, -2]


def temperatures() -> Figure:
    """The same logits at three temperatures."""
    figure = Figure(figsize=(4.6, 2.4))
    panels = figure.subplots(1, 3, sharey=True)
    for axes, tau in zip(panels, (0.5, 1, 2), strict=True):
        p = temperature_softmax(LOGITS, tau)
        axes.bar(range(len(LOGITS)), p, color=BLUE)
        axes.text(0, p[0] + 0.02, f"{p[0]:.2f}", ha="center")
        axes.set_title(f"τ = {tau}")
        axes.set_xticks(range(len(LOGITS)), [f"{z}".replace("-", "−") for z in LOGITS])
        axes.set(ylim=(0, 1), yticks=[0, 0.5, 1])
    panels[0].set_ylabel("probability")
    panels[1].set_xlabel("logit")
    return figure
