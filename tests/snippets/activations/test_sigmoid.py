import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations.sigmoid import sigmoid, sigmoid_derivative
from tests.autodiff import LIBRARIES, derivative
from tests.inputs import for_each, numbers
from tests.verify import Case

INF, NAN = np.inf, np.nan

logits = st.floats(-700, 700)
each_library = pytest.mark.parametrize("library", LIBRARIES)


def mp_sigmoid(x):
    return 1 / (1 + mpmath.exp(-mpmath.mpf(x)))


def expit(x):
    return scipy.special.expit(x)


def mp_slope(x):
    e = mpmath.exp(-abs(mpmath.mpf(x)))
    return e / (1 + e) ** 2


def mp_diff(x):
    """The derivative that mpmath finds from values of the function alone."""
    with mpmath.workdps(80):
        return mpmath.diff(mp_sigmoid, mpmath.mpf(x))


# an exponential good to 1 ulp, a sum and a quotient rounded, and one more in a square;
# the libraries multiply two sigmoids, of which each is as good as one
CASES = {
    "sigmoid": Case(
        partial(numbers, 100, extremes=0),
        ulp=4,
        oracle=for_each(mp_sigmoid, ndim=0),
    ),
    "derivative-of-sigmoid": Case(
        partial(numbers, 100, extremes=0), ulp=8, oracle=for_each(mp_slope, ndim=0)
    ),
}


class TestSigmoid:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "sigmoid",
            oracle=for_each(mp_sigmoid, ndim=0),
            against="mpmath.exp",
            inputs=numbers(1200, bend=120, dtype=dtype),
            ulp=4,
        )

    def test_scipy(self, verify, floating):
        verify.function(
            "sigmoid",
            oracle=expit,
            against="scipy.special.expit",
            inputs=numbers(1200, bend=120, dtype=floating),
            ulp=4,
        )

    @given(x=logits, y=logits)
    def test_grows_and_is_symmetric(self, x, y):
        low, high = sorted([x, y])
        assert 0 <= sigmoid(low) <= sigmoid(high) <= 1
        assert abs(sigmoid(x) + sigmoid(-x) - 1) <= np.finfo(float).eps

    @given(x=logits)
    def test_the_logit_undoes_it(self, x):
        p, q = sigmoid(x), sigmoid(-x)
        assert np.log(p) - np.log(q) == pytest.approx(x, abs=1e-15, rel=1e-14)

    @pytest.mark.parametrize(
        ("x", "value"),
        [
            ([], []),
            (0, 0.5),
            (-0.0, 0.5),
            (5e-324, 0.5),
            (np.log(3), 0.75),
            (-np.log(3), 0.25),
            (40, 1),
            (1e308, 1),
            (-1e308, 0),
            ([-INF, INF, NAN], [0, 1, NAN]),
            (np.zeros((2, 0)), np.zeros((2, 0))),
        ],
    )
    def test_edges(self, x, value):
        np.testing.assert_allclose(sigmoid(x), value, rtol=4e-16, atol=0)

    def test_subnormal_values_are_kept(self):
        assert sigmoid(-745) == 5e-324
        assert sigmoid(np.float32(-103)) == np.float32(1e-45)

    def test_refuses_complex_numbers(self):
        with pytest.raises(TypeError, match="Cannot cast"):
            sigmoid(1j)


class TestSigmoidDerivative:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "derivative-of-sigmoid",
            oracle=for_each(mp_slope, ndim=0),
            against="mpmath.exp",
            inputs=numbers(1200, bend=120, dtype=dtype),
            ulp=4,
        )

    def test_mpmath_diff(self, verify, floating):
        verify.function(
            "derivative-of-sigmoid",
            oracle=for_each(mp_diff, ndim=0),
            against="mpmath.diff",
            inputs=numbers(1000, bend=30, extremes=0, dtype=floating),
            ulp=4,
        )

    def test_complex_step(self):
        for (x,) in numbers(200, extremes=0):
            z = x + 1e-200j
            step = np.imag(1 / (1 + np.exp(-z))) / 1e-200
            np.testing.assert_allclose(sigmoid_derivative(x), step, rtol=1e-14)

    @pytest.mark.frameworks
    @each_library
    def test_autodiff(self, library):
        """Which computes a (1 - a) from the output, and so loses digits above 0."""
        for (x,) in numbers(200, bend=8, extremes=0):
            slope = derivative(library, "sigmoid", x)
            np.testing.assert_allclose(slope, sigmoid_derivative(x), rtol=1e-12)

    @pytest.mark.frameworks
    @each_library
    def test_autodiff_loses_it_where_the_output_rounds_to_one(self, library):
        assert derivative(library, "sigmoid", np.array([40.0])) == 0
        assert sigmoid_derivative(40.0) > 4e-18

    @pytest.mark.frameworks
    @pytest.mark.parametrize(
        ("dtype", "torch_bits", "jax_bits"),
        [("float32", 24, 24), ("float16", 12, 11), ("bfloat16", 9, 8)],
    )
    def test_where_the_output_rounds_to_one(self, dtype, torch_bits, jax_bits):
        torch, jax = map(importlib.import_module, ("torch", "jax"))

        def of_torch(x):
            return torch.sigmoid(torch.tensor(x, dtype=getattr(torch, dtype)))

        def of_jax(x):
            return jax.nn.sigmoid(jax.numpy.asarray(x, dtype))

        for sigmoid_of, bits in ((of_torch, torch_bits), (of_jax, jax_bits)):
            start = bits * np.log(2)
            assert sigmoid_of(0.99 * start) < 1 == sigmoid_of(1.01 * start)

    @given(x=logits)
    def test_is_the_product_of_both_sides(self, x):
        slope = sigmoid_derivative(x)
        assert slope == pytest.approx(sigmoid(x) * sigmoid(-x), rel=1e-15)
        assert slope == sigmoid_derivative(-x)
        assert 0 < slope <= 0.25

    @pytest.mark.parametrize(
        ("x", "slope"),
        [
            ([], []),
            (0, 0.25),
            (np.log(3), 3 / 16),
            (-np.log(3), 3 / 16),
            (40, 4.248354255291589e-18),
            ([-1e308, 1e308], [0, 0]),
            ([-INF, INF, NAN], [0, 0, NAN]),
        ],
    )
    def test_edges(self, x, slope):
        np.testing.assert_allclose(sigmoid_derivative(x), slope, rtol=4e-16, atol=0)
