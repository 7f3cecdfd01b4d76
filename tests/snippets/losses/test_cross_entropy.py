from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.losses.cross_entropy import cross_entropy_loss
from tests.inputs import drawn, for_each, vectors
from tests.logits import logits, mp_softmax, with_labels
from tests.measure import in_units_of
from tests.pages import SOURCES
from tests.verify import Case, called

INF, NAN = np.inf, np.nan


def with_targets(cases, **kwargs):
    """Targets that are probabilities; every fourth is one-hot."""
    rng = np.random.default_rng(2)
    for case, (z,) in enumerate(logits(cases, **kwargs)):
        y = rng.dirichlet(np.ones(z.shape[-1]), z.shape[:-1])
        if case % 4 == 2:
            y = np.eye(z.shape[-1])[y.argmax(axis=-1)]
        yield z, y.astype(z.dtype)


def mp_exact(z, c):
    z = [mpmath.mpf(x) for x in z]
    right = z.pop(int(c))
    return mpmath.log1p(mpmath.fsum(mpmath.exp(x - right) for x in z))


def mp_loss(z, c):
    if z.ndim == 1:
        return np.asarray(mp_exact(z, c))
    return np.array([mp_exact(*each) for each in zip(z, c, strict=True)])


def mp_gradient(z, y):
    return [p - mpmath.mpf(a) for p, a in zip(mp_softmax(z), y, strict=True)]


def likelihoods(cases, **kwargs):
    for (x,) in vectors(cases, decades=1, **kwargs):
        p = scipy.stats.norm.pdf(x.clip(-9, 9), scale=2)
        yield (p.astype(x.dtype if x.dtype.kind == "f" else float),)


def mp_sum(p):
    return -mpmath.fsum(mpmath.log(mpmath.mpf(x)) for x in p)


@in_units_of("L + Σ eʲ |j|, of the j = zᵢ - m below the largest")
def rounded_exponents(z, c):
    """The loss, and what rounding the exponents of its terms amounts to."""
    below = z - z.max(axis=-1, keepdims=True)
    rounding = np.sum(np.exp(below) * -below, axis=-1)
    return mp_loss(z, c).astype(float) + rounding


@in_units_of("1 + L")
def one_and_loss(z, c):
    return 1 + mp_loss(z, c).astype(float)


@in_units_of("pᵢ (1 + m - zᵢ) + yᵢ")
def both_terms(z, y):
    below = z - z.max(axis=-1, keepdims=True)
    p = np.exp(below)
    return p / p.sum(axis=-1, keepdims=True) * (1 - below) + y


@in_units_of("Σ |log pᵢ|")
def sum_of_sizes(p):
    return np.abs(np.log(p)).sum(axis=-1)


CASES = {
    # the logarithm of a sum of 12 that may be rounded to 1, and one difference
    "cross-entropy-loss": Case(
        partial(with_labels, 100, decades=1),
        ulp=8,
        oracle=mp_loss,
        scale=one_and_loss,
        ndim=(1, 0),
        fixed=("c",),
    ),
    # an exponential good to 1 ulp, a sum of 12, a quotient, a difference
    "softmax-cross-entropy-gradient": Case(
        partial(with_targets, 100, decades=1),
        ulp=8,
        oracle=for_each(mp_gradient),
        scale=both_terms,
        names=("z", "y"),
    ),
    # a sum of 12
    "negative-log-likelihood": Case(
        partial(likelihoods, 100),
        ulp=8,
        oracle=for_each(mp_sum),
        scale=sum_of_sizes,
        names=("p",),
    ),
}


class TestCrossEntropyLoss:
    def test_mpmath(self, verify, dtype):
        # an exponential good to 1 ulp, the sum of 12 to 6, a logarithm, a sum
        verify.function(
            "cross-entropy-loss",
            oracle=mp_loss,
            against="mpmath.log1p",
            inputs=with_labels(1200, dtype=dtype),
            ulp=4,
            scale=rounded_exponents,
        )

    def test_scipy(self, verify, floating):
        def oracle(z, c):
            log_p = scipy.special.log_softmax(z, axis=-1)
            label = c[..., np.newaxis].astype(int)
            return -np.take_along_axis(log_p, label, axis=-1)[..., 0]

        verify.function(
            "cross-entropy-loss",
            oracle=oracle,
            against="scipy.special.log_softmax",
            inputs=with_labels(1200, dtype=floating),
            ulp=8,
            scale=one_and_loss,
        )

    @given(data=st.data(), shift=st.integers(-1000, 1000))
    def test_only_differences_matter_and_it_is_not_negative(
        self, floating, data, shift
    ):
        z = data.draw(drawn(floating)).clip(-1000, 1000).round()
        loss = cross_entropy_loss(z, 2)
        assert loss >= 0
        assert cross_entropy_loss(z + floating(shift), 2) == loss

    @given(data=st.data())
    def test_the_probabilities_add_up_to_one(self, data):
        z = data.draw(drawn(np.float64)).clip(-1e4, 1e4)
        losses = cross_entropy_loss(np.tile(z, (5, 1)), np.arange(5))
        assert np.exp(-losses).sum() == pytest.approx(1, abs=1e-14)

    @pytest.mark.parametrize(
        ("z", "c", "loss"),
        [
            ([7], 0, 0),
            ([0, 0], 1, np.log(2)),
            (np.log([1, 2, 5]), 2, np.log(8 / 5)),
            ([0, 40], 1, 4.248354255291589e-18),
            ([0, 800], 1, 0),
            ([0, 800], 0, 800),
            ([0, 700], 1, 9.85967654375977e-305),
            ([-1e308, 1e308], 0, INF),
            ([5e-324, 0], 0, np.log(2)),
            ([1000, 1000], 0, np.log(2)),
            ([-INF, 0], 1, 0),
            ([-INF, 0], 0, INF),
            ([-INF, -INF], 0, NAN),
            ([INF, 0], 1, INF),
            ([INF, 0], 0, NAN),
            ([0, INF, INF], 0, NAN),
            ([NAN, 0], 1, NAN),
            (np.zeros((0, 3)), [], []),
            ([[0, 0], [0, -INF]], [True, False], [np.log(2), 0]),
        ],
    )
    def test_edges(self, z, c, loss):
        np.testing.assert_allclose(cross_entropy_loss(z, c), loss, rtol=4e-16, atol=0)

    def test_axis(self):
        z = np.random.default_rng(0).normal(size=(2, 4, 3))
        c = [[0, 1, 2], [3, 0, 1]]
        want = cross_entropy_loss(z.swapaxes(1, 2), c)
        np.testing.assert_array_equal(cross_entropy_loss(z, c, axis=1), want)

    def test_a_float16_loss_may_overflow_silently(self):
        assert cross_entropy_loss(np.float16([-65504, 65504]), 0) == INF

    @pytest.mark.parametrize("c", [[-1, 0], [0, 3], [0, 0.5], [NAN, 0], [INF, 0]])
    def test_refuses_what_is_no_class(self, c):
        with pytest.raises(ValueError, match="c must be whole numbers from 0 to 2"):
            cross_entropy_loss(np.zeros((2, 3)), c)

    @pytest.mark.parametrize("c", [0, [0], [[0], [1]], [0, 0, 0]])
    def test_refuses_labels_that_do_not_fit(self, c):
        with pytest.raises(ValueError, match="c must have the shape"):
            cross_entropy_loss(np.zeros((2, 3)), c)

    @pytest.mark.frameworks
    def test_what_the_page_says_of_pytorch(self):
        import torch  # noqa: PLC0415 - of an environment of its own

        loss = torch.nn.functional.cross_entropy
        z = torch.tensor([[0.0, 1, 2], [3, 0, 0]])
        one = loss(z[:1], torch.tensor([2]))
        assert loss(z, torch.tensor([2, -100])) == one
        assert loss(z, torch.tensor([-100, -100])).isnan()
        for label in (-1, 3):
            with pytest.raises(IndexError):
                loss(z, torch.tensor([2, label]))
        log_p, c = torch.log_softmax(z, dim=-1), torch.tensor([2, 0])
        right = log_p[torch.arange(2), c]
        smooth = -0.9 * right - 0.1 * log_p.mean(dim=-1)
        got = loss(z, c, label_smoothing=0.1, reduction="none")
        torch.testing.assert_close(got, smooth)
        weight = torch.tensor([1.0, 2, 3])
        mean = -(weight[c] * right).sum() / weight[c].sum()
        torch.testing.assert_close(loss(z, c, weight=weight), mean)
        masked = torch.tensor([[0.0, 1, -INF]])
        assert loss(masked, torch.tensor([1]), label_smoothing=0.1) == INF
        assert loss(masked, torch.tensor([[0.0, 1, 0]])).isnan()
        assert loss(torch.tensor([[0.0, 20]]), torch.tensor([1])) == 0
        z = torch.randn(2, 4, 3, generator=torch.Generator().manual_seed(0))
        tokens = torch.tensor([[0, 2, 1, 2], [2, 2, 0, 1]])
        shifted = loss(z[:, :-1].flatten(0, 1), tokens[:, 1:].flatten())
        want = cross_entropy_loss(z[:, :-1].numpy(), tokens[:, 1:].numpy()).mean()
        assert shifted.item() == pytest.approx(want, rel=1e-6)
        with pytest.raises(RuntimeError, match="Expected target size"):
            loss(z, tokens)
        z, tokens = z[:, :3], tokens[:, :3]  # as many tokens as classes
        assert not loss(z, tokens).isclose(loss(z.mT, tokens), rtol=0.01)

    @pytest.mark.frameworks
    def test_what_the_page_says_of_jax(self):
        import jax  # noqa: PLC0415 - of an environment of its own
        import jax.numpy as jnp  # noqa: PLC0415
        import optax  # noqa: PLC0415

        z = jnp.array([0.0, 1, 2])
        log_p = jax.nn.log_softmax(z)
        labelled = optax.softmax_cross_entropy_with_integer_labels
        taken = {
            c: jnp.take_along_axis(log_p, jnp.array([c]), axis=-1) for c in (-1, 3)
        }
        assert taken[-1][0] == log_p[2]
        np.testing.assert_allclose(labelled(z, jnp.array(-1)), -log_p[2], rtol=1e-6)
        assert jnp.isnan(taken[3][0])
        assert jnp.isnan(labelled(z, jnp.array(3)))
        assert log_p[jnp.array(3)] == log_p[2]
        masked, y = jnp.array([0.0, 1, -INF]), jnp.array([0.0, 1, 0])
        assert jnp.isnan(optax.softmax_cross_entropy(masked, y))
        safe = optax.safe_softmax_cross_entropy(masked, y)
        np.testing.assert_allclose(safe, np.log1p(np.exp(-1)), rtol=1e-6)
        e = np.exp(-88, dtype=np.float32)
        assert e > 0
        assert jax.nn.softmax(jnp.array([0.0, 88]))[0] == 0
        assert jax.nn.log_softmax(jnp.array([0.0, 20]))[1] == 0


class TestGradient:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "softmax-cross-entropy-gradient",
            oracle=for_each(mp_gradient),
            against="mpmath.exp",
            inputs=with_targets(1200, dtype=dtype),
            ulp=4,
            scale=both_terms,
            names=("z", "y"),
        )

    def test_complex_step(self):
        """Of the loss, by the step that loses no digits."""
        rng = np.random.default_rng(3)
        gradient = called(
            SOURCES.formulas["softmax-cross-entropy-gradient"], "numpy", ("z", "y")
        )
        for _ in range(200):
            n = rng.integers(1, 8)
            z, y = 3 * rng.normal(size=n), rng.dirichlet(np.ones(n))
            moved = z + 1e-200j * np.eye(n)
            log_p = moved - np.log(np.exp(moved).sum(axis=-1, keepdims=True))
            step = -(log_p @ y).imag / 1e-200
            np.testing.assert_allclose(gradient(z, y), step, rtol=1e-12, atol=1e-15)

    @given(data=st.data())
    def test_adds_up_to_nothing(self, data):
        z = data.draw(drawn(np.float64)).clip(-1e4, 1e4)
        gradient = called(
            SOURCES.formulas["softmax-cross-entropy-gradient"], "numpy", ("z", "y")
        )
        got = gradient(z, np.eye(5)[2])
        assert abs(got.sum()) < 1e-15
        assert np.all(np.abs(got) <= 1)


class TestNegativeLogLikelihood:
    def test_mpmath(self, verify, floating):
        verify.function(
            "negative-log-likelihood",
            oracle=for_each(mp_sum),
            against="mpmath.log",
            inputs=likelihoods(1200, dtype=floating),
            ulp=4,
            scale=sum_of_sizes,
            names=("p",),
        )

    def test_scipy_s_nnlf(self):
        rng = np.random.default_rng(4)
        for _ in range(50):
            x, mu, sigma = rng.normal(size=20), rng.normal(), rng.uniform(0.5, 2)
            log_p = scipy.stats.norm.logpdf(x, mu, sigma)
            nnlf = scipy.stats.norm.nnlf((mu, sigma), x)
            assert -np.sum(log_p) == pytest.approx(nnlf, rel=1e-12)
