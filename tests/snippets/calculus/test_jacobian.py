import importlib
from dataclasses import dataclass
from functools import partial

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from snippets.activations.softmax import softmax
from snippets.calculus.jacobian import rnn_jacobian, softmax_jacobian
from tests.autodiff import LIBRARIES
from tests.inputs import drawn, for_each, matrices, vectors
from tests.measure import in_units_of
from tests.smooth import Smooth, partials, smooth
from tests.verify import Case

INF, NAN = np.inf, np.nan
STEP = 1e-100
KEPT = "the difference of two values of f keeps two thirds of the digits"


@dataclass(frozen=True)
class Pair:
    """A smooth function, and the products of neighbours, as two or more outputs."""

    smooth: Smooth

    def __call__(self, x):
        return self.smooth(x) * x


def pairs(cases, dtype=float, seed=5):
    for f, x in smooth(cases, dtype, seed):
        yield Pair(f), x


def mp_jacobian(f, x):
    """Each output by each input, by mpmath."""
    return np.array([partials(lambda x, i=i: f(x)[i], x) for i in range(len(x))])


@in_units_of("‖terms of f‖/h")
def quotient(f, x):
    size = f.smooth.size(x) * np.max(np.maximum(1, np.abs(x)))
    return size / f.smooth.step * np.ones((len(x), len(x)))


def mp_softmax_jacobian(z):
    powers = [mpmath.exp(mpmath.mpf(x)) for x in z]
    total = mpmath.fsum(powers)
    p = [power / total for power in powers]
    others = [mpmath.fsum(p[:i] + p[i + 1 :]) for i in range(len(p))]
    return np.array(
        [
            [p[i] * others[i] if i == j else -p[i] * p[j] for j in range(len(p))]
            for i in range(len(p))
        ]
    )


def spread(z):
    """What rounding the exponents amounts to, relative to each probability."""
    return 1 + z.max(axis=-1, keepdims=True) - z


@in_units_of("pᵢpⱼ (2m - zᵢ - zⱼ + 2)")
def spread_of(z):
    p = softmax(z)
    by = spread(z)
    size = p[..., :, None] * p[..., None, :] * (by[..., :, None] + by[..., None, :])
    diagonal = np.arange(z.shape[-1])
    size[..., diagonal, diagonal] = 0
    size[..., diagonal, diagonal] = size.sum(axis=-1)
    return size


@in_units_of("pᵢ (2m - zᵢ - zⱼ + 2)")
def as_printed(z):
    """The same where one minus a probability cancels."""
    by = spread(z)
    return softmax(z)[..., :, None] * (by[..., :, None] + by[..., None, :])


def steps(cases, dtype=float, seed=6):
    return matrices(cases, "m", "mn", decades=0.5, dtype=dtype, seed=seed)


def mp_rnn(a, W):
    slopes = [mpmath.sech(mpmath.mpf(x)) ** 2 for x in a]
    rows = zip(slopes, W, strict=True)
    return np.array([[slope * mpmath.mpf(w) for w in row] for slope, row in rows])


CASES = {
    "jacobian": Case(
        partial(pairs, 100),
        ulp=8,
        oracle=mp_jacobian,
        scale=quotient,
        names=("f", "x"),
        because=KEPT,
    ),
    # two probabilities, each of an exponential, a sum and a quotient
    "softmax-jacobian": Case(
        partial(vectors, 100, decades=1),
        ulp=16,
        oracle=for_each(mp_softmax_jacobian),
        scale=as_printed,
        single=frozenset({"torch", "jax"}),
    ),
    # an exponential good to 1 ulp, a square, a quotient and a product
    "rnn-recurrence-jacobian": Case(
        partial(steps, 100),
        ulp=8,
        oracle=for_each(mp_rnn),
        ndim=(1, 2),
        fixed=("a",),
    ),
}


class TestJacobian:
    def test_mpmath(self, verify):
        verify.function(
            "jacobian",
            oracle=mp_jacobian,
            against="mpmath.diff",
            inputs=pairs(1000),
            ulp=8,
            scale=quotient,
            names=("f", "x"),
            because=KEPT,
        )


class TestSoftmaxJacobian:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "softmax-jacobian",
            oracle=for_each(mp_softmax_jacobian),
            against="mpmath.exp",
            inputs=vectors(1000, decades=2, sizes=(1, 8), dtype=dtype),
            ulp=8,
            scale=spread_of,
        )

    def test_proved(self, verify):
        z = sympy.Matrix(sympy.symbols("z1:4", real=True))
        p = z.applyfunc(sympy.exp) / sum(map(sympy.exp, z))
        verify.proof(
            "softmax-jacobian",
            [(p.jacobian(z), sympy.diag(*p) - p * p.T)],
            of="three classes",
            simplify=sympy.simplify,
        )

    def test_complex_step(self):
        for (z,) in vectors(200, decades=1):
            shifted = z - z.max(axis=-1, keepdims=True)
            e = np.exp(shifted[..., None, :] + 1j * STEP * np.eye(z.shape[-1]))
            slopes = (e / e.sum(axis=-1, keepdims=True)).imag.mT / STEP
            np.testing.assert_allclose(softmax_jacobian(z), slopes, atol=1e-14)

    @given(data=st.data())
    def test_rows_add_up_to_zero_and_no_slope_exceeds_a_quarter(self, floating, data):
        z = data.draw(drawn(floating)).clip(-1000, 1000)
        J = softmax_jacobian(z)
        eps = np.finfo(floating).eps
        np.testing.assert_array_equal(J, J.mT)
        assert np.all(np.abs(J.sum(axis=-1)) <= 4 * eps * np.abs(J).sum(axis=-1))
        assert np.all(np.abs(J) <= 0.25 + eps)
        assert np.linalg.eigvalsh(J.astype(float)).min() >= -4 * eps

    @pytest.mark.parametrize(
        ("z", "J"),
        [
            ([], np.empty((0, 0))),
            ([7], [[0]]),
            ([0, 0], [[0.25, -0.25], [-0.25, 0.25]]),
            ([0, -INF], np.zeros((2, 2))),
            ([0, -40], np.array([[1, -1], [-1, 1]]) * np.exp(-40)),
            ([0, -800], np.zeros((2, 2))),
            ([INF, 0], np.full((2, 2), NAN)),
            ([NAN, 0], np.full((2, 2), NAN)),
            (np.zeros((0, 2)), np.zeros((0, 2, 2))),
        ],
    )
    def test_edges(self, z, J):
        np.testing.assert_allclose(softmax_jacobian(z), J, rtol=1e-15, atol=0)

    def test_refuses_a_number(self):
        with pytest.raises(ValueError, match="z must hold vectors"):
            softmax_jacobian(3)


class TestRnn:
    def test_mpmath(self, verify, floating):
        verify.function(
            "rnn-recurrence-jacobian",
            oracle=for_each(mp_rnn),
            against="mpmath.sech",
            inputs=steps(1000, dtype=floating),
            ulp=5,
        )

    def test_complex_step(self):
        rng = np.random.default_rng(7)
        for _ in range(100):
            m, n = rng.integers(1, 6, size=2)
            W, V, h, x = (rng.normal(size=s) for s in ((m, m), (m, n), m, n))
            moved = h[:, None] + 1j * STEP * np.eye(m)
            slopes = np.tanh(W @ moved + (V @ x)[:, None]).imag / STEP
            np.testing.assert_allclose(
                rnn_jacobian(W @ h + V @ x, W), slopes, rtol=1e-12, atol=1e-15
            )

    @pytest.mark.frameworks
    @pytest.mark.parametrize("library", LIBRARIES)
    def test_autodiff(self, library):
        rng = np.random.default_rng(8)
        W, V, h, x = (rng.normal(size=s) for s in ((5, 5), (5, 3), 5, 3))
        if library == "torch":
            torch = importlib.import_module("torch")
            at = [torch.tensor(a) for a in (W, V, h, x)]
            J = torch.func.jacrev(
                lambda W, V, h, x: torch.tanh(W @ h + V @ x), argnums=2
            )(*at)
        else:
            jax = importlib.import_module("jax")
            with jax.enable_x64(h.dtype == np.float64):
                J = jax.jacobian(lambda h: jax.numpy.tanh(W @ h + V @ x))(h)
        np.testing.assert_allclose(rnn_jacobian(W @ h + V @ x, W), J, rtol=1e-12)

    @given(data=st.data())
    def test_no_step_stretches_more_than_its_weights(self, data):
        a, W = data.draw(drawn(float, 3)), data.draw(drawn(float, (3, 3)))
        norm = np.linalg.norm(rnn_jacobian(a, W), 2)
        assert norm <= np.linalg.norm(W, 2) * (1 + 1e-12)

    @pytest.mark.parametrize(
        ("a", "W", "J"),
        [
            ([0, 0], [[1, 2], [3, 4]], [[1, 2], [3, 4]]),
            ([np.arctanh(0.6)], [[1, -2]], [[0.64, -1.28]]),
            ([INF, NAN], [[1], [1]], [[0], [NAN]]),
            ([25], [[1]], [[4 * np.exp(-50)]]),
            ([], np.empty((0, 3)), np.empty((0, 3))),
        ],
    )
    def test_edges(self, a, W, J):
        np.testing.assert_allclose(rnn_jacobian(a, W), J, rtol=1e-15)

    @pytest.mark.parametrize(
        ("a", "W"), [([1, 2], [[1, 2]]), (1, [[1]]), ([1], [1]), ([1, 2, 3], np.eye(2))]
    )
    def test_refuses_what_does_not_fit(self, a, W):
        with pytest.raises(ValueError, match="a and W do not fit"):
            rnn_jacobian(a, W)
