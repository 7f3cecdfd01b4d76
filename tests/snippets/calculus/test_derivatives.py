from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st

from snippets.calculus.derivatives import derivative
from tests.inputs import numbers, vectors
from tests.measure import in_units_of
from tests.smooth import smooth
from tests.verify import Case

INF, NAN = np.inf, np.nan
STEP = 1e-100
KEPT = "the difference of two values of f keeps two thirds of the digits"


@dataclass(frozen=True)
class Curve:
    """ax² + bx + cx/(1 + x²), entry by entry, and the dtype of what it is given."""

    a: float
    b: float
    c: float
    dtype: np.dtype

    def __call__(self, x):
        return self.a * (x * x) + self.b * x + self.c * (x / (1 + x * x))

    def size(self, x):
        """What the value would be if nothing cancelled, and at least 1."""
        x = np.abs(x)
        return 1 + abs(self.a) * x * x + abs(self.b) * x + abs(self.c)

    @property
    def step(self) -> float:
        """The cube root of eps of the dtype in which it is computed."""
        computing = np.result_type(self.dtype, np.float32)
        return float(np.cbrt(np.finfo(computing).eps))


@dataclass(frozen=True)
class Slope:
    """The derivative of a curve, by the rules."""

    curve: Curve

    def __call__(self, x):
        f, square = self.curve, x * x
        return 2 * f.a * x + f.b + f.c * ((1 - square) / ((1 + square) * (1 + square)))


def curves(cases, dtype=float, seed=1):
    rng, dtype = np.random.default_rng(seed), np.dtype(dtype)
    computing = dtype if dtype.kind == "f" else np.dtype(float)
    for (x,) in vectors(cases, decades=1, dtype=dtype, seed=seed):
        a, b, c = (float(number) for number in rng.uniform(-2, 2, size=3))
        yield Curve(a, b, c, computing), x


def moved(cases, dtype=float, seed=2):
    """Curves, and steps away from where they are known."""
    rng = np.random.default_rng(seed)
    for f, x in curves(cases, dtype, seed):
        yield f, x, rng.normal(size=x.shape).astype(x.dtype)


def entries(cases, dtype=float, seed=3):
    """Functions of a vector, and one of its entries."""
    rng = np.random.default_rng(seed)
    for f, x in smooth(cases, dtype, seed):
        yield f, x, int(rng.integers(len(x)))


def mp_each(f: Callable) -> Callable:
    """A function of mpmath's numbers, entry by entry."""
    return np.vectorize(lambda x: f(mpmath.mpf(x)), otypes=[object])


def mp_derivative(f, x):
    return mp_each(lambda x: mpmath.diff(f, x))(x)


def mp_line(f, x, h):
    return mp_each(f)(x) + mp_each(mpmath.mpf)(h) * mp_derivative(f, x)


def mp_partial(f, x, i):
    point = [mpmath.mpf(entry) for entry in x]

    def along(entry):
        return f(np.array([*point[:i], entry, *point[i + 1 :]], dtype=object))

    return mpmath.diff(along, point[i])


@mp_each
def mp_log(x):
    """By steps in proportion to x, however small it is."""
    return mpmath.diff(lambda t: mpmath.log(x + t * x), 0) / x


@in_units_of("‖terms of f‖/h")
def quotient(f, x, i=None):
    """What an ulp of f amounts to, divided by the step."""
    by = x if i is None else x[i]
    return f.size(x) / (f.step * np.maximum(1, np.abs(by)))


@in_units_of("‖terms of f‖ + |h|‖terms of f'‖")
def terms(f, x, h):
    slopes = 2 * np.abs(f.a * x) + abs(f.b) + abs(f.c)
    return f.size(x) + np.abs(h) * slopes


EXEMPT = {
    "batches": "f overflows at the magnitudes that it tries",
    "float16": "the scale of the errors is beyond its range",
}
near = partial(numbers, extremes=0)


def above_zero(cases, **kwargs):
    for (x,) in numbers(cases, extremes=1, **kwargs):
        limits = np.finfo(x.dtype)
        yield (np.abs(x).clip(limits.tiny, 1 / limits.tiny),)


CASES = {
    # the error of the formula, and the rounding of three terms; SciPy stops at 5
    "derivative": Case(
        partial(curves, 100),
        ulp=8,
        oracle=mp_derivative,
        scale=quotient,
        exempt=EXEMPT,
        because=KEPT,
    ),
    # three terms of the value, and three of the slope
    "linear-approximation": Case(
        partial(moved, 100),
        ulp=4,
        oracle=mp_line,
        scale=terms,
        names=("f", "x", "h"),
    ),
    # doubling rounds nothing
    "derivative-of-square": Case(
        partial(near, 100),
        ulp=0.5,
        oracle=mp_each(lambda x: mpmath.diff(lambda x: x**2, x)),
        names=("x",),
    ),
    "derivative-of-log": Case(
        partial(above_zero, 100),
        ulp=0.5,
        oracle=mp_log,
        names=("x",),
    ),
    "derivative-of-exp": Case(
        partial(near, 100),
        ulp=4,
        oracle=mp_each(lambda x: mpmath.diff(mpmath.exp, x)),
        names=("x",),
    ),
    "partial-derivative": Case(
        partial(entries, 100),
        ulp=4,
        oracle=mp_partial,
        scale=quotient,
        names=("f", "x", "i"),
        because=KEPT,
    ),
}


class TestDerivative:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "derivative",
            oracle=mp_derivative,
            against="mpmath.diff",
            inputs=curves(1000, dtype),
            ulp=4,
            scale=quotient,
            because="" if dtype == np.float32 else KEPT,
        )

    def test_complex_step(self):
        for f, x in curves(200, seed=4):
            slope = f(x + 1j * STEP).imag / STEP
            np.testing.assert_allclose(slope, Slope(f)(x), rtol=1e-12, atol=1e-13)
            allowed = 1e-10 * f.size(x)
            assert np.all(np.abs(derivative(f, x) - slope) <= allowed)

    @pytest.mark.parametrize(
        ("f", "slope"),
        [
            (np.sin, np.cos),
            (np.exp, np.exp),
            (np.log1p, lambda x: 1 / (1 + x)),
            (np.sqrt, lambda x: 0.5 / np.sqrt(x)),
            (
                scipy.special.expit,
                lambda x: scipy.special.expit(x) * (1 - scipy.special.expit(x)),
            ),
        ],
    )
    def test_functions_whose_slope_is_known(self, f, slope):
        x = np.linspace(0.5, 3, 50)
        np.testing.assert_allclose(derivative(f, x), slope(x), rtol=1e-9, atol=1e-10)

    def test_float16_is_computed_in_float32(self):
        x = np.float16([1, 30])
        got = derivative(np.square, x)
        assert got.dtype == np.float16
        np.testing.assert_allclose(got, [2, 60], rtol=1e-3)

    @given(x=st.floats(-1e3, 1e3), c=st.floats(-5, 5), d=st.floats(-5, 5))
    def test_is_linear_in_the_function(self, x, c, d):
        both = derivative(lambda x: c * np.sin(x) + d * np.cos(x), x)
        each = c * derivative(np.sin, x) + d * derivative(np.cos, x)
        assert both == pytest.approx(each, abs=1e-8 * (1 + x * x))

    @pytest.mark.parametrize(
        ("f", "x", "slope"),
        [
            (np.square, 3, 6),
            (np.square, [], []),
            (np.square, [[1, 2]], [[2, 4]]),
            (np.square, [1e6, -1e-6, 5e-324], [2e6, -2e-6, 0]),
            (np.abs, [0, 2, -2], [0, 1, -1]),
            (np.tanh, [INF, -INF, NAN], [NAN, NAN, NAN]),
            (np.square, 1e200, NAN),
            (np.log, 1e-6, NAN),
            (lambda x: 0 * x, [1, 2], [0, 0]),
        ],
    )
    def test_edges(self, f, x, slope):
        np.testing.assert_allclose(derivative(f, x), slope, rtol=1e-9, atol=1e-10)

    def test_a_batch_is_its_entries(self):
        for f, x in curves(50, seed=5):
            each = [derivative(f, entry) for entry in x.ravel()]
            np.testing.assert_array_equal(derivative(f, x).ravel(), each)

    def test_refuses_a_function_that_is_not_one_by_one(self):
        with pytest.raises(ValueError, match=r"f must return shape \(2,\), not \(\)"):
            derivative(np.sum, [1, 2])


class TestLinearApproximation:
    def test_mpmath(self, verify, floating):
        verify.function(
            "linear-approximation",
            oracle=mp_line,
            against="mpmath.diff",
            inputs=moved(1000, floating),
            ulp=4,
            scale=terms,
            names=("f", "x", "h"),
        )

    def test_the_error_is_a_quarter_at_half_the_step(self):
        for f in (np.exp, np.log, np.sqrt):
            slope = derivative(f, 2.0)
            errors = [f(2 + h) - f(2) - h * slope for h in (1e-2, 5e-3)]
            assert errors[0] / errors[1] == pytest.approx(4, rel=0.02)

    def test_the_remainder_is_proved(self, verify):
        """Of functions that SymPy integrates."""
        x, h, t = sympy.symbols("x h t", positive=True)
        pairs = []
        for f in (x**4, sympy.exp(x), sympy.log(x)):
            bend = sympy.diff(f, x, 2).subs(x, x + t)
            remainder = sympy.integrate((h - t) * bend, (t, 0, h))
            line = f + h * sympy.diff(f, x)
            pairs.append((f.subs(x, x + h), line + remainder))
        verify.proof(
            "linear-approximation",
            pairs,
            of="three functions of x",
            simplify=sympy.simplify,
        )


class TestSquare:
    def test_mpmath(self, verify, floating):
        verify.function(
            "derivative-of-square",
            oracle=mp_each(lambda x: mpmath.diff(lambda x: x**2, x)),
            against="mpmath.diff",
            inputs=near(1000, dtype=floating),
            ulp=0.5,
            names=("x",),
        )

    def test_complex_step_of_powers_and_of_the_norm(self):
        rng = np.random.default_rng(6)
        for n in range(1, 8):
            x = rng.normal(size=20)
            slope = ((x + 1j * STEP) ** n).imag / STEP
            np.testing.assert_allclose(slope, n * x ** (n - 1), rtol=1e-12)
        w = rng.normal(size=5)
        moved = w + 1j * STEP * np.eye(5)
        np.testing.assert_allclose((moved**2).sum(axis=1).imag / STEP, 2 * w)


class TestLog:
    def test_mpmath(self, verify, floating):
        verify.function(
            "derivative-of-log",
            oracle=mp_log,
            against="mpmath.diff",
            inputs=above_zero(1000, dtype=floating),
            ulp=0.5,
            names=("x",),
        )

    def test_complex_step(self):
        for (x,) in near(100):
            slope = np.log(np.abs(x) + 1j * STEP).imag / STEP
            np.testing.assert_allclose(slope, 1 / np.abs(x), rtol=1e-13)


class TestExp:
    def test_mpmath(self, verify, floating):
        verify.function(
            "derivative-of-exp",
            oracle=mp_each(lambda x: mpmath.diff(mpmath.exp, x)),
            against="mpmath.diff",
            inputs=near(1000, dtype=floating),
            ulp=4,
            names=("x",),
        )

    def test_complex_step(self):
        for (x,) in near(100):
            slope = np.exp(x + 1j * STEP).imag / STEP
            np.testing.assert_allclose(slope, np.exp(x), rtol=1e-13)


class TestPartial:
    def test_mpmath(self, verify, floating):
        verify.function(
            "partial-derivative",
            oracle=mp_partial,
            against="mpmath.diff",
            inputs=entries(1000, floating),
            ulp=4,
            scale=quotient,
            names=("f", "x", "i"),
            because=KEPT,
        )
