import importlib
from dataclasses import dataclass
from functools import partial
from itertools import combinations_with_replacement

import mpmath
import numpy as np
import pytest
import scipy
import sympy

from tests.inputs import for_each, matrices
from tests.measure import in_units_of
from tests.smooth import Smooth, smooth
from tests.verify import Case, implementation

KEPT = "the difference of two gradients keeps two thirds of the digits"
NUMBERS = ("f", "g", "x")


@dataclass(frozen=True)
class Slopes:
    """The gradient of a smooth function."""

    f: Smooth

    def __call__(self, x):
        beside = np.zeros_like(x)
        beside[1:] += x[:-1]
        beside[:-1] += x[1:]
        bent = x * x * (3 + x * x) / (1 + x * x) ** 2
        return 2 * self.f.a * x + self.f.b * beside + self.f.c * bent


def few(cases, dtype=float, seed=1):
    """Smooth functions of up to four variables, and their gradients."""
    for f, x in smooth(cases, dtype, seed):
        yield f, Slopes(f), x[:4]


def second_partials(f, _, x):
    """All second partial derivatives, by mpmath, which does not know the gradient."""
    point = [mpmath.mpf(float(entry)) for entry in x]
    H = np.empty((x.size, x.size), dtype=object)

    def of_numbers(*numbers):
        return f(np.array(numbers, dtype=object))

    for i, j in combinations_with_replacement(range(x.size), 2):
        orders = np.eye(x.size, dtype=int)[[i, j]].sum(axis=0)
        H[i, j] = H[j, i] = mpmath.diff(of_numbers, point, tuple(orders.tolist()))
    return H


@in_units_of("‖terms of ∇f‖/h")
def quotient(f, _, x):
    """What an ulp of the gradient amounts to, divided by the step."""
    size = np.abs(x)
    largest = 2 * (f.a + f.b) * np.max(size, initial=0) + 2 * f.c
    h = f.step * np.maximum(1, size)
    return np.broadcast_to((largest / h)[:, None], (x.size, x.size))


def steps(cases, dtype=float):
    yield from matrices(cases, "n", "n", "nn", dtype=dtype, decades=1)


def mp_change(Delta, g, H):
    H = mpmath.matrix(H.tolist())
    step = mpmath.matrix(Delta.tolist())
    return mpmath.fdot(g, Delta) + (step.T * H * step)[0] / 2


@in_units_of("|g|ᵀ|Δ| + |Δ|ᵀ|H||Δ|")
def terms(Delta, g, H):
    size = np.abs(Delta)
    return np.vecdot(np.abs(g), size) + np.vecdot(size, np.matvec(np.abs(H), size))


NAMES = ("Delta", "g", "H")
CASES = {
    # two gradients are rounded, and the error of the formula has a third derivative
    "hessian": Case(
        partial(few, 100),
        ulp=4,
        oracle=second_partials,
        scale=quotient,
        names=NUMBERS,
        exempt={
            "batches": "the lines are for one array, which is no batch",
            "float16": "the scale of the errors is beyond its range",
        },
        because=KEPT,
    ),
    # of 5 variables: three roundings for each product, and one for each of the sums
    "taylor-second-order": Case(
        partial(steps, 100),
        ulp=5,
        oracle=for_each(mp_change),
        scale=terms,
        names=NAMES,
        ndim=(1, 1, 2),
        degree=3,
    ),
}


def problems(cases, dtype=float):
    """Data, weights and a direction of a logistic regression, the logits moderate."""
    yield from matrices(cases, "Nn", "n", "n", dtype=dtype, decades=0.2)


def slopes_of(X, w):
    """The gradient of the sum of softplus(Xw), which also takes complex weights."""
    p = 1 / (1 + np.exp(-np.matvec(X, w)))
    return (p[..., None, :] @ X)[..., 0, :]  # np.vecmat would conjugate p


def curvature(X, w):
    p = 1 / (1 + np.exp(-np.matvec(X, w)))
    return (X * (p * (1 - p))[..., None]).mT @ X


def product(X, w, v):
    return np.matvec(curvature(X, w), v)


def along(X, w, v):
    """The derivative of the gradient along v, by a complex step."""
    return np.imag(slopes_of(X, w + 1e-100j * v)) / 1e-100


@in_units_of("|X|ᵀ|X||v|")
def size_of(X, _, v):
    return np.matvec(np.abs(X).mT @ np.abs(X), np.abs(v))


class TestHessian:
    def test_mpmath(self, verify, floating):
        verify.function(
            "hessian",
            oracle=second_partials,
            against="mpmath.diff",
            inputs=few(1000, floating),
            ulp=4,
            scale=quotient,
            names=NUMBERS,
            because="" if floating == np.float32 else KEPT,
        )

    def test_times_a_vector_is_the_derivative_of_the_gradient_along_it(self, verify):
        verify.identity(
            "hessian",
            left=product,
            right=along,
            inputs=problems(1200),
            ulp=32,
            scale=size_of,
        )

    def test_scipy_differentiates_twice(self):
        for X, w, _ in problems(40):
            if w.ndim == 1:

                def f(w, X=X):
                    z = np.tensordot(X, w, axes=1)
                    return np.logaddexp(0, z).sum(axis=0)

                found = scipy.differentiate.hessian(f, w).ddf
                np.testing.assert_allclose(found, curvature(X, w), rtol=1e-5, atol=1e-6)

    @pytest.mark.frameworks
    @pytest.mark.filterwarnings("ignore:.*torch.jit.script.*:DeprecationWarning")
    def test_what_the_page_says_of_the_frameworks(self):
        torch, jax = map(importlib.import_module, ("torch", "jax"))
        rng = np.random.default_rng(0)
        X, w, v = rng.normal(size=(9, 4)), rng.normal(size=4), rng.normal(size=4)
        H = curvature(X, w)
        tX, x, tv = map(torch.from_numpy, (X, w, v))

        def f(w):
            return torch.nn.functional.softplus(tX @ w).sum()

        whole = torch.func.hessian(f)(x)
        np.testing.assert_allclose(whole.numpy(), H, rtol=1e-10)
        forward = torch.func.jvp(torch.func.grad(f), (x,), (tv,))[1]
        x.requires_grad_()
        g = torch.autograd.grad(f(x), x, create_graph=True)[0]
        twice = torch.autograd.grad(g @ tv, x)[0]
        with jax.enable_x64(X.dtype == np.float64):

            def loss(w):
                return jax.nn.softplus(X @ w).sum()

            ahead = jax.jvp(jax.grad(loss), (w,), (v,))[1]
        for found in (forward.detach().numpy(), twice.numpy(), ahead):
            np.testing.assert_allclose(found, H @ v, rtol=1e-10)

    def test_random_signs_give_the_trace(self):
        """All of them, so that the mean is exact."""
        H = np.array([[4.0, 2, -1], [2, 6, 3], [-1, 3, 5]])
        signs = np.array(np.meshgrid(*[[-1, 1]] * 3)).reshape(3, -1).T
        assert np.mean(np.vecdot(signs, signs @ H)) == np.trace(H)


class TestSymmetry:
    def test_either_variable_first(self, verify):
        """With every smooth function of one of three kinds, whatever its parts are."""
        x, y = sympy.symbols("x y", real=True)
        p, q = (sympy.Function(name) for name in "pq")
        functions = (p(x) * q(y), p(x * y), q(p(x) + y**2))
        pairs = [
            (sympy.diff(f, x).diff(y).doit(), sympy.diff(f, y).diff(x).doit())
            for f in functions
        ]
        verify.proof("hessian-symmetry", pairs, of="three kinds of functions")

    def test_peano_has_two_mixed_derivatives_at_the_origin(self):
        x, y = sympy.symbols("x y", real=True)
        f = x * y * (x**2 - y**2) / (x**2 + y**2)
        on_y_axis = sympy.limit(sympy.diff(f, x).subs(y, sympy.Symbol("c")), x, 0)
        on_x_axis = sympy.limit(sympy.diff(f, y).subs(x, sympy.Symbol("c")), y, 0)
        c = sympy.Symbol("c")
        assert (sympy.diff(on_y_axis, c), sympy.diff(on_x_axis, c)) == (-1, 1)
        r, angle = sympy.symbols("r t", positive=True)
        mixed = sympy.diff(f, x, y).subs(
            {x: r * sympy.cos(angle), y: r * sympy.sin(angle)}
        )
        assert sympy.simplify(mixed).free_symbols == {angle}


class TestTaylor:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "taylor-second-order",
            oracle=for_each(mp_change),
            against="mpmath.fdot",
            inputs=steps(1200, dtype),
            ulp=6,
            scale=terms,
            names=NAMES,
        )

    def test_the_error_is_of_third_order(self, sources):
        """Of log-sum-exp: half the step leaves an eighth of the error."""
        change = implementation(sources.formulas["taylor-second-order"], NAMES)
        x, direction = np.array([0.0, 1.0, -1.0]), np.array([1.0, -1.0, 0.5])
        p = scipy.special.softmax(x)
        H, before = np.diag(p) - np.outer(p, p), None
        for size in (0.02, 0.01, 0.005):
            step = size * direction
            true = scipy.special.logsumexp(x + step) - scipy.special.logsumexp(x)
            error = true - change(step, p, H)
            assert before is None or error == pytest.approx(before / 8, rel=0.1)
            before = error
