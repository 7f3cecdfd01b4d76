import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations.sigmoid import sigmoid_derivative
from snippets.activations.tanh import tanh_derivative
from tests.autodiff import LIBRARIES, derivative
from tests.inputs import for_each, numbers
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan
FAR = 10_000
"""Where tanh is 1 to thousands of digits, and its slope below the smallest float."""

moderate = st.floats(-350, 350)


def mp_tanh(x):
    x = mpmath.mpf(x)
    return mpmath.tanh(x) if abs(x) < FAR else mpmath.sign(x)


def mp_slope(x):
    x = mpmath.mpf(x)
    return mpmath.sech(x) ** 2 if abs(x) < FAR else mpmath.mpf(0)


def mp_diff(x):
    """The derivative that mpmath finds from values of the function alone."""
    with mpmath.workdps(140):
        return mpmath.diff(mpmath.tanh, mpmath.mpf(x))


@in_units_of("1")
def unit(x):
    """The scale of errors that do not shrink with the result."""
    return np.ones(x.shape)


# JAX's own tanh errs by up to 6 ulp where it is nearly 1; in the slope there are an
# exponential good to 1 ulp, a square, and a quotient rounded
CASES = {
    "tanh": Case(
        partial(numbers, 100, extremes=0), ulp=8, oracle=for_each(mp_tanh, ndim=0)
    ),
    "derivative-of-tanh": Case(
        partial(numbers, 100, extremes=0), ulp=8, oracle=for_each(mp_slope, ndim=0)
    ),
}


class TestTanh:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "tanh",
            oracle=for_each(mp_tanh, ndim=0),
            against="mpmath.tanh",
            inputs=numbers(1200, dtype=dtype),
            ulp=4,
        )

    def test_is_a_sigmoid_stretched_to_minus_1_and_1(self, verify, floating):
        verify.identity(
            "tanh",
            left=np.tanh,
            right=lambda x: 2 / (1 + np.exp(-2 * x)) - 1,
            inputs=numbers(1200, extremes=0, dtype=floating),
            ulp=4,
            scale=unit,
        )

    def test_the_quotient_of_exponentials(self, verify, floating):
        def quotient(x):
            return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

        verify.identity(
            "tanh",
            left=np.tanh,
            right=quotient,
            inputs=numbers(1200, extremes=0, dtype=floating),
            ulp=4,
            scale=unit,
        )


class TestTanhDerivative:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "derivative-of-tanh",
            oracle=for_each(mp_slope, ndim=0),
            against="mpmath.sech",
            inputs=numbers(1200, bend=60, dtype=dtype),
            ulp=4,
        )

    def test_mpmath_diff(self, verify, floating):
        verify.function(
            "derivative-of-tanh",
            oracle=for_each(mp_diff, ndim=0),
            against="mpmath.diff",
            inputs=numbers(1000, extremes=0, dtype=floating),
            ulp=4,
        )

    def test_complex_step(self):
        for (x,) in numbers(200, extremes=0):
            step = np.imag(np.tanh(x + 1e-200j)) / 1e-200
            np.testing.assert_allclose(tanh_derivative(x), step, rtol=1e-14)

    @pytest.mark.frameworks
    @pytest.mark.parametrize("library", LIBRARIES)
    def test_autodiff(self, library):
        """Which computes 1 - h² from the output, and so loses digits away from 0."""
        for (x,) in numbers(200, bend=4, extremes=0):
            slope = derivative(library, "tanh", x)
            np.testing.assert_allclose(slope, tanh_derivative(x), rtol=1e-12)
        assert derivative(library, "tanh", np.array([20.0])) == 0

    @pytest.mark.frameworks
    @pytest.mark.usefixtures("optimized")
    def test_what_the_page_says_of_the_frameworks(self):
        torch, jnp = map(importlib.import_module, ("torch", "jax.numpy"))
        assert torch.tanh(torch.tensor(8.9)) < 1 == torch.tanh(torch.tensor(9.1))
        below, reached = jnp.tanh(jnp.array([[[7.9, 8.0]]])).ravel()
        assert below < 1 == reached
        assert torch.nn.init.calculate_gain("tanh") == pytest.approx(5 / 3)
        u = torch.tensor(12.0, requires_grad=True)
        torch.log(1 - torch.tanh(u) ** 2 + 1e-6).backward()
        assert u.grad == 0
        log = torch.distributions.TanhTransform().log_abs_det_jacobian(u, None)
        assert log.item() == pytest.approx(np.log(tanh_derivative(12.0)))

    @given(x=moderate)
    def test_is_four_times_that_of_the_sigmoid_at_twice_x(self, x):
        slope = tanh_derivative(x)
        assert slope == pytest.approx(4 * sigmoid_derivative(2 * x), rel=1e-15)
        assert slope == tanh_derivative(-x)
        assert 0 < slope <= 1 + np.finfo(float).eps

    @given(x=moderate)
    def test_its_logarithm_as_the_page_has_it(self, x):
        log = 2 * (np.log(2) - np.abs(x) - np.log1p(np.exp(-2 * np.abs(x))))
        assert log == pytest.approx(np.log(tanh_derivative(x)), rel=1e-14, abs=1e-15)

    @pytest.mark.parametrize(
        ("x", "slope"),
        [
            ([], []),
            (0, 1),
            (np.log(3), 9 / 25),
            (-np.log(3), 9 / 25),
            (20, 4 * np.exp(-40)),
            ([-1e308, 1e308, 1.7e308], [0, 0, 0]),
            ([-INF, INF, NAN], [0, 0, NAN]),
        ],
    )
    def test_edges(self, x, slope):
        np.testing.assert_allclose(tanh_derivative(x), slope, rtol=5e-16, atol=0)
