from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.losses.binary_cross_entropy import binary_cross_entropy
from tests.inputs import for_each, numbers, vectors
from tests.measure import in_units_of
from tests.pages import SOURCES
from tests.verify import Case, called

INF, NAN = np.inf, np.nan

logits = st.floats(-700, 700)


def with_targets(cases, **kwargs):
    """Labels 0 and 1, and in every third array anything between."""
    rng = np.random.default_rng(1)
    for case, (z,) in enumerate(numbers(cases, **kwargs)):
        soft = case % 3 == 1 and z.dtype.kind == "f"
        y = rng.random(z.shape) if soft else rng.integers(2, size=z.shape)
        yield z, y.astype(z.dtype)


def neurons(cases, **kwargs):
    """Weights and features of neurons whose logits are moderate, and labels."""
    rng = np.random.default_rng(2)
    for w, x in vectors(cases, count=2, decades=0.3, **kwargs):
        y = np.asarray(rng.integers(2, size=w.shape[:-1]), w.dtype)
        yield w / np.asarray(w.shape[-1] ** 0.5, w.dtype), x, y


def mp_loss(z, y):
    z, y = mpmath.mpf(z), mpmath.mpf(y)
    small = mpmath.log1p(mpmath.exp(-abs(z)))
    return small + abs(z) * (1 - y if z > 0 else y)


def mp_gradient(z, y):
    z, y = mpmath.mpf(z), mpmath.mpf(y)
    e = mpmath.exp(-abs(z))
    p, q = (1 / (1 + e), e / (1 + e)) if z > 0 else (e / (1 + e), 1 / (1 + e))
    return (1 - y) * p - y * q


def mp_diff(z, y):
    """The derivative that mpmath finds from values of the loss alone."""
    y = mpmath.mpf(y)

    def loss(z):
        return mpmath.log1p(mpmath.exp(z)) - y * z

    with mpmath.workdps(80):
        return mpmath.diff(loss, mpmath.mpf(z))


def mp_squared(w, x, y):
    """The same of the squared error, by the gradient of the sum, entry by entry."""
    if w.ndim > 1:
        return np.array([mp_squared(*each) for each in zip(w, x, y, strict=True)])
    w, x = ([mpmath.mpf(a) for a in each] for each in (w, x))
    z = mpmath.fdot(w, x)
    p = 1 / (1 + mpmath.exp(-z))
    factor = -2 * (mpmath.mpf(float(y)) - p) * p * (1 - p)
    return np.array([factor * a for a in x])


@in_units_of("1 + |z|")
def one_and_logit(z, _):
    return 1 + np.abs(z)


@in_units_of("(1 - y) σ(z) + y σ(-z)")
def both_sides(z, y):
    return (1 - y) * scipy.special.expit(z) + y * scipy.special.expit(-z)


@in_units_of("1")
def unit(z, _):
    return np.ones(z.shape)


@in_units_of("(1 + Σ |wᵢxᵢ|) |x|")
def logit_s_terms(w, x, _):
    return (1 + np.sum(np.abs(w * x), axis=-1, keepdims=True)) * np.abs(x)


CASES = {
    # PyTorch and JAX subtract the logit from a logarithm that is as large
    "binary-cross-entropy": Case(
        partial(with_targets, 100, extremes=0),
        ulp=4,
        oracle=for_each(mp_loss, ndim=0),
        scale=one_and_logit,
        ndim=1,
        fixed=("y",),
    ),
    # PyTorch subtracts the label from a sigmoid; JAX passes back through a logarithm
    "bce-logit-gradient": Case(
        partial(with_targets, 100, extremes=0),
        ulp=16,
        oracle=for_each(mp_gradient, ndim=0),
        scale=unit,
        names=("z", "y"),
    ),
    # a dot product of 12, and what it does to the exponential
    "sigmoid-mse-gradient": Case(
        partial(neurons, 100),
        ulp=8,
        oracle=mp_squared,
        scale=logit_s_terms,
        names=("w", "x", "y"),
    ),
}


def lines(formula_id, *names):
    return called(SOURCES.formulas[formula_id], "numpy", names)


class TestBinaryCrossEntropy:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "binary-cross-entropy",
            oracle=for_each(mp_loss, ndim=0),
            against="mpmath.log1p",
            inputs=with_targets(1200, bend=60, dtype=dtype),
            ulp=4,
        )

    def test_scipy(self, verify, floating):
        def oracle(z, y):
            log_expit = scipy.special.log_expit
            return -y * log_expit(z) - (1 - y) * log_expit(-z)

        verify.function(
            "binary-cross-entropy",
            oracle=oracle,
            against="scipy.special.log_expit",
            inputs=with_targets(1200, bend=60, extremes=0, dtype=floating),
            ulp=4,
        )

    @given(z=logits, y=st.floats(0, 1))
    def test_is_not_below_the_entropy_and_is_symmetric(self, z, y):
        loss = binary_cross_entropy(z, y)
        entropy = scipy.special.entr([y, 1 - y]).sum()
        assert loss >= entropy * (1 - 1e-15)
        assert binary_cross_entropy(-z, 1 - y) == pytest.approx(loss, rel=1e-12)

    @given(z=logits)
    def test_of_signed_labels_is_the_logistic_loss(self, z):
        for y in (0, 1):
            loss = np.logaddexp(0, -(2 * y - 1) * z)
            assert binary_cross_entropy(z, y) == pytest.approx(loss, rel=1e-14)

    @pytest.mark.parametrize(
        ("z", "y", "loss"),
        [
            ([], [], []),
            (0, 0.5, np.log(2)),
            (np.log(3), 1, np.log(4 / 3)),
            (np.log(3), 0, np.log(4)),
            ([40, -40], [1, 0], 4.248354255291589e-18),
            ([-1000, 1000], [1, 0], 1000),
            ([1e308, -1e308], [1, 0], 0),
            ([INF, -INF], [1, 0], 0),
            ([INF, -INF], [0, 1], INF),
            ([INF, -INF], [0.5, 0.5], INF),
            (NAN, 1, NAN),
            (5e-324, 1, np.log(2)),
            (0.0, 5e-324, np.log(2)),
            (np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3))),
            ([1, 2], [True, False], [np.log1p(np.exp(-1)), np.log1p(np.exp(2))]),
        ],
    )
    def test_edges(self, z, y, loss):
        np.testing.assert_allclose(binary_cross_entropy(z, y), loss, rtol=5e-16, atol=0)

    @pytest.mark.parametrize("y", [[-1, 1], [0, 2], [NAN, 0], [0, 1.0001]])
    def test_refuses_what_is_no_probability(self, y):
        with pytest.raises(ValueError, match="y must lie between 0 and 1, but holds"):
            binary_cross_entropy([1, 2], y)

    @pytest.mark.parametrize("y", [0, [0], [[0], [1]], [0, 0, 0]])
    def test_refuses_labels_that_would_broadcast(self, y):
        with pytest.raises(ValueError, match=r"y must have the shape of z, \(2,\)"):
            binary_cross_entropy([1, 2], y)

    @pytest.mark.frameworks
    def test_what_the_page_says_of_the_frameworks(self):
        import jax.numpy as jnp  # noqa: PLC0415 - of an environment of its own
        import optax  # noqa: PLC0415
        import torch  # noqa: PLC0415

        F = torch.nn.functional
        z = torch.tensor([-100.0, -200, -50, -30], requires_grad=True)
        clipped = F.binary_cross_entropy(
            torch.sigmoid(z), torch.ones(4), reduction="none"
        )
        torch.testing.assert_close(clipped, torch.tensor([100.0, 100, 50, 30]))
        (gradient,) = torch.autograd.grad(clipped.sum(), z)
        want = [0, 0, -2e-10, -np.exp(-30) * 1e12]
        np.testing.assert_allclose(gradient, want, rtol=0.05)
        with pytest.raises(RuntimeError, match="between 0 and 1"):
            F.binary_cross_entropy(torch.sigmoid(z), -torch.ones(4))
        cut = F.binary_cross_entropy(torch.zeros(1), torch.ones(1))
        assert cut == 100
        with_logits = F.binary_cross_entropy_with_logits
        right = with_logits(
            torch.tensor([20.0, -20]), torch.tensor([1.0, 0]), reduction="none"
        )
        assert right[0] == pytest.approx(2.06e-9, rel=0.01)
        assert right[1] == 0
        signed = with_logits(torch.tensor(-10.0), torch.tensor(-1.0))
        assert signed < -9
        assert optax.sigmoid_binary_cross_entropy(jnp.float32(-10), -1.0) < -9
        z = torch.tensor(18.0, requires_grad=True)
        with_logits(z, torch.tensor(1.0)).backward()
        assert z.grad == 0
        with pytest.raises(ValueError, match="must be the same"):
            with_logits(torch.zeros(3, 1), torch.zeros(3))
        weighted = with_logits(
            torch.tensor(2.0), torch.tensor(0.25), pos_weight=torch.tensor(3.0)
        )
        p = 1 / (1 + np.exp(-2))
        want = -0.25 * 3 * np.log(p) - 0.75 * np.log(1 - p)
        assert weighted.item() == pytest.approx(want, rel=1e-6)
        broadcast = optax.sigmoid_binary_cross_entropy(jnp.zeros((3, 1)), jnp.zeros(3))
        assert broadcast.shape == (3, 3)


class TestLogitGradient:
    def test_mpmath(self, verify, floating):
        verify.function(
            "bce-logit-gradient",
            oracle=for_each(mp_gradient, ndim=0),
            against="mpmath.exp",
            inputs=with_targets(1200, bend=60, dtype=floating),
            ulp=4,
            scale=both_sides,
            names=("z", "y"),
        )

    def test_mpmath_diff(self, verify, floating):
        verify.function(
            "bce-logit-gradient",
            oracle=for_each(mp_diff, ndim=0),
            against="mpmath.diff",
            inputs=with_targets(1000, bend=20, extremes=0, dtype=floating),
            ulp=4,
            scale=both_sides,
            names=("z", "y"),
        )

    def test_complex_step(self):
        gradient = lines("bce-logit-gradient", "z", "y")
        for z, y in with_targets(200, extremes=0):
            moved = z + 1e-200j
            step = (np.log(1 + np.exp(moved)) - y * moved).imag / 1e-200
            np.testing.assert_allclose(gradient(z, y), step, rtol=1e-12, atol=1e-15)


class TestSquaredError:
    def test_mpmath(self, verify, floating):
        verify.function(
            "sigmoid-mse-gradient",
            oracle=mp_squared,
            against="mpmath.fdot",
            inputs=neurons(1200, dtype=floating),
            ulp=4,
            scale=logit_s_terms,
            names=("w", "x", "y"),
        )

    def test_complex_step(self):
        gradient = lines("sigmoid-mse-gradient", "w", "x", "y")
        for w, x, y in neurons(200):
            if w.ndim == 1:
                moved = w + 1e-200j * np.eye(len(w))
                step = ((y - 1 / (1 + np.exp(-(moved @ x)))) ** 2).imag / 1e-200
                np.testing.assert_allclose(
                    gradient(w, x, y), step, rtol=1e-9, atol=1e-14
                )
