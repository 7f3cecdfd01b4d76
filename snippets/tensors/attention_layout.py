"""The layout of attention: features are split among heads, and joined again."""

import numpy as np


def split_heads(x, num_heads):
    """Features dealt out to heads, (…, S, H) → (…, S, h, H/h) → (…, h, S, H/h).

    Args:
        x: Features of tokens, shape (..., S, H).
        num_heads: The number h of heads, a divisor of H. Head i takes the i-th
            run of H/h neighbouring features of every token.

    Returns:
        Features by head, shape (..., h, S, H/h), as a view of x.

    Raises:
        ValueError: If x has fewer than two axes, or h does not divide H.

    Source:
        Vaswani et al., Attention Is All You Need, 2017.
    """
    x = np.asarray(x)
    if x.ndim < 2:
        raise ValueError(f"x must have shape (..., S, H), not {x.shape}")
    *tokens, H = x.shape
    if num_heads < 1 or H % num_heads:
        raise ValueError(
            f"num_heads must divide the {H} features of x, not {num_heads}"
        )
    # (1) each token's features, cut into h runs
    runs = x.reshape(*tokens, num_heads, H // num_heads)
    # (2) heads before tokens
    return np.swapaxes(runs, -3, -2)


def merge_heads(x):
    """The inverse of `split_heads`, (…, h, S, d) → (…, S, h, d) → (…, S, hd).

    Args:
        x: Features by head, shape (..., h, S, d).

    Returns:
        Features of tokens, shape (..., S, h·d): a view of x if the runs of each
        token lie side by side, as `split_heads` leaves them, else a copy.

    Raises:
        ValueError: If x has fewer than three axes.

    Source:
        Vaswani et al., Attention Is All You Need, 2017.
    """
    x = np.asarray(x)
    if x.ndim < 3:
        raise ValueError(f"x must have shape (..., h, S, d), not {x.shape}")
    # (1) tokens before heads
    runs = np.swapaxes(x, -3, -2)
    # (2) each token's runs, joined
    *tokens, h, d = runs.shape
    return runs.reshape(*tokens, h * d)
