"""Figures of the page on backpropagation."""

from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, INK, ORANGE

NODES = {
    "x₁": (0, 1, "1", "4"),
    "x₂": (0, 0, "2", "4"),
    "z₁": (1, 1, "3", "4"),
    "z₂": (1, 0, "−1", "0"),
    "h₁": (2, 1, "3", "4"),
    "h₂": (2, 0, "0", "10"),
    "y": (3, 0.5, "5", "2"),
    "L": (4, 0.5, "2", "1"),
}
"""Where each value of the worked example stands, the value, and its gradient."""

EDGES = ("x₁z₁", "x₁z₂", "x₂z₁", "x₂z₂", "z₁h₁", "z₂h₂", "h₁y", "h₂y", "yL")


def graph() -> Figure:
    """The network of the worked example, with values above and gradients below."""
    figure = Figure(figsize=(4.6, 2.9))
    axes = figure.subplots()
    for edge in EDGES:
        start, end = edge[:2], edge[2:] or "L"
        if edge == "yL":
            start, end = "y", "L"
        ends = [NODES[start][:2], NODES[end][:2]]
        axes.plot(*zip(*ends, strict=True), color=FAINT, linewidth=1, zorder=0)
    for name, (x, y, value, gradient) in NODES.items():
        box = {"boxstyle": "circle,pad=0.3", "facecolor": "#ffffff", "edgecolor": INK}
        axes.text(x, y, name, ha="center", va="center", bbox=box)
        axes.text(x, y + 0.24, value, color=BLUE, ha="center", va="center")
        axes.text(x, y - 0.24, gradient, color=ORANGE, ha="center", va="center")
    axes.set(xlim=(-0.4, 4.4), ylim=(-0.4, 1.4))
    axes.set_axis_off()
    return figure
