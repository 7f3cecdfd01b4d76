"""How many parameters a network has."""

import numpy as np


def mlp_parameter_count(sizes):
    """Weights and biases of an MLP, Σₗ (nₗ₋₁ + 1) nₗ.

    Args:
        sizes: The widths of the layers from input to output, shape (L + 1,).

    Returns:
        The count, an exact Python integer.

    Raises:
        ValueError: If sizes holds anything but positive whole numbers.

    Source:
        Goodfellow, Bengio and Courville, Deep Learning, 2016.
    """
    n = np.asarray(sizes)
    if n.ndim != 1 or n.dtype.kind not in "iu" or np.any(n < 1):
        raise ValueError(f"sizes must be positive whole numbers, not {sizes}")
    # Python integers do not overflow, whatever the width of NumPy's
    n = n.astype(object)
    # a row of weights for every input, and one of biases
    return np.sum((n[:-1] + 1) * n[1:])
