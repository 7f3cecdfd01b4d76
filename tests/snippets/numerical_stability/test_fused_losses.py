import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from tests.logits import with_labels
from tests.measure import in_units_of
from tests.pages import SOURCES
from tests.verify import Case, called

NAMES = ("z", "c", "x", "y")


def examples(cases, **kwargs):
    """Logits with their labels, and one logit with a label of yes or no, or between."""
    rng = np.random.default_rng(3)
    for case, (z, c) in enumerate(with_labels(cases, decades=1, **kwargs)):
        x = rng.normal(size=c.shape) * 10 ** rng.uniform(-1, 2)
        soft = case % 3 == 1 and z.dtype.kind == "f"
        y = rng.random(c.shape) if soft else rng.integers(2, size=c.shape)
        yield z, c, *(np.asarray(each).astype(z.dtype) for each in (x, y))


def both(z, c, x, y):
    """The losses of a batch by the definition: each class has its exponential."""
    if z.ndim > 1:
        return np.stack([both(*each) for each in zip(z, c, x, y, strict=True)], axis=-1)
    x, y = mpmath.mpf(float(x)), mpmath.mpf(float(y))
    powers = [mpmath.exp(mpmath.mpf(each)) for each in z]
    ce = mpmath.log(mpmath.fsum(powers)) - mpmath.mpf(z[int(c)])
    yes, no = (mpmath.log1p(mpmath.exp(sign * x)) for sign in (-1, 1))
    return np.array([ce, y * yes + (1 - y) * no])


def scipy_both(z, c, x, y):
    log_p = scipy.special.log_softmax(z, axis=-1)
    ce = -np.take_along_axis(log_p, c[..., np.newaxis].astype(int), axis=-1)[..., 0]
    yes, no = scipy.special.log_expit(x), scipy.special.log_expit(-x)
    return np.stack([ce, -y * yes - (1 - y) * no])


@in_units_of("1 + L, 1 + |x|")
def terms(z, c, x, _):
    """Each loss is a logarithm of at least 1, and a difference of what is as large."""
    label = c[..., np.newaxis].astype(int)
    right = np.take_along_axis(z, label, axis=-1)[..., 0]
    return np.stack([1 + z.max(axis=-1) - right, 1 + np.abs(x)])


# the logarithm of a sum of 12 that may be rounded to 1, and one difference
CASES = {
    "fused-losses": Case(
        partial(examples, 100),
        ulp=8,
        oracle=both,
        scale=terms,
        part=np.stack,
        names=NAMES,
        ndim=(1, 0, 0, 0),
        fixed=("c", "y"),
    ),
}


def fused(*args):
    return called(SOURCES.formulas["fused-losses"], "numpy", NAMES)(*args)


class TestFusedLosses:
    def test_mpmath(self, verify, floating):
        verify.function(
            "fused-losses",
            oracle=both,
            against="mpmath.log1p",
            inputs=examples(1200, dtype=floating),
            ulp=8,
            scale=terms,
            part=np.stack,
            names=NAMES,
        )

    def test_scipy(self, verify, floating):
        verify.function(
            "fused-losses",
            oracle=scipy_both,
            against="scipy.special.log_expit",
            inputs=examples(1200, dtype=floating),
            ulp=8,
            scale=terms,
            part=np.stack,
            names=NAMES,
        )

    @given(x=st.floats(-1e6, 1e6), label=st.integers(0, 1))
    def test_binary_is_that_of_two_classes_with_one_logit_zero(self, x, label):
        label = np.asarray(label)
        ce, bce = fused(np.array([0, x]), label, np.asarray(x), label)
        assert ce == pytest.approx(bce, rel=1e-15, abs=1e-15)

    @given(x=st.floats(-30, 30), gamma=st.floats(0, 5))
    def test_the_focal_loss_of_the_page(self, x, gamma):
        p = scipy.special.expit(x)
        naive = -(scipy.special.expit(-x) ** gamma) * np.log(p)
        page = np.exp(-gamma * np.logaddexp(0, x)) * np.logaddexp(0, -x)
        assert page == pytest.approx(naive, rel=1e-3, abs=1e-300)

    @given(seed=st.integers(0, 10**6))
    def test_the_complement_of_a_class_of_the_page(self, seed):
        z = np.random.default_rng(seed).normal(size=6) * 3
        complement = np.logaddexp.reduce(z[1:]) - np.logaddexp.reduce(z)
        p = scipy.special.softmax(z)
        assert complement == pytest.approx(np.log(p[1:].sum()), rel=1e-12)

    @pytest.mark.parametrize(
        ("z", "c", "x", "y", "losses"),
        [
            ([0, np.log(3)], 1, np.log(3), 1, [np.log(4 / 3), np.log(4 / 3)]),
            ([0, 1000], 0, -1000, 1, [1000, 1000]),
            ([0, 1000], 1, 1000, 1, [0, 0]),
            ([-np.inf, 0], 0, 0, 0.5, [np.inf, np.log(2)]),
            ([-np.inf, 0], 1, 1e308, 0, [0, 1e308]),
        ],
    )
    def test_edges(self, z, c, x, y, losses):
        got = fused(*(np.asarray(each, float) for each in (z, c, x, y)))
        np.testing.assert_allclose(got, losses, rtol=1e-15, atol=1e-15)


@pytest.mark.frameworks
class TestWhatThePageSaysOfFrameworks:
    def test_naive_gradients_are_nan_and_fused_ones_are_not(self):
        torch, jax = map(importlib.import_module, ("torch", "jax"))
        optax = importlib.import_module("optax")
        z = np.float32([0, 110])

        def naive(z):
            return -jax.numpy.log(jax.nn.softmax(z))[0]

        def whole(z):
            return optax.softmax_cross_entropy_with_integer_labels(z, 0)

        for gradient in (jax.grad(naive), jax.jit(jax.grad(naive))):
            assert np.isnan(gradient(z)).all()
        np.testing.assert_array_equal(jax.grad(whole)(z), [-1, 1])
        for lead, loss in ((95, 95), (110, np.inf)):
            at = torch.tensor([0.0, lead], requires_grad=True)
            found = -torch.log(torch.softmax(at, dim=-1))[0]
            found.backward()
            assert found.item() == pytest.approx(loss, rel=1e-2)
            assert at.grad.isnan().any()
        at = torch.tensor([0.0, 110], requires_grad=True)
        torch.nn.functional.cross_entropy(at, torch.tensor(0)).backward()
        np.testing.assert_array_equal(at.grad, [-1, 1])

    def test_what_is_silent_and_what_is_refused(self):
        torch = importlib.import_module("torch")
        F = torch.nn.functional
        sure, c = torch.tensor([[30.0, 0, 0, 0]]), torch.tensor([0])
        p = torch.softmax(sure, dim=-1)
        assert F.cross_entropy(p, c).item() == pytest.approx(np.log1p(3 / np.e))
        assert F.nll_loss(sure, c) == -30
        one, x = torch.ones(1), torch.full((1,), 30.0)
        with_logits = F.binary_cross_entropy_with_logits
        yes, no = (
            with_logits(torch.sigmoid(s * x), y) for s, y in ((1, one), (-1, 0 * one))
        )
        assert yes.item() == pytest.approx(np.log1p(np.exp(-1)))
        assert no.item() == pytest.approx(np.log(2))
        with pytest.raises(RuntimeError, match="between 0 and 1"):
            F.binary_cross_entropy(x, one)
        assert F.kl_div(sure, p, reduction="sum") < 0

    def test_autocast_computes_cross_entropy_in_float32(self):
        torch = importlib.import_module("torch")
        z = torch.zeros(1, 3, dtype=torch.bfloat16)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = torch.nn.functional.cross_entropy(z, torch.tensor([0]))
        assert loss.dtype == torch.float32
