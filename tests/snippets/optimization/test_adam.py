import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.optimization.adam import adam_step
from tests.inputs import vectors
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan
ZERO = np.zeros(2)


def steps(cases, dtype=float, *, from_zero=False, memory=(0.0, 4.0), seed=0):
    """All that a step takes; from parameters of zero, the result is the step alone.

    The memory is that of the betas: how many steps it reaches back, in powers of ten.
    """
    rng = np.random.default_rng(seed)
    for theta, g, m, v in vectors(cases, count=4, dtype=dtype, seed=seed):
        t = int(10 ** rng.uniform(0, 5))
        alpha, epsilon = 10 ** rng.uniform(-5, 0), 10 ** rng.uniform(-10, -3)
        beta1, beta2 = (1 - 10 ** -rng.uniform(*memory) for _ in range(2))
        start = np.zeros_like(theta) if from_zero else theta
        yield start, g, m, np.abs(v), t, alpha, beta1, beta2, epsilon


def stacked(out):
    return np.stack([np.asarray(x) for x in out], axis=-1)


def of_one(theta, g, m, v, t, alpha, beta1, beta2, epsilon):
    """The definition, for one parameter, at 50 digits."""
    alpha, beta1, beta2, epsilon = map(mpmath.mpf, (alpha, beta1, beta2, epsilon))
    m = beta1 * m + (1 - beta1) * mpmath.mpf(g)
    v = beta2 * v + (1 - beta2) * mpmath.mpf(g) ** 2
    root = mpmath.sqrt(v / (1 - beta2**t))
    return theta - alpha * m / (1 - beta1**t) / (root + epsilon), m, v


def by_definition(*args):
    return np.stack(np.frompyfunc(of_one, 9, 3)(*args), axis=-1)


@in_units_of("the terms of θ, m and v")
def terms(theta, g, m, v, t, alpha, beta1, beta2, epsilon):
    """What θ, m and v are sums of, where rounding takes its share."""
    m = beta1 * np.abs(m) + (1 - beta1) * np.abs(g)
    v = beta2 * v + (1 - beta2) * g**2
    step = alpha * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    return np.stack([np.abs(theta) + step, m, v], axis=-1)


CASES = {
    # m and v are good to 2 ulp each, of which v counts half, and the step takes six
    # roundings more; 1 - βᵗ in the lines cancels, at 0.9 to 3 ulp and at 0.999 to 250,
    # which the function avoids; what PyTorch has for βm + (1 - β)g wants a β above 1/2
    "adam": Case(
        partial(steps, 100, memory=(0.4, 1)),
        ulp=12,
        oracle=by_definition,
        scale=terms,
        part=stacked,
        degree=2,
    ),
}


def test_mpmath(verify, dtype):
    verify.function(
        "adam",
        oracle=by_definition,
        against="mpmath.sqrt",
        inputs=steps(1000, dtype, seed=1),
        ulp=8,
        scale=terms,
        part=stacked,
    )


def test_the_step_itself(verify, floating):
    """From zero nothing hides the error of the step, nor that of 1 - βᵗ."""
    verify.function(
        "adam",
        oracle=by_definition,
        against="mpmath.sqrt",
        inputs=steps(1000, floating, from_zero=True, seed=2),
        ulp=8,
        scale=terms,
        part=stacked,
    )


@pytest.mark.parametrize("g", [3.0, -0.02, 1e-4])
def test_a_constant_gradient_moves_by_alpha_in_every_step(g):
    theta, m, v = np.zeros(1), np.zeros(1), np.zeros(1)
    for t in range(1, 2001):
        before = theta
        theta, m, v = adam_step(theta, [g], m, v, t)
        step = 1e-3 * g / (abs(g) + 1e-8)
        np.testing.assert_allclose(before - theta, step, rtol=1e-9)


@given(gradients=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=50))
def test_no_step_is_longer_than_cauchy_and_schwarz_allow(gradients):
    theta, m, v = np.zeros(1), np.zeros(1), np.zeros(1)
    for t, g in enumerate(gradients, 1):
        before = theta
        theta, m, v = adam_step(theta, [g], m, v, t)
        in_m, in_v = 0.1 * 0.9 ** np.arange(t), 0.001 * 0.999 ** np.arange(t)
        longest = np.sqrt(np.sum(in_m**2 / in_v) * np.sum(in_v)) / np.sum(in_m)
        assert abs(before - theta)[0] <= 1e-3 * longest * (1 + 1e-9)


@given(exponent=st.integers(-20, 20))
def test_a_scaled_loss_takes_the_same_steps(exponent):
    """As long as ε counts for nothing: that is what dividing by √v̂ is for."""
    gradients = np.random.default_rng(5).normal(3, 1, size=(5, 2))
    reached = []
    for scale in (1.0, 2.0**exponent):
        theta, m, v = ZERO, ZERO, ZERO
        for t, g in enumerate(scale * gradients, 1):
            theta, m, v = adam_step(theta, g, m, v, t, epsilon=1e-300)
        reached.append(theta)
    np.testing.assert_array_equal(*reached)


@pytest.mark.parametrize(
    ("g", "m", "v", "theta"),
    [
        (0, 0, 0, 0),  # no gradient yet: 0 / (0 + ε)
        (2, 0, 0, -1e-3),
        (-2, 0, 0, 1e-3),
        (1e-8, 0, 0, -0.5e-3),  # as large as ε
        (5e-324, 0, 0, 0),  # its square is zero, and ε divides
        (1e200, 0, 0, 0),  # its square is infinite
        (INF, 0, 0, NAN),
        (NAN, 0, 0, NAN),
        (0, 0, INF, 0),
        (0, 0, NAN, NAN),
        ([], [], [], []),
        ([0, 2], [0, 0], [0, 0], [0, -1e-3]),
    ],
)
def test_edges(g, m, v, theta):
    got, _, _ = adam_step(np.zeros_like(g, float), g, m, v, 1)
    np.testing.assert_allclose(got, theta, rtol=1e-8, atol=1e-300)


def test_without_memory_it_is_the_sign():
    got = adam_step([0.0, 0, 0], [2.0, -3, 0], [9.0, 9, 9], [9.0, 9, 9], 7, 1, 0, 0)
    np.testing.assert_allclose(got[0], [-1, 1, 0], rtol=1e-7)
    np.testing.assert_array_equal(got[1], [2, -3, 0])
    np.testing.assert_array_equal(got[2], [4, 9, 0])


def test_hyperparameters_do_not_decide_the_dtype():
    x = np.ones(2, np.float32)
    numbers = np.int64(3), np.float64(0.1), np.float64(0.9), np.float64(0.99)
    got = adam_step(x, x, x, x, *numbers, np.float64(1e-8))
    assert [each.dtype for each in got] == [np.float32] * 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"g": [1, 2, 3]}, r"g must have the shape of theta, \(2,\), not \(3,\)"),
        ({"g": [[1], [2]]}, "g must have the shape of theta"),
        ({"m": 0}, "m must have the shape of theta"),
        ({"v": [0]}, "v must have the shape of theta"),
        ({"v": [1, -1]}, "v must not be negative"),
        ({"t": 0}, "t must be at least 1 in the first step, not 0"),
        ({"t": -1}, "t must be at least 1"),
        ({"t": NAN}, "t must be at least 1"),
        ({"alpha": -1e-3}, "alpha must be finite and not negative"),
        ({"alpha": INF}, "alpha must be finite"),
        ({"alpha": NAN}, "alpha must be finite"),
        ({"beta1": 1}, r"beta1 must lie in \[0, 1\), not be 1"),
        ({"beta1": -0.1}, "must lie in"),
        ({"beta2": 1.5}, "beta2 must lie"),
        ({"beta2": NAN}, "beta2 must lie"),
        ({"epsilon": 0}, "epsilon must be positive, not 0"),
        ({"epsilon": -1e-8}, "epsilon must be positive"),
        ({"epsilon": INF}, "epsilon must be positive"),
    ],
)
def test_refuses(wrong, said):
    right = {"theta": ZERO, "g": ZERO, "m": ZERO, "v": ZERO, "t": 1}
    with pytest.raises(ValueError, match=said):
        adam_step(**right | wrong)


@pytest.mark.frameworks
@pytest.mark.parametrize("amsgrad", [False, True])
def test_a_run_of_pytorch(amsgrad):
    """PyTorch's Adam takes the same hundred steps; with `amsgrad` it takes others."""
    torch = importlib.import_module("torch")
    rng = np.random.default_rng(6)
    gradients = rng.normal(size=(100, 5)) * 10.0 ** np.arange(-2, 3)
    theirs = torch.nn.Parameter(torch.zeros(5, dtype=torch.float64))
    optimizer = torch.optim.Adam([theirs], amsgrad=amsgrad)
    theta, m, v = np.zeros(5), np.zeros(5), np.zeros(5)
    for t, g in enumerate(gradients, 1):
        theta, m, v = adam_step(theta, g, m, v, t)
        theirs.grad = torch.from_numpy(g)
        optimizer.step()
    same = np.allclose(theta, theirs.detach().numpy(), rtol=1e-12, atol=0)
    assert same is not amsgrad


def test_a_rate_of_zero_moves_the_averages_alone():
    theta, m, v = adam_step([1.0], [2.0], [0.0], [0.0], 1, alpha=0)
    assert theta == [1]
    assert m > 0
    assert v > 0
