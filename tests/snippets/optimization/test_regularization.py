import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st

from snippets.optimization.regularization import soft_threshold
from tests.inputs import drawn, for_each, vectors
from tests.measure import in_units_of
from tests.verify import Case, called, implementation

INF, NAN = np.inf, np.nan
TINY = 5e-324


def penalised(cases, dtype=float, seed=0):
    """Weights and the strength of their penalty."""
    rng = np.random.default_rng(seed)
    for (w,) in vectors(cases, dtype=dtype, seed=seed):
        yield w, float(10 ** rng.uniform(-4, 1))


def decayed(cases, dtype=float, seed=0):
    """Weights, a learning rate, and a decay of which a step takes a part."""
    rng = np.random.default_rng(seed)
    for (w,) in vectors(cases, dtype=dtype, seed=seed):
        eta = float(10 ** rng.uniform(-4, 0))
        yield w, eta, float(rng.uniform(0, 1)) / eta


def thresholds(cases, dtype=float, decades=6, seed=0):
    """Numbers, and a threshold that some of them exceed."""
    rng = np.random.default_rng(seed)
    for (w,) in vectors(cases, decades=decades, dtype=dtype, seed=seed):
        yield w, float(np.median(np.abs(w.astype(float))) * 10 ** rng.uniform(-1, 0.3))


def squares(w, lam):
    return lam * for_each(lambda w: mpmath.fdot(w, w))(w)


def sizes(w, lam):
    return lam * for_each(lambda w: mpmath.norm(list(w), 1))(w)


def shrunk_by_mpmath(w, eta, lam):
    return mpmath.fsub(1, mpmath.mpf(eta) * mpmath.mpf(lam)) * w.astype(object)


def of_one(w, t):
    return mpmath.sign(w) * max(abs(w) - mpmath.mpf(t), mpmath.mpf(0))


thresholded = np.frompyfunc(of_one, 2, 1)


@in_units_of("the larger of |w| and t")
def larger(w, t):
    return np.maximum(np.abs(w), t)


@in_units_of("|w|")
def size(w, *_):
    return np.abs(w)


CASES = {
    # 12 squares at most, half a unit for each, for each of 11 sums, and for λ
    "l2-regularization": Case(
        partial(penalised, 100),
        ulp=8,
        oracle=squares,
        names=("w", "lam"),
        degree=2,
    ),
    # the product ηλ, the difference and the product with w
    "decoupled-weight-decay": Case(
        partial(decayed, 100),
        ulp=2,
        oracle=shrunk_by_mpmath,
        scale=size,
        names=("w", "eta", "lam"),
    ),
    "l1-regularization": Case(
        partial(penalised, 100), ulp=8, oracle=sizes, names=("w", "lam")
    ),
    # the rounding of t, in float32, and of the difference
    "soft-thresholding": Case(
        partial(thresholds, 100), ulp=1, oracle=thresholded, scale=larger
    ),
}


class TestL2:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "l2-regularization",
            oracle=squares,
            against="mpmath.fdot",
            inputs=penalised(1000, dtype, seed=1),
            ulp=8,
            names=("w", "lam"),
        )

    def test_gradient_by_the_complex_step(self, verify, sources):
        penalty = implementation(sources.formulas["l2-regularization"], ("w", "lam"))

        def gradient(w, lam):
            h = 1e-100
            steps = w[..., None, :] + 1j * h * np.eye(w.shape[-1])
            return penalty(steps, lam).imag / h

        verify.identity(
            "l2-regularization",
            left=gradient,
            right=lambda w, lam: 2 * lam * w,
            inputs=penalised(1000, seed=2),
            ulp=2,
        )

    def test_the_step(self, verify):
        verify.identity(
            "l2-regularization",
            left=lambda w, eta, lam: w - eta * (2 * lam * w),
            right=lambda w, eta, lam: (1 - 2 * eta * lam) * w,
            inputs=decayed(1000, seed=3),
            ulp=6,
            scale=size,
        )

    def test_proved(self, verify):
        eta, lam = sympy.symbols("eta lambda", positive=True)
        w = sympy.Matrix(sympy.symbols("w:5", real=True))
        gradient = [sympy.diff(lam * w.dot(w), each) for each in w]
        pairs = [
            pair
            for each, slope in zip(w, gradient, strict=True)
            for pair in (
                (slope, 2 * lam * each),
                (each - eta * slope, (1 - 2 * eta * lam) * each),
            )
        ]
        verify.proof("l2-regularization", pairs, of="five weights")

    def test_ridge_regression_is_least_squares_with_more_rows(self):
        """Its minimum has zero gradient, and `scipy.optimize` finds no lower one."""
        for X, y in zip(*random_problems(20), strict=True):
            lam, n = 0.3, X.shape[1]
            more = (
                np.vstack([X, lam**0.5 * np.eye(n)]),
                np.concatenate([y, np.zeros(n)]),
            )
            w = np.linalg.lstsq(*more)[0]

            np.testing.assert_allclose(X.T @ (X @ w - y), -lam * w, atol=1e-12)
            found = scipy.optimize.minimize(
                lambda w, X, y: np.sum((X @ w - y) ** 2) + 0.3 * w @ w,
                np.zeros(n),
                args=(X, y),
                tol=1e-10,
            )
            np.testing.assert_allclose(w, found.x, atol=1e-5)

    @pytest.mark.frameworks
    def test_weight_decay_of_pytorch_s_sgd_is_twice_lambda(self):
        torch = importlib.import_module("torch")
        for w, eta, lam in decayed(50, seed=4):
            theirs = torch.nn.Parameter(torch.from_numpy(w.copy()))
            (lam * (theirs**2).sum()).backward()
            np.testing.assert_allclose(theirs.grad.numpy(), 2 * lam * w, rtol=1e-14)
            theirs.grad = torch.zeros_like(theirs)
            torch.optim.SGD([theirs], lr=eta, weight_decay=2 * lam).step()
            after = theirs.detach().numpy()
            scale = 1e-14 * np.abs(w).max()
            np.testing.assert_allclose(after, (1 - 2 * eta * lam) * w, atol=scale)


def random_problems(count):
    rng = np.random.default_rng(9)
    return rng.normal(size=(count, 20, 5)), rng.normal(size=(count, 20))


class TestDecoupled:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "decoupled-weight-decay",
            oracle=shrunk_by_mpmath,
            against="mpmath.fsub",
            inputs=decayed(1000, dtype, seed=5),
            ulp=2,
            scale=size,
            names=("w", "eta", "lam"),
        )

    @given(w=st.floats(-1e6, 1e6), rate=st.floats(0, 1), steps=st.integers(0, 50))
    def test_steps_multiply(self, sources, w, rate, steps):
        decay = implementation(
            sources.formulas["decoupled-weight-decay"], ("w", "eta", "lam")
        )
        after = w
        for _ in range(steps):
            after = decay(after, 0.5, 2 * rate)
        exact = float((1 - mpmath.mpf(rate)) ** steps * w)
        assert after == pytest.approx(exact, rel=1e-13, abs=1e-300)

    @pytest.mark.frameworks
    def test_in_adam_a_penalty_moves_by_the_rate_whatever_lambda_is(self, sources):
        """What the page says: with no other gradient, λ cancels in Adam's quotient."""
        torch = importlib.import_module("torch")
        decay = called(
            sources.formulas["decoupled-weight-decay"], "torch", ("w", "eta", "lam")
        )
        w = torch.tensor([2.0, -0.5], dtype=torch.float64)
        for lam in (0.001, 0.1):
            theirs = torch.nn.Parameter(w.clone())
            theirs.grad = torch.zeros_like(theirs)
            torch.optim.Adam([theirs], lr=0.01, weight_decay=lam).step()
            moved = (theirs.detach() - w).numpy()
            np.testing.assert_allclose(moved, [-0.01, 0.01], rtol=1e-4)
            np.testing.assert_allclose(decay(w, 0.01, lam) / w, 1 - 0.01 * lam)


class TestL1:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "l1-regularization",
            oracle=sizes,
            against="mpmath.norm",
            inputs=penalised(1000, dtype, seed=6),
            ulp=8,
            names=("w", "lam"),
        )

    def test_derivative_off_zero(self, verify):
        def slopes(w, lam):
            size = partial(mpmath.diff, lambda x: mpmath.mpf(lam) * abs(x))
            return np.array([float(size(x)) for x in w])

        inputs = [(w[w != 0][:3], lam) for w, lam in penalised(1300, seed=7)]
        verify.identity(
            "l1-regularization",
            left=lambda w, lam: lam * np.sign(w),
            right=slopes,
            inputs=[(w, lam) for w, lam in inputs if w.size],
            ulp=1,
        )

    def test_a_slope_is_a_subgradient_at_zero_exactly_if_it_is_within_lambda(
        self, verify
    ):
        rng = np.random.default_rng(8)

        def holds(allowed, lam, slope):
            u = rng.normal(size=100)
            touches = np.all(lam * np.abs(u) >= slope * u)
            return touches == allowed(lam, slope)

        inputs = [
            (lam, lam * rng.uniform(-2, 2)) for lam in 10 ** rng.uniform(-3, 3, 1000)
        ]
        verify.statement(
            "l1-regularization",
            holds=holds,
            of=lambda lam, slope: abs(slope) <= lam,
            fails_for=lambda lam, slope: slope <= lam,
            inputs=inputs,
        )

    @pytest.mark.frameworks
    def test_autodiff_is_the_sign_which_at_zero_is_zero(self):
        torch = importlib.import_module("torch")
        w = torch.tensor([-2.0, 0.0, 3.0], requires_grad=True)
        (0.5 * w.abs().sum()).backward()
        np.testing.assert_array_equal(w.grad.numpy(), [-0.5, 0, 0.5])


class TestSoftThreshold:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "soft-thresholding",
            oracle=thresholded,
            against="mpmath.sign",
            inputs=thresholds(1000, dtype, decades=100, seed=9),
            ulp=1,
            scale=larger,
        )

    def test_minimises_the_proximal_objective(self):
        for w, t in thresholds(100, decades=0.5, seed=10):
            for each in np.ravel(w):
                found = scipy.optimize.minimize_scalar(
                    lambda u, w, t: (u - w) ** 2 / 2 + t * abs(u),
                    args=(each, t),
                    bounds=(-abs(each) - 1, abs(each) + 1),
                    options={"xatol": 1e-9},
                ).x
                assert soft_threshold(each, t) == pytest.approx(found, abs=1e-5)

    @given(data=st.data(), t=st.floats(0, 1e6))
    def test_never_takes_numbers_apart(self, floating, data, t):
        a, b = data.draw(drawn(floating)), data.draw(drawn(floating))
        apart = np.abs(soft_threshold(a, t) - soft_threshold(b, t))
        slack = 4 * np.finfo(floating).eps * (np.abs(a) + np.abs(b))
        assert np.all(apart <= np.abs(a - b) + slack)

    @given(data=st.data(), t=st.floats(0, 1e6))
    def test_what_is_within_the_threshold_is_zero_and_nothing_else(
        self, floating, data, t
    ):
        w, t = data.draw(drawn(floating)), floating(t)
        np.testing.assert_array_equal(soft_threshold(w, t) == 0, np.abs(w) <= t)

    @pytest.mark.parametrize(
        ("w", "t", "shrunk"),
        [
            (3.0, 1, 2),
            (-3.0, 1, -2),
            (1.0, 1, 0),
            ([0.5, -0.5], 1, [0, 0]),
            ([], 1, []),
            ([2, -2], 0, [2, -2]),
            ([[3], [-5]], 1, [[2], [-4]]),
            (INF, 1, INF),
            (-INF, 1, -INF),
            (5.0, INF, 0),
            (INF, INF, NAN),
            (NAN, 1, NAN),
            (TINY, 0, TINY),
            (2 * TINY, TINY, TINY),
            (1e308, 1e308, 0),
        ],
    )
    def test_edges(self, w, t, shrunk):
        np.testing.assert_array_equal(soft_threshold(w, t), shrunk)

    def test_zero_has_no_sign(self):
        assert not np.signbit(soft_threshold([-0.5, 0.5], 1)).any()

    @pytest.mark.parametrize("t", [-1, -1e-300, NAN])
    def test_refuses_what_is_no_threshold(self, t):
        with pytest.raises(ValueError, match=f"t must not be negative, but is {t}"):
            soft_threshold([1.0, 2.0], t)

    def test_the_threshold_does_not_decide_the_dtype(self):
        got = soft_threshold(np.ones(2, np.float32), np.float64(0.5))
        assert got.dtype == np.float32


@pytest.mark.frameworks
def test_the_slopes_of_the_absolute_value_at_zero():
    """Zero in PyTorch, and in JAX one."""
    torch, jax = map(importlib.import_module, ("torch", "jax"))
    w = torch.tensor([0.0, -0.0, -1.0], requires_grad=True)
    w.abs().sum().backward()
    assert w.grad.tolist() == [0, 0, -1]
    slopes = jax.grad(lambda w: jax.numpy.sum(jax.numpy.abs(w)))(
        np.array([0.0, -0.0, -1.0])
    )
    assert slopes.tolist() == [1, 1, -1]
