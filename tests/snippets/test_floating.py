"""The helpers that every function shares."""

import math

import numpy as np
import pytest

from snippets.floating import _floating, _in_range

F16, F32, F64 = np.float16, np.float32, np.float64


@pytest.mark.parametrize(
    ("given", "computing", "returned"),
    [
        ([F64(1)], F64, F64),
        ([np.ones(2, F32)], F32, F32),
        ([np.ones(2, F16)], F32, F16),
        ([np.ones(2, np.int8)], F64, F64),
        ([np.ones(2, np.uint64)], F64, F64),
        ([np.ones(2, bool)], F64, F64),
        ([[1, 2]], F64, F64),
        ([[]], F64, F64),
        ([1], F64, F64),
        ([1.5], F64, F64),
        ([np.ones(2, F32), np.ones(2)], F64, F64),
        ([np.ones(2, F32), np.ones(2, F16)], F32, F32),
        ([np.ones(2, F32), np.ones(2, int)], F64, F64),
        ([np.ones(2, F32), 1.5], F32, F32),
        ([np.ones(2, F16), 1], F32, F16),
        ([np.ones(2, F32), F64(1.5)], F64, F64),
    ],
)
def test_what_is_computed_in_and_returned(given, computing, returned):
    *arrays, dtype = _floating(*given)
    assert dtype == returned
    assert [array.dtype for array in arrays] == [computing] * len(given)
    for array, x in zip(arrays, given, strict=True):
        np.testing.assert_array_equal(array, x)


def test_nothing_is_copied_that_has_its_type_already():
    x = np.ones(3, F32)
    assert _floating(x)[0] is x


@pytest.mark.parametrize("x", [1j, [1j, 2], ["1", "2"], [None]])
def test_what_is_not_real_is_refused(x):
    with pytest.raises(TypeError, match=r"Cannot cast|could not be promoted|DType"):
        _floating(x)


@pytest.mark.parametrize("dtype", [F64, F32])
class TestInRange:
    def test_what_is_in_range_is_left_alone(self, dtype):
        x = np.array([[3, 4], [6, 8]], dtype)
        scaled, norm, scale = _in_range(x, -1)
        assert scaled is x
        assert scale == 1
        np.testing.assert_array_equal(norm, [[5], [10]])

    def test_each_vector_has_a_power_of_two_of_its_own(self, dtype):
        limits = np.finfo(dtype)
        for axis in (0, 1):
            x = np.array(
                [[limits.max, 1], [limits.smallest_subnormal, 0], [0, 0], [3, 4]], dtype
            )
            x = x if axis == 1 else x.T
            scaled, norm, scale = _in_range(x, axis)
            assert scaled.dtype == norm.dtype == scale.dtype == dtype
            assert np.all(np.frexp(scale)[0] == 0.5)
            np.testing.assert_array_equal(scaled / scale, x)
            back = np.squeeze(norm / scale, axis)
            np.testing.assert_array_equal(
                back, [limits.max, limits.smallest_subnormal, 0, 5]
            )

    def test_what_many_small_squares_add_is_kept(self, dtype):
        limits = np.finfo(dtype)
        x = np.full(1000, 0.6 * float(limits.smallest_subnormal) ** 0.5, dtype)
        x[0] = 1.001 * float(limits.tiny) ** 0.5
        _, norm, scale = _in_range(x, -1)
        exact = math.hypot(*map(float, x))
        np.testing.assert_allclose(norm / scale, exact, rtol=32 * float(limits.eps))

    def test_infinity_and_nan_stay(self, dtype):
        x = np.array([[np.inf, 1], [np.nan, 1], [-np.inf, np.inf]], dtype)
        _, norm, scale = _in_range(x, -1)
        np.testing.assert_array_equal(norm / scale, [[np.inf], [np.nan], [np.inf]])
