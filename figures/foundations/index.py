"""Figures of the first page of the foundations guide."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from figures.style import BLUE, GREEN, INK, ORANGE

TOKENS, WIDTH, LAYERS, VOCABULARY = 5, 768, 12, 50257
"""Five tokens in the smallest GPT-2."""


def pipeline() -> Figure:
    """The stages of a language model, and the shape of what passes between them."""
    figure = Figure(figsize=(4.3, 6.2))
    axes = figure.subplots()
    states = f"{TOKENS} × {WIDTH}"
    stages = (
        ("Tokens", "text cut into pieces", f"{TOKENS} whole numbers"),
        ("Embeddings", "a row of a matrix each", states),
        ("Attention", "dot products, means", states),
        ("Feed-forward", "matrix products", states),
        ("Logits", "a dot product per row", f"{TOKENS} × {VOCABULARY}"),
        ("Softmax", "positive, and sums to 1", f"{VOCABULARY} probabilities"),
        ("Sampling", "a random draw", None),
    )
    for place, (name, mathematics, passed) in enumerate(stages):
        top = -1.5 * place
        colour = GREEN if name in ("Attention", "Feed-forward") else INK
        _box(axes, top, colour)
        axes.text(0, top - 0.28, name, ha="center", va="center", weight="bold")
        axes.text(0, top - 0.68, mathematics, ha="center", va="center", fontsize=10)
        if passed:
            _arrow(axes, [(0, 0), (top - 1, top - 1.5)], INK)
            axes.text(0.2, top - 1.21, passed, va="center", fontsize=9.5)

    _arrow(axes, [(-1.9, -2.7, -2.7, -1.9), (-9.5, -9.5, -0.5, -0.5)], BLUE)
    _upright(axes, -2.95, -1.7, "one more token", BLUE)
    _arrow(axes, [(1.9, 2.7, 2.7, 1.9), (-8, -8, -2, -2)], ORANGE, linestyle="--")
    _upright(axes, 2.95, -5, "training: gradients", ORANGE)
    axes.plot((-2, -2.15, -2.15, -2), (-3, -3, -5.5, -5.5), color=GREEN)
    _upright(axes, -2.4, -4.25, f"{LAYERS} times", GREEN)
    axes.set(xlim=(-3.2, 3.2), ylim=(-10.1, 0.1))
    axes.set_axis_off()
    return figure


def _box(axes: Axes, top: float, colour: str):
    shape = "round,pad=0,rounding_size=0.12"
    for look in ({"facecolor": colour, "alpha": 0.1}, {"fill": False}):
        edge = {"edgecolor": colour} if "fill" in look else {"linewidth": 0}
        box = FancyBboxPatch((-1.85, top - 1), 3.7, 1, boxstyle=shape, **look, **edge)
        axes.add_patch(box)


def _arrow(axes: Axes, line, colour: str, **look):
    """A line along the given points, with a head at the last."""
    xs, ys = line
    axes.plot(xs, ys, color=colour, linewidth=1.2, **look)
    head = {"arrowstyle": "-|>", "color": colour, "linewidth": 0, "mutation_scale": 12}
    back = (xs[-1] + 0.01 * (xs[-2] - xs[-1]), ys[-1] + 0.01 * (ys[-2] - ys[-1]))
    axes.annotate("", (xs[-1], ys[-1]), back, arrowprops=head | {"shrinkB": 0})


def _upright(axes: Axes, x: float, y: float, text: str, colour: str):
    look = {"rotation": 90, "ha": "center", "va": "center", "fontsize": 10}
    axes.text(x, y, text, color=colour, **look)
