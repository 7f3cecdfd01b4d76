"""Generated inputs: seeded, of many sizes and magnitudes, single and in batches.

Every generator takes a `dtype`. Integers are small; of float32 the decades are fewer,
because it has an eighth of those of float64. In a batch every item has a magnitude of its
own, so that what is computed for one cannot pass for another.
"""

import pkgutil
from collections.abc import Callable, Iterator

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

FLOATS = (np.float64, np.float32)
TYPES = (*FLOATS, np.int64)


def vectors(
    cases: int = 1000,
    *,
    count: int = 1,
    sizes: tuple = (1, 12),
    decades: float = 6,
    seed=0,
    dtype=float,
) -> Iterator[tuple[np.ndarray, ...]]:
    """Tuples of `count` vectors of one length, none of them zero.

    Every fourth is a batch of them, and every seventh has ties and zeros.
    """
    rng = np.random.default_rng(seed)
    for case in range(cases):
        shape = (rng.integers(sizes[0], sizes[1] + 1),)
        if case % 4 == 0:
            shape = (rng.integers(1, 4), *shape)
        made = [
            spread(rng, shape, decades, dtype, 1, ties=case % 7 == 3)
            for _ in range(count)
        ]
        for x in made:
            x[..., 0] = np.where(np.any(x, axis=-1), x[..., 0], 1)
        yield tuple(made)


def matrices(
    cases: int = 1000,
    *shapes: str,
    sizes: tuple = (1, 5),
    decades: float = 2,
    seed=0,
    dtype=float,
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
            spread(
                rng,
                (*batch, *(size[letter] for letter in shape)),
                decades,
                dtype,
                len(shape),
            )
            for shape in shapes
        )


def numbers(
    cases: int = 1000, *, bend: float = 20, extremes=1 / 3, seed=0, dtype=float
) -> Iterator[tuple[np.ndarray]]:
    """Arrays for a function of one number, each entry with a magnitude of its own.

    Most lie within `bend` of 0, where the function bends; the share `extremes` is of any
    magnitude that the dtype has, and either sign. Every fourth array has two axes.
    """
    rng = np.random.default_rng(seed)
    dtype = np.dtype(dtype)
    for case in range(cases):
        shape = (rng.integers(1, 4),) * (case % 4 == 0) + (rng.integers(1, 13),)
        if dtype.kind != "f":
            yield (spread(rng, shape, 0, dtype),)
            continue
        powers = rng.uniform(*magnitudes(300, dtype), size=shape)
        anywhere = rng.choice([-1, 1], size=shape) * 10**powers
        near = rng.uniform(-bend, bend, size=shape)
        yield (np.where(rng.random(shape) < extremes, anywhere, near).astype(dtype),)


def spread(
    rng: np.random.Generator,
    shape: tuple,
    decades: float,
    dtype=float,
    ndim: int = 1,
    *,
    ties: bool = False,
) -> np.ndarray:
    """Normal entries, each item of a batch scaled to a magnitude of its own.

    The magnitude is uniform in its logarithm, and subnormal now and then where the
    decades are all that the dtype has. `ndim` says how many axes an item has.
    """
    dtype = np.dtype(dtype)
    if dtype.kind != "f":
        high = 1 if dtype.kind == "b" else 99 if dtype.itemsize == 1 else 999
        low = -high if dtype.kind == "i" else 0
        return rng.integers(low, high, size=shape, endpoint=True).astype(dtype)
    batch = shape[: len(shape) - ndim] + (1,) * ndim
    magnitude = 10 ** rng.uniform(*magnitudes(decades, dtype), size=batch)
    entries = rng.normal(size=shape)
    if ties:
        entries = entries.round()
    return (entries * magnitude).astype(dtype)


def magnitudes(decades: float, dtype) -> tuple[float, float]:
    """The lowest and highest power of ten of the entries of a dtype."""
    limits = np.finfo(dtype)
    highest = min(300, int(np.log10(limits.max)) - 2)
    decades = min(decades, max(min(6, highest), decades * highest / 300))
    if decades < highest:
        return -decades, decades
    return np.log10(float(limits.smallest_subnormal)) + 3, highest


def for_each(oracle: Callable, ndim: int = 1) -> Callable:
    """An oracle of vectors (or of arrays of `ndim` axes) applied throughout a batch."""

    def batched(*arrays):
        batch = arrays[0].shape[: arrays[0].ndim - ndim]
        if not batch:
            return np.asarray(oracle(*arrays))
        results = [batched(*(array[i] for array in arrays)) for i in range(batch[0])]
        return np.stack(results)

    return batched


def by_name(name: str) -> Callable:
    """What a name stands for whenever it is called, as an oracle is to have it."""

    def called(*args):
        return pkgutil.resolve_name(name)(*args)

    return called


def drawn(dtype, shape=5) -> st.SearchStrategy:
    """Arrays for a property: of a magnitude whose square is in range, or zero."""
    limit = 1e100 if dtype == np.float64 else 2.0**60
    width = np.finfo(dtype).bits
    return arrays(dtype, shape, elements=st.floats(-limit, limit, width=width))
