from functools import partial

import numpy as np
import pytest

from tests.inputs import by_name, spread, vectors
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan

mp_add = np.frompyfunc(by_name("mpmath.fadd"), 2, 1)
mp_multiply = np.frompyfunc(by_name("mpmath.fmul"), 2, 1)


def scaled_vectors(cases, decades=6, dtype=float):
    """A number, and a vector or a batch of vectors."""
    rng = np.random.default_rng(2)
    for (a,) in vectors(cases, decades=decades, dtype=dtype):
        yield spread(rng, (), decades, dtype, ndim=0), a


# one operation, so one rounding, of half a unit at most
CASES = {
    "vector-addition": Case(partial(vectors, 100, count=2), ulp=0.5, oracle=mp_add),
    "scalar-multiplication": Case(
        partial(scaled_vectors, 100), ulp=0.5, oracle=mp_multiply, ndim=(0, 1), degree=2
    ),
}


def test_vector(verify):
    verify.definition("vector")


class TestSum:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "vector-addition",
            oracle=mp_add,
            against="mpmath.fadd",
            inputs=vectors(1000, count=2, decades=100, dtype=dtype),
            ulp=0.5,
        )

    @pytest.mark.parametrize(
        ("a", "b", "total"),
        [
            ([], [], []),
            ([0.0, -0.0], [1, 0], [1, 0]),
            ([INF, 1], [1, -INF], [INF, -INF]),
            ([NAN, 1], [1, 1], [NAN, 2]),
            ([1e308, -5e-324], [-1e308, 5e-324], [0, 0]),
            ([[1, 2], [3, 4]], [10, 20], [[11, 22], [13, 24]]),
        ],
    )
    def test_edges(self, sources, a, b, total):
        add = implementation(sources.formulas["vector-addition"])
        np.testing.assert_array_equal(add(np.array(a), np.array(b)), total)


class TestMultiple:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "scalar-multiplication",
            oracle=mp_multiply,
            against="mpmath.fmul",
            inputs=scaled_vectors(1000, decades=100, dtype=dtype),
            ulp=0.5,
        )

    @pytest.mark.parametrize(
        ("c", "a", "scaled"),
        [
            (3, [], []),
            (0, [1, -2], [0, 0]),
            (-2, [INF, 1], [-INF, -2]),
            (NAN, [1, 2], [NAN, NAN]),
            (1e-300, [1e300, 1e-300], [1, 0]),
            (2, [[1, 0], [0, 1]], [[2, 0], [0, 2]]),
        ],
    )
    def test_edges(self, sources, c, a, scaled):
        multiply = implementation(sources.formulas["scalar-multiplication"])
        np.testing.assert_array_equal(multiply(c, np.array(a)), scaled)
