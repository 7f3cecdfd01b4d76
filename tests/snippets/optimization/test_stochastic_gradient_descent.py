import importlib
import itertools
from functools import partial

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from snippets.optimization.gradient_descent import gradient_descent
from snippets.optimization.stochastic_gradient_descent import sgd_step
from tests.inputs import drawn, matrices
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan


def batches(cases, dtype=float, decades=2, seed=0):
    """Parameters, the gradients of the samples in a batch, and a learning rate."""
    rng = np.random.default_rng(seed)
    shapes = {"sizes": (1, 12), "decades": decades, "dtype": dtype, "seed": seed}
    for theta, grads in matrices(cases, "n", "bn", **shapes):
        yield theta, grads, float(10 ** rng.uniform(-3, 0))


def averaged(theta, grads, eta):
    """The step at 50 digits, from sums without any rounding."""
    mean = np.apply_along_axis(mpmath.fsum, -2, grads.astype(object))
    return theta - mpmath.mpf(eta) * mean / grads.shape[-2]


@in_units_of("the terms of θ")
def terms(theta, grads, eta):
    return np.abs(theta) + eta * np.mean(np.abs(grads), axis=-2)


def samples(cases, seed=0):
    """The gradients of a few samples, and the size of a batch of them."""
    rng = np.random.default_rng(seed)
    sizes = {"sizes": (1, 4), "decades": 2, "seed": seed}
    for (grads,) in matrices(cases, "Nn", **sizes):
        yield grads.reshape(-1, grads.shape[-1])[:4], int(rng.integers(1, 4))


def of_all_batches(grads, B):
    """Mean and variance of the batch gradient, over all draws with replacement."""
    drawn = [grads[[*idx]].mean(axis=0) for idx in all_draws(len(grads), B)]
    return np.stack([np.mean(drawn, axis=0), np.var(drawn, axis=0)])


def all_draws(N, B):
    return itertools.product(range(N), repeat=B)


def stated(grads, B):
    return np.stack([np.mean(grads, axis=0), np.var(grads, axis=0) / B])


@in_units_of("max|∇ℓᵢ|, or its square")
def sizes_of_both(grads, _):
    """Of the gradients, and of the squares that a variance of them adds up."""
    largest = np.max(np.abs(grads), axis=0)
    return np.stack([largest, largest**2])


CASES = {
    # twelve gradients at most: a half for each sum, and a few for the rest
    "stochastic-gradient-descent": Case(
        partial(batches, 100),
        ulp=8,
        oracle=averaged,
        scale=terms,
        ndim=(1, 2, 0),
    ),
}


class TestStep:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "stochastic-gradient-descent",
            oracle=averaged,
            against="mpmath.fsum",
            inputs=batches(1000, dtype, decades=6, seed=1),
            ulp=8,
            scale=terms,
        )

    def test_the_batch_of_all_samples_is_gradient_descent(self):
        rng = np.random.default_rng(2)
        X, y, w = rng.normal(size=(30, 4)), rng.normal(size=30), rng.normal(size=4)
        each = (X @ w - y)[:, None] * X
        full = gradient_descent(lambda w: X.T @ (X @ w - y) / 30, w, 0.1)
        np.testing.assert_allclose(sgd_step(w, each, 0.1), full, rtol=1e-13)

    def test_over_an_epoch_small_steps_add_up_to_a_full_one(self):
        """To first order in the rate, in whatever order the batches come."""
        rng = np.random.default_rng(3)
        X, y, w = rng.normal(size=(32, 3)), rng.normal(size=32), rng.normal(size=3)
        errors = []
        for eta in (1e-4, 1e-5):
            after = w
            for idx in rng.permutation(32).reshape(8, 4):
                after = sgd_step(
                    after, (X[idx] @ after - y[idx])[:, None] * X[idx], eta
                )
            full = w - 8 * eta * X.T @ (X @ w - y) / 32
            errors.append(np.max(np.abs(after - full)))
        assert errors[1] < errors[0] / 50

    @given(data=st.data(), copies=st.integers(1, 5))
    def test_a_batch_of_one_gradient_many_times_is_that_gradient(
        self, floating, data, copies
    ):
        theta, g = data.draw(drawn(floating)), data.draw(drawn(floating))
        got = sgd_step(theta, np.stack([g] * copies), 0.5)
        slack = 4 * np.finfo(floating).eps * (np.abs(theta) + np.abs(g))
        assert np.all(np.abs(got - (theta - 0.5 * g)) <= slack)

    @pytest.mark.parametrize(
        ("theta", "grads", "after"),
        [
            ([1, 2], [[2, 4]], [0, 0]),
            ([1, 2], [[2, 0], [0, 4]], [0.5, 1]),
            ([0.0], [[1e308], [1e308]], [-INF]),  # the sum leaves the range
            ([0], [[INF], [1]], [-INF]),
            ([0], [[INF], [-INF]], [NAN]),
            ([NAN, 0], [[1, 1]], [NAN, -0.5]),
            ([], [[], []], []),
            ([[1], [2]], [[[2]], [[4]]], [[0], [0]]),
        ],
    )
    def test_edges(self, theta, grads, after):
        np.testing.assert_array_equal(sgd_step(theta, grads, 0.5), after)

    def test_the_rate_does_not_decide_the_dtype(self):
        one = np.ones((1, 1), np.float32)
        assert sgd_step(one[0], one, np.float64(0.1)).dtype == np.float32

    @pytest.mark.parametrize(
        ("theta", "grads", "eta", "said"),
        [
            ([1, 2], [1, 2], 0.1, r"\(2,\) does not fit \(2,\)"),
            ([1, 2], [[1], [2]], 0.1, r"\(2, 1\) does not fit \(2,\)"),
            ([[1], [2]], [[1], [2]], 0.1, "grads must have one axis more than theta"),
            (1, 1, 0.1, "grads must have one axis more than theta"),
            (
                [1, 2],
                np.ones((0, 2)),
                0.1,
                "grads must hold the gradient of at least one sample",
            ),
            ([1], [[1]], -0.1, "eta must be finite and not negative"),
            ([1], [[1]], NAN, "eta must be finite"),
            ([1], [[1]], INF, "eta must be finite"),
        ],
    )
    def test_refuses(self, theta, grads, eta, said):
        with pytest.raises(ValueError, match=said):
            sgd_step(theta, grads, eta)

    @pytest.mark.frameworks
    def test_momentum_is_that_of_pytorch(self):
        """As the page has it: v ← μv + g and θ ← θ - ηv."""
        torch = importlib.import_module("torch")
        rng = np.random.default_rng(4)
        theirs = torch.nn.Parameter(torch.zeros(3, dtype=torch.float64))
        optimizer = torch.optim.SGD([theirs], lr=0.1, momentum=0.9)
        theta, velocity = np.zeros(3), np.zeros(3)
        for step, g in enumerate(rng.normal(size=(50, 3))):
            eta = optimizer.param_groups[0]["lr"] = 0.1 / (1 + step)
            velocity = 0.9 * velocity + g
            theta = theta - eta * velocity
            theirs.grad = torch.from_numpy(g)
            optimizer.step()
        np.testing.assert_allclose(theta, theirs.detach().numpy(), rtol=1e-12)


class TestEstimator:
    def test_enumeration(self, verify):
        verify.identity(
            "minibatch-gradient",
            left=of_all_batches,
            right=stated,
            inputs=samples(1000, seed=5),
            ulp=16,
            scale=sizes_of_both,
        )

    def test_proved(self, verify):
        """For any three gradients, and batches of two."""
        g = sympy.symbols("g1:4", real=True)
        mean = sum(g) / 3
        variance = sum((each - mean) ** 2 for each in g) / 3
        drawn = [(g[i] + g[j]) / 2 for i, j in all_draws(3, 2)]
        spread = sum((each - mean) ** 2 for each in drawn) / 9
        verify.proof(
            "minibatch-gradient",
            [(sum(drawn) / 9, mean), (spread, variance / 2)],
            of="three samples and batches of two",
        )

    def test_without_replacement_it_is_less(self):
        for grads, B in samples(200, seed=6):
            N = len(grads)
            if 1 < N >= B:
                drawn = [
                    grads[[*idx]].mean(axis=0)
                    for idx in itertools.combinations(range(N), B)
                ]
                expected = np.var(grads, axis=0) / B * (N - B) / (N - 1)
                scale = 1e-13 * np.max(grads**2)
                np.testing.assert_allclose(np.var(drawn, axis=0), expected, atol=scale)


def test_a_rate_of_zero_goes_nowhere():
    assert sgd_step([1.0], [[2.0], [3.0]], 0) == [1]
