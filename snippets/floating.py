"""What every function does with the floating-point type of its input."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def _floating(*arrays: ArrayLike) -> tuple[Any, ...]:
    """Arrays in the dtype to compute in, and after them the dtype to return.

    Floats keep their dtype, though float16 is computed in float32. Integers and
    booleans become float64. Complex numbers are refused.
    """
    number = int, float  # which does not decide the dtype
    arrays = [x if isinstance(x, number) else np.asarray(x) for x in arrays]
    dtype = np.result_type(*arrays)
    dtype = dtype if dtype.kind == "f" else np.dtype(float)
    computing = np.result_type(dtype, np.float32)
    cast = {"dtype": computing, "casting": "same_kind", "copy": False}
    return *(np.asarray(x).astype(**cast) for x in arrays), dtype


def _in_range(x: NDArray[Any], axis: int) -> tuple[Any, ...]:
    """Vectors whose squares stay in range, their norms, and their scales."""
    with np.errstate(over="ignore"):
        square = np.vecdot(x, x, axis=axis, keepdims=True)
    limits = np.finfo(x.dtype)
    if np.all((limits.tiny / limits.eps < square) & (square < np.inf)):
        return x, np.sqrt(square), 1.0
    # a power of two near the largest entry: multiplying by it rounds nothing
    largest = np.max(np.abs(x), axis=axis, keepdims=True, initial=0.0)
    exponent = np.maximum(np.frexp(largest)[1], limits.minexp + 1)
    scale = np.ldexp(limits.dtype.type(1), -exponent)
    x = x * scale
    return x, np.sqrt(np.vecdot(x, x, axis=axis, keepdims=True)), scale
