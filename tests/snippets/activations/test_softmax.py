from functools import partial

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations.softmax import softmax, temperature_softmax
from tests.inputs import drawn, for_each
from tests.logits import logits, mp_softmax, spread_of
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan

data = st.data()
temperatures = st.floats(0.01, 100)


def with_a_temperature(cases, **kwargs):
    rng = np.random.default_rng(1)
    for (z,) in logits(cases, **kwargs):
        yield z, 10 ** rng.uniform(-0.5, 1)


def tempered(z, tau):
    return for_each(partial(mp_softmax, tau=tau))(z)


@in_units_of("pᵢ (1 + (m - zᵢ)/τ)")
def spread_with_temperature(z, tau):
    return spread_of(z / tau)


@in_units_of("pᵢ (1 + 2 max|zⱼ|/τ)")
def size_of(z, tau):
    """The same where the logits are divided before the largest is subtracted."""
    below = (z - z.max(axis=-1, keepdims=True)) / tau
    p = np.exp(below)
    size = np.abs(z).max(axis=-1, keepdims=True) / tau
    return p / p.sum(axis=-1, keepdims=True) * (1 + 2 * size)


# of moderate size, because JAX takes subnormal numbers for zero; an exponential is good to
# 1 ulp, its exponent to two roundings, a sum of 12 to 6, a quotient to half of one
CASES = {
    "softmax": Case(
        partial(logits, 100, decades=1),
        ulp=8,
        oracle=for_each(mp_softmax),
        scale=spread_of,
    ),
    "temperature-softmax": Case(
        partial(with_a_temperature, 100, decades=0.5),
        ulp=8,
        oracle=tempered,
        scale=size_of,
    ),
}


class TestSoftmax:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "softmax",
            oracle=for_each(mp_softmax),
            against="mpmath.exp",
            inputs=logits(1200, dtype=dtype),
            ulp=4,
            scale=spread_of,
        )

    def test_scipy(self, verify, dtype):
        verify.function(
            "softmax",
            oracle=lambda z: scipy.special.softmax(z, axis=-1),
            against="scipy.special.softmax",
            inputs=logits(1200, dtype=dtype),
            ulp=8,
            scale=spread_of,
        )

    @given(data=data)
    def test_is_a_distribution_in_the_order_of_the_logits(self, floating, data):
        z = data.draw(drawn(floating))
        p = softmax(z)
        assert np.all((p >= 0) & (p <= 1))
        assert abs(p.sum() - 1) <= 4 * np.finfo(floating).eps
        assert np.all(np.diff(p[np.argsort(z)]) >= 0)

    @given(data=data, shift=st.integers(-1000, 1000))
    def test_only_differences_matter(self, floating, data, shift):
        # whole numbers, so that the shift itself rounds nothing
        z = data.draw(drawn(floating)).clip(-1000, 1000).round()
        np.testing.assert_array_equal(softmax(z + floating(shift)), softmax(z))

    @pytest.mark.parametrize(
        ("z", "p"),
        [
            ([], []),
            (7, 1),
            ([7], [1]),
            ([0, 0], [0.5, 0.5]),
            (np.log([1, 2, 5]), [1 / 8, 2 / 8, 5 / 8]),
            ([1000, 1000], [0.5, 0.5]),
            ([-1000, -1000], [0.5, 0.5]),
            ([-1e308, 1e308], [0, 1]),
            ([5e-324, 0], [0.5, 0.5]),
            ([0, -800], [1, 0]),
            ([-INF, 0], [0, 1]),
            ([-INF, -INF], [NAN, NAN]),
            ([INF, 0], [NAN, NAN]),
            ([NAN, 0], [NAN, NAN]),
            ([[0, 0], [0, -INF]], [[0.5, 0.5], [1, 0]]),
            ([[-INF, -INF], [0, 0]], [[NAN, NAN], [0.5, 0.5]]),
            (np.empty((0, 3)), np.empty((0, 3))),
        ],
    )
    def test_edges(self, z, p):
        np.testing.assert_allclose(softmax(z), p, rtol=3e-16, atol=0)

    def test_half_precision_does_not_overflow(self):
        z = np.full(100_000, 12, np.float16)
        np.testing.assert_array_equal(softmax(z), np.float16(1e-5))

    @pytest.mark.frameworks
    def test_what_the_page_says_of_the_frameworks(self):
        import jax  # noqa: PLC0415 - of an environment of its own
        import torch  # noqa: PLC0415

        masked, equal = np.full(2, -INF), np.zeros(100_000, np.float16)
        assert np.isnan(jax.nn.softmax(masked)).all()
        assert torch.softmax(torch.from_numpy(masked), dim=-1).isnan().all()
        assert torch.softmax(torch.from_numpy(equal), dim=-1)[0] == softmax(equal)[0]
        assert jax.nn.softmax(equal)[0] == 0

    @pytest.mark.frameworks
    def test_a_zero_set_after_the_softmax_does_not_repair_the_gradient(self):
        import torch  # noqa: PLC0415 - of an environment of its own

        def gradient(mask):
            z = torch.zeros(2, requires_grad=True)
            torch.softmax(mask(z), dim=-1).nan_to_num().sum().backward()
            return z.grad

        assert gradient(lambda z: z - INF).isnan().all()
        assert gradient(lambda z: z.masked_fill(z == 0, -9)).isfinite().all()
        half, least = torch.float16, torch.finfo(torch.float16).min
        assert torch.tensor(-1e9, dtype=half) == -INF
        assert torch.tensor(least, dtype=half) - 16 == -INF

    def test_axis(self):
        z = np.log([[1, 2, 3], [3, 2, 1]])
        np.testing.assert_allclose(
            softmax(z, axis=0), [[1 / 4, 1 / 2, 3 / 4], [3 / 4, 1 / 2, 1 / 4]]
        )


class TestTemperatureSoftmax:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "temperature-softmax",
            oracle=tempered,
            against="mpmath.exp",
            inputs=with_a_temperature(1200, dtype=dtype),
            ulp=5,
            scale=spread_with_temperature,
        )

    def test_scipy(self, verify, dtype):
        verify.function(
            "temperature-softmax",
            oracle=lambda z, tau: scipy.special.softmax(z / tau, axis=-1),
            against="scipy.special.softmax",
            inputs=with_a_temperature(1200, dtype=dtype),
            ulp=8,
            scale=size_of,
        )

    @given(data=data, one=temperatures, other=temperatures)
    def test_entropy_grows_with_the_temperature(self, data, one, other):
        z = data.draw(drawn(np.float64)).clip(-1e6, 1e6)
        low, high = sorted([one, other])
        entropy = [scipy.stats.entropy(temperature_softmax(z, t)) for t in (low, high)]
        assert entropy[0] <= entropy[1] + 1e-12

    @given(data=data, tau=temperatures)
    def test_the_largest_stays_the_largest(self, floating, data, tau):
        z = data.draw(drawn(floating))
        p = temperature_softmax(z, tau)
        assert p[np.argmax(z)] == p.max()
        np.testing.assert_array_equal(temperature_softmax(z, 1), softmax(z))

    @pytest.mark.parametrize(
        ("z", "tau", "p"),
        [
            ([], 1, []),
            ([0, 2 * np.log(3)], 2, [0.25, 0.75]),
            ([0, np.log(3)], 0.5, [0.1, 0.9]),
            ([1, 2, 3], 3e-308, [0, 0, 1]),
            ([3, 2, 3], 1e-300, [0.5, 0, 0.5]),
            ([1, 2, 3], 1e300, [1 / 3, 1 / 3, 1 / 3]),
            ([-INF, 2, 3], 1e300, [0, 0.5, 0.5]),
            ([INF, 0], 2, [NAN, NAN]),
            ([NAN, 0], 2, [NAN, NAN]),
            (np.float32([1, 2]), 1e-37, [0, 1]),
        ],
    )
    def test_edges(self, z, tau, p):
        np.testing.assert_allclose(temperature_softmax(z, tau), p, rtol=5e-16, atol=0)

    def test_axis(self):
        z = np.log([[1, 2], [3, 2]])
        p = temperature_softmax(z, 0.5, axis=0)
        np.testing.assert_allclose(p, [[0.1, 0.5], [0.9, 0.5]])

    def test_the_temperature_s_own_type_does_not_matter(self):
        z = np.float32([1, 2])
        assert temperature_softmax(z, np.float64(2)).dtype == np.float32

    @pytest.mark.parametrize("tau", [0, -1, 5e-324, INF, NAN])
    def test_refuses_what_is_no_temperature(self, tau):
        with pytest.raises(ValueError, match="tau must lie between"):
            temperature_softmax([1, 2], tau)

    @pytest.mark.parametrize("tau", [1e-300, 1e300])
    def test_refuses_a_temperature_out_of_the_range_of_the_dtype(self, tau):
        with pytest.raises(ValueError, match="tau must lie between"):
            temperature_softmax(np.float32([1, 2]), tau)
