"""Singular value decomposition: any matrix, taken apart into three."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def svd(A: ArrayLike) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Thin singular value decomposition, A = U Σ Vᵀ, with its signs settled.

    Args:
        A: Matrices of finite real numbers, with entries, shape (..., m, n).

    Returns:
        U, s and Vt of shapes (..., m, r), (..., r) and (..., r, n), where
        r = min(m, n). The singular values s are in descending order and not
        negative; the columns of U and the rows of Vt are orthonormal. The
        third matrix is V transposed. In each row of Vt the largest entry (the
        first of those equal up to rounding) is positive.

    Raises:
        ValueError: If A is not a matrix, is empty, or is not finite.
    """
    A, dtype = _floating(A)
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    # (1) thin factors, so that (U * s) @ Vt has the right shapes
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    # (2) the signs, which A leaves open: uᵢ and vᵢ change theirs together
    sign = _signs(Vt)
    U *= sign.mT
    Vt *= sign
    U, s, Vt = (x.astype(dtype, copy=False) for x in (U, s, Vt))
    return U, s, Vt


def _signs(rows: NDArray[Any]) -> NDArray[Any]:
    """Signs that make the largest entry of each row positive.

    Of those that are equal up to rounding the first counts, on every machine.
    """
    size = np.abs(rows)
    almost = 1 - np.sqrt(np.finfo(size.dtype).eps)
    largest = size > almost * np.max(size, axis=-1, keepdims=True)
    first = np.argmax(largest, axis=-1, keepdims=True)
    return np.sign(np.take_along_axis(rows, first, axis=-1))
