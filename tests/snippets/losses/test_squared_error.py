from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.losses.squared_error import (
    huber_loss,
    mean_absolute_error,
    mean_squared_error,
    squared_error,
)
from tests.inputs import drawn, for_each, numbers, vectors
from tests.verify import Case

INF, NAN = np.inf, np.nan

means = pytest.mark.parametrize("mean", [mean_squared_error, mean_absolute_error])


def with_a_delta(cases, **kwargs):
    rng = np.random.default_rng(1)
    for (r,) in numbers(cases, **kwargs):
        yield r, float(10 ** rng.uniform(-1, 1.5))


def residuals(y, y_hat):
    return [mpmath.mpf(a) - mpmath.mpf(b) for a, b in zip(y, y_hat, strict=True)]


def mp_squares(y, y_hat):
    return [mpmath.power(r, 2) for r in residuals(y, y_hat)]


def mp_mse(y, y_hat):
    return mpmath.fsum(residuals(y, y_hat), squared=True) / len(y)


def mp_mae(y, y_hat):
    return mpmath.fsum(residuals(y, y_hat), absolute=True) / len(y)


def mp_huber(r, delta):
    def one(x):
        x, d = mpmath.fabs(mpmath.mpf(x)), mpmath.mpf(delta)
        return x**2 / 2 if x <= d else d * (x - d / 2)

    return for_each(one, ndim=0)(r)


CASES = {
    # a difference and a square
    "squared-error": Case(
        partial(vectors, 100, count=2, decades=2),
        ulp=4,
        oracle=for_each(mp_squares),
        degree=2,
    ),
    # the same, and a sum of 12
    "mean-squared-error": Case(
        partial(vectors, 100, count=2, decades=2),
        ulp=8,
        oracle=for_each(mp_mse),
        degree=2,
    ),
    "mean-absolute-error": Case(
        partial(vectors, 100, count=2, decades=2), ulp=8, oracle=for_each(mp_mae)
    ),
    # a difference of two that are not near, and a product
    "huber-loss": Case(
        partial(with_a_delta, 100, extremes=0), ulp=4, oracle=mp_huber, degree=2
    ),
}


class TestSquaredError:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "squared-error",
            oracle=for_each(mp_squares),
            against="mpmath.power",
            inputs=vectors(1200, count=2, dtype=dtype),
            ulp=4,
        )

    @pytest.mark.parametrize(
        ("y", "y_hat", "loss"),
        [
            ([], [], []),
            (3, 5, 4),
            ([1e200, 5e-324], [0, 0], [INF, 0]),
            ([INF, INF, NAN], [0, INF, 0], [INF, NAN, NAN]),
        ],
    )
    def test_edges(self, y, y_hat, loss):
        np.testing.assert_array_equal(squared_error(y, y_hat), loss)

    @pytest.mark.parametrize("y_hat", [0, [0], [[0], [1]], [0, 0, 0]])
    def test_refuses_predictions_that_would_broadcast(self, y_hat):
        with pytest.raises(ValueError, match=r"y_hat must have the shape of y, \(2,\)"):
            squared_error([1, 2], y_hat)


class TestMeans:
    def test_squared_mpmath(self, verify, dtype):
        verify.function(
            "mean-squared-error",
            oracle=for_each(mp_mse),
            against="mpmath.fsum",
            inputs=vectors(1200, count=2, dtype=dtype),
            ulp=4,
        )

    def test_absolute_mpmath(self, verify, dtype):
        verify.function(
            "mean-absolute-error",
            oracle=for_each(mp_mae),
            against="mpmath.fsum",
            inputs=vectors(1200, count=2, dtype=dtype),
            ulp=4,
        )

    def test_squared_is_a_distance(self):
        for y, y_hat in vectors(100, count=2, seed=3):
            want = scipy.linalg.norm(y - y_hat, axis=-1) ** 2 / y.shape[-1]
            np.testing.assert_allclose(mean_squared_error(y, y_hat), want, rtol=1e-14)

    @given(data=st.data())
    def test_the_root_of_the_square_is_at_least_the_absolute(self, floating, data):
        y, y_hat = data.draw(drawn(floating)), data.draw(drawn(floating))
        root = np.sqrt(mean_squared_error(y, y_hat))
        least = np.sqrt(np.finfo(floating).tiny)  # below which squares underflow
        assert mean_absolute_error(y, y_hat) <= root * (1 + 1e-6) + least

    @given(data=st.data(), c=st.floats(-1e3, 1e3))
    def test_the_mean_and_the_median_are_the_best_constants(self, data, c):
        y = data.draw(drawn(np.float64)).clip(-1e3, 1e3)
        for loss, best in (
            (mean_squared_error, np.mean(y)),
            (mean_absolute_error, np.median(y)),
        ):
            least = loss(y, np.full(5, best))
            assert least <= loss(y, np.full(5, c)) * (1 + 1e-12) + 1e-10

    @pytest.mark.parametrize(
        ("y", "y_hat", "squared", "absolute"),
        [
            ([7], [7], 0, 0),
            ([3, 5, 2], [2.5, 5, 4], 17 / 12, 2.5 / 3),
            ([1e200], [0], INF, 1e200),
            ([5e-324], [0], 0, 5e-324),
            ([1e308], [-1e308], INF, INF),
            ([INF], [0], INF, INF),
            ([INF], [INF], NAN, NAN),
            ([NAN, 1], [0, 1], NAN, NAN),
            ([[1, 2], [3, 4]], [[1, 2], [3, 6]], [0, 2], [0, 1]),
            (np.zeros((0, 2)), np.zeros((0, 2)), [], []),
        ],
    )
    def test_edges(self, y, y_hat, squared, absolute):
        for mean, want in (
            (mean_squared_error, squared),
            (mean_absolute_error, absolute),
        ):
            np.testing.assert_allclose(mean(y, y_hat), want, rtol=4e-16, atol=0)

    @means
    def test_axis(self, mean):
        rng = np.random.default_rng(0)
        y, y_hat = rng.normal(size=(2, 3, 4))
        np.testing.assert_array_equal(mean(y, y_hat, axis=0), mean(y.T, y_hat.T))

    @means
    def test_float16_does_not_overflow_before_the_mean(self, mean):
        y = np.float16([300, 0, 0])
        want = 30000 if mean is mean_squared_error else 100
        assert mean(y, np.zeros_like(y)) == want

    @means
    @pytest.mark.parametrize("y_hat", [0, [0], [[0], [1]], [0, 0, 0]])
    def test_refuses_predictions_that_would_broadcast(self, mean, y_hat):
        with pytest.raises(ValueError, match=r"y_hat must have the shape of y, \(2,\)"):
            mean([1, 2], y_hat)

    @means
    def test_refuses_no_examples(self, mean):
        with pytest.raises(ValueError, match="y must hold at least one example"):
            mean([], [])

    @pytest.mark.frameworks
    def test_what_the_page_says_of_the_frameworks(self):
        import jax  # noqa: PLC0415 - of an environment of its own
        import jax.numpy as jnp  # noqa: PLC0415
        import optax  # noqa: PLC0415
        import torch  # noqa: PLC0415

        F = torch.nn.functional
        with pytest.warns(UserWarning, match="broadcasting"):
            F.mse_loss(torch.zeros(3, 1), torch.ones(3))
        r = torch.zeros(1, requires_grad=True)
        (slope,) = torch.autograd.grad(F.l1_loss(r, torch.zeros(1)), r)
        assert slope == 0
        assert jax.grad(jnp.abs)(0.0) == 1
        (slope,) = torch.autograd.grad(F.mse_loss(r, torch.zeros(1)).sqrt(), r)
        assert slope.isnan()
        three, zero = torch.tensor(3.0), torch.tensor(0.0)
        huber = F.huber_loss(three, zero, delta=2)
        assert F.smooth_l1_loss(three, zero, beta=2) == huber / 2
        assert optax.squared_error(3.0) == 9
        assert optax.l2_loss(3.0) == 4.5
        with pytest.raises(ValueError, match="Shape mismatch"):
            optax.squared_error(jnp.zeros((3, 1)), jnp.ones(3))
        assert optax.huber_loss(jnp.zeros((3, 1)), jnp.ones(3)).shape == (3, 3)


class TestHuberLoss:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "huber-loss",
            oracle=mp_huber,
            against="mpmath.fabs",
            inputs=with_a_delta(1200, dtype=dtype),
            ulp=4,
        )

    def test_scipy(self, verify, floating):
        verify.function(
            "huber-loss",
            oracle=lambda r, delta: scipy.special.huber(delta, r),
            against="scipy.special.huber",
            inputs=with_a_delta(1200, dtype=floating),
            ulp=4,
        )

    def test_complex_step(self):
        """Of each branch; the slope is the residual, clipped."""
        for r, delta in with_a_delta(200, extremes=0):
            z = r + 1e-200j
            linear = delta * (np.sign(r) * z - delta / 2)
            step = np.where(np.abs(r) <= delta, z**2 / 2, linear).imag / 1e-200
            np.testing.assert_allclose(np.clip(r, -delta, delta), step, rtol=1e-15)

    @given(r=st.floats(-1e100, 1e100), delta=st.floats(1e-3, 1e3))
    def test_lies_below_the_parabola_and_the_lines(self, r, delta):
        loss = huber_loss(r, delta)
        assert 0 <= loss <= r * r / 2 * (1 + 1e-15)
        assert loss <= delta * abs(r)
        assert loss == huber_loss(-r, delta)

    @pytest.mark.parametrize(
        ("r", "delta", "loss"),
        [
            ([], 1, []),
            ([0.5, 1, 3, -10], 1, [0.125, 0.5, 2.5, 9.5]),
            ([0.5, 1, 3, -10], 3, [0.125, 0.5, 4.5, 25.5]),
            ([0.0, -0.0], 1, [0, 0]),
            ([1e300, -1e300], 1, [1e300, 1e300]),
            (1e300, 1e300, INF),
            ([INF, -INF, NAN], 2, [INF, INF, NAN]),
            (5e-324, 1, 0),
            (1, 5e-324, 5e-324),
        ],
    )
    def test_edges(self, r, delta, loss):
        np.testing.assert_allclose(huber_loss(r, delta), loss, rtol=4e-16, atol=0)

    def test_delta_does_not_decide_the_dtype(self):
        assert huber_loss(np.float32([1]), np.float64(2)).dtype == np.float32

    @pytest.mark.parametrize("delta", [0, -1, INF, NAN])
    def test_refuses_what_is_no_delta(self, delta):
        with pytest.raises(ValueError, match="delta must be positive and finite"):
            huber_loss([1], delta)
