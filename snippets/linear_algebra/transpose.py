"""The transpose: rows and columns exchanged."""

import numpy as np


def matrix_transpose(A):
    """Transpose of the last two axes, (Aᵀ)ᵢⱼ = Aⱼᵢ.

    Args:
        A: Matrices of numbers of any kind, shape (..., m, n).

    Returns:
        The transposes, shape (..., n, m): a view where A is an array, so that
        writing to one writes to the other.

    Raises:
        ValueError: If A is a vector or a scalar, which have no second axis.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A)
    if A.ndim < 2:
        raise ValueError(
            f"A must have rows and columns to transpose, not shape {A.shape}"
        )
    return np.swapaxes(A, -2, -1)
