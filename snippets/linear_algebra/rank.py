"""Rank: how many directions a set of vectors, or a matrix, really has."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from snippets.floating import _floating


def is_independent(V: ArrayLike, rtol: float | None = None) -> NDArray[Any]:
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
    """
    V, dtype = _floating(V)
    unit, _ = _unit_columns("V", V)
    if V.shape[-1] > V.shape[-2]:  # more vectors than components
        return np.zeros(V.shape[:-2], dtype=bool)[()]
    # a combination that vanishes shows as a singular value that does
    s = np.linalg.svd(unit, compute_uv=False)
    if rtol is None:
        rtol = max(V.shape[-2:]) * np.finfo(dtype).eps
    threshold = rtol * np.max(s, axis=-1, keepdims=True, initial=0.0)
    return np.all(s > threshold, axis=-1)


def coordinates(
    B: ArrayLike, v: ArrayLike, rtol: float | None = None
) -> NDArray[Any]:
    """Coordinates in a basis: the one c with v = Σᵢ cᵢ bᵢ = B c.

    Args:
        B: A basis of k real vectors as columns, shape (n, k).
        v: Vectors in the span of these columns, shape (..., n).
        rtol: Relative error that B may carry; None is 8 max(n, k) ε.

    Returns:
        The coordinates, as many as the span has dimensions, shape (..., k).

    Raises:
        ValueError: If the shapes do not fit or an entry is not finite, if the
            columns of B are dependent, or if v is not in their span.
    """
    B, v, dtype = _floating(B, v)
    # (1) basis vectors scaled by powers of two: their lengths do not count
    unit, exponent = _unit_columns("B", B)
    if B.ndim > 2 or v.shape[-1:] != B.shape[:1] or not np.isfinite(v).all():
        raise ValueError(f"v must be finite, of shape (..., n) for B {B.shape}")
    n, k = B.shape
    # (2) least squares: coordinates of the point of the span nearest to v
    c, _, _, s = np.linalg.lstsq(unit, v.reshape(-1, n).T)
    if rtol is None:
        rtol = 8 * max(n, k) * np.finfo(dtype).eps
    threshold = rtol * np.max(s, initial=0.0)
    if k > n or np.any(s <= threshold):
        raise ValueError("B must have linearly independent columns")
    # (3) which is v, if what is left is no more than the error of B times c
    left = np.abs(v.reshape(-1, n).T - unit @ c).max(axis=0, initial=0.0)
    if np.any(left > threshold * np.abs(c).max(axis=0, initial=0.0)):
        raise ValueError("v must lie in the span of the columns of B")
    c = np.ldexp(c, -exponent).T.reshape(*v.shape[:-1], k)
    return c.astype(dtype, copy=False)


def orth(A: ArrayLike, rtol: float | None = None) -> NDArray[Any]:
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
    """
    A, dtype = _floating(A)
    if A.ndim != 2 or not np.all(np.isfinite(A)):
        raise ValueError("A must be finite and have the shape (m, n)")
    # (1) A = U diag(s) Vᵀ: the columns of U are orthonormal
    U, s, _ = np.linalg.svd(A, full_matrices=False)
    if rtol is None:
        rtol = max(A.shape) * np.finfo(dtype).eps
    # (2) those that A reaches
    Q = U[:, s > rtol * np.max(s, initial=0.0)]
    return Q.astype(dtype, copy=False)


def _unit_columns(name: str, V: NDArray[Any]) -> tuple[Any, ...]:
    """Columns divided by powers of two near their largest entries, exactly.

    And the exponents of these powers.
    """
    if V.ndim < 2:
        raise ValueError(f"{name} must be a matrix, not of shape {V.shape}")
    # transposed, so that the entries of a column lie side by side
    rows = np.ascontiguousarray(V.mT)
    highest = np.max(rows, axis=-1, keepdims=True, initial=0.0)
    lowest = np.min(rows, axis=-1, keepdims=True, initial=0.0)
    largest = np.maximum(highest, -lowest)
    if not np.all(np.isfinite(largest)):
        raise ValueError(f"{name} must be finite: it holds an infinity or nan")
    exponent = np.frexp(largest)[1]
    return np.ldexp(rows, -exponent).mT, exponent
