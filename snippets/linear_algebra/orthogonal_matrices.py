"""Orthogonal matrices: the linear maps that keep every length and angle."""

import numpy as np


def is_orthogonal_matrix(Q, rtol=None):
    """Whether a square matrix is orthogonal, Qᵀ Q = I.

    Args:
        Q: Square real matrices, shape (..., n, n).
        rtol: Bound on ‖Qᵀ Q − I‖ in the Frobenius norm, and so on the
            relative change of any squared length; None is √ε of Q's type.

    Returns:
        Whether each matrix is orthogonal, shape (...).

    Raises:
        ValueError: If Q is not square.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    Q = np.asarray(Q) * 1.0
    if Q.ndim < 2 or Q.shape[-1] != Q.shape[-2]:
        raise ValueError(f"Q must be square, not of shape {Q.shape}")
    if rtol is None:
        rtol = np.sqrt(np.finfo(Q.dtype).eps)
    # (1) an entry beyond 1 decides: at 2 it still does, and cannot overflow
    Q = np.clip(Q, -2, 2)
    # (2) dot products of the columns, less what they are if orthonormal
    defect = Q.mT @ Q - np.eye(Q.shape[-1])
    return np.linalg.norm(defect, axis=(-2, -1)) <= rtol


def is_rotation(Q, rtol=None):
    """Whether a square matrix is a rotation, Qᵀ Q = I and det Q = 1.

    Args:
        Q: Square real matrices, shape (..., n, n).
        rtol: As for is_orthogonal_matrix.

    Returns:
        Whether each matrix is a rotation, shape (...).

    Raises:
        ValueError: If Q is not square.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    # (1) a matrix that is not orthogonal is replaced by 0, with determinant 0
    orthogonal = is_orthogonal_matrix(Q, rtol)[..., None, None]
    Q = np.where(orthogonal, np.asarray(Q, dtype=float), 0)
    # (2) the determinant of the others is near 1 or -1: its sign is certain
    return np.linalg.det(Q) > 0
