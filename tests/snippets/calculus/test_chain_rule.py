from functools import partial

import mpmath
import numpy as np
import pytest
import sympy

from tests.inputs import for_each, matrices, numbers
from tests.measure import in_units_of
from tests.verify import Case

STEP = 1e-100


@in_units_of("|J|ᵀ|g|")
def size(g, J):
    """What each entry would be if nothing cancelled."""
    return np.vecmat(np.abs(g), np.abs(J))


def mp_product(g, J):
    return [mpmath.fdot(g, column) for column in J.T]


def rows_and_matrices(cases, **kwargs):
    return matrices(cases, "m", "mn", **kwargs)


CASES = {
    # 5 products at most, each of them and each addition rounded by half an ulp
    "chain-rule-multivariate": Case(
        partial(rows_and_matrices, 100),
        ulp=5,
        oracle=for_each(lambda g, J: np.array(mp_product(g, J)), ndim=1),
        scale=size,
        names=("g", "J"),
        ndim=(1, 2),
    ),
}


def layer(W, x):
    """A layer with one row of weights per output."""
    return np.tanh(np.matvec(W, x))


def jacobian(W, x):
    return W * (1 - layer(W, x) ** 2)[..., None]


def by_complex_step(f, x):
    """The Jacobian of a function of vectors, without rounding in the differences."""
    columns = [np.imag(f(x + 1j * STEP * e)) / STEP for e in np.eye(x.shape[-1])]
    return np.stack(columns, axis=-1)


@in_units_of("max|J| of the layers, multiplied")
def bound_of_layers(*weights_and_x):
    *weights, x = weights_and_x
    product = np.ones((*x.shape[:-1], 1, x.shape[-1]))
    for W in weights:
        product = product * np.abs(W).sum(axis=(-2, -1), keepdims=True)
    shape = (*x.shape[:-1], weights[-1].shape[-2], x.shape[-1])
    return np.broadcast_to(product, shape)


class TestScalar:
    def test_complex_step(self, verify):
        """Of the sine of an exponential, and the like."""

        def left(x):
            return np.imag(np.sin(np.exp((x + 1j * STEP) / 2))) / STEP

        def right(x):
            return np.cos(np.exp(x / 2)) * (np.exp(x / 2) / 2)

        @in_units_of("|g'| (1 + |g|)")
        def inner(x):
            return np.exp(x / 2) / 2 * (1 + np.exp(x / 2))

        verify.identity(
            "chain-rule-scalar",
            left=left,
            right=right,
            inputs=numbers(1000, bend=5, extremes=0),
            ulp=4,
            scale=inner,
        )

    def test_proved(self, verify):
        """From values alone, as the slope at h = 0 of what is composed."""
        x, h = sympy.symbols("x h", real=True)
        a, b, c, p, q, r = sympy.symbols("a b c p q r", real=True)

        def inner(x):
            return p + q * x + r * x**2

        def outer(u):
            return a * u + b * u**2 + c * u**3

        quotient = sympy.cancel((outer(inner(x + h)) - outer(inner(x))) / h)
        slope = a + 2 * b * inner(x) + 3 * c * inner(x) ** 2
        pairs = [(quotient.subs(h, 0), slope * (q + 2 * r * x))]
        verify.proof("chain-rule-scalar", pairs, of="cubics of parabolas")

    def test_a_logarithm_of_a_sigmoid_is_lost_step_by_step(self):
        x = np.array([-750.0])
        with np.errstate(all="ignore"):
            sigmoid = 1 / (1 + np.exp(-x))
            stepwise = 1 / sigmoid * (sigmoid * (1 - sigmoid))
        assert np.isnan(stepwise).all()


class TestMultivariate:
    def test_mpmath(self, verify, floating):
        verify.function(
            "chain-rule-multivariate",
            oracle=for_each(lambda g, J: np.array(mp_product(g, J)), ndim=1),
            against="mpmath.fdot",
            inputs=rows_and_matrices(1000, dtype=floating),
            ulp=5,
            scale=size,
            names=("g", "J"),
        )

    def test_complex_step(self, verify):
        """The loss Σ uⱼ³ of a layer."""

        def left(W, x):
            f = layer(W, x[..., None, :] + 1j * STEP * np.eye(x.shape[-1]))
            return np.imag((f**3).sum(axis=-1)) / STEP

        def moved(W, x):
            return left(W[..., None, :, :], x)

        verify.identity(
            "chain-rule-multivariate",
            left=moved,
            right=lambda W, x: np.vecmat(3 * layer(W, x) ** 2, jacobian(W, x)),
            inputs=matrices(1000, "mn", "n", decades=0.3),
            ulp=20,
            scale=sum_of_sizes,
        )

    def test_proved(self, verify):
        """For every loss of degree 2 of two quadratic variables of two inputs."""
        x = sympy.symbols("x1:3", real=True)
        a = sympy.symbols("a0:10", real=True)
        u = sympy.symbols("u1:3", real=True)
        inner = [
            a[0] * x[0] + a[1] * x[1] + a[2] * x[0] * x[1],
            a[3] * x[0] ** 2 + a[4] * x[1] ** 2 + a[5] * x[0],
        ]
        loss = a[6] * u[0] ** 2 + a[7] * u[0] * u[1] + a[8] * u[1] ** 2 + a[9] * u[1]
        at = dict(zip(u, inner, strict=True))
        pairs = [
            (
                sympy.diff(loss.subs(at), each),
                sum(
                    sympy.diff(loss, one).subs(at) * sympy.diff(other, each)
                    for one, other in at.items()
                ),
            )
            for each in x
        ]
        verify.proof(
            "chain-rule-multivariate", pairs, of="quadratic functions of two variables"
        )


@in_units_of("3 Σ|W|")
def sum_of_sizes(W, x):
    return np.broadcast_to(3 * np.abs(W).sum(axis=(-2, -1))[..., None], x.shape)


class TestComposition:
    def test_complex_step(self, verify):
        def left(A, B, C, x):
            return by_complex_step(lambda x: layer(C, layer(B, layer(A, x))), x)

        def right(A, B, C, x):
            h = layer(A, x)
            return jacobian(C, layer(B, h)) @ jacobian(B, h) @ jacobian(A, x)

        verify.identity(
            "chain-rule-composition",
            left=left,
            right=right,
            inputs=matrices(1000, "pn", "kp", "mk", "n", sizes=(1, 4), decades=0.3),
            ulp=20,
            scale=bound_of_layers,
        )

    def test_a_hundred_quarters_are_zero_in_float32(self):
        assert np.prod(np.full(100, 0.25, np.float32)) == 0


class TestVectorChainRule:
    def test_complex_step(self, verify):
        verify.identity(
            "vector-chain-rule",
            left=lambda A, B, x: by_complex_step(lambda x: layer(B, layer(A, x)), x),
            right=lambda A, B, x: jacobian(B, layer(A, x)) @ jacobian(A, x),
            inputs=matrices(1000, "kn", "mk", "n", decades=0.3),
            ulp=20,
            scale=bound_of_layers,
        )

    def test_proved(self, verify):
        x = sympy.Matrix(sympy.symbols("x1:3", real=True))
        u = sympy.Matrix(sympy.symbols("u1:4", real=True))
        g = sympy.Matrix([x[0] + x[1], x[0] * x[1], sympy.sin(x[0])])
        f = sympy.Matrix([u[0] * u[1] ** 2, u[1] + sympy.exp(u[2])])
        at = dict(zip(u, g, strict=True))
        pairs = [(f.subs(at).jacobian(x), f.jacobian(u).subs(at) * g.jacobian(x))]
        verify.proof("vector-chain-rule", pairs, of="a map from ℝ² over ℝ³ to ℝ²")

    @pytest.mark.frameworks
    def test_what_the_page_says_of_the_frameworks(self):
        """An unused branch with an infinite slope makes nan, and a safe input does not."""
        import jax  # noqa: PLC0415 - of an environment of its own
        import jax.numpy as jnp  # noqa: PLC0415
        import torch  # noqa: PLC0415

        def lost(x):
            return jnp.where(x > 0, jnp.sqrt(x), 0.0)

        def kept(x):
            return jnp.where(x > 0, jnp.sqrt(jnp.where(x > 0, x, 1.0)), 0.0)

        assert np.isnan(jax.grad(lost)(0.0))
        assert jax.grad(kept)(0.0) == 0
        x = torch.tensor(0.0, requires_grad=True)
        torch.where(x > 0, torch.sqrt(x), 0.0).backward()
        assert x.grad.isnan()
        x = torch.tensor(2.0, requires_grad=True)
        (x * x.detach()).backward()
        assert x.grad == 2
        (x * x).backward()  # which adds to what is there
        assert x.grad == 6


@pytest.mark.frameworks
def test_what_the_page_says_of_hypot():
    import jax  # noqa: PLC0415 - of an environment of its own
    import torch  # noqa: PLC0415

    x = torch.zeros(2, requires_grad=True)
    torch.hypot(*x).backward()
    assert x.grad.isnan().all()
    near = np.array([1e-30, 0], np.float32)
    assert np.isnan(jax.grad(lambda x: jax.numpy.hypot(*x))(near)).all()
