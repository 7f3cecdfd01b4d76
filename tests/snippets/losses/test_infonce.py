import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.losses.infonce import infonce
from tests.inputs import matrices
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan


def pairs(cases, **kwargs):
    """Embeddings of which every second batch has partners that point their way."""
    rng = np.random.default_rng(1)
    for case, (u, v) in enumerate(matrices(cases, "mn", "mn", **kwargs)):
        near = (u + v / 8 if v.dtype.kind == "f" else u) if case % 2 else v
        tau = float(10 ** rng.uniform(-1, 0.5))
        yield *(without_zero(x).astype(v.dtype) for x in (u, near)), tau


def without_zero(x):
    """The rows, of which those that are zero become ones."""
    return np.where(np.any(x, axis=-1, keepdims=True), x, 1)


def mp_infonce(u, v, tau):
    if u.ndim > 2:
        return np.array([mp_infonce(*each, tau) for each in zip(u, v, strict=True)])
    rows = [[[mpmath.mpf(a) for a in row] for row in x] for x in (u, v)]
    us, vs = (
        [[a / mpmath.sqrt(mpmath.fdot(row, row)) for a in row] for row in x]
        for x in rows
    )
    found = []
    for i, a in enumerate(us):
        s = [mpmath.fdot(a, b) / mpmath.mpf(tau) for b in vs]
        others = [mpmath.exp(x - s[i]) for j, x in enumerate(s) if j != i]
        found.append(mpmath.log1p(mpmath.fsum(others)))
    return np.array(found)


def scipy_infonce(u, v, tau):
    a, b = (x / np.linalg.norm(x, axis=-1, keepdims=True) for x in (u, v))
    log_p = scipy.special.log_softmax(a @ b.mT / tau, axis=-1)
    return -np.linalg.diagonal(log_p)


@in_units_of("1 + 1/τ")
def one_and_cosine(u, _, tau):
    """Cosines are good to a few eps, whatever they are, and are divided by τ."""
    return np.full(u.shape[:-1], 1 + 1 / tau)


CASES = {
    # two unit vectors and a dot product of 5, two logits, a sum of 5
    "infonce": Case(
        partial(pairs, 100),
        ulp=8,
        oracle=mp_infonce,
        scale=one_and_cosine,
        ndim=2,
        degree=1,
    ),
}


class TestInfonce:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "infonce",
            oracle=mp_infonce,
            against="mpmath.log1p",
            inputs=pairs(1000, dtype=dtype),
            ulp=8,
            scale=one_and_cosine,
        )

    def test_scipy(self, verify, floating):
        verify.function(
            "infonce",
            oracle=scipy_infonce,
            against="scipy.special.log_softmax",
            inputs=pairs(1000, dtype=floating),
            ulp=8,
            scale=one_and_cosine,
        )

    @given(seed=st.integers(0, 10**6), scale=st.floats(1e-100, 1e100))
    def test_lengths_do_not_matter_and_order_does_not(self, seed, scale):
        ((u, v, tau),) = pairs(1, seed=seed)
        loss = infonce(u, v, tau)
        np.testing.assert_allclose(infonce(u * scale, v, tau), loss, atol=1e-13)
        flipped = infonce(u[..., ::-1, :], v[..., ::-1, :], tau)
        np.testing.assert_allclose(flipped, loss[..., ::-1], atol=1e-13)
        assert np.all(loss >= 0)

    @given(seed=st.integers(0, 10**6), near=st.booleans())
    def test_the_mean_is_at_least_that_of_a_simplex(self, seed, near):
        rng = np.random.default_rng(seed)
        N, tau = rng.integers(2, 7), rng.uniform(0.05, 2)
        u = rng.normal(size=(N, 6))
        v = u + rng.normal(size=(N, 6)) / 8 if near else rng.normal(size=(N, 6))
        simplex = np.eye(N) - 1 / N
        least = np.log1p((N - 1) * np.exp(-N / (N - 1) / tau))
        assert infonce(u, v, tau).mean() >= least
        np.testing.assert_allclose(infonce(simplex, simplex, tau), least, rtol=1e-11)

    @pytest.mark.frameworks
    def test_its_mean_is_the_cross_entropy_of_the_page(self):
        torch = importlib.import_module("torch")
        F = torch.nn.functional
        for u, v, tau in pairs(60):
            if u.ndim == 2:
                a, b = (F.normalize(torch.from_numpy(x), dim=-1) for x in (u, v))
                loss = F.cross_entropy(a @ b.T / tau, torch.arange(len(u)))
                assert infonce(u, v, tau).mean() == pytest.approx(
                    loss.item(), abs=1e-13
                )

    @pytest.mark.parametrize(
        ("u", "v", "tau", "loss"),
        [
            ([[3.0]], [[2.0]], 0.1, [0]),
            (np.eye(2), np.eye(2), 1, np.full(2, np.log1p(np.exp(-1)))),
            (np.eye(2), np.eye(2)[::-1], 1, np.full(2, np.log1p(np.e))),
            (np.eye(2), np.eye(2), 0.001, [0, 0]),
            (np.eye(2), np.eye(2)[::-1], 0.001, [1000, 1000]),
            (np.ones((3, 2)), np.ones((3, 2)), 0.05, np.full(3, np.log(3))),
            (np.eye(2) * 1e200, np.eye(2) * 1e-200, 1, np.full(2, 0.31326168751822286)),
            ([[1, 0], [NAN, 1]], np.eye(2), 1, [np.log1p(np.exp(-1)), NAN]),
        ],
    )
    def test_edges(self, u, v, tau, loss):
        np.testing.assert_allclose(infonce(u, v, tau), loss, rtol=1e-14, atol=1e-15)

    @pytest.mark.parametrize("v", [(2,), (3, 2), (2, 3), (1, 2, 2)])
    def test_refuses_shapes_that_do_not_fit(self, v):
        with pytest.raises(ValueError, match="u and v must have one shape"):
            infonce(np.ones((2, 2)), np.ones(v), 1)

    @pytest.mark.parametrize("shape", [(2,), (0, 2), (3, 0, 2)])
    def test_refuses_what_holds_no_pairs(self, shape):
        with pytest.raises(ValueError, match="at least one pair"):
            infonce(np.ones(shape), np.ones(shape), 1)

    def test_refuses_a_zero_embedding(self):
        with pytest.raises(
            ValueError, match="u must not hold an embedding that is zero"
        ):
            infonce(np.zeros((1, 2)), np.ones((1, 2)), 1)
        with pytest.raises(
            ValueError, match="v must not hold an embedding that is zero"
        ):
            infonce(np.ones((1, 2)), np.zeros((1, 2)), 1)

    @pytest.mark.parametrize("tau", [0, -1, 1e-40, 1e40, INF, NAN])
    def test_refuses_what_is_no_temperature(self, tau):
        x = np.eye(2, dtype=np.float32)
        with pytest.raises(ValueError, match="tau must lie between"):
            infonce(x, x, tau)

    def test_is_silent_at_the_lowest_temperature(self):
        x = np.eye(2, dtype=np.float32)
        tiny = np.finfo(x.dtype).tiny
        np.testing.assert_array_equal(infonce(x, x, tiny), 0)
        np.testing.assert_array_less(1e37, infonce(x, x[::-1], tiny))
