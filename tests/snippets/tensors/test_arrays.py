import itertools
import math
from functools import partial

import numpy as np
import pytest

from tests.inputs import spread
from tests.verify import Case, implementation

INF, NAN = np.inf, np.nan


def tensors(cases, seed=0, dtype=float):
    """Arrays of up to five axes: row-major, column-major, sliced, and empty ones."""
    rng = np.random.default_rng(seed)
    for case in range(cases):
        shape = rng.integers(case % 10 > 0, 5, size=rng.integers(0, 6))
        T = np.asarray(spread(rng, tuple(shape), 6, dtype, ndim=len(shape)))
        if case % 3 == 1:
            T = np.asfortranarray(T)
        if case % 3 == 2 and T.ndim:
            T = np.repeat(T, 2, axis=-1)[..., ::2]
        yield rng, T


def reshapings(cases, seed=0, dtype=float):
    """Arrays with shapes that hold as many elements, some with a size left open."""
    for case, (rng, T) in enumerate(tensors(cases, seed, dtype)):
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


def permutations(cases, seed=1, dtype=float):
    """Arrays with orders of their axes, some counted from the end."""
    for rng, T in tensors(cases, seed, dtype):
        axes = rng.permutation(T.ndim) - T.ndim * rng.integers(0, 2, size=T.ndim)
        yield T, tuple(axes.tolist())


def place_by_place(T, shape):
    """Row-major index arithmetic."""
    if -1 in shape:
        known = math.prod(size for size in shape if size != -1)
        shape = tuple(T.size // known if s == -1 else s for s in shape)
    result = np.full(shape, NAN)
    for index in np.ndindex(shape):
        place = np.ravel_multi_index(index, shape)
        result[index] = T[np.unravel_index(place, T.shape)]
    return result


def renamed(T, axes):
    return np.einsum(T, list(range(T.ndim)), [axis % T.ndim for axis in axes])


def index_by_index(T, axes):
    """As the record states it."""
    pi = [axis % T.ndim for axis in axes]
    result = np.full([T.shape[axis] for axis in pi], NAN)
    for i in np.ndindex(T.shape):
        result[tuple(i[axis] for axis in pi)] = T[i]
    return result


RESHAPE, PERMUTE = ("T", "d"), ("T", "pi")

# elements are moved, not computed with: nothing may be rounded
CASES = {
    "reshape": Case(
        partial(reshapings, 200), ulp=0, oracle=place_by_place, names=RESHAPE
    ),
    "permute": Case(
        partial(permutations, 200), ulp=0, oracle=index_by_index, names=PERMUTE
    ),
}


@pytest.fixture
def reshape(sources):
    lines = implementation(sources.formulas["reshape"], RESHAPE)
    return lambda T, shape: lines(np.asarray(T), shape)


@pytest.fixture
def permute_dims(sources):
    lines = implementation(sources.formulas["permute"], PERMUTE)
    return lambda T, axes: lines(np.asarray(T), axes)


class TestTensor:
    def test_is_a_definition(self, verify):
        verify.definition("tensor")


class TestReshape:
    def test_row_major_index_arithmetic(self, verify, dtype):
        verify.function(
            "reshape",
            oracle=place_by_place,
            against="numpy.unravel_index",
            inputs=reshapings(1000, dtype=dtype),
            ulp=0,
            names=RESHAPE,
        )

    def test_flattens_as_nested_loops_would(self, reshape):
        for _, T in tensors(200):
            nested = [T[index] for index in itertools.product(*map(range, T.shape))]
            np.testing.assert_array_equal(reshape(T, -1), nested)

    def test_back_again_is_the_identity(self, reshape):
        for T, shape in reshapings(200, seed=3):
            there = reshape(T, shape)
            assert there.size == T.size
            np.testing.assert_array_equal(reshape(there, T.shape), T)

    @pytest.mark.parametrize("shape", [24, (6, 4), (-1, 12), (2, 3, 4), (1, 24, 1)])
    def test_of_a_contiguous_array_is_a_view(self, reshape, shape):
        T = np.arange(24.0).reshape(2, 3, 4)
        assert np.shares_memory(reshape(T, shape), T)

    def test_copies_what_strides_cannot_express(self, reshape):
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
    def test_edges(self, reshape, T, shape, result):
        np.testing.assert_array_equal(reshape(T, shape), result, strict=False)
        assert reshape(T, shape).shape == np.shape(result)

    @pytest.mark.parametrize("shape", [(4,), (4, -1), (), (0, -1), (-1, -1)])
    def test_refuses_another_number_of_elements(self, reshape, shape):
        with pytest.raises(
            ValueError, match=r"cannot reshape|only specify one unknown"
        ):
            reshape(np.ones((2, 3)), shape)


class TestPermuteDims:
    def test_einsum(self, verify, dtype):
        verify.function(
            "permute",
            oracle=renamed,
            against="numpy.einsum",
            inputs=permutations(1000, dtype=dtype),
            ulp=0,
            names=PERMUTE,
        )

    def test_index_by_index(self, verify, permute_dims):
        verify.identity(
            "permute",
            left=permute_dims,
            right=index_by_index,
            inputs=permutations(1000, seed=2),
            ulp=0,
        )

    def test_the_inverse_permutation_undoes_it(self, permute_dims):
        for T, axes in permutations(200, seed=3):
            there = permute_dims(T, axes)
            inverse = tuple(np.argsort(np.mod(axes, max(T.ndim, 1))))
            np.testing.assert_array_equal(permute_dims(there, inverse), T)
            assert sorted(there.shape) == sorted(T.shape)

    def test_is_a_view_with_the_strides_permuted(self, permute_dims):
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
    def test_edges(self, permute_dims, T, axes, result):
        np.testing.assert_array_equal(permute_dims(T, axes), result)
        assert permute_dims(T, axes).shape == np.shape(result)

    @pytest.mark.parametrize("axes", [(), (0,), (0, 0), (0, 2), (1, -1), (0, 1, 2)])
    def test_refuses_what_is_no_permutation(self, permute_dims, axes):
        with pytest.raises(
            ValueError, match=r"axes don't match|repeated axis|out of bound"
        ):
            permute_dims(np.ones((2, 3)), axes)
