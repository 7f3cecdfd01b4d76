"""Figures of the page on Jacobians."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE
from snippets.activations.softmax import temperature_softmax
from snippets.calculus.jacobian import rnn_jacobian


def softmax_at_two_temperatures() -> Figure:
    """The Jacobian of a soft and of a sharp softmax, entry by entry."""
    figure = Figure(figsize=(4.6, 2.5))
    panels = figure.subplots(1, 2)
    for axes, tau, name in zip(panels, (2, 0.25), ("2", "1/4"), strict=True):
        p = temperature_softmax([2.0, 1.6, 1.0, 0.4, 0.0], tau)
        for (i, j), entry in np.ndenumerate(np.diag(p) - np.outer(p, p)):
            look = {"color": ORANGE if entry > 0 else BLUE, "linewidth": 0}
            square = Rectangle((j, -i), 0.94, 0.94, **look)
            square.set_alpha(min(1, float(np.sqrt(4 * abs(entry)))))
            axes.add_patch(square)
            edge = {"fill": False, "edgecolor": FAINT, "linewidth": 0.6}
            axes.add_patch(Rectangle((j, -i), 0.94, 0.94, **edge))
        axes.set_title(f"temperature {name}")
        axes.set(xlim=(-0.1, 5.1), ylim=(-4.1, 1.1), aspect="equal")
        axes.set_axis_off()
    return figure


def products_over_time() -> Figure:
    """The norm of the derivative of a state with respect to the first, step by step."""
    figure = Figure(figsize=(4.6, 3.2))
    axes = figure.subplots()
    rng = np.random.default_rng(0)
    units, steps = 32, 60
    Q = np.linalg.qr(rng.normal(size=(units, units)))[0]
    inputs = 0.3 * rng.normal(size=(steps, units))
    runs = (
        (1.2, False, "1.2, linear", PURPLE),
        (1.2, True, "1.2", ORANGE),
        (1.0, True, "1.0", GREEN),
        (0.8, True, "0.8", BLUE),
    )
    for gain, bends, name, colour in runs:
        h, product, norms = np.zeros(units), np.eye(units), [1.0]
        for x in inputs:
            a = gain * Q @ h + x
            h = np.tanh(a) if bends else a
            J = rnn_jacobian(a, gain * Q) if bends else gain * Q
            product = J @ product
            norms.append(float(np.linalg.norm(product, 2)))
        axes.plot(norms, color=colour)
        axes.text(steps + 1, norms[-1], name, color=colour, va="center")
    axes.axhline(1, color=FAINT, linewidth=0.8, zorder=0)
    axes.set(yscale="log", xlim=(0, 76), xlabel="step t", ylabel="norm")
    axes.set_xticks([0, 20, 40, 60])
    axes.set_yticks([1e-6, 1e-3, 1, 1e3], ["10⁻⁶", "10⁻³", "1", "10³"])
    axes.minorticks_off()
    axes.tick_params(colors=INK)
    return figure
