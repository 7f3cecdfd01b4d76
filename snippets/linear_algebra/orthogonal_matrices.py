"""Orthogonal matrices: the linear maps that keep every length and angle."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def is_orthogonal_matrix(
    Q: ArrayLike, rtol: float | None = None
) -> NDArray[Any]:
    """Whether a matrix is orthogonal, Qᵀ Q = I, decided as ‖Qᵀ Q − I‖ ≤ rtol.

    Args:
        Q: Square real matrices, shape (..., n, n).
        rtol: Bound on Qᵀ Q − I in the Frobenius norm, and so on the relative
            change of any squared length, from 0 to below 1; by default √eps
            of the dtype, which is half of its digits.

    Returns:
        Whether each matrix is orthogonal, shape (...).

    Raises:
        ValueError: If Q is not square, or rtol is no tolerance.
    """
    Q, dtype = _floating(Q)
    if Q.shape != Q.mT.shape:
        raise ValueError(f"Q must be square, not of shape {Q.shape}")
    rtol = float(np.sqrt(np.finfo(dtype).eps)) if rtol is None else rtol
    if not 0 <= rtol < 1:
        raise ValueError(f"rtol must lie between 0 and 1, not be {rtol}")
    # (1) an entry beyond 2 decides as 2 does, and cannot overflow
    Q = np.clip(Q, -2, 2)
    # (2) dot products of the columns, less what they are if orthonormal
    defect = Q.mT @ Q - np.eye(Q.shape[-1], dtype=Q.dtype)
    return np.less_equal(np.linalg.matrix_norm(defect), rtol)


def is_rotation(Q: ArrayLike, rtol: float | None = None) -> NDArray[Any]:
    """Whether a square matrix is a rotation, Qᵀ Q = I and det Q = 1.

    Args:
        Q: Square real matrices, shape (..., n, n).
        rtol: As for is_orthogonal_matrix.

    Returns:
        Whether each matrix is a rotation, shape (...).

    Raises:
        ValueError: If Q is not square, or rtol is no tolerance.
    """
    orthogonal = is_orthogonal_matrix(Q, rtol)
    # det Q is then near 1 or -1; what is not orthogonal gives way to 0
    Q = np.where(orthogonal[..., None, None], _floating(Q)[0], 0)
    return np.linalg.det(Q) > 0
