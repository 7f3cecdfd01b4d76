"""How fast the site's functions are beside the lines of NumPy in the same record.

Function and lines take turns, after both have been called once, on one thread of BLAS. What
is compared is the least thread time of many, and the peak memory of one call. Everything is
measured twice, to show how far two runs agree; what is printed is the second.
"""

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")

import inspect
import statistics
import time
import tracemalloc
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.cases import CASES, FORMULAS
from tests.verify import called, implementation

SHAPES = {
    1: {"3": (3,), "768": (768,), "10⁶": (10**6,), "batch": (4096, 768)},
    2: {"3": (3, 3), "768": (28, 28), "10⁶": (1000, 1000), "batch": (1024, 16, 16)},
}
"""What is measured: vectors of so many components, matrices of about as many entries."""

LEAST, QUIET, BUDGET = 2e-3, 20, 4.0
"""The shortest sample and the longest measurement, in seconds; and after how many rounds
that brought nothing new a measurement ends."""

NEWS, NOTED, AGREED = 0.99, 1.1, 0.15
"""Which share of the least time is a new one; which ratios are named, and which agree."""


def positive_definite(rng, shape):
    A = rng.normal(size=shape)
    return A @ A.mT / shape[-1] + np.eye(shape[-1])


def orthogonal(rng, shape):
    return np.linalg.qr(rng.normal(size=shape))[0]


def probed(rng, shape):
    A = rng.normal(size=2 * (min(shape[-1], 768),))
    return lambda x: A @ x


DRAWN = {
    "eigh": {"A": positive_definite},
    "inv": {"A": positive_definite},
    "det": {"A": positive_definite},
    "newton_step": {"H": positive_definite},
    "is_orthogonal_matrix": {"Q": orthogonal},
    "is_rotation": {"Q": orthogonal},
    "binary_cross_entropy": {"y": lambda rng, shape: rng.random(shape)},
    "cross_entropy_loss": {
        "c": lambda rng, shape: rng.integers(shape[-1], size=shape[:-1]),
    },
    "batch_norm": {
        name: lambda rng, shape: rng.normal(size=shape[-1:])
        for name in ("gamma", "beta")
    },
    "matrix_of": {"f": probed, "n": lambda _, shape: min(shape[-1], 768)},
    "law_of_cosines": {
        name: lambda rng, shape: rng.uniform(0, 3, shape)
        for name in ("norm_a", "norm_b", "theta")
    },
}
"""What an argument is drawn as, where not from the normal distribution."""


LEFT_OUT = {
    "coordinates": {"batch"},
    "orth": {"batch"},
    "mlp_forward": {"batch"},
    "least_squares": {"batch"},
    "numerical_gradient": {"10⁶", "batch"},
    "softmax_jacobian": {"10⁶", "batch"},
}
"""Sizes that are not measured: a batch, of what takes one matrix; and what is large, where
another function is called for every component, or the result is a matrix."""


@dataclass
class Ratio:
    """What a function takes, by what its lines take."""

    function: str
    dtype: str
    size: str
    time: float
    memory: float


def arguments(formula, case, shape, dtype) -> dict:
    """Arguments like those of the formula's case, but as large as asked for."""
    rng = np.random.default_rng(0)
    function = implementation(formula)
    sample = next(
        args for args in case.inputs(dtype=np.float64) if case.is_single(args)
    )
    axes = case.axes(sample)
    made = {}
    for name, value, ndim in zip(
        inspect.signature(function).parameters, sample, axes, strict=False
    ):
        drawn = DRAWN.get(function.__name__, {}).get(name)
        if drawn:
            own = drawn(rng, shape)
            made[name] = np.asarray(own, dtype) if np.ndim(own) else own
        elif not isinstance(value, np.ndarray):
            made[name] = value
        else:
            lost = max(axes) - ndim  # a vector beside matrices
            own = shape[: len(shape) - lost] if lost else shape
            made[name] = like(value, rng, own, dtype)
    return made


def like(value: np.ndarray, rng, shape, dtype) -> np.ndarray:
    """Another array of such entries: truths, whole numbers, or none below zero."""
    if value.dtype == bool:
        return rng.random(shape) < value.mean()
    if np.issubdtype(value.dtype, np.integer):
        return rng.integers(value.min(), value.max() + 1, shape)
    entries = rng.normal(size=shape).astype(dtype)
    return np.abs(entries) if np.all(value >= 0) else entries


def shapes(case) -> dict[str, tuple[int, ...]]:
    """The shapes to measure, by what they are called."""
    sample = next(
        args for args in case.inputs(dtype=np.float64) if case.is_single(args)
    )
    axes = zip(case.axes(sample), sample, strict=True)
    return SHAPES[max([1, *(n for n, x in axes if isinstance(x, np.ndarray))])]


def least_time(pair: list[Callable]) -> list[float]:
    """The least thread time of a call of each, taken in turns."""
    loops = []
    for call in pair:
        call()
        began = time.thread_time()
        call()
        loops.append(max(1, int(LEAST / max(time.thread_time() - began, 1e-7))))
    best = [float("inf")] * len(pair)
    ends = time.perf_counter() + BUDGET
    turn = last = 0
    while turn - last < QUIET and (turn < 3 or time.perf_counter() < ends):
        turn += 1
        for which in (0, 1) if turn % 2 else (1, 0):
            began = time.thread_time()
            for _ in range(loops[which]):
                pair[which]()
            taken = (time.thread_time() - began) / loops[which]
            if taken < NEWS * best[which]:
                last = turn
            best[which] = min(best[which], taken)
    return best


def peak_memory(call: Callable) -> int:
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def measured() -> list[Ratio]:
    ratios = []
    for formula_id, case in CASES.items():
        formula = FORMULAS[formula_id]
        if not (formula.function and formula.numpy):
            continue
        function = implementation(formula)
        names = tuple(inspect.signature(function).parameters)
        lines = called(formula, "numpy", names)
        for dtype in (np.float64, np.float32):
            for size, shape in shapes(case).items():
                if size in LEFT_OUT.get(function.__name__, ()):
                    continue
                given = arguments(formula, case, shape, dtype)
                pair = [
                    lambda g=given, f=function: f(**g),
                    lambda g=given, f=lines: f(*g.values()),
                ]
                ours, theirs = least_time(pair)
                memory = [peak_memory(call) for call in pair]
                name = formula.function_name
                ratios.append(
                    Ratio(
                        name,
                        np.dtype(dtype).name,
                        size,
                        ours / theirs,
                        memory[0] / max(memory[1], 1),
                    )
                )
    return ratios


def mean(ratios) -> float:
    return statistics.geometric_mean(ratios) if ratios else float("nan")


def main() -> None:
    warnings.simplefilter("ignore")
    first, second = measured(), measured()
    sizes = SHAPES[1]
    print(
        "time of the function by that of its lines of NumPy (peak memory in brackets)\n"
    )
    print(f"{'function':22}{'dtype':9}" + "".join(f"{size:>15}" for size in sizes))
    table = {(r.function, r.dtype, r.size): r for r in second}
    for name, dtype in dict.fromkeys((r.function, r.dtype) for r in second):
        cells = (table.get((name, dtype, size)) for size in sizes)
        row = "".join(f"{r.time:8.2f} ({r.memory:4.2f})" if r else "" for r in cells)
        print(f"{name:22}{dtype:9}{row}")
    for dtype in ("float64", "float32"):
        means = (
            mean([r.time for r in second if (r.dtype, r.size) == (dtype, s)])
            for s in sizes
        )
        print(
            f"{'geometric mean':22}{dtype:9}"
            + "".join(f"{m:8.2f}{'':7}" for m in means)
        )
    large = [r for r in second if r.size in ("10⁶", "batch")]
    slow = sorted((r for r in large if r.time > NOTED), key=lambda r: -r.time)
    print(f"\nabove {NOTED} on large input:")
    print(
        "\n".join(f"  {r.function}, {r.dtype}, {r.size}: {r.time:.2f}" for r in slow)
        or "  none"
    )
    changes = {
        (a.function, a.dtype, a.size): abs(b.time / a.time - 1)
        for a, b in zip(first, second, strict=True)
    }
    agreed = sum(change <= AGREED for change in changes.values())
    worst = max(changes, key=lambda key: changes[key])
    print(f"\ntwo runs: {agreed} of {len(changes)} ratios agree within {AGREED:.0%};")
    print(
        f"geometric means differ by {abs(mean([r.time for r in first]) / mean([r.time for r in second]) - 1):.1%};"
    )
    print(f"the worst is {', '.join(worst)}: {changes[worst]:.0%}")


if __name__ == "__main__":
    main()
