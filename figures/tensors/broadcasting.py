"""Figures of the page on broadcasting."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, INK, ORANGE, PURPLE

GIVEN = {"edgecolor": BLUE, "facecolor": "none"}
STRETCHED = {"edgecolor": ORANGE, "facecolor": "none", "linestyle": "--"}
MISSING = {"edgecolor": INK, "facecolor": "none", "linestyle": ":", "linewidth": 1}
CLASH = {"edgecolor": PURPLE, "facecolor": "none", "linewidth": 2.6}


def shapes_aligned() -> Figure:
    """Shapes aligned at their last axes: one pair that fits, and one that does not."""
    figure = Figure(figsize=(4.6, 2.7))
    axes = figure.subplots()
    _pair(axes, (4, 1, 3), (2, 3), right=4.9)
    _pair(axes, (3, 4), (3,), right=9.7)
    kinds = {
        "size that stays": GIVEN,
        "1 that stretches": STRETCHED,
        "missing, counts as 1": MISSING,
        "sizes that clash": CLASH,
    }
    boxes = [
        Rectangle((0, 0), 1, 1, label=name, **kind) for name, kind in kinds.items()
    ]
    axes.legend(
        handles=boxes, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2, fontsize=10
    )
    axes.set(xlim=(-0.4, 9.8), ylim=(-3.8, 0.1), aspect="equal")
    axes.set_axis_off()
    return figure


def _pair(axes: Axes, a: tuple, b: tuple, right: float):
    """The boxes of two shapes, and below a line those of their common shape."""
    for row, shape in enumerate((a, b)):
        other = (a, b)[1 - row]
        _name(axes, str(shape), right - max(len(a), len(b)), row)
        for k in range(1, max(len(a), len(b)) + 1):
            size, facing = _size(shape, k), _size(other, k)
            if size is None:
                _box(axes, "1", right - k, row, MISSING)
            elif size == 1 != facing:
                _box(axes, "1", right - k, row, STRETCHED)
            else:
                fits = facing in (None, 1, size)
                _box(axes, str(size), right - k, row, GIVEN if fits else CLASH)
    left = right - max(len(a), len(b))
    axes.plot([left - 0.1, right], [-2.3, -2.3], color=INK, linewidth=0.8)
    try:
        common = np.broadcast_shapes(a, b)
    except ValueError:
        axes.text((left + right) / 2, -3.05, "refused", ha="center", va="center")
    else:
        _name(axes, str(common), left, 2.2)
        for k in range(1, len(common) + 1):
            _box(axes, str(common[-k]), right - k, 2.2, GIVEN)


def _size(shape: tuple, k: int) -> int | None:
    """The k-th size from the right, if there is one."""
    return shape[-k] if k <= len(shape) else None


def _name(axes: Axes, text: str, left: float, row: float):
    axes.text(left - 0.25, -0.5 - row * 1.15, text, ha="right", va="center")


def _box(axes: Axes, text: str, left: float, row: float, kind: dict):
    bottom = -0.95 - row * 1.15
    axes.add_patch(Rectangle((left + 0.05, bottom), 0.9, 0.9, **kind))
    axes.text(left + 0.5, bottom + 0.43, text, ha="center", va="center")
