from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.eigenvalues import eigh
from tests.inputs import drawn, for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan


def norm(A):
    return np.linalg.norm(A, 2, axis=(-2, -1))


of_values = in_units_of("‖A‖₂")(lambda A: norm(A)[..., None])
of_matrix = in_units_of("‖A‖₂")(lambda A: norm(A)[..., None, None])


def rounding(size):
    """What a few dozen ulp come to, and a little where numbers are subnormal."""
    return 2e-14 * size + 1e-300


@in_units_of("‖A‖₂ cond(V)")
def sensitivity(A):
    """Bauer and Fike: a change E of A moves an eigenvalue by at most cond(V)‖E‖."""
    condition = np.linalg.cond(for_each(lambda M: scipy.linalg.eig(M)[1], 2)(A))
    return norm(A) * np.minimum(condition, 1e30)


@in_units_of("‖A‖₂ cond(V)")
def sensitivity_in_parts(A):
    return sensitivity(A)[..., None, None]


@in_units_of("‖A‖₂² cond(V)/ρ(A)")
def sensitivity_of_powers(A):
    return sensitivity(A) * norm(A) / spectral_radius(A)


def spectrum(out):
    """Real and imaginary parts, in the order along a line that favours no direction."""
    values = np.asarray(out[0])
    order = np.argsort(values.real + np.sqrt(0.3) * values.imag, axis=-1)
    values = np.take_along_axis(values, order, axis=-1)
    return np.stack([values.real, values.imag], axis=-2)


def spectral_radius(A):
    return np.abs(np.linalg.eigvals(A)).max(axis=-1)


def in_parts(x):
    return np.stack([np.real(x), np.imag(x)])


def exact(x):
    return np.vectorize(mpmath.mpf, otypes=[object])(x)


def mp_eigenvalues(A):
    return [complex(value) for value in mpmath.eig(mpmath.matrix(A.tolist()))[0]]


def mp_radius(A):
    return np.abs(mp_eigenvalues(A)).max()


def mp_spectrum(A):
    return spectrum([for_each(mp_eigenvalues, 2)(A)])


def symmetric(cases, dtype=float, **options):
    for (A,) in matrices(cases, "nn", dtype=dtype, **options):
        yield (np.tril(A) + np.tril(A, -1).mT,)


def rebuilt(out):
    values, Q = map(np.asarray, out[:2])
    return Q * values[..., None, :] @ np.swapaxes(Q, -2, -1)


# the eigenvalues that LAPACK returns are those of A + E, ‖E‖ a few n ulp of ‖A‖; n ≤ 5
CASES = {
    "eigenvalue-equation": Case(
        partial(matrices, 100, "nn"),
        ulp=40,
        part=spectrum,
        oracle=mp_spectrum,
        scale=sensitivity_in_parts,
        names=("A",),
        ndim=2,
        single=frozenset({"scipy"}),
    ),
    "spectral-radius": Case(
        partial(matrices, 100, "nn"),
        ulp=40,
        oracle=for_each(mp_radius, 2),
        scale=sensitivity,
        names=("A",),
        ndim=2,
        single=frozenset({"scipy"}),
    ),
    "spectral-theorem": Case(
        partial(symmetric, 100),
        ulp=40,
        part=rebuilt,
        oracle=lambda A: A,
        scale=of_matrix,
        ndim=2,
        exempt={"float16": "the product of factors is compared, and each is rounded"},
    ),
}

square = arrays(float, (4, 4), elements=st.floats(-1e6, 1e6))
REFUSED = [
    ([[1, 2, 3], [4, 5, 6]], "A must be square"),
    ([[1, 2], [3, 4], [5, 6]], "A must be square"),
    ([[5, 5, 5]], "A must be square"),
    ([1, 2], "ndim < 2"),
    (3, "ndim < 2"),
    (np.zeros((0, 0)), "zero-size array"),
    ([[1, INF], [INF, 1]], "A must be finite"),
    ([[NAN, 0], [0, 1]], "A must be finite"),
    ([np.eye(2), [[NAN, 0], [0, 1]]], "A must be finite"),
]


class TestEigenvalueEquation:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "eigenvalue-equation",
            oracle=mp_spectrum,
            against="mpmath.eig",
            inputs=matrices(1000, "nn", sizes=(1, 3), dtype=dtype),
            part=spectrum,
            scale=sensitivity_in_parts,
            ulp=40,
            names=("A",),
        )

    def test_equation(self, verify):
        # the residual of a unit vector that LAPACK returns is a few n ulp of ‖A‖
        def left(A):
            V = exact(in_parts(np.linalg.eig(A)[1]))
            return in_parts_of_product(exact(A), V)

        def right(A):
            values, V = np.linalg.eig(A)
            return in_parts(V * values[..., None, :])

        def in_parts_of_product(A, V):
            return np.stack([A @ V[0], A @ V[1]])

        verify.identity(
            "eigenvalue-equation",
            left=right,
            right=left,
            inputs=matrices(1000, "nn"),
            scale=of_matrix,
            ulp=40,
        )


class TestSpectralRadius:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "spectral-radius",
            oracle=for_each(mp_radius, 2),
            against="mpmath.eig",
            inputs=matrices(1000, "nn", sizes=(1, 3), dtype=dtype),
            scale=sensitivity,
            ulp=40,
            names=("A",),
        )

    def test_is_the_limit_of_powers(self, verify):
        def limit(A):
            """‖Aᵏ‖^(1/k) for k = 2⁶⁰, by squaring, each power scaled to norm 1."""
            logarithm = 0
            for step in range(61):
                size = norm(A)
                logarithm += np.log(size) / 2**step
                A = A / size[..., None, None]
                A = A @ A
            return np.exp(logarithm)

        # the first squares round by n ulp of ‖A‖²; what later ones add is halved again
        verify.identity(
            "spectral-radius",
            left=spectral_radius,
            right=limit,
            inputs=matrices(1000, "nn", decades=1),
            scale=sensitivity_of_powers,
            ulp=40,
        )

    @given(square)
    def test_is_at_most_the_norm(self, A):
        assert spectral_radius(A) <= norm(A) + rounding(norm(A))

    @given(square, st.integers(-8, 8))
    def test_is_homogeneous(self, A, c):
        A = A + A.T  # eigenvalues of a defective matrix are good to no ulp of ‖A‖
        assert spectral_radius(c * A) == pytest.approx(
            abs(c) * spectral_radius(A), abs=rounding(8 * norm(A))
        )

    @pytest.mark.parametrize(
        ("A", "radius"),
        [
            ([[-3]], 3),
            ([[0, 0], [0, 0]], 0),
            ([[0, 1], [0, 0]], 0),
            ([[0.5, 100], [0, 0.5]], 0.5),
            ([[0, -2], [2, 0]], 2),
            ([[1e300, 0], [0, -3e300]], 3e300),
            ([[1e-320, 0], [0, -3e-320]], 3e-320),
            ([[[1, 0], [0, 2]], [[-5, 0], [0, 2]]], [2, 5]),
        ],
    )
    def test_edges(self, A, radius):
        np.testing.assert_allclose(spectral_radius(A), radius, rtol=1e-15)


class TestEigh:
    def test_mpmath(self, verify, dtype):
        def oracle(A):
            return list(mpmath.eigsy(mpmath.matrix(A.tolist()), eigvals_only=True))

        verify.function(
            "spectral-theorem",
            oracle=for_each(oracle, 2),
            against="mpmath.eigsy",
            inputs=symmetric(1000, dtype, decades=100),
            part=lambda out: out[0],
            scale=of_values,
            ulp=40,
        )

    def test_rebuilds(self, verify):
        verify.identity(
            "spectral-theorem",
            left=lambda A: rebuilt(eigh(A)),
            right=lambda A: A,
            inputs=symmetric(1000),
            scale=of_matrix,
            ulp=40,
        )

    def test_orthonormal(self, verify):
        def gram(A):
            Q = eigh(A)[1]
            return np.swapaxes(Q, -2, -1) @ Q

        verify.identity(
            "spectral-theorem",
            left=gram,
            right=lambda A: np.broadcast_to(np.eye(A.shape[-1]), A.shape),
            inputs=symmetric(1000, seed=1),
            scale=in_units_of("1")(lambda _: 1.0),
            ulp=40,
        )

    @given(square)
    def test_ascends(self, A):
        assert np.all(np.diff(eigh(A + A.T)[0]) >= 0)

    @given(square, st.floats(-1e6, 1e6))
    def test_shift(self, A, c):
        A = A + A.T
        np.testing.assert_allclose(
            eigh(A + c * np.eye(4))[0],
            eigh(A)[0] + c,
            atol=rounding(norm(A) + abs(c)),
            rtol=0,
        )

    @given(square)
    def test_largest_entry_is_positive(self, A):
        Q = eigh(A + A.T)[1]
        entry = Q[np.argmax(np.abs(Q) > (1 - 1e-6) * np.max(np.abs(Q), 0), 0), range(4)]
        assert np.all(entry > 0)

    @pytest.mark.parametrize(
        ("A", "values", "vectors"),
        [
            ([[5]], [5], [[1]]),
            ([[0, 0], [0, 0]], [0, 0], [[1, 0], [0, 1]]),
            ([[4, 0], [0, -1]], [-1, 4], [[0, 1], [1, 0]]),
            ([[1.5e308, 0], [0, -1.5e308]], [-1.5e308, 1.5e308], [[0, 1], [1, 0]]),
            ([[2e-320, 0], [0, 1e-320]], [1e-320, 2e-320], [[0, 1], [1, 0]]),
        ],
    )
    def test_edges(self, A, values, vectors):
        got_values, got_vectors = eigh(A)
        np.testing.assert_allclose(got_values, values, rtol=1e-15, atol=5e-324)
        np.testing.assert_array_equal(got_vectors, vectors)

    @pytest.mark.parametrize(("A", "message"), REFUSED)
    def test_refuses(self, A, message):
        with pytest.raises(ValueError, match=message):
            eigh(A)

    @pytest.mark.parametrize(
        "A",
        [
            [[1, 4], [1, 1]],
            [[1, 2e-8], [0, 1]],
            [[1, 1.5e308], [-1.5e308, 1]],
            np.float32([[1, 4e-4], [0, 1]]),
            np.float16([[1, 4e-2], [0, 1]]),
        ],
    )
    def test_refuses_what_is_not_symmetric(self, A):
        with pytest.raises(ValueError, match="A must be symmetric"):
            eigh(A)

    def test_refuses_a_batch_with_one_that_is_not_symmetric(self):
        with pytest.raises(ValueError, match="A must be symmetric"):
            eigh([[[1e9, 0], [0, 1]], [[1, 1e-6], [0, 1]]])

    def test_a_tolerance_of_nan_is_none(self):
        with pytest.raises(ValueError, match="A must be symmetric"):
            eigh([[1, 1e-9], [0, 1]], rtol=NAN)

    def test_takes_the_mean_of_both_triangles(self):
        values, _ = eigh([[1, 4], [2, 1]], rtol=0.5)
        np.testing.assert_allclose(values, [-2, 4], rtol=1e-15)

    def test_mean_of_what_is_near_the_largest_number(self, floating):
        largest = np.finfo(floating).max / 1.5
        values, _ = eigh(np.array([[0, largest * 1.0001], [largest, 0]]), rtol=0.1)
        np.testing.assert_allclose(
            values, np.array([-1.00005, 1.00005]) * largest, 1e-6
        )

    def test_allows_rounding(self, floating):
        few = 4 * np.finfo(floating).eps
        values, Q = eigh(np.array([[2, 1], [1 + few, 2]], floating))
        assert values.dtype == Q.dtype == floating
        np.testing.assert_allclose(values, [1, 3], rtol=2 * few)

    @given(data=st.data())
    def test_what_is_symmetric_is_not_touched(self, floating, data):
        A = data.draw(drawn(floating, (4, 4)))
        A = np.tril(A) + np.tril(A, -1).mT
        values, Q = eigh(A)
        np.testing.assert_array_equal(values, np.linalg.eigh(A)[0])
        np.testing.assert_array_equal(np.abs(Q), np.abs(np.linalg.eigh(A)[1]))

    def test_half_precision_is_rounded_once(self):
        for (A,) in symmetric(100, np.float16):
            for got, single in zip(eigh(A), eigh(A.astype(np.float32)), strict=True):
                assert got.dtype == np.float16
                np.testing.assert_array_equal(got, single.astype(np.float16))

    def test_a_batch_that_rounding_made_unsymmetric_is_its_items(self, floating):
        rng, eps = np.random.default_rng(12), np.finfo(floating).eps
        batch = (
            rng.normal(size=(3, 4, 4)) * 10.0 ** np.array([12, 0, -12])[:, None, None]
        )
        batch = (batch + batch.mT) * (1 + rng.normal(size=batch.shape) * eps)
        batch = batch.astype(floating)
        for i, item in enumerate(batch):
            for got, want in zip(eigh(batch), eigh(item), strict=True):
                np.testing.assert_array_equal(got[i], want)
