from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st

from snippets.calculus.gradient import numerical_gradient
from tests.inputs import drawn, for_each, vectors
from tests.measure import in_units_of
from tests.smooth import partials, smooth
from tests.verify import Case

INF, NAN = np.inf, np.nan
KEPT = "the difference of two values of f keeps two thirds of the digits"


@in_units_of("‖terms of f‖/h")
def quotient(f, x, u=None):
    """What an ulp of f amounts to, divided by the step."""
    h = f.step * (np.maximum(1, np.abs(x)) if u is None else 1)
    return f.size(x) / h


def along(cases, dtype=float, seed=2):
    """The same functions, and directions of length 1."""
    rng = np.random.default_rng(seed)
    for f, x in smooth(cases, dtype, seed):
        u = rng.normal(size=x.shape)
        yield f, x, (u / np.linalg.norm(u)).astype(x.dtype)


def mp_along(f, x, u):
    """The derivative of h ↦ f(x + hu) at 0."""
    x, u = ([mpmath.mpf(entry) for entry in each] for each in (x, u))
    moved = np.array(x, dtype=object), np.array(u, dtype=object)
    return mpmath.diff(lambda h: f(moved[0] + h * moved[1]), 0)


def mp_direction(g):
    return [mpmath.mpf(x) / mpmath.norm(list(g)) for x in g]


EXEMPT = {
    "batches": "the function is called with one array, which is no batch",
    "float16": "the scale of the errors is beyond its range",
}
CASES = {
    # the error of the formula, and the rounding of two sums of up to 48 terms
    "gradient": Case(
        partial(smooth, 100),
        ulp=4,
        oracle=partials,
        scale=quotient,
        exempt=EXEMPT,
        because=KEPT,
    ),
    "directional-derivative": Case(
        partial(along, 100),
        ulp=4,
        oracle=mp_along,
        scale=quotient,
        names=("f", "x", "u"),
        because=KEPT,
    ),
    # a norm of 12 is good to 4 ulp, and a quotient is rounded
    "steepest-ascent": Case(
        partial(vectors, 100), ulp=5, oracle=for_each(mp_direction), names=("g",)
    ),
}


class TestGradient:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "gradient",
            oracle=partials,
            against="mpmath.diff",
            inputs=smooth(1000, dtype),
            ulp=4,
            scale=quotient,
            because="" if dtype == np.float32 else KEPT,
        )

    def test_scipy(self):
        """Which has half of the digits, from one side."""
        for f, x in smooth(50, seed=3):
            got = numerical_gradient(f, x)
            want = scipy.optimize.approx_fprime(x, f)
            np.testing.assert_allclose(got, want, atol=1e-6 * f.size(x))

    def test_float16_is_computed_in_float32(self):
        x = np.float16([1, 30])
        got = numerical_gradient(lambda x: np.sum(x**2), x)
        assert got.dtype == np.float16
        np.testing.assert_allclose(got, [2, 60], rtol=0.02)

    @given(x=drawn(np.float64, (2, 3)), c=st.floats(-5, 5))
    def test_has_the_shape_of_x_and_is_that_of_a_linear_function(self, x, c):
        x = x.clip(-1e3, 1e3)
        got = numerical_gradient(lambda x: c * np.sum(x), x)
        assert got.shape == (2, 3)
        np.testing.assert_allclose(got, c, atol=1e-6 * (1 + abs(c)))

    @pytest.mark.parametrize(
        ("f", "x", "gradient"),
        [
            (lambda x: x[0] ** 2 * x[1] + 3 * x[1], [1, 2], [4, 4]),
            (np.sum, [], []),
            (lambda x: x**2, 3, 6),
            (lambda x: x[0, 0] * x[0, 1], [[2, 5]], [[5, 2]]),
            (lambda x: np.sum(x**2), [1e6], [2e6]),
            (lambda x: np.sum(x**2), [-1e-6], [-2e-6]),
            (np.sum, [INF, NAN], [NAN, NAN]),
            (lambda x: np.sum(np.abs(x)), [0, 3], [0, 1]),
            (lambda _: np.array(7.0), [1, 2], [0, 0]),
        ],
    )
    def test_edges(self, f, x, gradient):
        got = numerical_gradient(f, x)
        np.testing.assert_allclose(got, gradient, rtol=1e-9, atol=1e-10)

    def test_float32_far_from_zero_takes_a_longer_step(self):
        x = np.float32([1e6])
        np.testing.assert_allclose(numerical_gradient(np.sum, x), 1, rtol=1e-4)

    def test_writes_to_no_input(self):
        x = np.ones(3)
        numerical_gradient(lambda x: x.fill(0) or 1.0, x)
        np.testing.assert_array_equal(x, 1)

    def test_refuses_a_function_of_several_values(self):
        with pytest.raises(ValueError, match=r"f must return a number, not \(2,\)"):
            numerical_gradient(lambda x: 2 * x, [1, 2])


class TestDirectionalDerivative:
    def test_mpmath(self, verify, floating):
        verify.function(
            "directional-derivative",
            oracle=mp_along,
            against="mpmath.diff",
            inputs=along(1000, floating),
            ulp=4,
            scale=quotient,
            names=("f", "x", "u"),
            because=KEPT,
        )

    def test_the_slope_is_the_gradient_s_dot_product(self, verify):
        """With three functions whose gradient SymPy takes."""
        x, y, h, p, q = sympy.symbols("x y h p q", real=True)
        losses = (x**2 * y + 3 * y, sympy.exp(x) * sympy.cos(y), x**2 / (1 + y**2))
        pairs = []
        for f in losses:
            moved = f.subs({x: x + h * p, y: y + h * q}, simultaneous=True)
            slope = sympy.diff(moved, h).subs(h, 0)
            pairs.append((slope, p * sympy.diff(f, x) + q * sympy.diff(f, y)))
        verify.proof("directional-derivative", pairs, of="three functions of x and y")

    def test_slopes_alone_make_no_gradient(self):
        """x²y/(x² + y²) has slopes in all directions at 0, which no vector gives."""

        def f(x):
            return x[0] ** 2 * x[1] / (x @ x)

        for angle in np.linspace(0, 2 * np.pi, 13):
            u = np.array([np.cos(angle), np.sin(angle)])
            assert f(1e-9 * u) / 1e-9 == pytest.approx(u[0] ** 2 * u[1], abs=1e-15)


class TestSteepestAscent:
    def test_mpmath(self, verify, floating):
        verify.function(
            "steepest-ascent",
            oracle=for_each(mp_direction),
            against="mpmath.norm",
            inputs=vectors(1000, dtype=floating),
            ulp=5,
            names=("g",),
        )

    def test_no_direction_rises_faster(self, verify):
        def holds(direction, g, u):
            return np.all(np.vecdot(g, u) <= np.vecdot(g, direction(g)) * (1 + 1e-14))

        def pairs():
            for g, u in vectors(1000, count=2, decades=1, sizes=(2, 12)):
                yield g, u / np.linalg.norm(u, axis=-1, keepdims=True)

        verify.statement(
            "steepest-ascent",
            holds=holds,
            of=lambda g: g / np.linalg.norm(g, axis=-1, keepdims=True),
            fails_for=lambda g: np.roll(g, 1) / np.linalg.norm(g),
            inputs=pairs(),
        )

    def test_the_best_of_other_norms(self):
        """Of all u with norm 1: the sign, one axis, A⁻¹g, and the SVD's UVᵀ."""
        rng = np.random.default_rng(4)
        for _ in range(200):
            n = rng.integers(1, 6)
            g, B, u = rng.normal(size=n), rng.normal(size=(n, n)), rng.normal(size=n)
            A = B @ B.T + np.eye(n)
            U, s, Vh = np.linalg.svd(B)
            M = rng.normal(size=(n, n))
            best = {
                "max": (g @ np.sign(g), g @ u / np.abs(u).max()),
                "1": (np.abs(g).max(), g @ u / np.abs(u).sum()),
                "A": (np.sqrt(g @ np.linalg.solve(A, g)), g @ u / np.sqrt(u @ A @ u)),
                "spectral": (
                    np.sum(B * (U @ Vh)),
                    np.sum(B * M) / np.linalg.norm(M, 2),
                ),
            }
            for name, (most, other) in best.items():
                assert most >= other - 1e-12, name
            assert np.sum(B * (U @ Vh)) == pytest.approx(np.sum(s))
            step = np.linalg.solve(A, g) / best["A"][0]
            assert step @ A @ step == pytest.approx(1)
            assert g @ step == pytest.approx(best["A"][0])


@pytest.mark.frameworks
def test_what_the_page_says_of_kinks():
    import jax  # noqa: PLC0415 - of an environment of its own
    import torch  # noqa: PLC0415

    tie = torch.ones(2, requires_grad=True)
    torch.maximum(*tie).backward()
    np.testing.assert_array_equal(tie.grad, [0.5, 0.5])
    np.testing.assert_array_equal(
        jax.grad(lambda x: jax.numpy.maximum(*x))(np.ones(2, np.float32)), [0.5, 0.5]
    )
    zero = torch.zeros((), requires_grad=True)
    torch.relu(zero).backward()
    assert zero.grad == 0
    assert jax.grad(jax.nn.relu)(0.0) == 0
