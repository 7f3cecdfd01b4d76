from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.linear_algebra.vector_norms import l2_norm, lp_norm, normalize
from tests.inputs import by_name, drawn, for_each, vectors
from tests.verify import Case

INF, NAN = np.inf, np.nan
NORMS = [l2_norm, *(partial(lp_norm, p=p) for p in (1, 1.5, 3, INF))]

each_norm = pytest.mark.parametrize("norm", NORMS)
data = st.data()


def mp_norm(x, p=2):
    return mpmath.norm([mpmath.mpf(v) for v in x], p)


def mp_direction(a):
    norm = mp_norm(a)
    return [mpmath.mpf(v) / norm for v in a]


def mp_lp_norm(x, p):
    """As mpmath.norm, which takes the root of the nearest whole order."""
    p = mpmath.mpf(p)
    return mpmath.fsum(mpmath.mpf(v) ** p for v in abs(x)) ** (1 / p)


def of_each(oracle):
    """An oracle of vectors and an order, applied throughout a batch."""
    return lambda x, p: for_each(lambda row: oracle(row, p))(x)


def orders(cases, dtype, **kwargs):
    """Vectors, and an order of the norm."""
    rng = np.random.default_rng(1)
    for (x,) in vectors(cases, dtype=dtype, **kwargs):
        yield x, rng.uniform(1, 8)


# with 12 components at most, a sum is good to 6 ulp; scaling adds one, a root halves
CASES = {
    "euclidean-norm": Case(partial(vectors, 100), ulp=8, oracle=for_each(mp_norm)),
    "unit-vector": Case(partial(vectors, 100), ulp=8, oracle=for_each(mp_direction)),
    "l1-norm": Case(
        partial(vectors, 100), ulp=8, oracle=for_each(partial(mp_norm, p=1))
    ),
    "linf-norm": Case(
        partial(vectors, 100), ulp=0, oracle=for_each(partial(mp_norm, p=mpmath.inf))
    ),
    # a power in float32 must not leave the range of the libraries; 1/p is rounded, by
    # which the error of their roots grows with the logarithm of the norm
    "lp-norm": Case(
        partial(orders, 100, decades=3),
        ulp=24,
        oracle=of_each(mp_lp_norm),
        fixed=("p",),
    ),
}


class TestL2Norm:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "euclidean-norm",
            oracle=for_each(mp_norm),
            against="mpmath.norm",
            inputs=vectors(1000, decades=300, dtype=dtype),
            ulp=6,
        )

    def test_scipy(self, verify, dtype):
        verify.function(
            "euclidean-norm",
            oracle=for_each(by_name("scipy.linalg.norm")),
            against="scipy.linalg.norm",
            inputs=vectors(1000, dtype=dtype),
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
    def test_mpmath(self, verify, dtype):
        verify.function(
            "unit-vector",
            oracle=for_each(mp_direction),
            against="mpmath.norm",
            inputs=vectors(1000, decades=300, dtype=dtype),
            ulp=6,
        )

    @given(data=data)
    def test_has_norm_1(self, floating, data):
        a = data.draw(drawn(floating).filter(np.any))
        assert abs(l2_norm(normalize(a)) - 1) <= 4 * np.finfo(floating).eps

    @pytest.mark.parametrize("a", [[0, 0], [INF, 1], [NAN, 1], [], [[1, 0], [0, 0]]])
    def test_refuses_what_has_no_direction(self, a):
        with pytest.raises(ValueError, match="a must have a direction"):
            normalize(a)

    def test_axis(self):
        np.testing.assert_allclose(
            normalize([[3, 0], [4, 1]], axis=0), [[0.6, 0], [0.8, 1]], rtol=4e-16
        )

    def test_huge_and_tiny(self):
        np.testing.assert_allclose(normalize([3e300, 4e300]), [0.6, 0.8], rtol=4e-16)
        np.testing.assert_allclose(normalize([3e-320, 0]), [1, 0], rtol=0)


class TestL1Norm:
    def test_exact_sum(self, verify, dtype):
        verify.function(
            "l1-norm",
            oracle=for_each(lambda x: mp_norm(x, 1)),
            against="mpmath.norm",
            inputs=vectors(1000, decades=300, dtype=dtype),
            ulp=6,
        )


class TestLInfNorm:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "linf-norm",
            oracle=for_each(lambda x: mp_norm(x, mpmath.inf)),
            against="mpmath.norm",
            inputs=vectors(1000, decades=300, dtype=dtype),
            ulp=0,
        )

    @given(data=data)
    def test_is_the_limit_of_lp(self, floating, data):
        x = data.draw(drawn(floating))
        assert lp_norm(x, 1e4) == pytest.approx(lp_norm(x, INF), rel=1e-3)
        assert lp_norm(x, INF) == np.abs(x).max()


class TestLpNorm:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "lp-norm",
            oracle=of_each(mp_lp_norm),
            against="mpmath.fsum",
            inputs=orders(1000, dtype, decades=300),
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

    @pytest.mark.parametrize("p", [2, 3, INF])
    def test_axis(self, p):
        np.testing.assert_array_equal(lp_norm([[3, 0], [0, -1]], p, axis=0), [3, 1])

    def test_the_order_s_own_type_does_not_matter(self):
        x = np.float32([3, 4])
        assert lp_norm(x, np.float64(3)).dtype == np.float32
        assert lp_norm(x, np.int64(3)) == lp_norm(x, 3.0)

    @pytest.mark.parametrize("p", [0.5, 0, -1, NAN])
    def test_refuses_orders_below_1(self, p):
        with pytest.raises(ValueError, match="p must be at least 1"):
            lp_norm([1, 1], p)


class TestNormAxioms:
    def test_hold(self, verify, floating):
        rng = np.random.default_rng(5)
        error = 45 * np.finfo(floating).eps

        def holds(norms, x, y):
            c = rng.normal()
            return all(
                np.all(norm(x + y) <= (norm(x) + norm(y)) * (1 + error))
                and np.allclose(norm(c * x), abs(c) * norm(x), rtol=error, atol=0)
                and np.all(norm(x) > 0)
                for norm in norms
            )

        def root(x):
            """What p = ½ gives, where the triangle inequality fails."""
            return np.sum(np.sqrt(np.abs(x)), axis=-1) ** 2

        verify.statement(
            "norm-axioms",
            holds=holds,
            of=NORMS,
            fails_for=[root],
            inputs=vectors(1000, count=2, dtype=floating),
        )

    @each_norm
    @given(data=data)
    def test_triangle_inequality(self, norm, floating, data):
        x, y = data.draw(drawn(floating)), data.draw(drawn(floating))
        limits = np.finfo(floating)
        slack = 20 * limits.smallest_subnormal
        detour = (norm(x) + norm(y)) * (1 + 45 * limits.eps) + slack
        assert norm(x + y) <= detour

    @each_norm
    @given(data=data)
    def test_zero_only_for_the_zero_vector(self, norm, floating, data):
        x = data.draw(drawn(floating))
        assert (norm(x) == 0) == (not np.any(x))
