from dataclasses import dataclass
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st

from snippets.optimization.gradient_descent import gradient_descent
from tests.inputs import vectors
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan


@dataclass
class Parabola:
    """The gradient of ½c(x - a)², in whatever library x is from."""

    curvature: float
    lowest: float

    def __call__(self, x):
        return self.curvature * (x - self.lowest)


@dataclass
class Quadratic:
    """The loss ½xᵀAx - bᵀx, whose gradient this is as a function."""

    A: np.ndarray
    b: np.ndarray

    def __call__(self, x):
        return x @ self.A - self.b

    def loss(self, x):
        return np.vecdot(x, x @ self.A) / 2 - x @ self.b


def parabolas(cases, dtype=float):
    rng = np.random.default_rng(1)
    for (theta,) in vectors(cases, dtype=dtype):
        curvature, lowest = float(10 ** rng.uniform(-1, 1)), float(rng.normal())
        yield Parabola(curvature, lowest), theta, float(rng.uniform(0, 1.5)) / curvature


def on_parabola(grad, theta, eta):
    """A step multiplies the distance to the minimum."""
    factor = 1 - mpmath.mpf(eta) * grad.curvature
    return grad.lowest + factor * (theta.astype(object) - mpmath.mpf(grad.lowest))


def quadratics(cases, dtype=float, seed=2):
    """Symmetric positive definite A, and rates at which all directions converge."""
    rng = np.random.default_rng(seed)
    for (theta,) in vectors(cases, sizes=(1, 4), decades=2, dtype=dtype, seed=seed):
        n, kind = theta.shape[-1], theta.dtype if theta.dtype.kind == "f" else float
        B = rng.normal(size=(n, n))
        A = (B.T @ B + np.eye(n)).astype(kind)
        grad = Quadratic((A + A.T) / 2, rng.normal(size=n).astype(kind))
        eta = float(rng.uniform(0.1, 1) / np.trace(A))
        yield grad, theta, eta, int(rng.integers(1, 6))


def closed_form(grad, theta, eta, steps):
    """The iterates of a quadratic: x* + (I - ηA)ᵗ(x - x*), at 50 digits."""
    A = mpmath.matrix(grad.A.tolist())
    lowest = mpmath.lu_solve(A, mpmath.matrix(grad.b.tolist()))
    power = (mpmath.eye(A.rows) - mpmath.mpf(eta) * A) ** steps

    def last(x):
        return [*(lowest + power * (mpmath.matrix(x.tolist()) - lowest))]

    return np.apply_along_axis(last, -1, theta.astype(object))


@in_units_of("max|θ| + max|θ*|")
def farthest(grad, theta, *_):
    """The start and the minimum, whichever is farther out, and the terms of ∇L."""
    lowest = np.abs(np.linalg.solve(grad.A.astype(float), grad.b.astype(float)))
    return np.max(np.abs(theta), axis=-1, keepdims=True) + np.max(lowest) + 0 * theta


@in_units_of("|θ| + |θ*|")
def start_and_minimum(grad, theta, _):
    return np.abs(theta) + abs(grad.lowest)


CASES = {
    # four roundings
    "gradient-descent": Case(
        partial(parabolas, 100),
        ulp=4,
        oracle=on_parabola,
        scale=start_and_minimum,
    ),
}


class TestGradientDescent:
    def test_closed_form_of_a_quadratic(self, verify, dtype):
        # five steps at most, each of a matrix product of up to four terms
        verify.function(
            "gradient-descent",
            oracle=closed_form,
            against="mpmath.lu_solve",
            inputs=quadratics(1000, dtype),
            ulp=16,
            scale=farthest,
        )

    def test_arrives_where_scipy_does(self):
        for grad, theta, eta, _ in quadratics(20, seed=3):
            start = np.atleast_2d(theta)[0]
            found = scipy.optimize.minimize(grad.loss, start, jac=grad, tol=1e-10).x
            got = gradient_descent(grad, start, eta, 20_000)
            np.testing.assert_allclose(got, found, rtol=1e-4, atol=1e-4)

    @given(x=st.floats(-1e3, 1e3), share=st.floats(0.01, 2.5))
    def test_a_parabola_shrinks_exactly_below_two_over_its_curvature(self, x, share):
        after = gradient_descent(Parabola(4.0, 0.0), [x], share / 4)
        if share < 1.99:
            assert abs(after[0]) <= abs(x)
        if share > 2.01:
            assert abs(after[0]) >= abs(x)

    @pytest.mark.parametrize(
        ("theta", "eta", "steps", "after"),
        [
            (1.0, 0.1, 1, 0.8),
            ([1.0, -2.0], 0.25, 1, [0.5, -1]),
            ([1.0], 0.5, 1, [0]),
            ([1.0], 1, 3, [-1]),
            ([1.0], 0, 5, [1]),
            ([3], 0.25, 0, [3.0]),
            ([], 0.1, 3, []),
            ([1.0], 1e9, 100, [NAN]),  # inf minus inf, without a warning
            ([INF, NAN], 0.1, 1, [NAN, NAN]),
            ([5e-324], 0.25, 1, [5e-324]),
        ],
    )
    def test_edges(self, theta, eta, steps, after):
        got = gradient_descent(lambda x: 2 * x, theta, eta, steps)
        np.testing.assert_allclose(got, after, rtol=1e-15)
        assert got.dtype == float

    def test_the_rate_and_the_gradient_do_not_decide_the_dtype(self):
        theta = np.ones(2, np.float32)
        got = gradient_descent(lambda x: x.astype(float), theta, np.float64(0.1), 2)
        assert got.dtype == np.float32

    @pytest.mark.parametrize("eta", [-0.1, INF, NAN])
    def test_refuses_what_is_no_rate(self, eta):
        with pytest.raises(ValueError, match="eta must be finite and not negative"):
            gradient_descent(lambda x: x, [1.0], eta)

    def test_refuses_a_negative_number_of_steps(self):
        with pytest.raises(ValueError, match="steps must not be negative, but is -1"):
            gradient_descent(lambda x: x, [1.0], 0.1, -1)

    def test_refuses_a_gradient_of_another_shape(self):
        with pytest.raises(ValueError, match="grad must return the shape of theta"):
            gradient_descent(lambda x: x - x[:, None], [1.0, 2.0], 0.1)


class TestDecrease:
    def test_proved(self, verify):
        """The slope of the loss along the step, at its start, is minus ‖∇f‖²."""
        x, y, eta = sympy.symbols("x y eta", real=True)
        losses = (
            x**4 - 3 * x * y + y**2,
            sympy.exp(x) * sympy.cos(y),
            x**2 / (1 + y**2),
        )
        pairs = []
        for f in losses:
            g = [sympy.diff(f, s) for s in (x, y)]
            along = f.subs({x: x - eta * g[0], y: y - eta * g[1]}, simultaneous=True)
            slope = sympy.diff(along, eta).subs(eta, 0)
            pairs.append((slope, -(g[0] ** 2) - g[1] ** 2))
        verify.proof(
            "gradient-descent-decrease", pairs, of="three functions of two parameters"
        )

    def test_the_lemma_bounds_a_quadratic(self, verify):
        def holds(constant, grad, theta, eta, _):
            g = grad(theta)
            squared = np.vecdot(g, g)
            L = constant(grad.A)
            bound = grad.loss(theta) - eta * (1 - eta * L / 2) * squared
            slack = 1e-13 * (np.abs(grad.loss(theta)) + squared / L + 1)
            return np.all(grad.loss(theta - eta * g) <= bound + slack)

        verify.statement(
            "gradient-descent-decrease",
            holds=holds,
            of=lambda A: np.linalg.eigvalsh(A)[-1],
            fails_for=lambda A: np.linalg.eigvalsh(A)[0] / 2,
            inputs=quadratics(1000, seed=4),
        )

    def test_the_error_of_the_prediction_is_of_second_order(self):
        """A tenth of the rate leaves a hundredth of the error, which is ½η²gᵀAg."""
        for grad, theta, eta, _ in quadratics(200, seed=5):
            g = grad(theta)
            errors = [
                grad.loss(theta - rate * g) - grad.loss(theta) + rate * np.vecdot(g, g)
                for rate in (eta, eta / 10)
            ]
            np.testing.assert_allclose(errors[0], 100 * errors[1], rtol=1e-6)


def test_a_rate_of_zero_goes_nowhere():
    assert gradient_descent(lambda theta: theta, 3.0, eta=0, steps=5) == 3
