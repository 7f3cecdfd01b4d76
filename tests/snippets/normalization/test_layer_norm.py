import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.normalization.layer_norm import layer_norm, rms_norm
from tests.autodiff import LIBRARIES
from tests.inputs import drawn, vectors
from tests.measure import in_units_of
from tests.pages import SOURCES
from tests.verify import Case, called

INF, NAN = np.inf, np.nan
data = st.data()


def features(cases, decades=2, dtype=float, seed=0, offset=0.0, weights=2):
    """Features far from zero or near it, gains, perhaps shifts, and an ε."""
    rng = np.random.default_rng(seed)
    options = {"sizes": (2, 12), "decades": decades, "dtype": dtype, "seed": seed}
    for case, (x,) in enumerate(vectors(cases, **options)):
        if case % 3 == 1 and x.dtype.kind == "f":
            far = offset * np.max(np.abs(x), axis=-1, keepdims=True)
            x = (x + far).astype(dtype)  # noqa: PLW2901
        H = x.shape[-1]
        gains = rng.normal(size=(weights, H)) * 3
        gains = gains.astype(dtype if x.dtype.kind == "f" else x.dtype)
        yield x, *gains, float(10 ** rng.uniform(-7, 0))


def mp_normalized(x, epsilon, *, centre):
    mean = mpmath.fsum(x) / len(x) if centre else mpmath.mpf(0)
    square = mpmath.fsum((mpmath.mpf(v) - mean) ** 2 for v in x) / len(x)
    root = mpmath.sqrt(square + mpmath.mpf(epsilon))
    return np.array([(mpmath.mpf(v) - mean) / root for v in x], dtype=object)


def by_rows(x, epsilon, **kwargs):
    return np.apply_along_axis(
        lambda row: mp_normalized(row, epsilon, **kwargs), -1, x.astype(object)
    )


def mp_layer_norm(x, gamma, beta, epsilon):
    return by_rows(x, epsilon, centre=True) * gamma + beta


def mp_rms_norm(x, gamma, epsilon):
    return by_rows(x, epsilon, centre=False) * gamma


@in_units_of("|γ|(1 + |x̂|) + |β|")
def terms(x, gamma, beta, epsilon):
    size = 1 + np.abs(
        layer_norm(x, np.ones(x.shape[-1]), np.zeros(x.shape[-1]), epsilon)
    )
    return np.abs(gamma) * size + np.abs(beta)


@in_units_of("|γ|(1 + (|x| + max|x|)/√(σ² + ε)) + |β|")
def conditioned(x, gamma, beta, epsilon):
    """The same, with what rounding the mean amounts to where it is subtracted once."""
    largest = np.max(np.abs(x), axis=-1, keepdims=True)
    variance = np.var(x / largest, axis=-1, keepdims=True)
    root = np.hypot(largest * np.sqrt(variance), np.sqrt(epsilon))
    return np.abs(gamma) * (1 + (np.abs(x) + largest) / root) + np.abs(beta)


# a sum of 12 is good to 6 ulp, of which a root halves what is relative; a quotient, a
# product and a sum add one each
CASES = {
    "layer-norm": Case(
        partial(features, 100),
        ulp=8,
        oracle=mp_layer_norm,
        scale=conditioned,
        fixed=("gamma", "beta"),
    ),
    "rms-norm": Case(
        partial(features, 100, weights=1),
        ulp=8,
        oracle=mp_rms_norm,
        fixed=("gamma",),
    ),
}


class TestLayerNorm:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "layer-norm",
            oracle=mp_layer_norm,
            against="mpmath.fsum",
            inputs=features(1200, dtype=dtype),
            ulp=6,
            scale=terms,
        )

    @pytest.mark.parametrize("offset", [1e2, 1e4])
    def test_far_from_zero(self, verify, floating, offset):
        """A mean is subtracted twice, so that no digit of the features is lost."""
        verify.function(
            "layer-norm",
            oracle=mp_layer_norm,
            against="mpmath.sqrt",
            inputs=features(1200, dtype=floating, offset=offset),
            ulp=6,
            scale=terms,
        )

    def test_numpy_s_variance(self, verify, dtype):
        def by_moments(x, gamma, beta, epsilon):
            mean, variance = (f(x, axis=-1, keepdims=True) for f in (np.mean, np.var))
            return (x - mean) / np.sqrt(variance + epsilon) * gamma + beta

        verify.function(
            "layer-norm",
            oracle=by_moments,
            against="numpy.var",
            inputs=features(1200, dtype=dtype, seed=1),
            ulp=8,
            scale=terms,
        )

    @given(data=data)
    def test_has_mean_0_and_variance_1_at_most(self, floating, data):
        x = data.draw(drawn(floating))
        one, zero = np.ones(5, floating), np.zeros(5, floating)
        y = layer_norm(x, one, zero)
        assert abs(y.mean()) <= 8 * np.finfo(floating).eps
        assert y.var() <= 1 + 8 * np.finfo(floating).eps

    @given(data=data, shift=st.integers(-1000, 1000))
    def test_a_shift_changes_nothing(self, data, shift):
        x = data.draw(drawn(np.float64)).clip(-1000, 1000).round()
        one, zero = np.ones(5), np.zeros(5)
        np.testing.assert_allclose(
            layer_norm(x + shift, one, zero), layer_norm(x, one, zero), atol=1e-12
        )

    @pytest.mark.parametrize(
        ("x", "y"),
        [
            ([1, 3], [-1, 1]),
            ([3, 4, 5], [-np.sqrt(1.5), 0, np.sqrt(1.5)]),
            ([7], [0]),
            ([7, 7], [0, 0]),
            ([0.1, 0.1, 0.1], [0, 0, 0]),
            ([1e308, -1e308], [1, -1]),
            ([1.7e308, 1.7e308], [0, 0]),
            ([1e160, 0], [1, -1]),
            ([[1e200, 0], [1, 3]], [[1, -1], [-1, 1]]),
            ([5e-324, 0], [0, 0]),
            ([INF, 0], [NAN, NAN]),
            ([NAN, 0], [NAN, NAN]),
            ([[INF, 0], [1e200, 0]], [[NAN, NAN], [1, -1]]),
            (np.empty((0, 2)), np.empty((0, 2))),
        ],
    )
    def test_edges(self, x, y):
        ones = np.ones(np.shape(x)[-1])
        np.testing.assert_allclose(
            layer_norm(x, ones, 0 * ones, 1e-300), y, rtol=4e-16, atol=1e-16
        )

    def test_epsilon_bounds_what_is_nearly_constant(self):
        y = layer_norm([0, 2e-5], [1, 1], [0, 0], 1e-5)
        np.testing.assert_allclose(y, 1e-5 / np.sqrt(1e-10 + 1e-5) * np.array([-1, 1]))

    def test_half_precision_neither_overflows_nor_loses_epsilon(self):
        x = np.array([[300, 302], [60000, -60000]], np.float16)
        one, zero = np.ones(2, np.float16), np.zeros(2, np.float16)
        np.testing.assert_allclose(
            layer_norm(x, one, zero), [[-1, 1], [1, -1]], rtol=1e-3
        )
        assert not layer_norm(x[:, :1], one[:1], zero[:1], 1e-8).any()

    def test_gains_may_differ_between_vectors(self):
        x, gains = [[1, 3], [1, 3]], [[1, 1], [2, 3]]
        np.testing.assert_allclose(
            layer_norm(x, gains, [0, 1], 1e-300), [[-1, 2], [-2, 4]], rtol=1e-15
        )

    @pytest.mark.parametrize("epsilon", [0, -1e-5, INF, NAN])
    def test_refuses_what_is_no_epsilon(self, epsilon):
        with pytest.raises(ValueError, match="epsilon must be positive"):
            layer_norm([1, 2], [1, 1], [0, 0], epsilon)
        with pytest.raises(ValueError, match="epsilon must be positive"):
            rms_norm([1, 2], [1, 1], epsilon)

    @pytest.mark.parametrize(
        ("x", "gamma", "beta", "said"),
        [
            (1, [1], [1], "x must have features"),
            ([], [], [], "x must have features"),
            ([1, 2], [1], [0, 0], "gamma must hold a number for each of the 2"),
            ([1, 2], 1, [0, 0], "gamma must hold"),
            ([1, 2], [[1, 1]], [0, 0], "gamma must hold"),
            ([1, 2], [1, 1], [0, 0, 0], "beta must hold a number for each of the 2"),
            ([[1], [2]], [1, 1], [0, 0], "gamma must hold"),
        ],
    )
    def test_refuses_what_does_not_fit(self, x, gamma, beta, said):
        with pytest.raises(ValueError, match=said):
            layer_norm(x, gamma, beta)


class TestRMSNorm:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "rms-norm",
            oracle=mp_rms_norm,
            against="mpmath.sqrt",
            inputs=features(1200, dtype=dtype, decades=4, weights=1),
            ulp=6,
        )

    def test_numpy_s_mean(self, verify, dtype):
        def by_mean(x, gamma, epsilon):
            square = np.average(x**2, axis=-1, keepdims=True)
            return gamma * x / np.sqrt(square + epsilon)

        verify.function(
            "rms-norm",
            oracle=by_mean,
            against="numpy.average",
            inputs=features(1200, dtype=dtype, seed=1, weights=1),
            ulp=8,
        )

    @given(data=data)
    def test_of_what_is_centred_is_layer_norm(self, data):
        x = data.draw(drawn(np.float64)).clip(-1e9, 1e9)
        x = x - x.mean()
        y = layer_norm(x, np.ones(5), np.zeros(5))
        np.testing.assert_allclose(rms_norm(x, np.ones(5)), y, atol=1e-6)

    @pytest.mark.parametrize(
        ("x", "y"),
        [
            ([1, 7], [0.2, 1.4]),
            ([0, 0], [0, 0]),
            ([-3], [-1]),
            ([1e200, 7e200], [0.2, 1.4]),
            ([1e308, -1e308], [1, -1]),
            ([[1e200, 7e200], [1, 7]], [[0.2, 1.4], [0.2, 1.4]]),
            ([INF, 1], [NAN, 0]),
            ([NAN, 1], [NAN, NAN]),
        ],
    )
    def test_edges(self, x, y):
        ones = np.ones(np.shape(x)[-1])
        np.testing.assert_allclose(rms_norm(x, ones, 1e-300), y, rtol=4e-16, atol=0)

    def test_refuses_what_does_not_fit(self):
        with pytest.raises(ValueError, match="gamma must hold"):
            rms_norm([1, 2], [1, 1, 1])


def backward(x, upstream, gamma, epsilon):
    """The gradient as the page prints it."""
    x_hat = (x - x.mean()) / np.sqrt(x.var() + epsilon)
    g = upstream * gamma
    along = g.mean() + x_hat * np.mean(g * x_hat)
    return (g - along) / np.sqrt(x.var() + epsilon)


class TestGradient:
    def test_mpmath_diff(self):
        for x, gamma, upstream, epsilon in features(60, decades=0.5):
            if x.ndim > 1:
                continue

            def loss(*row, gamma=gamma, upstream=upstream, epsilon=epsilon):
                y = mp_normalized(row, epsilon, centre=True)
                return mpmath.fdot(upstream * gamma, y)

            row = [mpmath.mpf(v) for v in x]
            slopes = [
                float(mpmath.diff(loss, row, tuple(np.eye(len(x), dtype=int)[i])))
                for i in range(len(x))
            ]
            got = backward(x, upstream, gamma, epsilon)
            size = np.max(np.abs(upstream * gamma)) / np.sqrt(x.var() + epsilon)
            np.testing.assert_allclose(got, slopes, rtol=0, atol=1e-13 * size)

    @pytest.mark.frameworks
    @pytest.mark.parametrize("library", LIBRARIES)
    def test_autodiff(self, library):
        module = importlib.import_module(library)
        function = called(
            SOURCES.formulas["layer-norm"], library, ("x", "gamma", "beta", "epsilon")
        )
        for x, gamma, upstream, epsilon in features(60, decades=0.5):
            if x.ndim > 1:
                continue
            if library == "torch":
                at = module.tensor(x, requires_grad=True)
                weights = module.tensor(gamma), module.tensor(0 * gamma)
                y = function(at, *weights, epsilon)
                (y * module.tensor(upstream)).sum().backward()
                slopes = at.grad.numpy()
            else:
                with module.enable_x64(x.dtype == np.float64):

                    def loss(at, gamma=gamma, upstream=upstream, epsilon=epsilon):
                        return (
                            function(at, gamma, 0 * gamma, epsilon) * upstream
                        ).sum()

                    slopes = np.asarray(module.grad(loss)(module.numpy.asarray(x)))
            got = backward(x, upstream, gamma, epsilon)
            size = np.max(np.abs(upstream * gamma)) / np.sqrt(x.var() + epsilon)
            np.testing.assert_allclose(got, slopes, rtol=0, atol=1e-12 * size)


@pytest.mark.frameworks
def test_what_the_page_says_of_the_frameworks():
    torch = importlib.import_module("torch")
    jax = importlib.import_module("jax")
    x = np.float32([9999, 10000, 10001])
    right = np.sqrt(1.5) * np.array([-1, 0, 1])
    of_torch = torch.nn.functional.layer_norm(torch.from_numpy(x), (3,)).numpy()
    np.testing.assert_allclose(of_torch, right, rtol=1e-3, atol=1e-3)
    # the mean of the squares less the square of the mean
    assert not np.allclose(jax.nn.standardize(x), right, rtol=0.1)
    assert torch.nn.LayerNorm(3).eps == 1e-5
    assert torch.nn.RMSNorm(3).eps is None
    # then it is the spacing of the type
    tiny = torch.full((2,), 1e-4)
    eps = float(np.finfo(np.float32).eps)
    of_torch = torch.nn.functional.rms_norm(tiny, (2,)).numpy()
    np.testing.assert_allclose(of_torch, 1e-4 / np.sqrt(1e-8 + eps), rtol=1e-5)
