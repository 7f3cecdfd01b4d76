"""Low rank: matrices kept as a product of two thin ones."""

import numpy as np


def low_rank_product(U, V):
    """Matrix of rank at most r from its factors, A = Σᵢ uᵢ vᵢᵀ = U Vᵀ.

    Args:
        U: Left factors, columns u₁ to u_r, shape (..., m, r).
        V: Right factors, columns v₁ to v_r, shape (..., n, r).

    Returns:
        The full matrices, shape (..., m, n). For a product A x alone, compute
        U (Vᵀ x) instead.

    Raises:
        ValueError: If U or V is not made of matrices, or if the two do not
            have equally many columns.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    U, V = np.asarray(U, dtype=float), np.asarray(V, dtype=float)
    if min(U.ndim, V.ndim) < 2 or U.shape[-1] != V.shape[-1]:
        raise ValueError(
            "U and V must have the shapes (..., m, r) and (..., n, r), "
            f"not {U.shape} and {V.shape}"
        )
    return U @ V.mT


def low_rank_size(m, n, r):
    """Numbers that two factors of rank r hold, r (m + n).

    Args:
        m: Rows of the full matrix.
        n: Columns of the full matrix.
        r: Columns of each factor.

    Returns:
        The count, an int of Python, which does not overflow.

    Raises:
        ValueError: If m, n or r is negative, or not a whole number.

    Source:
        Golub and Van Loan, Matrix Computations, 4th ed., 2013.
    """
    if not all(size >= 0 and size % 1 == 0 for size in (m, n, r)):
        raise ValueError(f"m, n and r must be whole numbers: {m}, {n}, {r}")
    return int(r) * (int(m) + int(n))


def lora_update(W, B, A, alpha):
    """LoRA weights, W′ = W + (α / r) B A.

    Args:
        W: Frozen weights, shape (..., m, n).
        B: Trained left factors, zero at the start, shape (..., m, r).
        A: Trained right factors, shape (..., r, n).
        alpha: Scale of the update, a number.

    Returns:
        The merged weights, shape (..., m, n).

    Raises:
        ValueError: If the shapes do not fit, or r is 0.

    Source:
        Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2022.
    """
    W, B, A = (np.asarray(x, dtype=float) for x in (W, B, A))
    shapes = f"{W.shape}, {B.shape} and {A.shape}"
    if min(W.ndim, B.ndim, A.ndim) < 2:
        raise ValueError(f"W, B and A must be matrices, not {shapes}")
    r = A.shape[-2]
    if W.shape[-2:] != (B.shape[-2], A.shape[-1]):
        raise ValueError(f"W must have the shape of B A: {shapes}")
    if not B.shape[-1] == r > 0:
        raise ValueError(f"B and A must share a rank r ≥ 1: {shapes}")
    # the scale goes on the thin factor, m r numbers rather than m n
    return W + (alpha / r * B) @ A
