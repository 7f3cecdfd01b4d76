"""Eigendecomposition of symmetric matrices."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating
from snippets.linear_algebra.svd import _signs


def eigh(
    A: ArrayLike, rtol: float | None = None
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Eigendecomposition of a symmetric matrix, A = Q Λ Qᵀ.

    Args:
        A: Symmetric matrices of finite real numbers, shape (..., n, n).
        rtol: How far A may be from symmetric, relative to its largest entry,
            by default √eps of the dtype; within this, the mean of A and its
            transpose is decomposed.

    Returns:
        Eigenvalues in ascending order, shape (..., n), and orthonormal
        eigenvectors as columns, shape (..., n, n). In each column the largest
        entry (the first of those equal up to rounding) is positive.

    Raises:
        ValueError: If A is not square, not finite, or not symmetric.
    """
    A, dtype = _floating(A)
    if A.shape != A.mT.shape:
        raise ValueError(f"A must be square, not of shape {A.shape}")
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    if not np.array_equal(A, A.mT):
        rtol = np.finfo(dtype).eps ** 0.5 if rtol is None else rtol
        largest = np.max(np.abs(A), axis=(-2, -1), keepdims=True)
        with np.errstate(over="ignore"):
            difference = np.abs(A - A.mT)
        if not np.all(difference <= rtol * largest):
            raise ValueError(
                "A must be symmetric: it differs from its transpose"
            )
        # both triangles count, where LAPACK would read only the lower one
        A = A / 2 + A.mT / 2
    values, Q = np.linalg.eigh(A)
    Q *= _signs(Q.mT).mT
    return values.astype(dtype, copy=False), Q.astype(dtype, copy=False)
