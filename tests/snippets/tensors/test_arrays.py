import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from snippets.tensors.arrays import permute_dims, reshape
from tests.verify import Equivalent

INF, NAN = np.inf, np.nan


def tensors(cases, seed=0):
    """Arrays of up to five axes: row-major, column-major, sliced, and empty ones."""
    rng = np.random.default_rng(seed)
    for case in range(cases):
        shape = rng.integers(case % 10 > 0, 5, size=rng.integers(0, 6))
        T = rng.normal(size=shape)
        if case % 3 == 1:
            T = np.asfortranarray(T)
        if case % 3 == 2 and T.ndim:
            T = np.repeat(T, 2, axis=-1)[..., ::2]
        yield rng, T


def reshapings(cases, seed=0):
    """Arrays with shapes that hold as many elements, some with a size left open."""
    for case, (rng, T) in enumerate(tensors(cases, seed)):
        # the prime factors of the size, dealt out among the new axes
        shape = [1] * rng.integers(1, 5)
        left = T.size
        for prime in (2, 3):
            while left and left % prime == 0:
                shape[rng.integers(len(shape))] *= prime
                left //= prime
        shape[0] *= left
        if case % 4 == 0 and T.size:
            shape[rng.integers(len(shape))] = -1
        yield T, tuple(shape)


def permutations(cases, seed=1):
    """Arrays with orders of their axes, some counted from the end."""
    for rng, T in tensors(cases, seed):
        axes = rng.permutation(T.ndim) - T.ndim * rng.integers(0, 2, size=T.ndim)
        yield T, tuple(axes.tolist())


# elements are moved, not computed with: nothing may be rounded
EQUIVALENTS = {
    "reshape": Equivalent(reshapings(200), ulp=0),
    "permute": Equivalent(permutations(200), ulp=0),
}

some_arrays = arrays(float, array_shapes(min_dims=0, max_dims=5, max_side=4))


class TestTensor:
    def test_is_a_definition(self, verify):
        verify.definition("tensor")


class TestReshape:
    def test_row_major_index_arithmetic(self, verify):
        def place_by_place(T, shape):
            if -1 in shape:
                known = math.prod(size for size in shape if size != -1)
                shape = tuple(T.size // known if s == -1 else s for s in shape)
            result = np.full(shape, NAN)
            for index in np.ndindex(shape):
                place = np.ravel_multi_index(index, shape)
                result[index] = T[np.unravel_index(place, T.shape)]
            return result

        verify.function(
            "reshape",
            oracle=place_by_place,
            against="numpy.unravel_index",
            inputs=reshapings(1000),
            ulp=0,
        )

    @given(some_arrays)
    def test_flattens_as_nested_loops_would(self, T):
        nested = [T[index] for index in itertools.product(*map(range, T.shape))]
        np.testing.assert_array_equal(reshape(T, -1), nested)

    @given(some_arrays, st.data())
    def test_back_again_is_the_identity(self, T, data):
        divisors = [n for n in range(1, T.size + 1) if T.size % n == 0]
        rows = data.draw(st.sampled_from(divisors))
        there = reshape(T, (rows, -1))
        assert there.shape == (rows, T.size // rows)
        np.testing.assert_array_equal(reshape(there, T.shape), T)

    @pytest.mark.parametrize("shape", [24, (6, 4), (-1, 12), (2, 3, 4), (1, 24, 1)])
    def test_of_a_contiguous_array_is_a_view(self, shape):
        T = np.arange(24.0).reshape(2, 3, 4)
        assert np.shares_memory(reshape(T, shape), T)

    def test_copies_what_strides_cannot_express(self):
        T = np.arange(6).reshape(2, 3).T
        assert not np.shares_memory(reshape(T, 6), T)
        np.testing.assert_array_equal(reshape(T, 6), [0, 3, 1, 4, 2, 5])

    @pytest.mark.parametrize(
        ("T", "shape", "result"),
        [
            (7, (), 7),
            (7, (1, 1), [[7]]),
            ([[7]], (), 7),
            ([], (0, 3), np.empty((0, 3))),
            ([], (3, 0), np.empty((3, 0))),
            ([], (-1,), []),
            ([], (2, -1), np.empty((2, 0))),
            ([1, 2, 3], 3, [1, 2, 3]),
            ([1, 2, 3], -1, [1, 2, 3]),
            ([1, 2, 3, 4], np.array([2, 2]), [[1, 2], [3, 4]]),
            ([NAN, -INF], (2, 1), [[NAN], [-INF]]),
            ([1e308, 5e-324], (2, 1), [[1e308], [5e-324]]),
            (["a", "b"], (2, 1), [["a"], ["b"]]),
        ],
    )
    def test_edges(self, T, shape, result):
        np.testing.assert_array_equal(reshape(T, shape), result, strict=False)
        assert reshape(T, shape).shape == np.shape(result)

    @pytest.mark.parametrize(
        ("T", "shape"),
        [
            (np.ones((2, 3)), (4,)),
            (np.ones((2, 3)), (4, -1)),
            (np.ones((2, 3)), ()),
            (np.ones((2, 3)), (0, -1)),
            ([], (0, -1)),
            ([], (1,)),
            # 2⁶⁴ wraps to 0 in 64 bits
            ([], (2**32, 2**32)),
        ],
    )
    def test_refuses_another_number_of_elements(self, T, shape):
        with pytest.raises(ValueError, match=r"shape .* does not fit the \d elements"):
            reshape(T, shape)

    @pytest.mark.parametrize("shape", [(-1, -1), (-1, 2, -1), (-2, -3), (-6,)])
    def test_refuses_what_is_no_shape(self, shape):
        with pytest.raises(ValueError, match="at most one -1, not"):
            reshape(np.ones((2, 3)), shape)

    def test_refuses_sizes_that_are_not_whole(self):
        with pytest.raises(TypeError):
            reshape(np.ones((2, 3)), (1.5, 4))


class TestPermuteDims:
    def test_einsum(self, verify):
        def renamed(T, axes):
            return np.einsum(T, list(range(T.ndim)), [axis % T.ndim for axis in axes])

        verify.function(
            "permute",
            oracle=renamed,
            against="numpy.einsum",
            inputs=permutations(1000),
            ulp=0,
        )

    def test_index_by_index(self, verify):
        def as_stated(T, axes):
            pi = [axis % T.ndim for axis in axes]
            result = np.full([T.shape[axis] for axis in pi], NAN)
            for i in np.ndindex(T.shape):
                result[tuple(i[axis] for axis in pi)] = T[i]
            return result

        verify.function(
            "permute",
            oracle=as_stated,
            against="numpy.ndindex",
            inputs=permutations(1000, seed=2),
            ulp=0,
        )

    @given(some_arrays, st.randoms(use_true_random=False))
    def test_the_inverse_permutation_undoes_it(self, T, random):
        axes = random.sample(range(T.ndim), T.ndim)
        inverse = [axes.index(axis) for axis in range(T.ndim)]
        there = permute_dims(T, axes)
        np.testing.assert_array_equal(permute_dims(there, inverse), T)
        assert sorted(there.shape) == sorted(T.shape)
        assert there.base is not None

    def test_is_a_view_with_the_strides_permuted(self):
        T = np.zeros((2, 3, 4))
        P = permute_dims(T, (2, 0, 1))
        assert np.shares_memory(P, T)
        assert P.strides == (T.strides[2], T.strides[0], T.strides[1])

    @pytest.mark.parametrize(
        ("T", "axes", "result"),
        [
            (7, (), 7),
            ([1, 2], (0,), [1, 2]),
            ([1, 2], (-1,), [1, 2]),
            ([[1, NAN], [INF, 4]], (1, 0), [[1, INF], [NAN, 4]]),
            ([[1, 2], [3, 4]], (-1, 0), [[1, 3], [2, 4]]),
            ([[1, 2], [3, 4]], [0, 1], [[1, 2], [3, 4]]),
            ([[1, 2], [3, 4]], np.array([1, 0]), [[1, 3], [2, 4]]),
            (np.empty((0, 3)), (1, 0), np.empty((3, 0))),
        ],
    )
    def test_edges(self, T, axes, result):
        np.testing.assert_array_equal(permute_dims(T, axes), result)
        assert permute_dims(T, axes).shape == np.shape(result)

    @pytest.mark.parametrize(
        "axes", [(), (0,), (0, 0), (0, 2), (1, -1), (0, -3), (0, 1, 2)]
    )
    def test_refuses_what_is_no_permutation(self, axes):
        with pytest.raises(ValueError, match="axes must name each of the 2 axes of T"):
            permute_dims(np.ones((2, 3)), axes)
