"""Rank: how many directions a set of vectors, or a matrix, really has."""

import numpy as np


def is_independent(V, rtol=None):
    """Linear independence of columns: Σᵢ cᵢ vᵢ = 0 only if every cᵢ = 0.

    The lengths of the vectors do not count: every column is scaled first.

    Args:
        V: Sets of k real vectors as columns, shape (..., n, k).
        rtol: A singular value of the scaled columns counts as zero if it is
            at most rtol of the largest; None is max(n, k) ε of V's type.

    Returns:
        Whether each set is independent, shape (...).

    Raises:
        ValueError: If V is not made of matrices, or not finite.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    V = np.asarray(V) * 1.0
    if V.ndim < 2 or not np.all(np.isfinite(V)):
        raise ValueError("V must be finite and have the shape (..., n, k)")
    # (1) columns scaled by powers of two, which rounds nothing
    largest = np.max(np.abs(V), axis=-2, keepdims=True, initial=0.0)
    unit = np.ldexp(V, -np.frexp(largest)[1])
    # (2) a combination that vanishes shows as a singular value that does
    s = np.linalg.svd(unit, compute_uv=False)
    if rtol is None:
        rtol = max(V.shape[-2:]) * np.finfo(s.dtype).eps
    threshold = rtol * np.max(s, axis=-1, keepdims=True, initial=0.0)
    # (3) k must count; if k > n there are not so many
    return np.sum(s > threshold, axis=-1) == V.shape[-1]


def coordinates(B, v, rtol=None):
    """Coordinates in a basis: the one c with v = Σᵢ cᵢ bᵢ = B c.

    Args:
        B: Bases of k real vectors as columns, shape (..., n, k).
        v: Vectors in the spans of these columns, shape (..., n).
        rtol: Relative error that B may carry; None is 8 max(n, k) ε.

    Returns:
        The coordinates, as many as the span has dimensions, shape (..., k).

    Raises:
        ValueError: If the shapes do not fit or an entry is not finite, if the
            columns of B are dependent, or if v is not in their span.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    B, v = np.asarray(B) * 1.0, np.asarray(v)[..., None] * 1.0
    if B.ndim < 2 or v.shape[-2:-1] != B.shape[-2:-1]:
        raise ValueError(f"v must have the length of B's columns: {B.shape}")
    if not (np.all(np.isfinite(B)) and np.all(np.isfinite(v))):
        raise ValueError("B and v must be finite")
    # (1) basis vectors scaled by powers of two: their lengths do not count
    largest = np.max(np.abs(B), axis=-2, keepdims=True, initial=0.0)
    exponent = np.frexp(largest)[1]
    U, s, Vh = np.linalg.svd(np.ldexp(B, -exponent), full_matrices=False)
    if rtol is None:
        rtol = 8 * max(B.shape[-2:]) * np.finfo(s.dtype).eps
    threshold = rtol * np.max(s, axis=-1, keepdims=True, initial=0.0)
    if B.shape[-1] > B.shape[-2] or not np.all(s > threshold):
        raise ValueError("B must have linearly independent columns")
    # (2) least squares: coordinates of the point of the span nearest to v
    part = U.mT @ v
    c = Vh.mT @ (part / s[..., None])
    # (3) which is v, if what is left is no more than the error of B times c
    left = np.max(np.abs(v - U @ part), axis=-2, initial=0.0)
    if not np.all(left <= threshold * np.max(np.abs(c), axis=-2, initial=0.0)):
        raise ValueError("v must lie in the span of the columns of B")
    return np.ldexp(c, -exponent.mT)[..., 0]


def orth(A, rtol=None):
    """Orthonormal basis of the column space, col(A) = {A x : x ∈ ℝⁿ}.

    Only the space is determined, and with it Q Qᵀ, not the basis.

    Args:
        A: One real matrix, shape (m, n).
        rtol: A singular value counts as zero if it is at most rtol of the
            largest; None is max(m, n) ε of A's type.

    Returns:
        Q with orthonormal columns, as many as A has rank, shape (m, r). They
        are left singular vectors, that of the largest singular value first.

    Raises:
        ValueError: If A is not a matrix, or not finite.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A)
    if A.ndim != 2 or not np.all(np.isfinite(A)):
        raise ValueError("A must be finite and have the shape (m, n)")
    # (1) A = U diag(s) Vᵀ: the columns of U are orthonormal
    U, s, _ = np.linalg.svd(A, full_matrices=False)
    if rtol is None:
        rtol = max(A.shape) * np.finfo(s.dtype).eps
    # (2) those that A reaches
    return U[:, s > rtol * np.max(s, initial=0.0)]


def matrix_rank(A, rtol=None):
    """Rank of a matrix, rank(A) = #{i : σᵢ > 0}.

    Args:
        A: Real matrices, shape (..., m, n).
        rtol: A singular value counts as zero if it is at most rtol of the
            largest; None is max(m, n) ε of A's type.

    Returns:
        The ranks, whole numbers of shape (...).

    Raises:
        ValueError: If A is not made of matrices, or not finite.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    A = np.asarray(A)
    if A.ndim < 2 or not np.all(np.isfinite(A)):
        raise ValueError("A must be finite and have the shape (..., m, n)")
    # (1) singular values, each of them uncertain by a few ε σ₁
    s = np.linalg.svd(A, compute_uv=False)
    if rtol is None:
        rtol = max(A.shape[-2:]) * np.finfo(s.dtype).eps
    # (2) those that stand above this uncertainty
    threshold = rtol * np.max(s, axis=-1, keepdims=True, initial=0.0)
    return np.sum(s > threshold, axis=-1)
