"""Singular value decomposition: any matrix, taken apart into three."""

import numpy as np


def svd(A):
    """Thin singular value decomposition, A = U Σ Vᵀ.

    Args:
        A: Matrices of finite real numbers, shape (..., m, n).

    Returns:
        U, s and Vt of shapes (..., m, r), (..., r) and (..., r, n), where
        r = min(m, n). The singular values s fall and are not negative; the
        columns of U and the rows of Vt are orthonormal. The third matrix is V
        transposed. In each row of Vt the largest entry (the first of those
        equal up to rounding) is positive.

    Raises:
        ValueError: If A is not a matrix, is empty, or is not finite.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2 or 0 in A.shape[-2:]:
        raise ValueError(f"A must be a matrix with entries, not {A.shape}")
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    # (1) thin factors, so that (U * s) @ Vt has the right shapes
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    # (2) the signs, which A leaves open: uᵢ and vᵢ change theirs together
    size = np.abs(Vt)
    largest = size > (1 - 1e-6) * np.max(size, axis=-1, keepdims=True)
    first = np.argmax(largest, axis=-1, keepdims=True)
    sign = np.sign(np.take_along_axis(Vt, first, axis=-1))
    return U * np.swapaxes(sign, -2, -1), s, Vt * sign
