import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.numerical_stability.log_sum_exp import log_sum_exp
from tests.autodiff import LIBRARIES, derivative
from tests.inputs import drawn, for_each, vectors
from tests.logits import logits, mp_softmax, spread_of
from tests.measure import in_units_of
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan

data = st.data()


def moved(cases, decades=2, **kwargs):
    """Logits, some far from the origin, some with 0 as the largest."""
    for case, (z,) in enumerate(logits(cases, decades, **kwargs)):
        at_zero = case % 3 == 2 and z.dtype.kind == "f"
        yield (z - z.max(axis=-1, keepdims=True) if at_zero else z,)


def mp_log_sum_exp(z):
    """By the definition, with so many digits that no term is lost beside another."""
    with mpmath.workdps(800):
        return mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(x)) for x in z))


def mp_slopes(z):
    """The gradient that mpmath finds from values of log-sum-exp alone."""

    def with_step(t, j):
        powers = [mpmath.exp(mpmath.mpf(x) + t * (i == j)) for i, x in enumerate(z)]
        return mpmath.log(mpmath.fsum(powers))

    with mpmath.workdps(120):
        return [mpmath.diff(partial(with_step, j=j), 0) for j in range(len(z))]


@in_units_of("|m| + Σpⱼ(1 + m - zⱼ)")
def rounded(z):
    """The size of the largest entry, and of the others what rounding exponents amounts to.

    The sum leaves one entry out that is largest: an error of its own it has only in |m|.
    """
    ordered = np.sort(z, axis=-1)
    m, below = ordered[..., -1:], ordered[..., :-1] - ordered[..., -1:]
    p = np.exp(below) / (1 + np.exp(below).sum(axis=-1, keepdims=True))
    return np.abs(m[..., 0]) + np.sum(p * (1 - below), axis=-1)


@in_units_of("1 + |m|")
def size_of(z):
    return 1 + np.abs(z.max(axis=-1))


# the lines add 1 to what log1p would take, so that their error is one of 1; JAX takes
# subnormal numbers for zero, so the logits are moderate
CASES = {
    "log-sum-exp": Case(
        partial(moved, 100, decades=1),
        ulp=4,
        oracle=for_each(mp_log_sum_exp),
        scale=size_of,
    ),
    "softmax-stable": Case(
        partial(moved, 100, decades=1),
        ulp=8,
        oracle=for_each(mp_softmax),
        scale=spread_of,
    ),
}


class TestLogSumExp:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "log-sum-exp",
            oracle=for_each(mp_log_sum_exp),
            against="mpmath.log",
            inputs=moved(1200, dtype=dtype),
            ulp=5,
            scale=rounded,
        )

    def test_scipy(self, verify, floating):
        verify.function(
            "log-sum-exp",
            oracle=lambda z: scipy.special.logsumexp(z, axis=-1),
            against="scipy.special.logsumexp",
            inputs=moved(1200, dtype=floating),
            ulp=6,
            scale=rounded,
        )

    def test_the_shift_is_an_identity(self, verify, floating):
        def shifted(z):
            m = np.max(z, axis=-1, keepdims=True)
            return m[..., 0] + np.log(np.sum(np.exp(z - m), axis=-1))

        verify.identity(
            "log-sum-exp",
            left=lambda z: np.log(np.sum(np.exp(z), axis=-1)),
            right=shifted,
            inputs=vectors(1200, decades=1, dtype=floating),
            ulp=8,
            scale=size_of,
        )

    def test_is_what_logaddexp_accumulates(self):
        for (z,) in moved(200):
            added = np.logaddexp.reduce(z, axis=-1)
            np.testing.assert_allclose(log_sum_exp(z), added, rtol=1e-13, atol=1e-15)

    @given(data=data)
    def test_lies_between_its_bounds(self, data):
        z = data.draw(drawn(np.float64)).clip(-1e6, 1e6)
        value, slack = log_sum_exp(z), 1e-9
        assert z.max() <= value + slack
        assert value <= z.max() + np.log(z.size) + slack

    @given(data=data, shift=st.integers(-1000, 1000))
    def test_a_shift_comes_out(self, data, shift):
        z = data.draw(drawn(np.float64)).clip(-1000, 1000).round()
        assert log_sum_exp(z + shift) == pytest.approx(
            log_sum_exp(z) + shift, abs=1e-12
        )

    @given(data=data)
    def test_is_convex(self, data):
        x, y = (data.draw(drawn(np.float64)).clip(-1e3, 1e3) for _ in range(2))
        middle = log_sum_exp((x + y) / 2)
        assert middle <= (log_sum_exp(x) + log_sum_exp(y)) / 2 + 1e-9

    def test_in_two_halves_as_online_softmax_does(self):
        for (z,) in moved(200):
            halves = np.array_split(z, 2, axis=-1)
            both = log_sum_exp(np.stack([log_sum_exp(h) for h in halves], axis=-1))
            np.testing.assert_allclose(both, log_sum_exp(z), rtol=1e-13, atol=1e-15)

    def test_its_gradient_is_softmax(self):
        for (z,) in moved(60, decades=0.5, sizes=(1, 5)):
            if z.ndim == 1:
                slopes = np.array(mp_slopes(z), float)
                softmax = scipy.special.softmax(z)
                np.testing.assert_allclose(softmax, slopes, rtol=1e-11, atol=1e-30)

    @pytest.mark.frameworks
    @pytest.mark.parametrize("library", LIBRARIES)
    def test_its_gradient_by_autodiff(self, library):
        for (z,) in moved(60, decades=1):
            slopes = derivative(library, "log-sum-exp", z, "z")
            softmax = scipy.special.softmax(z, axis=-1)
            np.testing.assert_allclose(slopes, softmax, rtol=1e-12, atol=1e-30)

    @pytest.mark.frameworks
    def test_what_the_page_says_of_the_frameworks(self):
        torch, jax = map(importlib.import_module, ("torch", "jax"))
        z, nothing = np.float32([0, -20, -21]), np.float32([-INF, -INF])
        for call in (
            lambda z: torch.logsumexp(torch.from_numpy(z), dim=-1),
            jax.nn.logsumexp,
        ):
            assert call(z) == 0
            assert call(nothing) == -INF
        row = torch.from_numpy(nothing).requires_grad_()
        torch.logsumexp(row, dim=-1).backward()
        assert row.grad.isnan().all()
        assert np.isnan(jax.grad(jax.nn.logsumexp)(nothing)).all()
        assert torch.log_softmax(torch.from_numpy(z), dim=-1)[0] == 0
        assert jax.nn.log_softmax(z)[0] == scipy.special.log_softmax(z)[0] == 0
        with pytest.raises(TypeError):
            torch.logsumexp(torch.from_numpy(z))
        assert jax.nn.logsumexp(np.zeros((2, 3), np.float32)).shape == ()

    @pytest.mark.parametrize(
        ("z", "value"),
        [
            ([], -INF),
            ([7], 7),
            ([0, 0], np.log(2)),
            (np.log([1, 2, 5]), np.log(8)),
            ([0, -40], np.exp(-40)),
            ([-40, 0, 0], np.log(2 + np.exp(-40))),
            ([0, -800], 0),
            ([1000, 1000], 1000 + np.log(2)),
            ([-1e308, 1e308], 1e308),
            ([5e-324, 0], np.log(2)),
            ([-INF, 0], 0),
            ([-INF, -INF], -INF),
            ([INF, 1e308, -INF], INF),
            ([INF, INF], INF),
            ([NAN, 0], NAN),
            ([NAN, INF], NAN),
            ([[0, 0], [-INF, 3]], [np.log(2), 3]),
            (np.empty((0, 3)), np.empty(0)),
            (np.empty((2, 0)), [-INF, -INF]),
        ],
    )
    def test_edges(self, z, value):
        np.testing.assert_allclose(log_sum_exp(z), value, rtol=3e-16, atol=0)

    def test_axis(self):
        z = np.log([[1, 2], [3, 4], [5, 6]])
        np.testing.assert_allclose(log_sum_exp(z, axis=0), np.log([9, 12]))

    def test_half_precision_does_not_overflow(self):
        z = np.full(100_000, 12, np.float16)
        assert log_sum_exp(z) == np.float16(12 + np.log(100_000))

    @pytest.mark.parametrize(("z", "axis"), [(7, -1), ([1, 2], 1)])
    def test_refuses_an_axis_that_is_not_there(self, z, axis):
        with pytest.raises(ValueError, match="axis"):
            log_sum_exp(z, axis)


class TestStableSoftmax:
    def test_mpmath(self, verify, floating):
        verify.function(
            "softmax-stable",
            oracle=for_each(mp_softmax),
            against="mpmath.exp",
            inputs=moved(1200, dtype=floating),
            ulp=5,
            scale=spread_of,
        )

    def test_scipy(self, verify, floating):
        verify.function(
            "softmax-stable",
            oracle=lambda z: scipy.special.softmax(z, axis=-1),
            against="scipy.special.softmax",
            inputs=moved(1200, dtype=floating),
            ulp=8,
            scale=spread_of,
        )

    @given(data=data, shift=st.integers(-1000, 1000))
    def test_only_differences_matter(self, sources, data, shift):
        softmax = implementation(sources.formulas["softmax-stable"])
        z = data.draw(drawn(np.float64)).clip(-1000, 1000).round()
        np.testing.assert_array_equal(softmax(z + shift), softmax(z))

    @pytest.mark.parametrize(
        ("z", "p"),
        [
            ([7], [1]),
            ([1000, 999], [np.e / (1 + np.e), 1 / (1 + np.e)]),
            ([-1000, -1000], [0.5, 0.5]),
            ([0, -800], [1, 0]),
            ([-INF, 0], [0, 1]),
        ],
    )
    def test_edges(self, sources, z, p):
        softmax = implementation(sources.formulas["softmax-stable"])
        np.testing.assert_allclose(softmax(np.array(z, float)), p, rtol=5e-16, atol=0)
