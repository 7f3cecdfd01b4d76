from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.pca import pca
from tests.inputs import FLOATS, for_each, matrices
from tests.measure import in_units_of, ulps
from tests.verify import Case

INF, NAN = np.inf, np.nan


def samples(cases, gap=1e-4, dtype=float, **options):
    """Data away from the origin, and how many components to take.

    The variances are told apart by a `gap`, so that there is one answer up to signs.
    """
    rng = np.random.default_rng(1)
    if dtype == np.float16:
        options["decades"] = 1  # the variances have to be in range as well
    found = 0
    for (X,) in matrices(100 * cases, "nd", sizes=(2, 6), dtype=dtype, **options):
        k = int(rng.integers(1, min(X.shape[-2] - 1, X.shape[-1]) + 1))
        deviation = np.std(X, axis=(-2, -1), keepdims=True)
        moved = rng.normal(size=X.shape[-1]) * deviation * (X.dtype.kind == "f")
        X += moved.astype(dtype)  # noqa: PLW2901 - made for this
        exact = X.astype(float)
        if np.all(gaps(exact, k) > gap * largest(exact)[..., None]):
            yield X, k
            found += 1
        if found == cases:
            return


def values(X):
    """All d singular values of the centred data."""
    centred = X - X.mean(axis=-2, keepdims=True)
    s = for_each(scipy.linalg.svdvals, 2)(centred)
    missing = X.shape[-1] - s.shape[-1]
    return np.concatenate([s, np.zeros((*s.shape[:-1], missing))], axis=-1)


def largest(X):
    """The norm of X bounds what centring and the decomposition round."""
    return np.linalg.norm(X, axis=(-2, -1))


def gaps(X, k):
    """How far each of k singular values lies from its nearest other, or from 0."""
    s = values(X)
    distance = np.abs(s[..., :, None] - s[..., None, :])
    gap = np.min(distance + np.where(np.eye(s.shape[-1]), INF, 0), axis=-1)
    return np.minimum(gap, s)[..., :k]  # one feature alone has no neighbour but 0


@in_units_of("‖X‖/gap(σᵢ)")
def sensitivity(X, k):
    """A change E of the centred data turns component i by ‖E‖/gap, its nearest σ."""
    return (largest(X)[..., None] / gaps(X, k))[..., None]


@in_units_of("‖X‖σ₁/(N − 1)")
def variance_error(X, k):
    """Centring rounds by ulp of the data, and the square doubles what that does to σ."""
    size = (largest(X) * values(X)[..., 0])[..., None] / (X.shape[-2] - 1)
    return np.broadcast_to(size, (*size.shape[:-1], k))


def mp_components(X):
    """Components as rows, and variances, both from the covariance matrix."""
    N, d = X.shape
    X = mpmath.matrix(X.tolist())
    centred = X - mpmath.ones(N, 1) * (mpmath.ones(1, N) * X) / N
    variances, Q = mpmath.eigsy(centred.T * centred / (N - 1))
    rows = [[Q[i, j] for i in range(d)] for j in reversed(range(d))]
    return centred, rows, list(variances)[::-1]


def mp_pca(X, k):
    """What `signless` takes from the result: each a product in which no sign is left."""

    def one(X):
        centred, rows, variances = mp_components(X)
        return [
            [
                *squares(row),
                *(z * v for z in centred * mpmath.matrix(row) for v in row),
                s,
            ]
            for row, s in zip(rows[:k], variances, strict=False)
        ]

    return for_each(one, 2)(X)


def squares(row):
    return [x * y for x in row for y in row]


def signless(out):
    """Components times themselves, scores times components, and variances, by component."""
    components, scores, variances = map(np.asarray, out)
    with_scores = scores.mT[..., :, None] * components[..., None, :]
    with_itself = components[..., :, None] * components[..., None, :]
    parts = [x.reshape(*variances.shape, -1) for x in (with_itself, with_scores)]
    return np.concatenate([*parts, variances[..., None]], axis=-1)


@in_units_of("‖X‖/gap(σᵢ), times ‖X‖ for scores, or ‖X‖σ₁/(N − 1)")
def signless_error(X, k):
    """Of each of these: the turn of a component, that times the scores, and a variance's."""
    N, d = X.shape[-2:]
    turn = sensitivity(X, k)
    size = largest(X)[..., None, None]
    parts = [turn, turn * size, variance_error(X, k)[..., None]]
    return np.concatenate(np.broadcast_arrays(*parts), axis=-1).repeat(
        [d * d, N * d, 1], axis=-1
    )


CASES = {
    # a product of two turns as much as both, by some rotations of up to six entries each
    "pca": Case(
        partial(samples, 100, gap=0.02),
        ulp=40,
        oracle=mp_pca,
        scale=signless_error,
        part=signless,
        ndim=2,
        degree=2,
        exempt={"float16": "its part multiplies what has already been rounded"},
    ),
}

# in eighths, so that sums are exact
eighths = st.integers(-(10**6), 10**6).map(lambda i: i / 8)
small_eighths = st.integers(-(10**3), 10**3).map(lambda i: i / 8)


def drawn_data(floating):
    """Data in eighths, of which sums are exact in either type."""
    elements = eighths if floating == np.float64 else small_eighths
    return arrays(floating, (6, 3), elements=elements)


data = st.data()


class TestPca:
    def test_variances(self, verify, dtype):
        verify.function(
            "pca",
            oracle=lambda X, k: for_each(lambda X: mp_components(X)[2], 2)(X)[..., :k],
            against="mpmath.eigsy",
            inputs=samples(1000, gap=0, decades=100, dtype=dtype),
            part=lambda out: out[2],
            scale=variance_error,
            ulp=40,
        )

    def test_components(self, verify, dtype):
        def oracle(X):
            _, rows, _ = mp_components(X)
            return [[v * mpmath.sign(largest_of(row)) for v in row] for row in rows]

        def largest_of(row):
            """The first of those that are equal up to half of the digits."""
            eps = np.finfo(dtype if dtype in FLOATS else float).eps
            top = max(map(abs, row)) * (1 - np.sqrt(eps))
            return next(x for x in row if abs(x) > top)

        verify.function(
            "pca",
            oracle=lambda X, k: for_each(oracle, 2)(X)[..., :k, :],
            against="mpmath.eigsy",
            inputs=samples(1000, seed=1, decades=100, dtype=dtype),
            part=lambda out: out[0],
            scale=sensitivity,
            ulp=40,
        )

    def test_float16_is_computed_in_float32(self):
        """To one rounding, with the signs that float32 gives."""
        for X, k in samples(100, gap=0.02, dtype=np.float16):
            wanted = pca(X.astype(np.float32), k)
            for got, want in zip(pca(X, k), wanted, strict=True):
                assert got.dtype == np.float16
                assert ulps(got, want) <= 0.51

    def test_the_mean_of_many_samples_keeps_its_digits(self):
        """Added up in float32, a mean of 300 would be off by more than the deviations."""
        rng = np.random.default_rng(0)
        X = (300 + 0.01 * rng.normal(size=(300_000, 2))).astype(np.float32)
        assert pca(X, 2)[2] == pytest.approx(pca(X.astype(float), 2)[2], rel=1e-3)

    def test_scores_are_the_coordinates(self, verify, floating):
        def coordinates(X, k):
            components = pca(X, k)[0]
            centred = X - X.mean(axis=-2, keepdims=True)
            return centred @ np.swapaxes(components, -2, -1)

        verify.identity(
            "pca",
            left=lambda X, k: pca(X, k)[1],
            right=coordinates,
            inputs=samples(1000, dtype=floating),
            scale=in_units_of("‖X‖")(lambda X, _: largest(X)[..., None, None]),
            ulp=40,
        )

    @given(data=data)
    def test_scores_have_the_variances_and_are_uncorrelated(self, floating, data):
        X = data.draw(drawn_data(floating))
        _, scores, variances = pca(X, 3)
        eps = np.finfo(floating).eps
        slack = 500 * eps * np.sum(X.astype(float) ** 2)
        covariance = scores.T @ scores / 5
        np.testing.assert_allclose(covariance, np.diag(variances), atol=slack, rtol=0)
        size = 100 * eps * np.abs(X).max()
        np.testing.assert_allclose(scores.sum(axis=0), 0, atol=size)

    @given(data=data)
    def test_variances_add_to_the_total(self, floating, data):
        X = data.draw(drawn_data(floating))
        total = np.var(X, axis=0, ddof=1, dtype=float).sum()
        variances, eps = pca(X, 3)[2], np.finfo(floating).eps
        slack = float(100 * eps * np.sum(X.astype(float) ** 2))
        assert np.sum(variances) == pytest.approx(total, abs=slack)
        assert np.all(np.diff(variances) <= 0)

    @given(data=data)
    def test_does_not_see_where_the_data_are(self, floating, data):
        X = data.draw(drawn_data(floating))
        shift = data.draw(drawn_data(floating))[0]
        eps = np.finfo(floating).eps
        slack = 500 * eps * np.sum((np.abs(X) + np.abs(shift)).astype(float) ** 2)
        np.testing.assert_allclose(
            pca(X + shift, 3)[2], pca(X, 3)[2], rtol=0, atol=slack
        )

    @given(data=data)
    def test_rebuilds_the_data(self, floating, data):
        X = data.draw(drawn_data(floating))
        components, scores, _ = pca(X, 3)
        slack = 100 * np.finfo(floating).eps * np.abs(X).max()
        np.testing.assert_allclose(
            scores @ components + X.mean(axis=0), X, atol=slack, rtol=0
        )

    @given(data=data)
    def test_components_are_orthonormal_with_largest_entry_positive(
        self, floating, data
    ):
        V = pca(data.draw(drawn_data(floating)), 3)[0]
        eps = np.finfo(floating).eps
        np.testing.assert_allclose(V @ V.T, np.eye(3), atol=50 * eps)
        size = np.abs(V)
        top = size > (1 - np.sqrt(eps)) * np.max(size, axis=1, keepdims=True)
        assert np.all(V[range(3), np.argmax(top, axis=1)] > 0)

    @pytest.mark.parametrize(
        ("X", "components", "scores", "variances"),
        [
            ([[0], [2]], [[1]], [[-1], [1]], [2]),
            ([[5, 0], [5, 3], [5, 6]], [[0, 1]], [[-3], [0], [3]], [9]),
            ([[0, 0], [-3, -4]], [[0.6, 0.8]], [[2.5], [-2.5]], [12.5]),
            ([[3e150, 0], [-3e150, 0]], [[1, 0]], [[3e150], [-3e150]], [1.8e301]),
            ([[3e-150, 0], [-3e-150, 0]], [[1, 0]], [[3e-150], [-3e-150]], [1.8e-299]),
            (
                [[[0], [2]], [[6], [0]]],
                [[[1]], [[1]]],
                [[[-1], [1]], [[3], [-3]]],
                [[2], [18]],
            ),
        ],
    )
    def test_edges(self, X, components, scores, variances):
        wanted = (components, scores, variances)
        for got, want in zip(pca(X, 1), wanted, strict=True):
            np.testing.assert_allclose(got, want, rtol=1e-15, atol=0)

    def test_data_without_variance(self):
        _, scores, variances = pca([[4, 4], [4, 4], [4, 4]], 2)
        np.testing.assert_array_equal(scores, np.zeros((3, 2)))
        np.testing.assert_array_equal(variances, [0, 0])

    def test_equal_entries_up_to_rounding(self):
        """(1, -1)/√2 begins with the positive entry, whatever its last bits."""
        for off in (1 - 1e-9, 1, 1 + 1e-9):
            assert pca([[1, -off], [-1, off], [0, 0]], 1)[0][0, 0] > 0

    def test_keeps_what_the_covariance_loses(self):
        X = [[1, 1], [-1, -1], [1e-9, -1e-9], [-1e-9, 1e-9]]
        np.testing.assert_allclose(pca(X, 2)[2], [4 / 3, 4e-18 / 3], rtol=1e-6)

    @pytest.mark.parametrize(
        ("X", "k", "message"),
        [
            ([1, 2, 3], 1, "X must be finite, of shape"),
            ([[1, 2]], 1, "X must be finite, of shape"),
            (3, 1, "X must be finite, of shape"),
            ([[1, 2], [INF, 3]], 1, "X must be finite, of shape"),
            ([[1, 2], [NAN, 3]], 1, "X must be finite, of shape"),
            ([[1, 2], [3, 4], [5, 7]], 0, "k must be from 1"),
            ([[1, 2], [3, 4], [5, 7]], 3, "k must be from 1"),
            ([[1, 2, 3], [3, 4, 5]], 2, "k must be from 1"),
            ([[1, 2], [3, 4], [5, 7]], 1.5, "k must be from 1"),
            (np.zeros((2, 0)), 1, "k must be from 1"),
        ],
    )
    def test_refuses(self, X, k, message):
        with pytest.raises(ValueError, match=message):
            pca(X, k)
