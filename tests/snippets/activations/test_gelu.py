from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations.gelu import gelu
from tests.autodiff import LIBRARIES, derivative
from tests.inputs import for_each, numbers
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan
FAR = 1000
"""Where Φ is 0 or 1 to far more than 50 digits, of which mpmath is not told."""

moderate = st.floats(-30, 30)


def mp_gelu(x):
    x = mpmath.mpf(x)
    return x * mpmath.ncdf(x) if abs(x) < FAR else max(x, 0)


@in_units_of("|GELU(x)| (1 + x²)")
def tail(x):
    """The value times what rounding x, relative to its size, amounts to.

    For negative x the condition number of GELU is about x², that of Φ. Where Φ is a
    subnormal number, so is its error, and the product with x is x times as wrong.
    """
    far = np.minimum(x, 0).clip(-40)
    value = np.abs(x * scipy.special.ndtr(x)) * (1 + far**2)
    return np.maximum(value, -far * np.finfo(float).tiny)


@in_units_of("x")
def size(x):
    """The scale of the error where 1 + erf cancels, as in PyTorch."""
    return np.abs(x)


# erfc is good to a few ulp, its argument to one, and a product is rounded
CASES = {
    "gelu": Case(
        partial(numbers, 100, bend=6, extremes=0),
        ulp=4,
        oracle=for_each(mp_gelu, ndim=0),
        scale=size,
    ),
}


class TestGelu:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "gelu",
            oracle=for_each(mp_gelu, ndim=0),
            against="mpmath.ncdf",
            inputs=numbers(1200, bend=40, dtype=dtype),
            ulp=4,
            scale=tail,
        )

    def test_scipy(self, verify, floating):
        verify.function(
            "gelu",
            oracle=lambda x: x * scipy.special.ndtr(x),
            against="scipy.special.ndtr",
            inputs=numbers(1200, bend=30, dtype=floating),
            ulp=4,
            scale=tail,
        )

    def test_the_slope_is_the_cdf_and_x_times_the_density(self):
        """As the page prints it, and as mpmath finds it from values alone."""
        for (x,) in numbers(100, bend=8, extremes=0):
            density = scipy.stats.norm.pdf(x)
            printed = scipy.special.ndtr(x) + x * density
            found = [float(mpmath.diff(mp_gelu, v)) for v in x.flat]
            np.testing.assert_allclose(printed.ravel(), found, rtol=1e-12, atol=1e-15)

    @pytest.mark.frameworks
    @pytest.mark.parametrize("library", LIBRARIES)
    def test_autodiff(self, library):
        for (x,) in numbers(200, bend=8, extremes=0):
            printed = scipy.special.ndtr(x) + x * scipy.stats.norm.pdf(x)
            slope = derivative(library, "gelu", x)
            np.testing.assert_allclose(slope, printed, rtol=1e-12, atol=1e-15)

    @pytest.mark.frameworks
    @pytest.mark.usefixtures("optimized")
    def test_pytorch_loses_the_tail_and_jax_keeps_it(self):
        import jax  # noqa: PLC0415 - of an environment of its own
        import torch  # noqa: PLC0415

        ten = torch.tensor(-10.0, dtype=torch.float64)
        assert torch.nn.functional.gelu(ten) == 0
        with jax.enable_x64(ten.dtype == torch.float64):
            kept = float(jax.nn.gelu(-10.0, approximate=False))
        assert kept == pytest.approx(gelu(-10), rel=1e-13)
        assert jax.nn.gelu(1.0) != jax.nn.gelu(1.0, approximate=False)
        tail = jax.numpy.full((1, 1, 3), -5.0)
        assert jax.nn.gelu(tail).max() == 0 > jax.nn.gelu(tail, approximate=False).max()

    @pytest.mark.frameworks
    def test_the_forms_agree_in_bfloat16_where_x_is_positive(self):
        import torch  # noqa: PLC0415 - of an environment of its own

        x = torch.from_numpy(np.random.default_rng(0).normal(size=10_000)).bfloat16()
        exact, tanh = (
            torch.nn.functional.gelu(x, approximate=form) for form in ("none", "tanh")
        )
        equal = exact == tanh
        assert equal[x > 0].float().mean() > 0.95
        assert equal[x < -2].float().mean() < 0.25

    @given(x=moderate)
    def test_both_sides_differ_by_x(self, x):
        assert gelu(x) - gelu(-x) == pytest.approx(x, rel=1e-15, abs=0)

    @given(x=moderate)
    def test_lies_just_below_relu(self, x):
        assert -0.17 <= gelu(x) - max(x, 0) <= 0

    @pytest.mark.parametrize(
        ("x", "value"),
        [
            ([], []),
            (0, 0),
            (5e-324, 0),
            (1, 0.8413447460685429),
            (-1, -0.15865525393145707),
            (-10, -7.61985302416052e-23),
            (-40, 0),
            (1e308, 1e308),
            (-1e308, 0),
            ([-INF, INF, NAN], [0, INF, NAN]),
            (np.zeros((2, 0)), np.zeros((2, 0))),
        ],
    )
    def test_edges(self, x, value):
        np.testing.assert_allclose(gelu(x), value, rtol=2e-14, atol=0)

    def test_keeps_the_sign_of_zero(self):
        np.testing.assert_array_equal(np.signbit(gelu([-0.0, 0.0])), [True, False])
