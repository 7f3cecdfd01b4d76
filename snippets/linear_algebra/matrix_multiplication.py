"""Matrix multiplication: products, their shapes, and their order."""

import numpy as np


def matvec(A, x):
    """Matrix-vector product, (Ax)ᵢ = Σⱼ Aᵢⱼ xⱼ.

    Batches lie in front, for vectors too: x of shape (k, n) is k vectors,
    never a matrix with k rows.

    Args:
        A: Matrices of real numbers, shape (..., m, n).
        x: Vectors of real numbers, shape (..., n).

    Returns:
        The products, shape (..., m).

    Raises:
        ValueError: If A has fewer than two axes, or not as many columns as x
            has components.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A, x = np.asarray(A, dtype=float), np.asarray(x, dtype=float)
    if A.ndim < 2:
        raise ValueError(f"A must be a matrix, not of shape {A.shape}")
    if A.shape[-1:] != x.shape[-1:]:
        raise ValueError(
            f"A of shape {A.shape} has not as many columns as x of shape "
            f"{x.shape} has components"
        )
    # (1) one matrix for all vectors: a single product does for the batch
    if A.ndim == 2:
        return x @ A.T
    # (2) a matrix for each: every vector as a column
    return (A @ x[..., np.newaxis])[..., 0]


def matmul(A, B):
    """Matrix product, Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ.

    Args:
        A: Matrices of real numbers, shape (..., m, n).
        B: Matrices of real numbers, shape (..., n, p).

    Returns:
        The products, shape (..., m, p).

    Raises:
        ValueError: If A or B has fewer than two axes (a vector is a row or a
            column: say which), or if their shapes do not chain.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    # (1) in floating point: a sum of small integers wraps round
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    # (2) a vector has no row or column to multiply by
    if A.ndim < 2 or B.ndim < 2:
        raise ValueError(
            f"A and B must be matrices, not of shapes {A.shape} and {B.shape}"
        )
    if A.shape[-1] != B.shape[-2]:
        raise ValueError(
            f"A of shape {A.shape} has not as many columns as B of shape "
            f"{B.shape} has rows"
        )
    # (3) every row of A times every column of B
    return A @ B


def matmul_shape(shape_a, shape_b):
    """Shape of a matrix product, (m × n)(n × p) = (m × p).

    Args:
        shape_a: The shape of the left factor, (..., m, n).
        shape_b: The shape of the right factor, (..., n, p).

    Returns:
        The shape of the product, a tuple (..., m, p), where the axes in front
        are broadcast.

    Raises:
        ValueError: If there is no such product; the message names both shapes.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    shape_a, shape_b = tuple(shape_a), tuple(shape_b)
    both = f"shape_a {shape_a} and shape_b {shape_b}"
    if len(shape_a) < 2 or len(shape_b) < 2:
        raise ValueError(f"{both} must have rows and columns")
    # (1) the inner sizes match
    if shape_a[-1] != shape_b[-2]:
        raise ValueError(f"{both} differ in the axis summed over")
    # (2) the batches in front broadcast
    try:
        batch = np.broadcast_shapes(shape_a[:-2], shape_b[:-2])
    except ValueError:
        raise ValueError(f"{both} have batches that do not match") from None
    # (3) the outer sizes survive
    return (*batch, shape_a[-2], shape_b[-1])


def commutator(A, B):
    """Commutator, [A, B] = AB − BA, which is zero if A and B commute.

    Args:
        A: Square matrices of real numbers, shape (..., n, n).
        B: Square matrices of the same size, shape (..., n, n).

    Returns:
        The commutators, shape (..., n, n).

    Raises:
        ValueError: If A and B are not square matrices of the same size.

    Source:
        Horn and Johnson, Matrix Analysis, 2nd ed., 2013.
    """
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    sizes = {*A.shape[-2:], *B.shape[-2:]}
    if A.ndim < 2 or B.ndim < 2 or len(sizes) > 1:
        raise ValueError(
            "A and B must be square matrices of the same size, not of shapes "
            f"{A.shape} and {B.shape}"
        )
    # rounding leaves about n·ε·|A||B| where the exact difference is zero
    return A @ B - B @ A
