import importlib
import math
import re
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.optimization.learning_rate_schedule import warmup_cosine
from tests.pages import DOCS
from tests.verify import Case

INF, NAN = np.inf, np.nan
RATE, WARM, LAST = 0.3, 100, 1100


def schedules(cases, dtype=float, seed=0):
    """Steps of a run that the dtype can count, its rate and its phases."""
    rng, dtype = np.random.default_rng(seed), np.dtype(dtype)
    longest = {1: 100, 2: 2000, 4: 10**6}.get(dtype.itemsize, 10**9)
    for case in range(cases):
        T = int(10 ** rng.uniform(0.5, np.log10(longest)))
        T_w = int(rng.integers(1, T))
        shape = (rng.integers(1, 12),)
        shape = (rng.integers(1, 4), *shape) if case % 4 == 0 else shape
        t = rng.integers(0, T, size=shape, endpoint=True)
        if case % 3 == 0:  # near the end
            t = T - rng.integers(0, min(T, 10), size=shape)
        yield t.astype(dtype), float(10 ** rng.uniform(-5, 0)), T_w, T


def of_one(t, eta_max, T_w, T):
    """The definition, at 50 digits."""
    if t <= T_w:
        return mpmath.mpf(eta_max) * t / T_w
    angle = mpmath.pi * (mpmath.mpf(t) - T_w) / (T - T_w)
    return mpmath.mpf(eta_max) / 2 * (1 + mpmath.cos(angle))


by_definition = np.frompyfunc(of_one, 4, 1)

CASES = {
    # an argument good to 2 ulp, a sine of it that is squared, and two products
    "learning-rate-schedule": Case(
        partial(schedules, 100), ulp=8, oracle=by_definition, fixed=("t",)
    ),
}


def test_mpmath(verify, dtype):
    verify.function(
        "learning-rate-schedule",
        oracle=by_definition,
        against="mpmath.cos",
        inputs=schedules(1000, dtype, seed=1),
        ulp=8,
    )


@given(T_w=st.integers(0, 50), more=st.integers(1, 50))
def test_rises_then_falls_and_never_leaves_its_range(T_w, more):
    rates = warmup_cosine(np.arange(T_w + more + 10), RATE, T_w, T_w + more)
    assert np.all((rates >= 0) & (rates <= RATE))
    assert np.all(np.diff(rates[: T_w + 1]) >= 0)
    assert np.all(np.diff(rates[T_w:]) <= 0)
    assert np.all(rates[T_w + more + 1 :] == 0)


@given(k=st.integers(0, 500))
def test_the_fall_is_symmetric_about_its_middle(k):
    before, after = warmup_cosine(WARM + 500 + np.array([-k, k]), RATE, WARM, LAST)
    assert before + after == pytest.approx(RATE, rel=1e-14)


@pytest.mark.parametrize(
    ("t", "rate"),
    [
        (0, 0),
        (50, RATE / 2),
        (WARM, RATE),
        (WARM + 250, RATE * (2 + 2**0.5) / 4),
        (WARM + 500, RATE / 2),
        (LAST, 0),
        (LAST + 1, 0),
        (INF, 0),
        (NAN, NAN),
        ([], []),
        ([[0], [50]], [[0], [RATE / 2]]),
        (LAST - 1e-6, RATE * (np.pi / 2 * 1e-9) ** 2),
    ],
)
def test_edges(t, rate):
    np.testing.assert_allclose(warmup_cosine(t, RATE, WARM, LAST), rate, rtol=1e-6)


def test_without_a_warm_up_it_starts_at_the_top():
    rates = warmup_cosine([0, 1, 2, 3, 4], 1, 0, 3)
    np.testing.assert_allclose(rates, [1, 0.75, 0.25, 0, 0], atol=1e-15)


def test_the_numbers_do_not_decide_the_dtype():
    t = np.arange(3, dtype=np.float32)
    got = warmup_cosine(t, np.float64(0.1), np.float64(1), np.float64(2))
    assert got.dtype == np.float32


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"t": -1}, "t must not be negative"),
        ({"t": [0, -0.5]}, "t must not be negative"),
        ({"eta_max": -1}, "eta_max must be finite and not negative, not -1"),
        ({"eta_max": NAN}, "eta_max must be finite"),
        ({"eta_max": INF}, "eta_max must be finite"),
        ({"T_w": -1}, "0 ≤ T_w < T < ∞ must hold, not for -1 and 9"),
        ({"T_w": 9}, "0 ≤ T_w < T"),
        ({"T": INF}, "0 ≤ T_w < T < ∞"),
        ({"T": NAN}, "0 ≤ T_w < T"),
        ({"T_w": NAN}, "0 ≤ T_w < T"),
    ],
)
def test_refuses(wrong, said):
    with pytest.raises(ValueError, match=said):
        warmup_cosine(**{"t": 1, "eta_max": 1, "T_w": 2, "T": 9} | wrong)


@pytest.mark.frameworks
def test_cosine_annealing_of_pytorch_rises_again():
    torch = importlib.import_module("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=100)
    theirs = []
    for _ in range(201):
        theirs.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    ours = warmup_cosine(np.arange(101), RATE, 0, 100)
    np.testing.assert_allclose(theirs[:101], ours, rtol=1e-9, atol=1e-15)
    assert theirs[200] == pytest.approx(RATE)


@pytest.mark.frameworks
def test_the_schedule_as_a_lambda_of_pytorch_and_in_optax():
    torch, optax = map(importlib.import_module, ("torch", "optax"))
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    page = (DOCS / "formulas/optimization/learning-rate-schedule.md").read_text()
    (call,) = re.findall(r"`(LambdaLR\(.*)`", page)
    names = {"math": math, "opt": opt, "T_w": WARM, "T": LAST}
    scheduler = eval(call, vars(torch.optim.lr_scheduler) | names)  # noqa: S307
    theirs = []
    for _ in range(LAST + 100):
        theirs.append(scheduler.get_last_lr()[0])
        opt.step()
        scheduler.step()
    t = np.arange(LAST + 100)
    ours = warmup_cosine(t, RATE, WARM, LAST)
    np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=1e-15)
    optaxs = optax.warmup_cosine_decay_schedule(0.0, RATE, WARM, LAST)(t)
    np.testing.assert_allclose(optaxs, ours, atol=1e-7)


@pytest.mark.frameworks
def test_the_joined_schedules_of_pytorch_take_the_length_of_the_fall():
    torch = importlib.import_module("torch")
    kinds = torch.optim.lr_scheduler
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    fall = kinds.CosineAnnealingLR(opt, LAST - WARM)
    rise = kinds.LinearLR(opt, 1 / WARM, total_iters=WARM)
    scheduler = kinds.SequentialLR(opt, [rise, fall], [WARM])
    for _ in range(LAST):
        opt.step()
        scheduler.step()
    assert scheduler.get_last_lr()[0] == pytest.approx(0, abs=1e-15)


@pytest.mark.frameworks
def test_linear_warmup_of_pytorch_starts_above_zero():
    """It starts at a factor that must be positive, and reaches one at its end."""
    torch = importlib.import_module("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler = torch.optim.lr_scheduler.LinearLR(
        optimizer, start_factor=0.01, total_iters=100
    )
    assert scheduler.get_last_lr()[0] == pytest.approx(0.01 * RATE)
    with pytest.raises(ValueError, match="Starting multiplicative factor"):
        torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.0)


def test_a_largest_rate_of_zero_is_no_rate():
    assert not warmup_cosine([0, 5, 10], 0, 5, 20).any()
