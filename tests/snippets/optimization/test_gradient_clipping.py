import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.linear_algebra.vector_norms import l2_norm
from snippets.optimization.gradient_clipping import clip_by_norm
from tests.inputs import drawn, vectors
from tests.verify import Case

INF, NAN = np.inf, np.nan
HUGE, TINY = 1.7e308, 5e-324


def gradients(cases, dtype=float, decades=6, seed=0):
    """Gradients, and a bound that about half of them exceed."""
    rng = np.random.default_rng(seed)
    for (g,) in vectors(cases, decades=decades, dtype=dtype, seed=seed):
        norm = np.median(l2_norm(g.astype(float)))
        yield g, float(norm * 10 ** rng.uniform(-1.5, 1))


def clipped(g, c):
    """The definition at 50 digits."""

    def of_one(g):
        return g * min(mpmath.mpf(1), c / mpmath.norm([*g]))

    return np.apply_along_axis(of_one, -1, g.astype(object))


CASES = {
    # the norm of twelve entries is good to 6 ulp, and the rest are three roundings
    "gradient-clipping": Case(
        partial(gradients, 100),
        ulp=8,
        oracle=clipped,
        ndim=(1, 0),
        single=frozenset({"optax"}),  # which takes all arrays as one
    ),
}


def test_mpmath(verify, dtype):
    verify.function(
        "gradient-clipping",
        oracle=clipped,
        against="mpmath.norm",
        inputs=gradients(1000, dtype, decades=300, seed=1),
        ulp=8,
    )


@given(data=st.data(), power=st.integers(-40, 40))
def test_no_norm_is_larger_than_the_bound(floating, data, power):
    g, c = data.draw(drawn(floating)), 2.0**power
    got = clip_by_norm(g, c)
    assert l2_norm(got) <= c * (1 + 10 * np.finfo(floating).eps)


@given(data=st.data())
def test_the_direction_stays(data):
    g = data.draw(drawn(np.float64).filter(np.any))
    g = g / np.max(np.abs(g))
    got = clip_by_norm(g, 0.5)
    assert got @ g == pytest.approx(l2_norm(got) * l2_norm(g), rel=1e-13)


@given(data=st.data())
def test_what_is_short_is_left_to_the_last_bit(floating, data):
    g = data.draw(drawn(floating))
    np.testing.assert_array_equal(clip_by_norm(g, float(l2_norm(g)) * 1.1 + 1e-300), g)


@pytest.mark.parametrize(
    ("g", "c", "after"),
    [
        ([3, 4], 1, [0.6, 0.8]),
        ([3, 4], 5, [3, 4]),
        ([3, 4], 10, [3, 4]),
        ([3, 4], INF, [3, 4]),
        ([0, 0], 1, [0, 0]),
        ([], 1, []),
        ([-7], 2, [-2]),
        ([HUGE, 0], 1, [1, 0]),
        ([HUGE, HUGE], HUGE, [HUGE / 2**0.5, HUGE / 2**0.5]),
        ([HUGE, HUGE], INF, [HUGE, HUGE]),
        ([TINY, 0], 1, [TINY, 0]),
        ([3e-200, 4e-200], 5e-201, [3e-201, 4e-201]),
        ([INF, 1], 1, [NAN, 0]),
        ([INF, 1], INF, [INF, 1]),
        ([NAN, 1], 1, [NAN, NAN]),
        ([[3, 4], [0.3, 0.4]], 1, [[0.6, 0.8], [0.3, 0.4]]),
        ([[HUGE, 0], [3, 4]], 10, [[10, 0], [3, 4]]),
    ],
)
def test_edges(g, c, after):
    np.testing.assert_allclose(clip_by_norm(g, c), after, rtol=1e-15, atol=0)


def test_axis():
    got = clip_by_norm([[3, 0], [4, 2]], 1, axis=0)
    np.testing.assert_allclose(got, [[0.6, 0], [0.8, 1]], rtol=1e-15)


def test_the_bound_does_not_decide_the_dtype():
    assert clip_by_norm(np.ones(2, np.float32), np.float64(1)).dtype == np.float32


def test_half_precision_that_would_overflow():
    g = np.full(1000, 100, np.float16)
    np.testing.assert_allclose(clip_by_norm(g, 1.0), 1000**-0.5, rtol=1e-3)


@pytest.mark.parametrize("c", [0, -1, NAN])
def test_refuses_what_is_no_bound(c):
    with pytest.raises(ValueError, match=f"c must be positive, not {c}"):
        clip_by_norm([1.0], c)


@pytest.mark.frameworks
def test_pytorch_adds_a_millionth_to_the_norm():
    """So what it clips is shorter than the bound by a millionth of 1 / norm."""
    torch = importlib.import_module("torch")
    for g, c in gradients(200, decades=1, seed=2):
        if g.ndim == 1:
            parts = np.array_split(g, 2)
            weights = [torch.nn.Parameter(torch.from_numpy(0 * part)) for part in parts]
            for weight, part in zip(weights, parts, strict=True):
                weight.grad = torch.from_numpy(part.copy())
            norm = torch.nn.utils.clip_grad_norm_(weights, max_norm=c)
            theirs = np.concatenate([weight.grad.numpy() for weight in weights])
            assert float(norm) == pytest.approx(l2_norm(g), rel=1e-14)
            expected = g * min(1, c / (l2_norm(g) + 1e-6))
            np.testing.assert_allclose(theirs, expected, rtol=1e-13)
            ours = clip_by_norm(g, c)
            np.testing.assert_allclose(theirs, ours, rtol=1.1e-6 / l2_norm(g))


@pytest.mark.frameworks
@pytest.mark.parametrize(
    ("g", "dtype", "norm", "clipped"),
    [
        ([1000.0] * 1000, "float16", 1000**1.5, [1000**-0.5] * 1000),
        ([3e20, 4e20], "float32", INF, [0, 0]),
        ([1, INF, 2], "float32", INF, [0, NAN, 0]),
        ([1, NAN, 2], "float32", NAN, [NAN, NAN, NAN]),
    ],
)
def test_norms_of_pytorch_beyond_the_range(g, dtype, norm, clipped):
    """It returns the norm before clipping, and sums float16 in float32."""
    torch = importlib.import_module("torch")
    weight = torch.nn.Parameter(torch.zeros(len(g), dtype=getattr(torch, dtype)))
    weight.grad = torch.tensor(g, dtype=weight.dtype)
    returned = torch.nn.utils.clip_grad_norm_([weight], 1.0)
    np.testing.assert_allclose(float(returned), norm, rtol=2e-3)
    np.testing.assert_allclose(weight.grad.float().numpy(), clipped, rtol=2e-3)
