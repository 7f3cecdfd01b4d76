"""Eigenvalues: what a square matrix does along its own directions."""

import numpy as np


def eig(A):
    """Eigenvalues and eigenvectors, A v = λ v.

    Args:
        A: Square matrices of finite real numbers, shape (..., n, n).

    Returns:
        Eigenvalues by falling modulus, shape (..., n), and unit eigenvectors
        as columns, shape (..., n, n). Both are complex unless every
        eigenvalue is real. Conjugate pairs stay together, the one with the
        positive imaginary part first. In each column the largest entry (the
        first of those equal up to rounding) is real and positive.

    Raises:
        ValueError: If A is not square, is empty, or is not finite.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2 or not 0 < A.shape[-2] == A.shape[-1]:
        raise ValueError(f"A must be a square matrix, not of shape {A.shape}")
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    # (1) eigenvalues in LAPACK's order, which follows no rule
    values, vectors = np.linalg.eig(A)
    if np.all(np.imag(values) == 0):
        values, vectors = np.real(values), np.real(vectors)
    # (2) by falling modulus; a stable sort keeps conjugate pairs together
    order = np.argsort(-np.abs(values), axis=-1, kind="stable")
    values = np.take_along_axis(values, order, axis=-1)
    vectors = np.take_along_axis(vectors, order[..., None, :], axis=-1)
    # (3) the sign or phase, which A leaves open
    size = np.abs(vectors)
    largest = size > (1 - 1e-6) * np.max(size, axis=-2, keepdims=True)
    first = np.argmax(largest, axis=-2, keepdims=True)
    phase = np.sign(np.take_along_axis(vectors, first, axis=-2))
    return values, vectors * np.conj(phase)


def spectral_radius(A):
    """Spectral radius, ρ(A) = maxᵢ |λᵢ|.

    Args:
        A: Square matrices of finite real numbers, shape (..., n, n).

    Returns:
        The largest modulus of an eigenvalue, shape (...).

    Raises:
        ValueError: If A is not square, is empty, or is not finite.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2 or not 0 < A.shape[-2] == A.shape[-1]:
        raise ValueError(f"A must be a square matrix, not of shape {A.shape}")
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    return np.max(np.abs(np.linalg.eigvals(A)), axis=-1)


def eigh(A, rtol=1e-12):
    """Eigendecomposition of a symmetric matrix, A = Q Λ Qᵀ.

    Args:
        A: Symmetric matrices of finite real numbers, shape (..., n, n).
        rtol: How far A may be from symmetric, relative to its largest entry;
            within this, the mean of A and its transpose is decomposed.

    Returns:
        Eigenvalues in ascending order, shape (..., n), and orthonormal
        eigenvectors as columns, shape (..., n, n). In each column the largest
        entry (the first of those equal up to rounding) is positive.

    Raises:
        ValueError: If A is not square, is empty, or is not finite, or if it
            is not symmetric.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A, dtype=float)
    if A.ndim < 2 or not 0 < A.shape[-2] == A.shape[-1]:
        raise ValueError(f"A must be a square matrix, not of shape {A.shape}")
    if not np.all(np.isfinite(A)):
        raise ValueError("A must be finite: it holds an infinity or nan")
    half = A / 2  # halved first, so that no sum or difference overflows
    half_T = np.swapaxes(half, -2, -1)
    largest = np.max(np.abs(half), axis=(-2, -1), keepdims=True)
    if np.any(np.abs(half - half_T) > rtol * largest):
        raise ValueError("A must be symmetric: it differs from its transpose")
    # (1) both triangles count, where LAPACK would read only the lower one
    values, Q = np.linalg.eigh(half + half_T)
    # (2) the sign of each eigenvector, which A leaves open
    size = np.abs(Q)
    largest = size > (1 - 1e-6) * np.max(size, axis=-2, keepdims=True)
    first = np.argmax(largest, axis=-2, keepdims=True)
    return values, Q * np.sign(np.take_along_axis(Q, first, axis=-2))
