import importlib
import inspect
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inputs import vectors
from tests.measure import in_units_of
from tests.pages import SOURCES
from tests.verify import Case, called

NAMES = ("x", "s", "epsilon")


def guarded(cases, **kwargs):
    """Magnitudes of which every fifth is zero or below epsilon."""
    rng = np.random.default_rng(1)
    for pair in vectors(cases, count=2, decades=3, **kwargs):
        x, s = (np.abs(each) for each in pair)
        epsilon = float(10 ** rng.uniform(-8, -2))
        for each in (x, s):
            small = rng.choice([0, epsilon / 2], size=each.shape)
            each[...] = np.where(rng.random(each.shape) < 1 / 5, small, each)
        yield x, s, epsilon


def mp_guards(x, s, epsilon):
    if x.ndim:
        each = (mp_guards(*pair, epsilon) for pair in zip(x, s, strict=True))
        return np.stack(list(each), axis=1)
    x, s, epsilon = (mpmath.mpf(float(each)) for each in (x, s, epsilon))
    divisors = max(s, epsilon), s + epsilon, mpmath.sqrt(s * s + epsilon)
    logs = mpmath.log(max(x, epsilon)), mpmath.log(x + epsilon)
    return np.array([*logs, *(1 / each for each in divisors)])


@in_units_of("1 + |log|; the quotients")
def size_of_each(x, s, epsilon):
    guards = mp_guards(x, s, epsilon).astype(float)
    guards[:2] = 1 + np.abs(guards[:2])
    return guards


# epsilon is rounded, then a sum, a root, a quotient
CASES = {
    "epsilon-guards": Case(
        partial(guarded, 100),
        ulp=4,
        oracle=mp_guards,
        scale=size_of_each,
        part=np.stack,
        names=NAMES,
    ),
}


def guards(*args):
    return called(SOURCES.formulas["epsilon-guards"], "numpy", NAMES)(*args)


class TestEpsilonGuards:
    def test_mpmath(self, verify, floating):
        verify.function(
            "epsilon-guards",
            oracle=mp_guards,
            against="mpmath.log",
            inputs=guarded(1200, dtype=floating),
            ulp=4,
            scale=size_of_each,
            part=np.stack,
            names=NAMES,
        )

    @given(x=st.floats(0, 1e6), epsilon=st.floats(1e-12, 1))
    def test_a_maximum_lies_below_a_sum_and_is_exact_above_epsilon(self, x, epsilon):
        log_max, log_plus, by_max, by_plus, inside = guards(x, x, epsilon)
        assert np.log(epsilon) <= log_max <= log_plus
        assert inside <= 1 / np.sqrt(epsilon) * (1 + 1e-15)
        assert by_plus <= by_max <= 1 / epsilon
        if x >= epsilon:
            assert (log_max, by_max) == (np.log(x), 1 / x)

    @given(sigma=st.floats(1e-6, 1e3), share=st.floats(1e-6, 0.02))
    def test_the_error_of_one_inside_the_root(self, sigma, share):
        inside = guards(sigma, sigma, share * sigma**2)[-1]
        error = 1 - sigma * inside
        assert 0 <= error <= share / 2
        assert error == pytest.approx(share / 2, rel=0.02, abs=1e-15)

    @pytest.mark.parametrize(
        ("dtype", "least"), [(np.float16, 6e-8), (np.float32, 1.5e-45)]
    )
    def test_what_rounds_to_zero_guards_nothing(self, dtype, least):
        assert dtype(least) > 0
        with np.errstate(divide="ignore"):
            assert np.isinf(guards(dtype(0), dtype(0), dtype(least / 3))).all()


@pytest.mark.frameworks
class TestWhatThePageSaysOfFrameworks:
    def test_defaults(self):
        torch, optax = map(importlib.import_module, ("torch", "optax"))
        for norm in ("LayerNorm", "BatchNorm1d"):
            assert getattr(torch.nn, norm)(3).eps == 1e-5
        assert torch.nn.GroupNorm(1, 3).eps == 1e-5
        assert torch.nn.RMSNorm(3).eps is None
        for function, eps in (
            (torch.nn.functional.normalize, 1e-12),
            (torch.optim.Adam, 1e-8),
            (optax.adam, 1e-8),
        ):
            assert inspect.signature(function).parameters["eps"].default == eps

    def test_normalize_of_half_a_zero_vector(self):
        torch = importlib.import_module("torch")
        normalize = torch.nn.functional.normalize
        for dtype, is_nan in ((torch.float16, True), (torch.bfloat16, False)):
            assert normalize(torch.zeros(1, 3, dtype=dtype)).isnan().all() == is_nan

    @pytest.mark.parametrize(
        ("torch_says", "jax_says", "slope"),
        [
            ("x.square().sum().sqrt() + 1e-8", "np.sqrt((x**2).sum()) + 1e-8", np.nan),
            ("(x.square().sum() + 1e-8).sqrt()", "np.sqrt((x**2).sum() + 1e-8)", 0),
            ("torch.linalg.vector_norm(x)", None, 0),
            (None, "np.linalg.norm(x)", np.nan),
            (
                "torch.where(x > 0, x.log(), 0.0).sum()",
                "np.where(x > 0, np.log(x), 0).sum()",
                np.nan,
            ),
            (
                "torch.where(x > 0, torch.where(x > 0, x, 1.0).log(), 0.0).sum()",
                "np.where(x > 0, np.log(np.where(x > 0, x, 1)), 0).sum()",
                0,
            ),
            (
                "x.clamp(min=1e-8).log().sum()",
                "np.log(np.maximum(x, 1e-8)).sum()",
                0,
            ),
            ("(x + 1e-8).log().sum()", "np.log(x + 1e-8).sum()", 1e8),
        ],
    )
    def test_gradients_at_zero(self, torch_says, jax_says, slope):
        torch, jax = map(importlib.import_module, ("torch", "jax"))
        if torch_says:
            x = torch.zeros(2, requires_grad=True)
            eval(torch_says, {"torch": torch, "x": x}).backward()  # noqa: S307
            np.testing.assert_allclose(x.grad, slope, rtol=1e-6)
        if jax_says:
            call = eval(f"lambda x: {jax_says}", {"np": jax.numpy})  # noqa: S307
            np.testing.assert_allclose(
                jax.grad(call)(np.zeros(2, np.float32)), slope, rtol=1e-6
            )

    def test_jax_takes_subnormal_numbers_for_zero(self):
        jnp = importlib.import_module("jax.numpy")
        assert jnp.log(jnp.float32(0) + jnp.float32(1e-40)) == -np.inf
