"""The figure of the page on the chain rule."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from figures.style import BLUE, FAINT, INK, ORANGE

PLACES = {"x₁": (0, 1), "x₂": (0, -1), "u₁": (2.4, 1), "u₂": (2.4, -1), "L": (4.8, 0)}
VALUES = {"x₁": 2, "x₂": 3, "u₁": 5, "u₂": 6, "L": 30}
RADIUS = 0.38
EDGES = [
    ("x₂u₁", "1", FAINT, (0.75, -0.15)),
    ("x₂u₂", "x₁ = 2", FAINT, (1.2, -0.78)),
    ("x₁u₁", "1", BLUE, (1.2, 1.22)),
    ("u₁L", "u₂ = 6", BLUE, (3.7, 0.78)),
    ("x₁u₂", "x₂ = 3", ORANGE, (1.2, 0.5)),
    ("u₂L", "u₁ = 5", ORANGE, (3.4, -0.28)),
]
"""From where to where, and the local derivative, with the place where it stands."""


def graph() -> Figure:
    """Two inputs, two intermediate variables and a loss, and the paths between them."""
    figure = Figure(figsize=(4.6, 3.1))
    axes = figure.subplots()
    for edge in EDGES:
        _edge(axes, *edge)
    for name, place in PLACES.items():
        axes.add_patch(Circle(place, RADIUS, fill=False, edgecolor=INK, linewidth=1.2))
        axes.text(*place, name, ha="center", va="center")
        below = (place[0], place[1] - 0.62)
        axes.text(*below, str(VALUES[name]), ha="center", va="center", fontsize=9)
    axes.text(0.2, -2.35, "∂L/∂x₁  =", ha="left", va="center")
    axes.text(1.75, -2.35, "1 · 6", color=BLUE, ha="left", va="center")
    axes.text(2.6, -2.35, "+", ha="left", va="center")
    axes.text(2.95, -2.35, "3 · 5", color=ORANGE, ha="left", va="center")
    axes.text(3.85, -2.35, "= 21", ha="left", va="center")
    axes.set(xlim=(-0.5, 5.3), ylim=(-2.6, 1.7), aspect="equal")
    axes.set_axis_off()
    return figure


def _edge(axes: Axes, ends: str, slope: str, colour: str, place: tuple):
    """An arrow between two nodes, with its local derivative beside it."""
    (x0, y0), (x1, y1) = PLACES[ends[:2]], PLACES[ends[2:]]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = (x1 - x0) / length * RADIUS, (y1 - y0) / length * RADIUS
    look = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "shrinkA": 0}
    look |= {"shrinkB": 0, "mutation_scale": 12}
    axes.annotate("", (x1 - dx, y1 - dy), (x0 + dx, y0 + dy), arrowprops=look)
    ink = INK if colour == FAINT else colour
    axes.text(*place, slope, color=ink, ha="center", va="center", fontsize=10)
