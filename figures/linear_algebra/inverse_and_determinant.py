"""Figures of the page on the inverse and the determinant."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE

SQUARE = np.array([[0, 1, 1, 0], [0, 0, 1, 1]])


def determinant_as_area() -> Figure:
    """The unit square and its image, with the orientation kept, and reversed."""
    figure = Figure(figsize=(5, 2.8))
    keeps = np.array([[3, 1], [1, 2]])
    reverses = keeps[:, ::-1]
    for axes, A, colour, name in zip(
        figure.subplots(1, 2, sharey=True),
        (keeps, reverses),
        (GREEN, PURPLE),
        ("orientation kept", "orientation reversed"),
        strict=True,
    ):
        _draw(axes, A, colour)
        axes.set_title(f"{name}\ndet A = {np.linalg.det(A):.0f}".replace("-", "−"))
    return figure


def parallelogram_in_a_box() -> Figure:
    """What is left of a box when a parallelogram is taken out of it."""
    figure = Figure(figsize=(5, 3.2))
    axes = figure.subplots()
    a, b, c, d = 3, 1.3, 0.9, 2
    width, height = a + b, c + d
    pieces = [
        ("ad − bc", GREEN, [(0, 0), (a, c), (width, height), (b, d)]),
        ("½ac", BLUE, [(0, 0), (a, 0), (a, c)]),
        ("½ac", BLUE, [(width, height), (b, height), (b, d)]),
        ("½bd", ORANGE, [(0, 0), (0, d), (b, d)]),
        ("½bd", ORANGE, [(width, height), (width, c), (a, c)]),
        ("bc", PURPLE, [(a, 0), (width, 0), (width, c), (a, c)]),
        ("bc", PURPLE, [(0, d), (b, d), (b, height), (0, height)]),
    ]
    for name, colour, corners in pieces:
        axes.add_patch(Polygon(corners, facecolor=colour, alpha=0.25))
        axes.add_patch(Polygon(corners, fill=False, edgecolor=colour))
        axes.text(*np.mean(corners, axis=0), name, ha="center", va="center")
    axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.set_xticks([a, width], ["a", "a + b"])
    axes.set_yticks([d, height], ["d", "c + d"])
    return figure


def _draw(axes: Axes, A: np.ndarray, colour: str):
    image = A @ SQUARE
    axes.add_patch(Polygon(image.T, facecolor=colour, alpha=0.25))
    axes.add_patch(Polygon(image.T, fill=False, edgecolor=colour))
    axes.add_patch(Polygon(SQUARE.T, fill=False, edgecolor=INK, linestyle="--"))
    for tip, name, of in zip(A.T, ("Ae₁", "Ae₂"), (BLUE, ORANGE), strict=True):
        axes.annotate("", tip, (0, 0), arrowprops=_arrow(of, linewidth=2.5))
        low = tip[0] > tip[1]
        label = {"color": of, "ha": "left" if low else "right"}
        beside = (3, -12) if low else (-2, 5)
        axes.annotate(name, tip, beside, textcoords="offset points", **label)
    # from the first image to the second, the way that e₁ turns to e₂ or against it
    start, end = (1.7 * column / np.linalg.norm(column) for column in A.T)
    bend = f"arc3,rad={0.25 * np.sign(np.linalg.det(A))}"
    axes.annotate("", end, start, arrowprops=_arrow(INK, connectionstyle=bend))
    axes.axhline(0, color=FAINT, linewidth=0.6, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.6, zorder=0)
    axes.set(xlim=(-0.5, 4.3), ylim=(-0.5, 3.3), aspect="equal")
    axes.set_xticks(range(5))
    axes.set_yticks(range(4))


def _arrow(colour: str, **style) -> dict:
    ends = {"shrinkA": 0, "shrinkB": 0, "mutation_scale": 12}
    return {"arrowstyle": "-|>", "color": colour, **ends, **style}
