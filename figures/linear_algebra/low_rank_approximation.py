"""Figures of the page on low-rank approximation."""

import numpy as np
from matplotlib.figure import Figure

from snippets.linear_algebra.low_rank_approximation import (
    truncated_svd,
    truncation_error,
)


def scene() -> np.ndarray:
    """A greyscale picture, 96 × 128: sky, sun, hills, and lines of lettering."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:96, 0:128]
    picture = 0.9 - 0.4 * y / 96
    picture[np.hypot(x - 98, y - 22) < 12] = 1.0
    for height, width, phase, shade in ((44, 19, 0.4, 0.45), (56, 11, 2.0, 0.3)):
        hills = height + 8 * np.sin(x / width + phase) + 3 * np.sin(x / 5)
        picture[y > hills] = shade
    picture[68:] = 0.95
    for top in (72, 80, 88):
        letters = rng.random((5, 40)) < 0.55
        letters[:, rng.random(40) < 0.2] = False
        picture[top : top + 5, 4:124][np.repeat(letters, 3, axis=1)] = 0.1
    return picture


def image_compressed() -> Figure:
    """The picture, and its best approximations of three ranks."""
    picture = scene()
    total = truncation_error(picture, 0)
    figure = Figure(figsize=(5.2, 4.6))
    panels = figure.subplots(2, 2).flat
    for axes, k in zip(panels, (2, 8, 24, None), strict=True):
        if k is None:
            shown, title = picture, f"original, rank {np.linalg.matrix_rank(picture)}"
        else:
            shown = truncated_svd(picture, k)
            share = truncation_error(picture, k) / total
            title = f"k = {k}, error {100 * share:.1f} %"
        axes.imshow(shown, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        axes.set_title(title)
        axes.set_axis_off()
    return figure
