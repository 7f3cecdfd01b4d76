"""Generated inputs: seeded, of many sizes and magnitudes, single and in batches."""

from collections.abc import Callable, Iterator

import numpy as np


def vectors(
    cases: int = 1000,
    *,
    count: int = 1,
    sizes: tuple = (1, 12),
    decades: float = 6,
    seed=0,
) -> Iterator[tuple[np.ndarray, ...]]:
    """Tuples of `count` vectors of one length; every fourth is a batch of them."""
    rng = np.random.default_rng(seed)
    for case in range(cases):
        shape = (rng.integers(sizes[0], sizes[1] + 1),)
        if case % 4 == 0:
            shape = (rng.integers(1, 4), *shape)
        yield tuple(_spread(rng, shape, decades) for _ in range(count))


def matrices(
    cases: int = 1000, *shapes: str, sizes: tuple = (1, 5), decades: float = 2, seed=0
) -> Iterator[tuple[np.ndarray, ...]]:
    """Tuples of arrays of the given shapes, such as `"mn", "np"`.

    Equal letters are equal sizes; every fourth tuple is a batch.
    """
    rng = np.random.default_rng(seed)
    for case in range(cases):
        letters = sorted(set("".join(shapes)))
        size = {letter: rng.integers(sizes[0], sizes[1] + 1) for letter in letters}
        batch = (rng.integers(1, 4),) if case % 4 == 0 else ()
        yield tuple(
            _spread(rng, (*batch, *(size[letter] for letter in shape)), decades)
            for shape in shapes
        )


def _spread(rng: np.random.Generator, shape: tuple, decades: float) -> np.ndarray:
    """Normal entries, all scaled to a magnitude that is uniform in its logarithm."""
    return rng.normal(size=shape) * 10 ** rng.uniform(-decades, decades)


def for_each(oracle: Callable, ndim: int = 1) -> Callable:
    """An oracle of vectors (or of arrays of `ndim` axes) applied throughout a batch."""

    def batched(*arrays):
        batch = arrays[0].shape[: arrays[0].ndim - ndim]
        if not batch:
            return np.asarray(oracle(*arrays))
        results = [batched(*(array[i] for array in arrays)) for i in range(batch[0])]
        return np.stack(results)

    return batched
