import importlib
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.inputs import for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan


def systems(cases, dtype=float, seed=0):
    """Systems, single and in batches, of which elimination loses few digits."""
    found = 0
    for A, b in matrices(4 * cases, "nn", "n", dtype=dtype, seed=seed):
        if found < cases and np.linalg.cond(A.astype(float)).max() < 300:
            found += 1
            yield A, b


def mp_solve(A, b):
    solution = mpmath.lu_solve(mpmath.matrix(A.tolist()), mpmath.matrix(b.tolist()))
    return np.array(list(solution), dtype=object)


@in_units_of("|A⁻¹||A||x|")
def reach(A, b):
    """How far a change of A by parts of itself reaches in the solution."""
    inverse = scipy.linalg.inv(A)
    x = np.abs(np.matvec(inverse, b))
    return np.matvec(np.abs(inverse), np.matvec(np.abs(A), x))


# elimination solves a system nearby, whose matrix differs from A by a few roundings of
# |L||U| for each of 5 steps, and with pivoting |L||U| is a few times |A|
SOLUTION = 20
CASES = {
    "linear-solve": Case(
        partial(systems, 100),
        ulp=SOLUTION,
        oracle=for_each(mp_solve, 2),
        scale=reach,
        names=("A", "b"),
        ndim=(2, 1),
        fixed=("A",),
    )
}


@pytest.fixture(scope="session")
def solve(sources):
    return implementation(sources.formulas["linear-solve"], ("A", "b"))


class TestLinearSolve:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "linear-solve",
            oracle=for_each(mp_solve, 2),
            against="mpmath.lu_solve",
            inputs=systems(1000, dtype=dtype),
            ulp=SOLUTION,
            scale=reach,
            names=("A", "b"),
        )

    def test_scipy_by_qr(self, verify, dtype):
        def by_qr(A, b):
            Q, R = scipy.linalg.qr(A)
            return scipy.linalg.solve_triangular(R, Q.T @ b)

        verify.function(
            "linear-solve",
            oracle=for_each(by_qr, 2),
            against="scipy.linalg.solve_triangular",
            inputs=systems(1000, dtype=dtype, seed=1),
            ulp=SOLUTION,
            scale=reach,
            names=("A", "b"),
        )

    @given(arrays(float, (4, 4), elements=st.floats(-1, 1)), st.permutations(range(4)))
    def test_the_order_of_equations_does_not_matter(self, solve, A, order):
        A, b = A + 5 * np.eye(4), np.arange(4.0)  # a dominant diagonal
        order = list(order)
        np.testing.assert_allclose(solve(A[order], b[order]), solve(A, b), atol=1e-14)

    @given(
        arrays(float, (4, 4), elements=st.floats(-1, 1)),
        arrays(float, (4,), elements=st.integers(-9, 9)),
    )
    def test_solves_the_equations(self, solve, A, x):
        A = A + 5 * np.eye(4)
        np.testing.assert_allclose(solve(A, A @ x), x, atol=1e-13)

    @pytest.mark.parametrize(
        ("A", "b", "x"),
        [
            ([[2, 1], [4, 5]], [4, 14], [1, 2]),
            ([[0, 1], [1, 0]], [3, 4], [4, 3]),
            ([[1e-20, 1], [1, 1]], [1, 2], [1, 1]),
            ([[1e200, 0], [0, 1e-200]], [1e200, 3e-200], [1, 3]),
            ([[5e-324]], [5e-324], [1]),
            ([[2]], [0], [0]),
            ([[2]], [NAN], [NAN]),
            ([[2]], [INF], [INF]),
            (np.zeros((0, 0)), np.zeros(0), np.zeros(0)),
            (np.zeros((0, 2, 2)), np.zeros((0, 2)), np.zeros((0, 2))),
            ([[[2]], [[4]]], [[2], [2]], [[1], [0.5]]),
        ],
    )
    def test_edges(self, solve, A, b, x):
        got = solve(np.array(A, float), np.array(b, float))
        np.testing.assert_allclose(got, x, rtol=4e-16, atol=0)

    @pytest.mark.parametrize("A", [[[0.0]], [[1.0, 2.0], [2.0, 4.0]]])
    def test_refuses_a_pivot_of_zero(self, solve, A):
        with pytest.raises(np.linalg.LinAlgError, match="Singular"):
            solve(np.array(A), np.ones(len(A)))

    def test_nearly_singular_goes_unnoticed(self, solve):
        A = np.array([[1.0, 8, 5], [8, 1, 2], [9, 9, 7]])
        assert np.abs(solve(A, np.ones(3))).max() > 1e13
        with pytest.warns(scipy.linalg.LinAlgWarning):
            scipy.linalg.solve(A, np.ones(3))

    @pytest.mark.parametrize(
        ("A", "b"),
        [(np.ones((2, 3)), np.ones(2)), (np.eye(2), np.ones(3))],
    )
    def test_refuses_what_does_not_fit(self, solve, A, b):
        with pytest.raises(ValueError, match=r"must be square|mismatch"):
            solve(A, b)


def random_systems():
    """As many systems as unknowns, where a batch of vectors looks like a matrix."""
    rng = np.random.default_rng(0)
    A, x = rng.normal(size=(3, 3, 3)), rng.normal(size=(3, 3))
    return A, x, np.matvec(A, x)


@pytest.mark.frameworks
class TestBatches:
    def test_pytorch_takes_vectors(self):
        torch = importlib.import_module("torch")
        A, x, b = random_systems()
        got = torch.linalg.solve(torch.from_numpy(A), torch.from_numpy(b))
        np.testing.assert_allclose(got.numpy(), x, rtol=1e-10)

    def test_jax_takes_a_matrix(self):
        jnp = importlib.import_module("jax.numpy")
        A, _, b = random_systems()
        assert jnp.linalg.solve(A, b).shape == np.linalg.solve(A, b).shape == (3, 3, 3)

    def test_neither_notices_what_is_nearly_singular(self):
        torch, jax = map(importlib.import_module, ("torch", "jax"))
        A, b = np.array([[1.0, 8, 5], [8, 1, 2], [9, 9, 7]]), np.ones(3)
        got = torch.linalg.solve(torch.from_numpy(A), torch.from_numpy(b))
        assert np.abs(got.numpy()).max() > 1e13
        with jax.enable_x64(True):  # noqa: FBT003
            assert np.abs(jax.numpy.linalg.solve(A, b)).max() > 1e13

    def test_pytorch_refuses_a_pivot_of_zero_and_jax_does_not(self):
        torch, jnp = map(importlib.import_module, ("torch", "jax.numpy"))
        A, b = np.float32([[1, 2], [2, 4]]), np.ones(2, np.float32)
        with pytest.raises(torch.linalg.LinAlgError, match="singular"):
            torch.linalg.solve(torch.from_numpy(A), torch.from_numpy(b))
        assert not np.isfinite(jnp.linalg.solve(A, b)).all()
