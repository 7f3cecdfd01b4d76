from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.losses.linear_regression import least_squares
from tests.inputs import vectors
from tests.measure import in_units_of
from tests.pages import SOURCES
from tests.verify import Case, called

INF, NAN = np.inf, np.nan
FOUR = frozenset({"numpy", "scipy", "torch", "jax"})


def models(cases, **kwargs):
    """Weights, features, biases and targets."""
    for w, x, ends in vectors(cases, count=3, decades=2, **kwargs):
        yield w, x, np.asarray(ends[..., 0]), np.asarray(ends[..., -1] - 1, w.dtype)


def mp_gradient(w, x, b, y):
    if w.ndim > 1:
        return np.array([mp_gradient(*each) for each in zip(w, x, b, y, strict=True)])
    w, x = ([mpmath.mpf(a) for a in each] for each in (w, x))
    r = mpmath.mpf(float(y)) - mpmath.fdot(w, x) - mpmath.mpf(float(b))
    return np.array([-2 * r * a for a in x])


@in_units_of("(|y| + |b| + Σ |wᵢxᵢ|) |x|")
def terms(w, x, b, y):
    sizes = np.abs(y) + np.abs(b) + np.sum(np.abs(w * x), axis=-1)
    return sizes[..., np.newaxis] * np.abs(x)


def data_sets(cases, dtype=float, seed=0):
    """Data of full rank with a moderate condition; every fourth is a batch."""
    rng = np.random.default_rng(seed)
    dtype = np.dtype(dtype)
    for case in range(cases):
        d = rng.integers(1, 5)
        shape = (*([rng.integers(1, 4)] * (case % 4 == 0)), d + rng.integers(7), d)
        X, y = rng.normal(size=shape), rng.normal(size=shape[:-1])
        X[..., :d, :] += 3 * np.eye(d)
        if dtype.kind != "f":
            X, y = 10 * np.abs(X), 10 * np.abs(y)
        yield X.astype(dtype), y.astype(dtype)


def mp_least_squares(X, y):
    if X.ndim > 2:
        return np.array([mp_least_squares(*each) for each in zip(X, y, strict=True)])
    A, b = mpmath.matrix(X.tolist()), mpmath.matrix(y.tolist())
    return np.array([*mpmath.lu_solve(A, b)])


@in_units_of("κ (max|w| + κ max|r|/‖X‖)")
def conditioned(X, y):
    """What rounding the data may change of the solution (Higham, theorem 20.1)."""
    s = np.linalg.svd(X, compute_uv=False)
    w = np.matvec(np.linalg.pinv(X), y)
    r = np.max(np.abs(y - np.matvec(X, w)), axis=-1)
    kappa = s[..., 0] / s[..., -1]
    scale = kappa * (np.max(np.abs(w), axis=-1) + kappa * r / s[..., 0])
    return scale[..., np.newaxis] * np.ones(w.shape)


CASES = {
    # a dot product of 12
    "mse-gradient-linear": Case(
        partial(models, 100),
        ulp=8,
        oracle=mp_gradient,
        scale=terms,
        names=("w", "x", "b", "y"),
    ),
    # backward stable: some dozens of roundings of the data in an SVD
    "normal-equations": Case(
        partial(data_sets, 100),
        ulp=64,
        oracle=mp_least_squares,
        scale=conditioned,
        ndim=(2, 1),
        fixed=("X",),
        single=FOUR,
    ),
}


class TestGradient:
    def test_mpmath(self, verify, floating):
        verify.function(
            "mse-gradient-linear",
            oracle=mp_gradient,
            against="mpmath.fdot",
            inputs=models(1200, dtype=floating),
            ulp=8,
            scale=terms,
            names=("w", "x", "b", "y"),
        )

    def test_complex_step(self):
        names = ("w", "x", "b", "y")
        gradient = called(SOURCES.formulas["mse-gradient-linear"], "numpy", names)
        for w, x, b, y in models(200):
            if w.ndim == 1:
                moved = w + 1e-200j * np.eye(len(w))
                step = ((y - moved @ x - b) ** 2).imag / 1e-200
                atol = 1e-14 * terms(w, x, b, y).max()
                np.testing.assert_allclose(gradient(w, x, b, y), step, atol=atol)
                by_bias = ((y - w @ x - (b + 1e-200j)) ** 2).imag / 1e-200
                assert by_bias == pytest.approx(-2 * (y - w @ x - b), rel=1e-12)

    @pytest.mark.frameworks
    def test_autodiff_of_the_bias(self):
        import jax  # noqa: PLC0415 - of an environment of its own

        with jax.enable_x64(True):  # noqa: FBT003
            for w, x, b, y in models(50):
                if w.ndim == 1:
                    slope = jax.grad(lambda b: (y - w @ x - b) ** 2)(float(b))  # noqa: B023
                    want = -2 * (y - w @ x - b)
                    assert float(slope) == pytest.approx(want, rel=1e-9, abs=1e-9)


class TestLeastSquares:
    def test_mpmath(self, verify, floating):
        verify.function(
            "normal-equations",
            oracle=mp_least_squares,
            against="mpmath.lu_solve",
            inputs=data_sets(1000, floating),
            ulp=64,
            scale=conditioned,
        )

    def test_scipy_where_many_fit(self):
        rng = np.random.default_rng(1)
        for _ in range(100):
            N, d, rank = rng.integers(1, 8, size=3)
            X = rng.normal(size=(N, rank)) @ rng.normal(size=(rank, d))
            y = rng.normal(size=N)
            want = scipy.linalg.lstsq(X, y)[0]
            np.testing.assert_allclose(least_squares(X, y), want, rtol=1e-6, atol=1e-9)

    @given(seed=st.integers(0, 10**6))
    def test_the_residual_is_orthogonal_to_the_columns(self, seed):
        (X, y), *_ = data_sets(1, seed=seed)
        r = y - np.matvec(X, least_squares(X, y))
        np.testing.assert_allclose(np.matvec(X.mT, r), 0, atol=1e-12)

    @pytest.mark.parametrize(
        ("X", "y", "w"),
        [
            ([[2]], [6], [3]),
            ([[0, 1], [1, 1], [2, 1]], [1, 2, 4], [1.5, 5 / 6]),
            ([[1, 1]], [2], [1, 1]),
            ([[1, 1], [1, 1]], [2, 2], [1, 1]),
            (np.zeros((3, 2)), [1, 2, 3], [0, 0]),
            ([[1e200], [1e200]], [2e200, 2e200], [2]),
            (np.zeros((2, 0)), [1, 2], []),
            (np.zeros((0, 2)), [], [0, 0]),
        ],
    )
    def test_edges(self, X, y, w):
        np.testing.assert_allclose(least_squares(X, y), w, rtol=1e-14, atol=1e-15)

    @pytest.mark.parametrize("y", [0, [1, 2], [[1], [2], [3]]])
    def test_refuses_targets_that_do_not_fit(self, y):
        with pytest.raises(ValueError, match=r"y must have the shape \(3,\)"):
            least_squares(np.ones((3, 2)), y)
