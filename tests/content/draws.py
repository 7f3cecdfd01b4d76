"""What the lines of NumPy may use with which pages give numbers to symbols."""

from typing import Any

import numpy as np

from tests.printed.names import MODULES


def names() -> dict[str, Any]:
    """NumPy, SciPy, and `normal(2, 3)`, which draws an array."""
    rng = np.random.default_rng(0)
    return {**MODULES, "normal": lambda *shape: rng.normal(size=shape)}
