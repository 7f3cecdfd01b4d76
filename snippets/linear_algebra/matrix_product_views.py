"""Views of the matrix product: outer products, and combinations of columns."""

import numpy as np


def outer(a, b):
    """Outer product, (a bᵀ)ᵢⱼ = aᵢ bⱼ.

    Args:
        a: Vectors of real numbers, shape (..., m).
        b: Vectors of real numbers, shape (..., n); the batches broadcast.

    Returns:
        The products of every component with every other, shape (..., m, n).

    Raises:
        ValueError: If a or b is a scalar, or their batches do not broadcast.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.ndim < 1 or b.ndim < 1:
        raise ValueError(
            f"a and b must be vectors, not of shapes {a.shape} and {b.shape}"
        )
    try:
        return a[..., :, None] * b[..., None, :]
    except ValueError:
        raise ValueError(
            f"a and b hold batches that do not fit: {a.shape} and {b.shape}"
        ) from None


def outer_terms(A, B):
    """Outer products of column p of A with row p of B, one for every p.

    Args:
        A: Matrices of real numbers, shape (..., m, n).
        B: Matrices of real numbers, shape (..., n, k); the batches broadcast.

    Returns:
        The n terms, each of rank at most 1, shape (..., n, m, k).

    Raises:
        ValueError: If A and B do not fit.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    misfit = f"A and B do not fit: their shapes are {A.shape} and {B.shape}"
    if A.ndim < 2 or B.ndim < 2 or A.shape[-1] != B.shape[-2]:
        raise ValueError(misfit)
    try:
        return A.mT[..., :, None] * B[..., None, :]
    except ValueError:
        raise ValueError(misfit) from None


def matmul_outer(A, B):
    """Matrix product as a sum of outer products, AB = Σₚ A[:, p] B[p, :].

    It holds all n terms in memory at once. To multiply, call A @ B.

    Args:
        A: Matrices of real numbers, shape (..., m, n).
        B: Matrices of real numbers, shape (..., n, k); the batches broadcast.

    Returns:
        The products, shape (..., m, k).

    Raises:
        ValueError: If A and B do not fit.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    # (1) column p times row p, for every p; (2) their sum
    return np.sum(outer_terms(A, B), axis=-3)


def matvec_columns(A, x):
    """Matrix-vector product as a combination of columns, Ax = Σⱼ xⱼ A[:, j].

    Args:
        A: Matrices of real numbers, shape (..., m, n).
        x: Vectors of n weights, shape (..., n); the batches broadcast.

    Returns:
        The combinations, shape (..., m).

    Raises:
        ValueError: If A and x do not fit.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A, x = np.asarray(A, dtype=float), np.asarray(x, dtype=float)
    misfit = f"A and x do not fit: their shapes are {A.shape} and {x.shape}"
    if A.ndim < 2 or x.ndim < 1 or A.shape[-1] != x.shape[-1]:
        raise ValueError(misfit)
    try:
        # (1) column j scaled by weight j: the weights lie along the last axis
        scaled = A * x[..., None, :]
    except ValueError:
        raise ValueError(misfit) from None
    # (2) the scaled columns added up
    return np.sum(scaled, axis=-1)
