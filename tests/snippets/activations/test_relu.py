from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.autodiff import LIBRARIES, derivative
from tests.inputs import for_each, numbers
from tests.pages import SOURCES
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan

relu = implementation(SOURCES.formulas["relu"])
relu_slope = implementation(SOURCES.formulas["derivative-of-relu"])
finite = st.floats(allow_nan=False, allow_infinity=False)


def clipped(x):
    return np.clip(x, 0, None)


def mp_slope(x):
    """The derivative that mpmath finds from values of the maximum alone."""
    at = mpmath.mpf(x)
    return mpmath.diff(lambda t: max(t, 0), at) if at else mpmath.mpf(0)


def step(x):
    return (1 + np.sign(x)) // 2


# nothing is rounded; JAX takes subnormal numbers for zero
CASES = {
    "relu": Case(partial(numbers, 100, extremes=0), ulp=0, oracle=clipped),
    "derivative-of-relu": Case(partial(numbers, 100, extremes=0), ulp=0, oracle=step),
}


class TestRelu:
    def test_numpy_clip(self, verify, dtype):
        verify.function(
            "relu",
            oracle=clipped,
            against="numpy.clip",
            inputs=numbers(1200, dtype=dtype),
            ulp=0,
        )

    def test_is_x_where_the_indicator_is_one(self, verify, floating):
        verify.identity(
            "relu",
            left=lambda x: np.maximum(x, 0),
            right=lambda x: x * (x > 0),
            inputs=numbers(1200, dtype=floating),
            ulp=0,
        )

    @given(x=finite, c=st.integers(0, 40))
    def test_scales_with_positive_factors_and_splits_x(self, x, c):
        x = np.clip(x, -1e290, 1e290)
        assert relu(np.ldexp(x, c)) == np.ldexp(relu(x), c)
        assert relu(x) - relu(-x) == x
        assert relu(x) + relu(-x) == abs(x)

    @pytest.mark.parametrize(
        ("x", "value"),
        [
            ([], []),
            ([-2, 0, 3], [0, 0, 3]),
            ([5e-324, -5e-324], [5e-324, 0]),
            ([1e308, -1e308], [1e308, 0]),
            ([-INF, INF, NAN], [0, INF, NAN]),
        ],
    )
    def test_edges(self, x, value):
        np.testing.assert_array_equal(relu(np.array(x)), value)


class TestDerivativeOfRelu:
    def test_mpmath_diff(self, verify, dtype):
        verify.function(
            "derivative-of-relu",
            oracle=for_each(mp_slope, ndim=0),
            against="mpmath.diff",
            inputs=numbers(1200, extremes=0, dtype=dtype),
            ulp=0,
        )

    def test_is_the_quotient_of_differences(self, verify, floating):
        def quotient(x):
            """Of a step that just reaches 0, so that nothing is rounded."""
            h = np.abs(x)
            return (np.maximum(x + h, 0) - np.maximum(x - h, 0)) / (2 * h)

        verify.identity(
            "derivative-of-relu",
            left=lambda x: np.heaviside(x, 0),
            right=quotient,
            inputs=numbers(1200, extremes=0, dtype=floating),
            ulp=0,
        )

    @given(x=finite, slope=st.floats(0, 1))
    def test_slopes_from_0_to_1_are_subgradients_at_0(self, x, slope):
        assert relu(x) >= relu(0.0) + slope * x

    @given(slope=st.floats(-10, 10).filter(lambda s: not 0 <= s <= 1))
    def test_other_slopes_are_none(self, slope):
        assert any(relu(x) < slope * x for x in (-1.0, 1.0))

    @pytest.mark.parametrize(
        ("x", "value"),
        [
            ([], []),
            ([-2, 0, -0.0, 3], [0, 0, 0, 1]),
            ([5e-324, -5e-324], [1, 0]),
            ([-INF, INF, NAN], [0, 1, NAN]),
        ],
    )
    def test_edges(self, x, value):
        np.testing.assert_array_equal(relu_slope(np.array(x)), value)

    @pytest.mark.frameworks
    @pytest.mark.parametrize("library", LIBRARIES)
    def test_autodiff(self, library):
        for (x,) in numbers(200):
            np.testing.assert_array_equal(derivative(library, "relu", x), relu_slope(x))
        assert derivative(library, "relu", np.array([0.0])) == 0

    @pytest.mark.frameworks
    def test_other_spellings_have_other_slopes_at_0(self):
        import jax  # noqa: PLC0415 - of an environment of its own
        import torch  # noqa: PLC0415

        def torch_slope(spelling):
            at = torch.zeros(1, requires_grad=True)
            spelling(at).backward()
            return at.grad.item()

        assert torch_slope(torch.relu) == 0
        assert torch_slope(lambda x: torch.maximum(x, torch.zeros(1))) == 0.5
        assert torch_slope(lambda x: torch.clamp(x, min=0)) == 1
        assert jax.grad(lambda x: jax.numpy.maximum(x, 0.0))(0.0) == 0.5
        assert torch_slope(lambda x: torch.relu(x) - torch.relu(-x)) == 0
        assert torch_slope(torch.nn.functional.relu6) == 0
        assert torch_slope(lambda x: torch.where(x > 0, x, 0.0)) == 0
        assert torch_slope(torch.nn.functional.leaky_relu) == pytest.approx(0.01)
        assert jax.grad(lambda x: jax.numpy.clip(x, 0.0))(0.0) == 0.5
        assert jax.grad(jax.nn.leaky_relu)(0.0) == 1
        assert jax.grad(jax.nn.relu)(0.0) == 0

    @pytest.mark.frameworks
    def test_the_default_layer_has_a_variance_of_a_third(self):
        import torch  # noqa: PLC0415 - of an environment of its own

        torch.manual_seed(0)
        W = torch.nn.Linear(500, 1000).weight
        assert W.var().item() == pytest.approx(1 / 1500, rel=0.02)
