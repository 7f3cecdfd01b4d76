import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.pca import pca
from tests.inputs import for_each, matrices
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan


def samples(cases, **options):
    """Data away from the origin, and how many components to take."""
    rng = np.random.default_rng(1)
    for (X,) in matrices(cases, "nd", sizes=(2, 6), **options):
        shifted = X + rng.normal(size=X.shape[-1]) * np.std(X)
        yield shifted, int(rng.integers(1, min(X.shape[-2] - 1, X.shape[-1]) + 1))


def singles(cases, **options):
    return (case for case in samples(cases, **options) if case[0].ndim == 2)


def values(X):
    """All d singular values of the centred data."""
    centred = X - X.mean(axis=-2, keepdims=True)
    s = for_each(scipy.linalg.svdvals, 2)(centred)
    missing = X.shape[-1] - s.shape[-1]
    return np.concatenate([s, np.zeros((*s.shape[:-1], missing))], axis=-1)


def largest(X):
    """The norm of X bounds what centring and the decomposition round."""
    return np.linalg.norm(X, axis=(-2, -1))


def sensitivity(X, k):
    """A change E of the centred data turns component i by ‖E‖/gap, its nearest σ."""
    s = values(X)
    distance = np.abs(s[..., :, None] - s[..., None, :])
    gap = np.min(distance + np.where(np.eye(s.shape[-1]), INF, 0), axis=-1)
    gap = np.minimum(gap, s)[..., :k]  # one feature alone has no neighbour but 0
    return (largest(X)[..., None] / gap)[..., None]


def mp_covariance(X):
    N, d = X.shape
    X = mpmath.matrix(X.tolist())
    centred = X - mpmath.ones(N, 1) * (mpmath.ones(1, N) * X) / N
    return centred.T * centred / (N - 1), d


def up_to_sign(components):
    return np.abs(np.asarray(components))


EQUIVALENTS = {
    "pca": Equivalent(
        singles(200),
        ulp=40,
        scale=sensitivity,
        # the function returns three arrays, the calls the components alone
        part=lambda out: up_to_sign(out[0] if isinstance(out, tuple) else out),
    ),
}

# in eighths, so that sums are exact
eighths = st.integers(-(10**6), 10**6).map(lambda i: i / 8)
data = arrays(float, (6, 3), elements=eighths)


class TestPca:
    def test_variances(self, verify):
        def oracle(X):
            covariance, _ = mp_covariance(X)
            return list(mpmath.eigsy(covariance, eigvals_only=True))[::-1]

        # centring rounds by ulp of the data, and the square doubles what that does to σ
        verify.function(
            "pca",
            oracle=lambda X, k: for_each(oracle, 2)(X)[..., :k],
            against="mpmath.eigsy",
            inputs=samples(1000),
            part=lambda out: out[2],
            scale=lambda X, _: (
                (largest(X) * values(X)[..., 0])[..., None] / (X.shape[-2] - 1)
            ),
            ulp=40,
        )

    def test_components(self, verify):
        def oracle(X):
            covariance, d = mp_covariance(X)
            _, Q = mpmath.eigsy(covariance)
            columns = [[Q[i, j] for i in range(d)] for j in reversed(range(d))]
            return [[v * mpmath.sign(max(c, key=abs)) for v in c] for c in columns]

        verify.function(
            "pca",
            oracle=lambda X, k: for_each(oracle, 2)(X)[..., :k, :],
            against="mpmath.eigsy",
            inputs=samples(1000, seed=1),
            part=lambda out: out[0],
            scale=sensitivity,
            ulp=40,
        )

    def test_scores_are_the_coordinates(self, verify):
        def coordinates(X, k):
            components = pca(X, k)[0]
            centred = X - X.mean(axis=-2, keepdims=True)
            return centred @ np.swapaxes(components, -2, -1)

        verify.identity(
            "pca",
            left=lambda X, k: pca(X, k)[1],
            right=coordinates,
            inputs=samples(1000),
            scale=lambda X, _: largest(X)[..., None, None],
            ulp=40,
        )

    @given(data)
    def test_scores_have_the_variances_and_are_uncorrelated(self, X):
        _, scores, variances = pca(X, 3)
        slack = 1e-13 * np.var(X, axis=0, ddof=1).sum()
        covariance = scores.T @ scores / 5
        np.testing.assert_allclose(covariance, np.diag(variances), atol=slack, rtol=0)
        np.testing.assert_allclose(scores.sum(axis=0), 0, atol=1e-9)

    @given(data)
    def test_variances_add_to_the_total(self, X):
        total = np.var(X, axis=0, ddof=1).sum()
        variances = pca(X, 3)[2]
        assert np.sum(variances) == pytest.approx(total, rel=1e-12)
        assert np.all(np.diff(variances) <= 0)

    @given(data, arrays(float, 3, elements=eighths))
    def test_does_not_see_where_the_data_are(self, X, shift):
        slack = 1e-9 * (1 + np.abs(X).max())
        np.testing.assert_allclose(
            pca(X + shift, 3)[2], pca(X, 3)[2], rtol=1e-9, atol=slack
        )

    @given(data)
    def test_rebuilds_the_data(self, X):
        components, scores, _ = pca(X, 3)
        np.testing.assert_allclose(
            scores @ components + X.mean(axis=0),
            X,
            atol=1e-13 * np.abs(X).max() + 1e-300,
        )

    @given(data)
    def test_components_are_orthonormal_with_largest_entry_positive(self, X):
        V = pca(X, 3)[0]
        np.testing.assert_allclose(V @ V.T, np.eye(3), atol=1e-14)
        size = np.abs(V)
        top = size > (1 - 1e-6) * np.max(size, axis=1, keepdims=True)
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
            ([1, 2, 3], 1, "X must have two rows or more"),
            ([[1, 2]], 1, "X must have two rows or more"),
            (3, 1, "X must have two rows or more"),
            ([[1, 2], [INF, 3]], 1, "X must be finite"),
            ([[1, 2], [NAN, 3]], 1, "X must be finite"),
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
