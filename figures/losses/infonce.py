"""Figures of the page on InfoNCE."""

import numpy as np
from matplotlib.figure import Figure
from scipy.special import log_softmax, softmax

from figures.style import BLUE, FAINT, GREEN, INK, ORANGE

DIMENSIONS = 8


def weights_of_negatives() -> Figure:
    """How ten negatives share the push, at three temperatures."""
    figure = Figure(figsize=(4.6, 2.8))
    axes = figure.subplots()
    s = np.linspace(0, 0.9, 10)
    for tau, colour, at in (
        (1, BLUE, (0.02, 0.12)),
        (0.2, ORANGE, (0.4, 0.19)),
        (0.05, GREEN, (0.6, 0.62)),
    ):
        axes.plot(s, softmax(s / tau), "o-", color=colour, markersize=4)
        axes.text(*at, f"τ = {tau}", color=colour)
    axes.set(xlabel="similarity of the negative", ylabel="share of the push")
    axes.set(xlim=(-0.02, 0.92), ylim=(0, 1), yticks=[0, 0.5, 1])
    return figure


def bound_on_information() -> Figure:
    """What the loss says of the information of Gaussian pairs, which is known."""
    figure = Figure(figsize=(4.6, 3.2))
    axes = figure.subplots()
    information = np.linspace(0, 10, 21)
    axes.plot(information, information, "--", color=INK, linewidth=1)
    axes.text(8.7, 9.4, "exact", ha="right")
    rng = np.random.default_rng(0)
    for N, colour in ((8, GREEN), (64, ORANGE), (512, BLUE)):
        bounds = [_bound(rng, nats, N) for nats in information]
        axes.axhline(np.log(N), color=FAINT, linewidth=1)
        axes.plot(information, bounds, color=colour)
        axes.text(10, np.log(N) + 0.15, f"N = {N}", color=colour, ha="right")
    axes.set(xlabel="mutual information (nats)", ylabel="log N − loss")
    axes.set(xlim=(0, 10.2), ylim=(0, 10), xticks=range(0, 11, 2))
    return figure


def _bound(rng: np.random.Generator, nats: float, N: int) -> float:
    """The bound, log N - L, by the best score of 4,096 correlated pairs."""
    rho = np.sqrt(1 - np.exp(-2 * nats / DIMENSIONS))
    x, noise = rng.normal(size=(2, 4096 // N, N, DIMENSIONS))
    y = rho * x + np.sqrt(1 - rho**2) * noise
    far = np.square(y[:, None] - rho * x[:, :, None]).sum(axis=-1)
    score = -far / (2 * (1 - rho**2)) + np.square(y).sum(axis=-1)[:, None] / 2
    right = np.linalg.diagonal(log_softmax(score, axis=-1))
    return float(np.log(N) + right.mean())
