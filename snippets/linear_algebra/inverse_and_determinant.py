"""Identity, inverse and determinant of square matrices."""

import numpy as np


def eye(n):
    """Identity matrix, Iᵢⱼ = δᵢⱼ.

    Args:
        n: The number of rows and of columns, a whole number.

    Returns:
        Ones on the diagonal and zeros elsewhere, as floats, shape (n, n).

    Raises:
        ValueError: If n is negative or not an integer.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    if not isinstance(n, (int, np.integer)) or n < 0:
        raise ValueError(f"n must be an integer from 0 on, not {n!r}")
    index = np.arange(n)
    return (index[:, None] == index).astype(float)


def inv(A):
    """Inverse of a square matrix, A A⁻¹ = A⁻¹ A = I.

    To solve Ax = b, call np.linalg.solve(A, b): it is faster, and its residual
    is smaller.

    Args:
        A: Square matrices of finite real numbers, shape (..., n, n).

    Returns:
        The inverses, shape (..., n, n).

    Raises:
        ValueError: If A is not square, not finite, or singular; or so close to
            singular that no digit of the inverse would be certain.

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2 or A.shape[-1] != A.shape[-2]:
        raise ValueError(f"A must be square, not of shape {A.shape}")
    if not np.isfinite(A).all():
        raise ValueError("A must be finite: it holds an infinity or nan")
    try:
        inverse = np.linalg.inv(A)
    except np.linalg.LinAlgError:
        raise ValueError("A is singular: it has no inverse") from None
    # changing Aⱼᵢ by one part in |A⁻¹ᵢⱼ Aⱼᵢ| makes A singular: compare that
    # with what n steps of elimination round off
    with np.errstate(over="ignore", invalid="ignore"):
        lost = A.shape[-1] * np.finfo(float).eps * np.abs(inverse * A.mT)
    if np.any(lost >= 0.1):
        raise ValueError("A is singular to working precision")
    return inverse


def det(A):
    """Determinant of a square matrix, det A, the signed scale of volumes.

    It overflows only where the determinant itself does. For its logarithm,
    call np.linalg.slogdet.

    Args:
        A: Square matrices of finite real numbers, shape (..., n, n).

    Returns:
        The determinants, shape (...).

    Raises:
        ValueError: If A is not square, or not finite.

    Source:
        Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2 or A.shape[-1] != A.shape[-2]:
        raise ValueError(f"A must be square, not of shape {A.shape}")
    # LAPACK may take a nan for a zero pivot, and the determinant for zero
    if not np.isfinite(A).all():
        raise ValueError("A must be finite: it holds an infinity or nan")
    # (1) the logarithms of the pivots are summed, since their product may
    # leave the range of floating point on its way to a value within it
    sign, log_size = np.linalg.slogdet(A)
    # (2) back from the logarithm, with the sign of the orientation
    return sign * np.exp(log_size)
