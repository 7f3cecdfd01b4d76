"""Figures of the page on scaled dot-product attention."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, FAINT
from snippets.attention.scaled_dot_product_attention import attention_weights

TOKENS = 8


def causal_weights() -> Figure:
    """Causal weights of the same queries and keys, with the square root and without."""
    rng = np.random.default_rng(0)
    Q, K = rng.normal(size=(2, TOKENS, 64))
    causal = np.tri(TOKENS, dtype=bool)
    figure = Figure(figsize=(4.6, 2.7))
    panels = figure.subplots(1, 2, sharey=True)
    for axes, factor, title in zip(panels, (1, 8), ("QKᵀ / √d", "QKᵀ"), strict=True):
        _heat_map(axes, attention_weights(factor * Q, K, causal))
        axes.set_title(title)
        axes.set_xlabel("key")
    panels[0].set_ylabel("query")
    return figure


def _heat_map(axes: Axes, weights):
    """A square for each weight that is not hidden, the darker the larger it is."""
    for (i, j), weight in np.ndenumerate(weights):
        if j <= i:
            square = {"xy": (j - 0.5, i - 0.5), "width": 1, "height": 1}
            axes.add_patch(Rectangle(**square, facecolor=BLUE, alpha=float(weight)))
            axes.add_patch(
                Rectangle(**square, fill=False, edgecolor=FAINT, linewidth=0.6)
            )
    axes.set(xlim=(-0.6, TOKENS - 0.4), ylim=(TOKENS - 0.4, -0.6), aspect="equal")
    ticks = range(0, TOKENS, 1)
    axes.set_xticks(ticks, [str(tick + 1) for tick in ticks])
    axes.set_yticks(ticks, [str(tick + 1) for tick in ticks])
