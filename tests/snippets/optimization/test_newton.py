import importlib
from functools import partial
from itertools import pairwise

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.optimization.newton import newton_step
from tests.inputs import for_each
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan


def systems(cases, dtype=float, seed=0):
    """Symmetric positive definite matrices that are well conditioned, and vectors."""
    rng, dtype = np.random.default_rng(seed), np.dtype(dtype)
    low = {"b": 0, "u": 0}.get(dtype.kind, -2)
    for case in range(cases):
        n = rng.integers(1, 7)
        batch = (rng.integers(1, 4),) if case % 4 == 0 else ()
        if dtype.kind == "f":
            B, g = rng.normal(size=(*batch, n, n)), rng.normal(size=(*batch, n))
            g *= 10 ** rng.uniform(-2, 2)
        else:
            B = rng.integers(low, 4, size=(*batch, n, n))
            g = rng.integers(low, 99, size=(*batch, n))
        B = 0 * B if dtype.kind == "b" else B
        yield (B.mT @ B + np.eye(n, dtype=B.dtype)).astype(dtype), g.astype(dtype)


def by_mpmath(H, g):
    H, g = mpmath.matrix(H.tolist()), mpmath.matrix(g.tolist())
    return [-x for x in mpmath.cholesky_solve(H, g)]


@in_units_of("max|Δx| cond(H)")
def conditioned(H, g):
    """The size of the step, by what the condition of H may cost."""
    step = np.linalg.solve(H, g[..., None])[..., 0]
    size = np.max(np.abs(step), axis=-1) * np.linalg.cond(H)
    return size[..., None] * np.ones(g.shape[-1])


CASES = {
    # of six unknowns, each elimination costs a few ulp of what the condition allows
    "newton-step": Case(
        partial(systems, 100),
        ulp=3,
        oracle=for_each(by_mpmath, 2),
        scale=conditioned,
        ndim=(2, 1),
        fixed=("H",),
        single=frozenset({"scipy"}),
    ),
}


def test_mpmath(verify, dtype):
    verify.function(
        "newton-step",
        oracle=for_each(by_mpmath, 2),
        against="mpmath.cholesky_solve",
        inputs=systems(1100, dtype, seed=1),
        ulp=3,
        scale=conditioned,
    )


def test_one_step_is_the_minimum_of_a_quadratic():
    for H, b in systems(100, seed=2):
        if H.ndim == 2:
            x = np.ones(len(b))
            found = scipy.optimize.minimize(
                lambda x, H, b: x @ H @ x / 2 - b @ x,
                x,
                args=(H, b),
                jac=lambda x, H, b: H @ x - b,
                tol=1e-10,
            ).x
            reached = x + newton_step(H, H @ x - b)
            scale = 1e-6 * (1 + np.abs(found).max())
            np.testing.assert_allclose(reached, found, atol=scale)


@given(seed=st.integers(0, 1000), n=st.integers(1, 5))
def test_does_not_depend_on_the_coordinates(seed, n):
    """With x = Az the step in z, taken back to x, is the step in x."""
    rng = np.random.default_rng(seed)
    B, g = rng.normal(size=(n, n)), rng.normal(size=n)
    H, A = B.T @ B + np.eye(n), rng.normal(size=(n, n)) + 3 * np.eye(n)
    there = A @ newton_step(A.T @ H @ A, A.T @ g)
    cost = 1e-13 * np.linalg.cond(A) ** 2 * np.linalg.cond(H) * np.linalg.norm(g)
    np.testing.assert_allclose(there, newton_step(H, g), atol=cost)


@given(seed=st.integers(0, 1000))
def test_goes_downhill(seed):
    ((H, g),) = systems(1, seed=seed)
    assert np.all(np.vecdot(newton_step(H, g), g) <= 0)


def test_converges_quadratically():
    """The minimum of eˣ - 2x is at ln 2; the error is squared, and halved."""
    x, errors = 0.0, []
    for _ in range(4):
        x += newton_step([[np.exp(x)]], [np.exp(x) - 2])[0]
        errors.append(abs(x - np.log(2)))
    for before, after in pairwise(errors):
        assert after == pytest.approx(before**2 / 2, rel=0.2)


@pytest.mark.parametrize(
    ("H", "g", "step"),
    [
        ([[2, 0], [0, 8]], [2, 8], [-1, -1]),
        ([[4]], [0], [0]),
        ([[2, 1], [1, 2]], [3, 3], [-1, -1]),
        ([[2, 1 + 1e-12], [1 - 1e-12, 2]], [3, 3], [-1, -1]),
        ([[1e-300]], [1e-300], [-1]),
        ([[1e300]], [1e-5], [-1e-305]),
        ([[[1]], [[2]]], [[4], [4]], [[-4], [-2]]),
        (np.ones((0, 0)), [], []),
    ],
)
def test_edges(H, g, step):
    np.testing.assert_allclose(newton_step(H, g), step, rtol=1e-14)


@pytest.mark.parametrize(
    ("H", "g", "said"),
    [
        ([[1, 0], [0, -1]], [1, 1], "H must be positive definite"),
        ([[1, 0], [0, 0]], [1, 1], "H must be positive definite"),
        ([[1, 2], [2, 1]], [1, 1], "H must be positive definite"),
        ([[[1]], [[-1]]], [[1], [1]], "H must be positive definite"),
        ([[1, 0], [0, NAN]], [1, 1], "H and g must be finite"),
        ([[1, 0], [0, 1]], [1, INF], "H and g must be finite"),
        ([[1, 0]], [1, 1], r"H and g do not fit: \(1, 2\) and \(2,\)"),
        ([[1, 0], [0, 1]], [1], "H and g do not fit"),
        ([1, 2], [1, 2], "H and g do not fit"),
        (1, 1, "H and g do not fit"),
    ],
)
def test_refuses(H, g, said):
    with pytest.raises(ValueError, match=said):
        newton_step(H, g)


@pytest.mark.frameworks
def test_with_the_hessian_of_pytorch():
    """On logistic regression, gradient and Hessian by hand are those of autodiff."""
    torch = importlib.import_module("torch")
    rng = np.random.default_rng(3)
    X, w = rng.normal(size=(40, 3)), rng.normal(size=3)
    y = (rng.random(40) < 0.5).astype(float)
    p = 1 / (1 + np.exp(-X @ w))
    g, H = X.T @ (p - y), X.T * (p * (1 - p)) @ X
    tX, ty, tw = map(torch.from_numpy, (X, y, w))

    def loss(w):
        logits = tX @ w
        return torch.sum(torch.nn.functional.softplus(logits) - ty * logits)

    autodiff = torch.autograd.functional
    np.testing.assert_allclose(autodiff.jacobian(loss, tw).numpy(), g, rtol=1e-12)
    np.testing.assert_allclose(autodiff.hessian(loss, tw).numpy(), H, rtol=1e-12)


@pytest.mark.frameworks
def test_the_cholesky_factor_of_jax_is_nan_where_there_is_none():
    jnp = importlib.import_module("jax.numpy")
    assert np.isnan(jnp.linalg.cholesky(jnp.array([[1.0, 0], [0, -1]]))).any()
