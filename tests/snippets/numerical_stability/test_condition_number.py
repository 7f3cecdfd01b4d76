import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from tests.inputs import for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan


def mp_condition(A):
    """The quotient of the singular values, at 50 digits."""
    s = mpmath.svd_r(mpmath.matrix(A.tolist()), compute_uv=False)
    return max(s) / min(s)


@in_units_of("κ₂(A)²")
def squared(A):
    """An ulp of the largest singular value beside the smallest, of their quotient."""
    return np.linalg.cond(A) ** 2


# LAPACK's singular values are good to a few ulp of the largest
CASES = {
    "condition-number": Case(
        partial(matrices, 100, "nn"),
        ulp=16,
        oracle=for_each(mp_condition, ndim=2),
        scale=squared,
        names=("A",),
        ndim=2,
        degree=0,
    ),
}


def of_condition(rng, n, kappa):
    """A random matrix with this condition number."""
    U, V = (np.linalg.qr(rng.normal(size=(n, n)))[0] for _ in range(2))
    return U * np.geomspace(1, 1 / kappa, n) @ V.T


def systems(cases):
    """Matrices of very different condition, right-hand sides, and errors of these."""
    rng = np.random.default_rng(3)
    for _ in range(cases):
        n = rng.integers(1, 7)
        A = of_condition(rng, n, 10 ** rng.uniform(0, 5))
        yield A, rng.normal(size=n), rng.normal(size=n)


def test_mpmath(verify, dtype):
    verify.function(
        "condition-number",
        oracle=for_each(mp_condition, ndim=2),
        against="mpmath.svd_r",
        inputs=matrices(1000, "mn", decades=10, dtype=dtype),
        ulp=16,
        scale=squared,
        names=("A",),
    )


def test_no_error_grows_by_more(verify):
    def holds(condition, A, b, error):
        grows = np.linalg.norm(np.linalg.solve(A, error)) * np.linalg.norm(b)
        size = np.linalg.norm(np.linalg.solve(A, b)) * np.linalg.norm(error)
        return grows <= condition(A) * size * (1 + 1e-9)

    verify.statement(
        "condition-number",
        holds=holds,
        of=np.linalg.cond,
        fails_for=lambda A: np.abs(np.linalg.eigvals(A)).min(),
        inputs=systems(1500),
    )


@in_units_of("κ₂(A)³")
def cubed(A):
    """Rounding AᵀA moves its smallest singular value by an ulp of the largest."""
    return np.linalg.cond(A) ** 3


def test_that_of_the_gram_matrix_is_the_square(verify):
    def independent():
        for (A,) in matrices(2500, "mn", seed=4):
            if A.shape[-2] >= A.shape[-1] and np.all(np.linalg.cond(A) < 1e4):
                yield (A,)

    verify.identity(
        "condition-number",
        left=lambda A: np.sqrt(np.linalg.cond(A.mT @ A)),
        right=np.linalg.cond,
        inputs=independent(),
        ulp=32,
        scale=cubed,
    )


def test_the_worst_case_is_attained():
    rng = np.random.default_rng(0)
    for kappa in (1, 9, 1e4):
        A = of_condition(rng, 5, kappa)
        U, s, Vh = np.linalg.svd(A)
        x, off = np.linalg.solve(A, s[0] * U[:, 0]), np.linalg.solve(A, U[:, -1])
        grows = np.linalg.norm(off) / np.linalg.norm(x) * s[0]
        assert grows == pytest.approx(kappa, rel=1e-9)
        np.testing.assert_allclose(np.abs(x), np.abs(Vh[0]), atol=1e-9)


def test_a_singular_matrix_is_as_near_as_its_reciprocal_says():
    rng = np.random.default_rng(1)
    for kappa in (2, 50, 1e4):
        A = of_condition(rng, 4, kappa)
        U, s, Vh = np.linalg.svd(A)
        change = -s[-1] * np.outer(U[:, -1], Vh[-1])
        assert np.linalg.matrix_rank(A + change, tol=1e-12) == 3
        relative = np.linalg.norm(change, 2) / np.linalg.norm(A, 2)
        assert relative == pytest.approx(1 / kappa, rel=1e-9)


def test_equal_columns_are_within_the_root_of_n_of_the_best_scaling():
    rng = np.random.default_rng(2)
    for _ in range(300):
        n = rng.integers(1, 6)
        A = rng.normal(size=(n, n))
        equal = np.linalg.cond(A / np.linalg.norm(A, axis=0))
        other = np.linalg.cond(A * 10 ** rng.uniform(-2, 2, size=n))
        assert equal <= np.sqrt(n) * other * (1 + 1e-9)


@given(seed=st.integers(0, 1000), n=st.integers(1, 5), c=st.floats(1e-5, 1e5))
def test_properties(seed, n, c):
    """At least 1, the same of the transpose, of multiples, and of rotated matrices."""
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(n, n)) + 3 * np.eye(n)
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    kappa = np.linalg.cond(A)
    assert kappa >= 1 - 1e-12
    for same in (A.T, -c * A, Q @ A, A @ Q, np.linalg.inv(A)):
        assert np.linalg.cond(same) == pytest.approx(kappa, rel=1e-9)
    one = np.linalg.cond(A, 1)
    assert kappa / n * (1 - 1e-9) <= one <= kappa * n * (1 + 1e-9)


@pytest.mark.parametrize(
    ("A", "kappa"),
    [
        ([[7]], 1),
        ([[5, 4], [4, 5]], 9),
        ([[100, 99], [99, 100]], 199),
        ([[1, 0], [0, 1], [0, 0]], 1),
        ([[3, 0, 0], [0, 0, 1]], 3),
        ([[1e-300, 0], [0, 1e300]], INF),
        ([[1e-200, 0], [0, 1e100]], 1e300),
        ([[0]], INF),
        ([[0, 0], [0, 0]], INF),
        ([[1, 0], [0, 0]], INF),
        ([[[2, 0], [0, 1]], [[1, 0], [0, 1]]], [2, 1]),
    ],
)
def test_edges(A, kappa):
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(
            np.linalg.cond(np.array(A, float)), kappa, rtol=1e-12
        )


@pytest.mark.parametrize(
    ("A", "p"), [(np.empty((0, 0)), 2), (np.ones((3, 2)), 1), ([[NAN, 0], [0, 1]], 2)]
)
def test_refuses_what_is_empty_or_nan_and_the_inverse_of_what_is_not_square(A, p):
    with pytest.raises(np.linalg.LinAlgError):
        np.linalg.cond(A, p)


def test_scipy_warns_below_eps():
    with pytest.warns(scipy.linalg.LinAlgWarning, match="rcond"):
        scipy.linalg.solve(scipy.linalg.hilbert(14), np.ones(14))


@pytest.mark.frameworks
def test_the_frameworks_take_the_same_orders():
    torch, jnp = map(importlib.import_module, ("torch", "jax.numpy"))
    A = np.float32([[5, 4], [4, 5]])
    for p in (1, np.inf, "fro"):
        want = np.linalg.cond(A, p)
        for found in (
            torch.linalg.cond(torch.from_numpy(A), p),
            jnp.linalg.cond(A, p),
        ):
            np.testing.assert_allclose(found, want, rtol=1e-5)
