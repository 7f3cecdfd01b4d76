"""Figures of the page on epsilon guards."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE


class Format(NamedTuple):
    """A binary floating-point format, by IEEE's parameters."""

    name: str
    digits: int
    lowest: int
    highest: int
    colour: str

    @property
    def least(self) -> float:
        """The exponent of the smallest subnormal number."""
        return self.lowest - self.digits + 1

    def spacing(self, exponents: np.ndarray) -> np.ndarray:
        """The exponents of the gaps behind powers of two."""
        return np.maximum(exponents, self.lowest) - self.digits + 1


FORMATS = (
    Format("float64", 53, -1022, 1023, PURPLE),
    Format("float32", 24, -126, 127, BLUE),
    Format("bfloat16", 8, -126, 127, GREEN),
    Format("float16", 11, -14, 15, ORANGE),
)
TEN = np.log10(2)
CUSTOMARY = (-5, -8, -12)
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(k: int) -> str:
    """A power of ten, for the label of a tick."""
    return "1" if k == 0 else "10" + str(k).translate(RAISED)


def ranges_and_spacings() -> Figure:
    """Which magnitudes four formats hold, and how far apart their numbers are."""
    figure = Figure(figsize=(4.8, 5.6))
    above, below = figure.subplots(2, 1, height_ratios=(1, 1.5))
    for row, each in enumerate(reversed(FORMATS)):
        subnormal, normal, end = (
            np.clip(e * TEN, -54, 44)
            for e in (each.least, each.lowest, each.highest + 1)
        )
        bar = {"color": each.colour, "height": 0.55}
        above.barh(row, normal - subnormal, left=subnormal, alpha=0.4, **bar)
        above.barh(row, end - normal, left=normal, **bar)
        k = np.arange(max(each.least, -44), 17)
        below.step(k * TEN, each.spacing(k) * TEN, where="post", color=each.colour)
        up = "bottom" if each.name == "bfloat16" else "top"  # float16 is close below
        end = each.spacing(k[-1]) * TEN
        below.text(5, end, each.name, color=each.colour, va=up)
    above.set_yticks(range(len(FORMATS)), [each.name for each in reversed(FORMATS)])
    above.set(xlim=(-54, 44))
    below.set(xlim=(-13, 9), ylim=(-19, 4), xlabel="number", ylabel="gap to the next")
    for axis, ticks in (
        (above.xaxis, (-40, -20, 0, 20, 40)),
        (below.xaxis, (-12, -8, -4, 0, 4)),
        (below.yaxis, (-18, -12, -6, 0)),
    ):
        axis.set_ticks(ticks, [power(k) for k in ticks])
    for epsilon in CUSTOMARY:
        for axes in (above, below):
            axes.axvline(epsilon, color=INK, linewidth=0.8, linestyle=":")
    return figure


def three_places() -> Figure:
    """What is left of s / s under three guards with the same epsilon."""
    figure = Figure(figsize=(4.6, 2.8))
    axes = figure.subplots()
    epsilon, s = 1e-6, np.geomspace(1e-9, 1, 181)
    for label, colour, guarded in (
        ("max(s, ε)", BLUE, np.maximum(s, epsilon)),
        ("s + ε", ORANGE, s + epsilon),
        ("√(s² + ε)", GREEN, np.sqrt(s**2 + epsilon)),
    ):
        axes.semilogx(s, s / guarded, color=colour, label=label)
    for at in (epsilon, np.sqrt(epsilon)):
        axes.axvline(at, color=FAINT, linewidth=1)
    axes.set(xlabel="s", ylabel="s divided by", yticks=[0, 0.5, 1])
    axes.set_xticks([10.0**k for k in (-9, -6, -3, 0)], map(power, (-9, -6, -3, 0)))
    axes.minorticks_off()
    axes.legend(loc="upper left", fontsize=10)
    return figure
