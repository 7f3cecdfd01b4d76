from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from snippets.linear_algebra.orthogonal_matrices import (
    is_orthogonal_matrix,
    is_rotation,
)
from tests.inputs import for_each
from tests.verify import Case

INF, NAN = np.inf, np.nan
angles = st.floats(-100, 100)


def orthogonal(cases, *, group=scipy.stats.ortho_group, seed=0):
    """Orthogonal matrices of SciPy's making; every fourth is a batch."""
    rng = np.random.default_rng(seed)
    for case in range(cases):
        n, count = rng.integers(2, 7), rng.integers(2, 4)
        size = count if case % 4 == 0 else 1
        yield group.rvs(n, size=size, random_state=rng)


def nearly_orthogonal(cases, dtype=float, *, clear=False, seed=0):
    """The same; every other one is disturbed, and half of these too much.

    The threshold is √ε, about 1.5e-8 in float64 and 3.5e-4 in float32, and the answer is
    clear on both sides of it; if `clear`, for every dtype. Of whole numbers, only
    permutations with signs are orthogonal.
    """
    rng, dtype = np.random.default_rng(seed), np.dtype(dtype)
    if dtype.kind != "f":
        yield from permutations(cases, dtype)
        return
    limit = np.log10(np.finfo(dtype).eps) / 2
    for case, Q in enumerate(orthogonal(cases, seed=seed)):
        low, high = (-15, limit - 1.5) if case % 8 < 4 else (limit + 1.8, 3)
        low = max(low, -0.5) if clear and case % 8 >= 4 else low
        size = 10 ** rng.uniform(low, high) * (case % 2)
        disturbance = rng.normal(size=Q.shape)
        norm = np.linalg.norm(disturbance, axis=(-2, -1), keepdims=True)
        yield ((Q + size * disturbance / norm).astype(dtype),)


def permutations(cases, dtype):
    """Of every four, one has an entry too many."""
    rng = np.random.default_rng(5)
    found = set()
    while (case := len(found)) < cases:
        n = rng.integers(2, 7)
        Q = np.eye(n)[rng.permutation(n)]
        if dtype.kind == "i":
            Q *= rng.choice([-1, 1], n)
        if case % 4 == 1:
            Q[rng.integers(n), rng.integers(n)] += 3
        Q = (np.stack([Q, Q.T]) if case % 3 == 0 else Q).astype(dtype)
        if Q.tobytes() not in found:
            found.add(Q.tobytes())
            yield (Q,)


def mp_defect(Q):
    Q = mpmath.matrix(Q.tolist())
    return mpmath.norm(list(Q.T * Q - mpmath.eye(Q.rows)))


def rotation(angle):
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


OF_ITS_OWN_TYPE = "a matrix is held to the rounding of its own type, and its copy in float64 to that of float64"
CASES = {
    "orthogonal-matrix": Case(
        partial(nearly_orthogonal, 100, clear=True),
        ulp=0,
        oracle=for_each(lambda Q: mp_defect(Q) <= 0.1, 2),
        ndim=2,
        exempt=dict.fromkeys(("float32", "float16"), OF_ITS_OWN_TYPE),
    )
}


class TestIsOrthogonalMatrix:
    def test_mpmath(self, verify, dtype):
        digits = 23 if dtype == np.float32 else 52
        threshold = mpmath.sqrt(mpmath.mpf(2) ** -digits)
        verify.function(
            "orthogonal-matrix",
            oracle=for_each(lambda Q: mp_defect(Q) <= threshold, ndim=2),
            against="mpmath.norm",
            inputs=nearly_orthogonal(1000, dtype),
            ulp=0,
        )

    def test_both_answers_occur(self, dtype):
        inputs = nearly_orthogonal(1000, dtype)
        answers = [np.all(is_orthogonal_matrix(Q)) for (Q,) in inputs]
        assert sum(answers) == 750

    def test_half_precision(self):
        for (Q,) in nearly_orthogonal(400, np.float16):
            near = (
                np.linalg.norm(
                    np.abs(Q.mT.astype(float) @ Q) - np.eye(Q.shape[-1]), axis=(-2, -1)
                )
                < 0.03
            )
            np.testing.assert_array_equal(is_orthogonal_matrix(Q), near)

    def test_length_is_kept(self, verify):
        # n ≤ 6 products and the rounding of Q's own entries, each a few ulp of ‖x‖
        rng = np.random.default_rng(2)
        verify.identity(
            "orthogonal-matrix",
            left=lambda Q, x: np.linalg.norm((Q @ x[..., None])[..., 0], axis=-1),
            right=lambda _, x: np.linalg.norm(x, axis=-1),
            inputs=((Q, rng.normal(size=Q.shape[:-1])) for Q in orthogonal(1000)),
            ulp=16,
        )

    @given(angles, angles)
    def test_products_and_transposes_are_orthogonal(self, first, second):
        reflection = np.diag([1, -1])
        Q = rotation(first) @ reflection @ rotation(second)
        assert is_orthogonal_matrix(Q, rtol=1e-14)
        assert is_orthogonal_matrix(Q.T, rtol=1e-14)

    @given(st.floats(1e-7, 1e3), st.sampled_from([-1, 1]))
    def test_a_stretched_one_is_not(self, excess, sign):
        assert not is_orthogonal_matrix(sign * (1 + excess) * np.eye(3))

    @pytest.mark.parametrize(
        ("Q", "answer"),
        [
            (np.eye(3), True),
            (np.zeros((0, 0)), True),
            (np.eye(3, dtype=int)[[2, 0, 1]], True),
            (np.array([[0, 1], [1, 0]], dtype=bool), True),
            ([[-1]], True),
            (np.zeros((2, 2)), False),
            ([[1, 1], [-1, 1]], False),
            ([[1, 0], [1, 0]], False),
            ([[1, 2], [0, 1]], False),
            ([[1, -2], [0, 1]], False),
            ([[1e300, 0], [0, 1]], False),
            ([[1e-300, 0], [0, 1]], False),
            ([[INF, 0], [0, 1]], False),
            ([[-INF, 0], [0, 1]], False),
            ([[NAN, 0], [0, 1]], False),
            ([np.eye(2), np.ones((2, 2))], [True, False]),
            (rotation(1.0).astype(np.float32), True),
            (rotation(1.0).astype(np.float16), True),
            (rotation(1.0).astype(np.float32).astype(float), False),
        ],
    )
    def test_edges(self, Q, answer):
        np.testing.assert_array_equal(is_orthogonal_matrix(Q), answer)

    def test_tolerance(self):
        # ‖QᵀQ − I‖ is 0.21 exactly, but for rounding
        assert is_orthogonal_matrix([[0, 1], [1, 0]], rtol=0)
        assert is_orthogonal_matrix([[1.1]], rtol=0.2101)
        assert not is_orthogonal_matrix([[1.1]], rtol=0.2099)
        assert not is_orthogonal_matrix(1.1 * np.eye(2), rtol=0.2101)
        # the default is half of the digits, 1.49e-8
        assert is_orthogonal_matrix([[1 + 0.74e-8]])
        assert not is_orthogonal_matrix([[1 + 0.76e-8]])
        assert is_orthogonal_matrix(np.float32([[1 + 1.7e-4]]))
        assert not is_orthogonal_matrix(np.float32([[1 + 1.8e-4]]))

    @pytest.mark.parametrize("rtol", [-1e-9, 1, 2, NAN])
    @pytest.mark.parametrize("test", [is_orthogonal_matrix, is_rotation])
    def test_refuses_what_is_no_tolerance(self, test, rtol):
        with pytest.raises(ValueError, match="rtol must lie between 0 and 1"):
            test([[1]], rtol)

    @pytest.mark.parametrize("test", [is_orthogonal_matrix, is_rotation])
    @pytest.mark.parametrize("Q", [1, [1, 0], np.eye(3)[:, :2], np.eye(3)[:2]])
    def test_refuses_what_is_not_square(self, test, Q):
        with pytest.raises(ValueError, match=r"Q must be square|ndim < 2"):
            test(Q)


class TestIsRotation:
    def test_scipy_s_rotations_are_and_their_reflections_are_not(self):
        for Q in orthogonal(1000, group=scipy.stats.special_ortho_group, seed=3):
            assert np.all(is_rotation(Q))
            mirrored = Q * np.where(np.arange(Q.shape[-1]) == 0, -1, 1)
            assert np.all(is_orthogonal_matrix(mirrored))
            assert not np.any(is_rotation(mirrored))

    @given(angles, angles)
    def test_two_reflections_make_a_rotation(self, first, second):
        mirror = rotation(first) @ np.diag([1, -1])
        other = rotation(second) @ np.diag([1, -1])
        assert not is_rotation(mirror)
        assert is_rotation(mirror @ other)

    @pytest.mark.parametrize(
        ("Q", "answer"),
        [
            (np.eye(3), True),
            (-np.eye(2), True),
            (-np.eye(3), False),
            (np.diag([1, -1]), False),
            (np.eye(3, dtype=int)[[2, 0, 1]], True),
            (np.eye(3, dtype=int)[[1, 0, 2]], False),
            (2 * np.eye(2), False),
            ([[INF, 0], [0, 1]], False),
            ([[NAN, 0], [0, 1]], False),
            (np.zeros((0, 0)), True),
            ([np.eye(2), np.diag([1, -1]), np.ones((2, 2))], [True, False, False]),
            (rotation(1.0).astype(np.float16), True),
            (rotation(1.0).astype(np.float32), True),
            (rotation(1.0).astype(np.float32).astype(float), False),
        ],
    )
    def test_edges(self, Q, answer):
        np.testing.assert_array_equal(is_rotation(Q), answer)

    def test_any_magnitude_beside_a_rotation(self, floating):
        """Without a warning, though no determinant of the others is in range."""
        limits = np.finfo(floating)
        for size in (limits.max, limits.tiny, limits.smallest_subnormal, INF, NAN):
            batch = np.stack([np.eye(3), np.full((3, 3), size), np.diag([size] * 3)])
            answers = is_rotation(batch.astype(floating))
            np.testing.assert_array_equal(answers, [True, False, False])

    def test_is_orthogonal_of_determinant_1(self, dtype):
        for (Q,) in nearly_orthogonal(400, dtype):
            positive = np.linalg.det(Q.astype(float)) > 0
            wanted = is_orthogonal_matrix(Q) & positive
            np.testing.assert_array_equal(is_rotation(Q), wanted)

    def test_tolerance(self):
        assert not is_rotation(1.001 * np.eye(2))
        assert is_rotation(1.001 * np.eye(2), rtol=0.01)
