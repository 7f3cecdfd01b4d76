"""Linear maps and the matrices that write them down."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def matrix_of(
    f: Callable[[NDArray[Any]], ArrayLike], n: int, rtol: float | None = None
) -> NDArray[Any]:
    """Matrix of a linear map, A = [f(e₁) … f(eₙ)], so that f(x) = Ax.

    The map is tried at zero and at one vector with negative entries. That
    refuses affine maps and the usual activations, but proves nothing: a map
    that bends only elsewhere, such as a clip at 100, passes.

    Args:
        f: The map, from a vector of shape (n,) to a vector of shape (m,).
        n: The number of components that f takes.
        rtol: The relative error up to which f(x) and Ax count as equal; by
            default √eps of the dtype that f returns.

    Returns:
        The matrix, shape (m, n).

    Raises:
        ValueError: If f does not return a vector, or is not linear.
    """
    # (1) f at zero, at e₁ to eₙ, and at a vector to try it on
    x = -np.sqrt(np.arange(2.0, n + 2))
    points = np.vstack([np.zeros(n), np.eye(n), x])
    # f may write to the same array at every call: its images are copied
    images = [np.array(f(point)) for point in points]
    if images[0].ndim != 1 or len({image.shape for image in images}) > 1:
        raise ValueError("f must return vectors, all of the same length")
    (origin, *columns, image), dtype = _floating(images)
    if np.any(origin != 0):
        raise ValueError("f is not linear: it does not map zero to zero")
    # (2) column j of the matrix is f(eⱼ)
    A = np.reshape(columns, (n, origin.size)).T
    # (3) what the columns say of x, f has to say too
    error, size = np.abs(image - A @ x), np.abs(A) @ np.abs(x)
    rtol = np.sqrt(np.finfo(dtype).eps) if rtol is None else rtol
    if not np.all(error <= rtol * np.max(size, initial=0.0)):
        raise ValueError("f is not linear: f(x) is not Σⱼ xⱼ f(eⱼ)")
    return A.astype(dtype, copy=False)
