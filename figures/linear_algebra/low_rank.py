"""Figures of the page on low-rank factorisation."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, FAINT, INK, ORANGE


def low_rank_shapes() -> Figure:
    """A matrix beside its two thin factors, every area the count of its numbers."""
    m, n, r = 64, 96, 8
    figure = Figure(figsize=(6.4, 2.7))
    axes = figure.subplots()
    for (left, top), (rows, columns), colour, name, where in (
        ((0, 0), (m, n), FAINT, f"A\n{m} × {n}", (n / 2, m / 2)),
        ((n + 22, 0), (m, r), BLUE, f"U\n{m} × {r}", (n + 26, m + 9)),
        ((n + 40, 0), (r, n), ORANGE, f"Vᵀ  {r} × {n}", (n + 40 + n / 2, r + 6)),
    ):
        axes.add_patch(
            Rectangle((left, top), columns, rows, facecolor=colour, edgecolor=INK)
        )
        axes.text(*where, name, ha="center", va="center")
    axes.text(n + 11, m / 2, "=", ha="center", va="center", fontsize=16)
    full, thin = m * n, r * (m + n)
    axes.text(n / 2, m + 9, f"mn = {full} numbers", ha="center", va="center")
    axes.text(n + 40 + n / 2, m / 2, f"r(m + n) = {thin} numbers", ha="center")
    axes.set(xlim=(-2, 2 * n + 42), ylim=(m + 18, -3), aspect="equal")
    axes.set_axis_off()
    return figure
