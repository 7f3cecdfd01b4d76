"""Newton's method."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def newton_step(H: ArrayLike, g: ArrayLike) -> NDArray[Any]:
    """Newton step towards a minimum, Δx = -H⁻¹∇f, without an inverse.

    Args:
        H: Hessians, symmetric and positive definite, shape (..., n, n); both
            triangles are read, and their mean is taken.
        g: Gradients, shape (..., n).

    Returns:
        The steps, shape (..., n), along each of which f falls at first,
            unless g is zero.

    Raises:
        ValueError: If the shapes do not fit, H or g is not finite, or H is
            not positive definite: the step would lead to a saddle, to a
            maximum, or nowhere.
    """
    H, g, dtype = _floating(H, g)
    if H.ndim < 2 or H.shape[-2:] != 2 * g.shape[-1:]:
        raise ValueError(f"H and g do not fit: {H.shape} and {g.shape}")
    if not (np.all(np.isfinite(H)) and np.all(np.isfinite(g))):
        raise ValueError("H and g must be finite: one holds an infinity or nan")
    H = H / 2 + H.mT / 2
    try:
        np.linalg.cholesky(H)  # which exists only of such matrices
    except np.linalg.LinAlgError:
        raise ValueError("H must be positive definite") from None
    step = -np.linalg.solve(H, g[..., None])[..., 0]
    return step.astype(dtype, copy=False)
