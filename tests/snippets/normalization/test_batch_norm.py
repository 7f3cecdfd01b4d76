import importlib
from fractions import Fraction
from functools import partial
from statistics import mean, variance

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.normalization.batch_norm import batch_norm, running_statistics
from tests.inputs import drawn, matrices
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan
TWO = [[1, 2], [3, 4]]


def batches(cases, dtype=float, seed=0, decades=2):
    """Samples in rows, gains, shifts, and an ε."""
    rng = np.random.default_rng(seed)
    for (X,) in matrices(
        cases, "mh", sizes=(2, 8), decades=decades, dtype=dtype, seed=seed
    ):
        gains = rng.normal(size=(2, X.shape[-1])) * 3
        yield X, *gains.astype(X.dtype), float(10 ** rng.uniform(-7, 0))


def mp_column(x, epsilon):
    mean = mpmath.fsum(x) / len(x)
    square = mpmath.fsum((v - mean) ** 2 for v in x) / len(x)
    return np.array([(v - mean) / mpmath.sqrt(square + epsilon) for v in x], object)


def mp_batch_norm(X, gamma, beta, epsilon):
    exact = np.vectorize(mpmath.mpf, otypes=[object])(X)
    normal = np.apply_along_axis(partial(mp_column, epsilon=epsilon), -2, exact)
    return normal * gamma + beta


@in_units_of("|γ|(1 + (|X| + max|X|)/√(σ² + ε)) + |β|")
def conditioned(X, gamma, beta, epsilon):
    """What the terms are, and what rounding the mean amounts to."""
    largest = np.max(np.abs(X), axis=-2, keepdims=True)
    some = np.maximum(largest, np.finfo(float).tiny)
    variance = np.var(X / some, axis=-2, keepdims=True)
    root = np.hypot(some * np.sqrt(variance), np.sqrt(epsilon))
    size = 1 + (np.abs(X) + largest) / root
    gamma, beta = gamma[..., None, :], beta[..., None, :]
    return np.abs(gamma) * size + np.abs(beta)


# a sum of 8 is good to 4 ulp, of which a root halves what is relative; a quotient, a
# product and a sum add one each; PyTorch takes one batch at a time
CASES = {
    "batch-norm": Case(
        partial(batches, 100),
        ulp=8,
        oracle=mp_batch_norm,
        scale=conditioned,
        ndim=(2, 1, 1, 0),
        fixed=("gamma", "beta"),
        single=frozenset({"torch"}),
    )
}


class TestBatchNorm:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "batch-norm",
            oracle=mp_batch_norm,
            against="mpmath.fsum",
            inputs=batches(1000, dtype=dtype),
            ulp=6,
            scale=conditioned,
        )

    def test_numpy_s_variance(self, verify, dtype):
        def by_moments(X, gamma, beta, epsilon):
            mean, variance = (f(X, axis=-2, keepdims=True) for f in (np.mean, np.var))
            return (X - mean) / np.sqrt(variance + epsilon) * gamma + beta

        verify.function(
            "batch-norm",
            oracle=by_moments,
            against="numpy.var",
            inputs=batches(1000, dtype=dtype, seed=1),
            ulp=8,
            scale=conditioned,
        )

    @given(data=st.data(), shift=st.integers(-100, 100))
    def test_shifting_a_feature_changes_nothing(self, data, shift):
        X = data.draw(drawn(np.float64, (5, 2))).clip(-1000, 1000).round()
        one, zero = np.ones(2), np.zeros(2)
        Y, shifted = batch_norm(X, one, zero), X + np.array([shift, 0])
        np.testing.assert_allclose(batch_norm(shifted, one, zero), Y, atol=1e-12)
        assert np.all(np.abs(Y.mean(axis=0)) < 1e-14)
        assert np.all(Y.var(axis=0) <= 1 + 1e-14)

    @pytest.mark.parametrize(
        ("X", "Y"),
        [
            ([[1, 10], [3, 50]], [[-1, -1], [1, 1]]),
            ([[7, 0], [7, 1]], [[0, -1], [0, 1]]),
            ([[1e308, 1], [-1e308, 3]], [[1, -1], [-1, 1]]),
            ([[NAN, 1], [1, 3]], [[NAN, -1], [NAN, 1]]),
            ([[INF, 1], [1, 3]], [[NAN, -1], [NAN, 1]]),
            (np.empty((0, 2, 1)), np.empty((0, 2, 1))),
        ],
    )
    def test_edges(self, X, Y):
        one = np.ones(np.shape(X)[-1])
        np.testing.assert_allclose(
            batch_norm(X, one, 0 * one, 1e-300), Y, rtol=4e-16, atol=0
        )

    @pytest.mark.parametrize(
        ("X", "gamma", "beta", "epsilon", "said"),
        [
            ([1, 2], [1, 1], [0, 0], 1e-5, "X must have two samples"),
            ([[1, 2]], [1, 1], [0, 0], 1e-5, "X must have two samples"),
            (np.empty((0, 2)), [1, 1], [0, 0], 1e-5, "X must have two samples"),
            (np.empty((2, 0)), [], [], 1e-5, "X must have .* features"),
            (TWO, [1], [0, 0], 1e-5, "gamma must hold a number for each of the 2"),
            (TWO, [[1, 1]], [0, 0], 1e-5, "gamma must hold"),
            (TWO, [1, 1], 0, 1e-5, "beta must hold a number for each of the 2"),
            (TWO, [1, 1], [0, 0], 0, "epsilon must be positive"),
            (TWO, [1, 1], [0, 0], -1e-5, "epsilon must be positive"),
            (TWO, [1, 1], [0, 0], INF, "epsilon must be positive"),
            (TWO, [1, 1], [0, 0], NAN, "epsilon must be positive"),
        ],
    )
    def test_refuses(self, X, gamma, beta, epsilon, said):
        with pytest.raises(ValueError, match=said):
            batch_norm(X, gamma, beta, epsilon)

    @pytest.mark.parametrize("mean", [0, 1000])
    def test_float32_sums_of_many_rows(self, mean):
        """NumPy adds rows one by one, which costs the sums their last digits."""
        rng = np.random.default_rng(0)
        X = rng.standard_normal((2_000_000, 2), dtype=np.float32) + np.float32(mean)
        one, zero = np.ones(2, np.float32), np.zeros(2, np.float32)
        exact = X.astype(float)
        want = (exact - exact.mean(axis=0)) / np.sqrt(exact.var(axis=0) + 1e-5)
        np.testing.assert_allclose(batch_norm(X, one, zero), want, rtol=3e-7, atol=3e-7)
        want = exact.mean(axis=0), exact.var(axis=0, ddof=1)
        got = running_statistics(X, zero, one, momentum=1)
        np.testing.assert_allclose(got, want, rtol=1e-6)

    def test_half_precision_neither_overflows_nor_loses_epsilon(self):
        X = np.array([[300, 60000], [302, -60000]], np.float16)
        one, zero = np.ones(2, np.float16), np.zeros(2, np.float16)
        np.testing.assert_allclose(
            batch_norm(X, one, zero), [[-1, 1], [1, -1]], rtol=1e-3
        )
        assert not batch_norm(np.float16([[7], [7]]), one[:1], zero[:1], 1e-8).any()

    def test_gains_may_differ_between_batches(self):
        gains = [[1, 1], [2, 3]]
        np.testing.assert_allclose(
            batch_norm([TWO, TWO], gains, [0, 1], 1e-300),
            [[[-1, 0], [1, 2]], [[-2, -2], [2, 4]]],
            rtol=1e-15,
        )

    def test_the_backward_pass_by_complex_steps(self):
        """The gradient of the page, where each sample has a part of all others."""
        for X, upstream, *_, epsilon in batches(60, decades=0.5):
            if X.ndim > 2:
                continue
            G = np.random.default_rng(1).normal(size=X.shape) * upstream

            def hat(X, epsilon=epsilon):
                d = X - np.mean(X, axis=0)
                return d / np.sqrt(np.mean(d**2, axis=0) + epsilon)

            along = G.mean(axis=0) + hat(X) * np.mean(G * hat(X), axis=0)
            backward = (G - along) / np.sqrt(X.var(axis=0) + epsilon)
            slopes = np.zeros(X.shape)
            for at in np.ndindex(X.shape):
                step = X.astype(complex)
                step[at] += 1e-200j
                slopes[at] = np.sum(G * hat(step)).imag / 1e-200
            size = np.abs(G).max() / np.sqrt(X.var(axis=0) + epsilon)
            np.testing.assert_allclose(backward / size, slopes / size, atol=1e-13)


class TestRunningStatistics:
    def test_statistics_of_the_standard_library(self, floating):
        """With a share of 1 they are the statistics of the batch."""
        rng = np.random.default_rng(0)
        for (X,) in matrices(200, "mh", sizes=(2, 8), dtype=floating):
            if X.ndim > 2:
                continue
            share = rng.random()
            r = rng.normal(size=(2, X.shape[1])).astype(floating)
            got = running_statistics(X, *r, momentum=share)
            for f, old, new in zip((mean, variance), r, got, strict=True):
                exact = [float(f(map(Fraction, x.tolist()))) for x in X.T]
                want = (1 - share) * old + share * np.array(exact)
                size = np.abs(old) + np.abs(exact)
                np.testing.assert_allclose(
                    new / size, want / size, atol=8 * np.finfo(floating).eps
                )

    def test_a_constant_stream_is_learnt(self):
        X = np.array([[1.0, 5.0], [3.0, 5.0]])
        r = np.zeros(2), np.ones(2)
        for _ in range(400):
            r = running_statistics(X, *r)
        np.testing.assert_allclose(r, [[2, 5], [2, 0]], atol=1e-15)

    def test_types(self):
        X, r = np.ones((2, 3), np.float16), np.ones(3, np.float16)
        assert all(x.dtype == np.float16 for x in running_statistics(X, r, r))
        assert running_statistics([[1], [2]], [0], [1])[0].dtype == np.float64

    @pytest.mark.parametrize(
        ("X", "mean", "variance", "momentum", "said"),
        [
            ([[1, 2]], [0, 0], [1, 1], 0.1, "X must have two samples"),
            ([1, 2], [0, 0], [1, 1], 0.1, "X must have two samples"),
            (np.empty((2, 0)), [], [], 0.1, "X must have .* features"),
            ([TWO], [0, 0], [1, 1], 0.1, "mean must have the shape"),
            ([[1], [2]], [0, 0], [1], 0.1, "mean must have the shape"),
            ([[1], [2]], [0], 1, 0.1, "variance must have the shape"),
            ([[1], [2]], [0], [1], 1.1, "momentum must lie"),
            ([[1], [2]], [0], [1], -0.1, "momentum must lie"),
            ([[1], [2]], [0], [1], NAN, "momentum must lie"),
        ],
    )
    def test_refuses(self, X, mean, variance, momentum, said):
        with pytest.raises(ValueError, match=said):
            running_statistics(X, mean, variance, momentum)


@pytest.mark.frameworks
class TestPyTorch:
    def test_normalises_by_m_and_remembers_m_minus_1(self):
        torch = importlib.import_module("torch")
        rng = np.random.default_rng(0)
        layer = torch.nn.BatchNorm1d(3, dtype=torch.float64)
        assert (layer.momentum, layer.eps) == (0.1, 1e-5)
        r = np.zeros(3), np.ones(3)
        for _ in range(5):
            X = rng.normal(size=(4, 3)) * 2 + 1
            Y = layer(torch.from_numpy(X)).detach().numpy()
            np.testing.assert_allclose(
                batch_norm(X, np.ones(3), np.zeros(3)), Y, rtol=1e-9
            )
            r = running_statistics(X, *r)
            np.testing.assert_allclose(layer.running_mean.numpy(), r[0], rtol=1e-12)
            np.testing.assert_allclose(layer.running_var.numpy(), r[1], rtol=1e-12)
        layer.eval()
        Y = layer(torch.from_numpy(X)).detach().numpy()
        np.testing.assert_allclose((X - r[0]) / np.sqrt(r[1] + 1e-5), Y, rtol=1e-9)

    def test_refuses_a_batch_of_one(self):
        torch = importlib.import_module("torch")
        with pytest.raises(ValueError, match="more than 1 value per channel"):
            torch.nn.BatchNorm1d(3)(torch.ones(1, 3))

    def test_has_the_channels_on_axis_1(self):
        torch = importlib.import_module("torch")
        images = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
        Y = torch.nn.BatchNorm2d(3, dtype=torch.float64)(torch.from_numpy(images))
        rows = np.moveaxis(images, 1, -1).reshape(-1, 3)
        want = batch_norm(rows, np.ones(3), np.zeros(3)).reshape(2, 4, 5, 3)
        np.testing.assert_allclose(
            np.moveaxis(Y.detach().numpy(), 1, -1), want, rtol=1e-9
        )
        states = np.random.default_rng(0).normal(size=(2, 4, 4))
        layer = torch.nn.BatchNorm1d(4, dtype=torch.float64)
        Y = layer(torch.from_numpy(states)).detach().numpy()
        np.testing.assert_allclose(Y.mean(axis=(0, 2)), 0, atol=1e-12)
        assert np.abs(Y.mean(axis=(0, 1))).min() > 0.01
