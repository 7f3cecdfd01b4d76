"""Linear maps and the matrices that write them down."""

import numpy as np


def matrix_of(f, n, rtol=1e-6):
    """Matrix of a linear map, A = [f(e₁) … f(eₙ)], so that f(x) = Ax.

    The map is tried at zero and at one vector with negative entries. That
    refuses affine maps and the usual activations, but proves nothing: a map
    that bends only elsewhere, such as a clip at 100, passes.

    Args:
        f: The map, from a vector of shape (n,) to a vector of shape (m,).
        n: The number of components that f takes.
        rtol: The relative error up to which f(x) and Ax count as equal.

    Returns:
        The matrix, shape (m, n).

    Raises:
        ValueError: If f does not return a vector, or is not linear.

    Source:
        Axler, Linear Algebra Done Right, 3rd ed., 2015.
    """
    # (1) f at zero, at e₁ to eₙ, and at a vector to try it on
    x = -np.sqrt(np.arange(2.0, n + 2))
    points = np.vstack([np.zeros(n), np.eye(n), x])
    # f may write to the same array at every call: its images are copied
    images = [np.array(f(point), dtype=float) for point in points]
    if images[0].ndim != 1 or len({image.shape for image in images}) > 1:
        raise ValueError("f must return vectors, all of the same length")
    # (2) column j of the matrix is f(eⱼ)
    A = np.array(images[1:-1]).reshape(n, images[0].size).T
    if np.any(images[0] != 0):
        raise ValueError("f is not linear: it does not map zero to zero")
    # (3) what the columns say of x, f has to say too
    error, size = np.abs(images[-1] - A @ x), np.abs(A) @ np.abs(x)
    if not np.all(error <= rtol * np.max(size, initial=0.0)):
        raise ValueError("f is not linear: f(x) is not Σⱼ xⱼ f(eⱼ)")
    return A
