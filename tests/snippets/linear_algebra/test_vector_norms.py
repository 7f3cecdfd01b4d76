import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.vector_norms import (
    l1_norm,
    l2_norm,
    linf_norm,
    lp_norm,
    normalize,
)
from tests.inputs import for_each, vectors
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan
NORMS = [
    l1_norm,
    l2_norm,
    linf_norm,
    lambda x: lp_norm(x, 1.5),
    lambda x: lp_norm(x, 3),
]

EQUIVALENTS = {
    "euclidean-norm": Equivalent(vectors(100), ulp=8),
    "unit-vector": Equivalent(vectors(100), ulp=8),
    "l1-norm": Equivalent(vectors(100), ulp=8),
    "linf-norm": Equivalent(vectors(100), ulp=0),
    "lp-norm": Equivalent(((x, 3) for (x,) in vectors(100)), ulp=16),
}

# with 12 components at most, a sum is good to 6 ulp; scaling adds one, a root halves
each_norm = pytest.mark.parametrize("norm", NORMS)
small = arrays(float, 5, elements=st.floats(-1e100, 1e100))


def mp_norm(x, p=2):
    return mpmath.norm([mpmath.mpf(v) for v in x], p)


class TestL2Norm:
    def test_mpmath(self, verify):
        verify.function(
            "euclidean-norm",
            oracle=for_each(mp_norm),
            against="mpmath.norm",
            inputs=vectors(1000, decades=300),
            ulp=6,
        )

    def test_scipy(self, verify):
        verify.function(
            "euclidean-norm",
            oracle=for_each(scipy.linalg.norm),
            against="scipy.linalg.norm",
            inputs=vectors(1000),
            ulp=8,
        )

    @pytest.mark.parametrize(
        ("x", "norm"),
        [
            ([3, 4], 5),
            ([0, 0], 0),
            ([], 0),
            ([3e300, 4e300], 5e300),
            ([3e-320, 4e-320], 5e-320),
            ([INF, 1], INF),
            ([-INF, INF], INF),
            ([NAN, 1], NAN),
        ],
    )
    def test_edges(self, x, norm):
        np.testing.assert_array_equal(l2_norm(x), norm)

    def test_axis(self):
        np.testing.assert_array_equal(l2_norm([[3, 0], [4, 1]], axis=0), [5, 1])


class TestNormalize:
    def test_mpmath(self, verify):
        def direction(a):
            norm = mp_norm(a)
            return [mpmath.mpf(v) / norm for v in a]

        verify.function(
            "unit-vector",
            oracle=for_each(direction),
            against="mpmath.norm",
            inputs=vectors(1000, decades=300),
            ulp=6,
        )

    @given(small.filter(np.any))
    def test_has_norm_1(self, a):
        assert l2_norm(normalize(a)) == pytest.approx(1, abs=1e-15)

    @pytest.mark.parametrize("a", [[0, 0], [INF, 1], [NAN, 1], [], [[1, 0], [0, 0]]])
    def test_refuses_what_has_no_direction(self, a):
        with pytest.raises(ValueError, match="a must have a direction"):
            normalize(a)

    def test_huge_and_tiny(self):
        np.testing.assert_allclose(normalize([3e300, 4e300]), [0.6, 0.8], rtol=4e-16)
        np.testing.assert_allclose(normalize([3e-320, 0]), [1, 0], rtol=0)


class TestL1Norm:
    def test_exact_sum(self, verify):
        verify.function(
            "l1-norm",
            oracle=for_each(lambda x: mp_norm(x, 1)),
            against="mpmath.norm",
            inputs=vectors(1000, decades=300),
            ulp=6,
        )

    @pytest.mark.parametrize(
        ("x", "norm"),
        [
            ([3, -4], 7),
            ([], 0),
            ([INF, 1], INF),
            ([NAN, INF], NAN),
            ([1e308, 1e308], INF),
        ],
    )
    @pytest.mark.filterwarnings("ignore:overflow")
    def test_edges(self, x, norm):
        np.testing.assert_array_equal(l1_norm(x), norm)


class TestLInfNorm:
    def test_mpmath(self, verify):
        verify.function(
            "linf-norm",
            oracle=for_each(lambda x: mp_norm(x, mpmath.inf)),
            against="mpmath.norm",
            inputs=vectors(1000, decades=300),
            ulp=0,
        )

    @pytest.mark.parametrize(
        ("x", "norm"), [([3, -4], 4), ([], 0), ([-INF, 1], INF), ([NAN, INF], NAN)]
    )
    def test_edges(self, x, norm):
        np.testing.assert_array_equal(linf_norm(x), norm)

    @given(small)
    def test_is_the_limit_of_lp(self, x):
        assert lp_norm(x, 1e4) == pytest.approx(linf_norm(x), rel=1e-3)


class TestLpNorm:
    def test_mpmath(self, verify):
        # mpmath.norm takes the root of the nearest whole order
        def norm(x, p):
            p = mpmath.mpf(p)
            return mpmath.fsum(mpmath.mpf(v) ** p for v in abs(x)) ** (1 / p)

        rng = np.random.default_rng(1)
        verify.function(
            "lp-norm",
            oracle=lambda x, p: for_each(lambda row: norm(row, p))(x),
            against="mpmath.fsum",
            inputs=((x, rng.uniform(1, 8)) for (x,) in vectors(1000, decades=300)),
            ulp=24,
        )

    @pytest.mark.parametrize(
        ("x", "p", "norm"),
        [
            ([3, -4], 1, 7),
            ([3, -4], 2, 5),
            ([3, -4], INF, 4),
            ([0, 0], 3, 0),
            ([], 3, 0),
            ([INF, 1], 3, INF),
            ([NAN, 1], 3, NAN),
            ([0, 7e300], 3, 7e300),
        ],
    )
    def test_edges(self, x, p, norm):
        np.testing.assert_array_equal(lp_norm(x, p), norm)

    @pytest.mark.parametrize("p", [0.5, 0, -1, NAN])
    def test_refuses_orders_below_1(self, p):
        with pytest.raises(ValueError, match="p must be at least 1"):
            lp_norm([1, 1], p)


class TestNormAxioms:
    def test_hold(self, verify):
        rng = np.random.default_rng(5)

        def holds(x, y):
            c = rng.normal()
            slack = 1 + 1e-14
            return all(
                np.all(norm(x + y) <= (norm(x) + norm(y)) * slack)
                and np.allclose(norm(c * x), abs(c) * norm(x), rtol=1e-14, atol=0)
                and np.all(norm(x) > 0)
                for norm in NORMS
            )

        verify.statement("norm-axioms", holds=holds, inputs=vectors(1000, count=2))

    @each_norm
    @given(x=small, y=small)
    def test_triangle_inequality(self, norm, x, y):
        assert norm(x + y) <= (norm(x) + norm(y)) * (1 + 1e-14)

    @each_norm
    @given(x=small)
    def test_zero_only_for_the_zero_vector(self, norm, x):
        assert (norm(x) == 0) == (not np.any(x))
