from functools import partial

import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.linear_algebra.linear_maps import matrix_of
from tests.inputs import matrices, vectors
from tests.verify import Case


class MultipleAndDifference:
    """The multiple of each component but the first, less the one before it."""

    def __init__(self, c):
        self.c = c

    def __call__(self, x):
        return self.c * x[1:] - x[:-1]


def multiples_and_differences(cases, dtype):
    """Maps made of what NumPy and PyTorch both can do to a vector."""
    rng = np.random.default_rng(3)
    for _ in range(cases):
        c, n = float(dtype(rng.normal())), int(rng.integers(2, 8))
        yield MultipleAndDifference(c), n


def differences(f, n):
    """The matrix of such a map, from its coefficient."""
    return f.c * np.eye(n - 1, n, 1) - np.eye(n - 1, n)


OF_MAPS = "the arguments are a map and a number, and no arrays"
CASES = {
    "linear-map": Case(
        partial(multiples_and_differences, 100),
        ulp=0,
        oracle=differences,
        exempt=dict.fromkeys(
            ("float32", "float16", "integers", "batches", "memory"), OF_MAPS
        ),
    )
}

entries = st.floats(-1e6, 1e6)


class Product:
    """x ↦ Ax, with the matrix at hand."""

    def __init__(self, matrix):
        self.matrix = matrix

    def __call__(self, x):
        return self.matrix @ x


class Convolution:
    """x ↦ k * x, with the kernel at hand."""

    def __init__(self, kernel):
        self.kernel = kernel

    def __call__(self, x):
        return np.convolve(self.kernel, x)


def convolutions():
    rng = np.random.default_rng(6)
    for (kernel,) in vectors(1400):
        if kernel.ndim == 1:
            yield Convolution(kernel), int(rng.integers(1, 9))


def products():
    for (A,) in matrices(1400, "mn", sizes=(1, 12)):
        if A.ndim == 2:
            yield Product(A), A.shape[1]


def relu(x):
    return np.maximum(x, 0)


def relu_in_place(x):
    x[x < 0] = 0
    return x


def test_matrix(verify):
    verify.definition("matrix")


class TestMatrixOf:
    # a product with a unit vector adds zeros to one entry: nothing is rounded

    def test_of_a_convolution(self, verify):
        verify.function(
            "linear-map",
            oracle=lambda f, n: scipy.linalg.convolution_matrix(f.kernel, n),
            against="scipy.linalg.convolution_matrix",
            inputs=convolutions(),
            ulp=0,
        )

    def test_of_a_product(self, verify):
        def dense(f, n):
            return scipy.sparse.linalg.aslinearoperator(f.matrix).matmat(np.eye(n))

        verify.function(
            "linear-map",
            oracle=dense,
            against="scipy.sparse.linalg.aslinearoperator",
            inputs=products(),
            ulp=0,
        )

    def test_of_the_cosine_transform(self):
        C = matrix_of(scipy.fft.dct, 8)
        k, j = np.mgrid[:8, :8]
        np.testing.assert_allclose(
            C, 2 * np.cos(np.pi * k * (2 * j + 1) / 16), atol=1e-14
        )

    @given(
        st.tuples(st.integers(0, 4), st.integers(0, 4)).flatmap(
            lambda shape: arrays(float, shape, elements=entries)
        )
    )
    def test_gives_back_every_matrix(self, A):
        np.testing.assert_array_equal(matrix_of(lambda x: A @ x, A.shape[1]), A)

    def test_of_the_zero_map_and_of_the_identity(self):
        np.testing.assert_array_equal(matrix_of(lambda x: 0 * x, 3), np.zeros((3, 3)))
        np.testing.assert_array_equal(matrix_of(lambda x: x, 3), np.eye(3))

    def test_of_a_map_that_writes_to_one_array(self):
        A, out = np.arange(6.0).reshape(2, 3), np.empty(2)
        np.testing.assert_array_equal(matrix_of(lambda x: np.dot(A, x, out), 3), A)

    @pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
    def test_has_the_dtype_that_f_returns(self, dtype):
        A = np.random.default_rng(4).normal(size=(50, 400)).astype(dtype)
        found = matrix_of(lambda x: A @ x.astype(dtype), 400)
        np.testing.assert_array_equal(found, A)
        assert found.dtype == dtype

    def test_of_whole_numbers_is_of_floats(self):
        def f(x):
            return np.int8([60 * x[0], 0])

        assert matrix_of(f, 1, rtol=0.5).dtype == np.float64

    def test_complex_values_are_refused(self):
        with pytest.raises(TypeError, match="Cannot cast"):
            matrix_of(np.fft.fft, 4)

    def test_a_row_may_cancel_but_for_rounding(self):
        def f(x):
            return np.array([(x[0] + x[1]) - x[0] - x[1], x[0] + x[1]])

        assert f(-np.sqrt([2, 3]))[0] != 0
        np.testing.assert_array_equal(matrix_of(f, 2), [[0, 0], [1, 1]])

    @given(
        # whole numbers, of which no square vanishes
        A=arrays(float, (2, 3), elements=st.integers(-99, 99)).filter(np.any),
        activation=st.sampled_from([relu, relu_in_place, np.abs, np.square]),
    )
    def test_refuses_activations_after_any_product(self, A, activation):
        with pytest.raises(ValueError, match="f is not linear"):
            matrix_of(lambda x: activation(A @ x), 3)

    @pytest.mark.parametrize("n", [1, 2, 7])
    @pytest.mark.parametrize(
        "f",
        [
            relu,
            relu_in_place,
            np.abs,
            np.tanh,
            lambda x: x**3,
            lambda x: np.where(x > 0, x, 0.01 * x),
            lambda x: x + 1e-300,
            lambda x: x + np.nan,
            lambda x: np.where(x == 0, 0, np.nan),
            np.cos,
            np.round,
            lambda x: x * (1 + 1e-4 * np.abs(x)),
            lambda x: np.linalg.norm(x, keepdims=True),
        ],
    )
    def test_refuses_what_is_not_linear(self, f, n):
        with pytest.raises(ValueError, match="f is not linear"):
            matrix_of(f, n)

    @pytest.mark.parametrize("f", [np.sort, np.cumprod, lambda x: x[:1] * x[1:]])
    def test_refuses_what_only_mixes_components(self, f):
        with pytest.raises(ValueError, match="f is not linear"):
            matrix_of(f, 3)

    @pytest.mark.parametrize(
        "f", [np.sum, lambda x: np.outer(x, x), np.unique, np.flatnonzero]
    )
    def test_refuses_what_is_no_vector(self, f):
        with pytest.raises(ValueError, match="f must return vectors"):
            matrix_of(f, 3)

    def test_a_map_that_bends_far_away_passes(self):
        # what the docstring admits
        np.testing.assert_array_equal(
            matrix_of(lambda x: np.clip(x, -100, 100), 2), np.eye(2)
        )


class TestLinearMap:
    def test_a_matrix_keeps_sums_and_multiples(self, verify):
        A = sympy.Matrix(2, 3, sympy.symbols("a:6"))
        x, y = (sympy.Matrix(sympy.symbols(f"{name}:3")) for name in "xy")
        c = sympy.Symbol("c")
        verify.proof(
            "linear-map",
            [(A * (x + y), A * x + A * y), (A * (c * x), c * (A * x))],
            of="2×3 matrices",
        )
