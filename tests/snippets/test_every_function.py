"""What every function promises of types, batches and memory.

Warnings are errors in every test, so that all of these say as well: without a warning.
"""

from itertools import islice

import numpy as np
import pytest

from tests.cases import CASES, FORMULAS
from tests.measure import in_float64, ulps
from tests.verify import implementation, parameters

SMALL = (np.int8, np.uint8, np.int64, np.bool_)


def functions(test):
    """Every formula with a function, and its case, that is not exempt from a test."""
    return pytest.mark.parametrize(
        ("formula", "case"),
        [
            pytest.param(formula, case, id=formula_id)
            for formula_id, case in CASES.items()
            if (formula := FORMULAS[formula_id]).function
            if test not in case.exempt
        ],
    )


def each(convert, args):
    """The arguments, of which the arrays are converted."""
    return tuple(convert(x) if isinstance(x, np.ndarray) else x for x in args)


def test_exemptions_name_a_test_and_a_reason():
    tests = {"float32", "float16", "integers", "batches", "memory"}
    for case in CASES.values():
        assert set(case.exempt) <= tests
        assert all(len(reason.split()) > 2 for reason in case.exempt.values())


@functions("float32")
def test_float32_stays_float32(formula, case):
    function = implementation(formula)
    for args in case.inputs(dtype=np.float32):
        got = np.asarray(case.part(function(*args)))
        assert got.dtype == np.float32 or got.dtype.kind != "f"
        case.held(got, case.part(function(*in_float64(args))), args)


@functions("float16")
def test_float16_stays_float16_but_for_one_rounding(formula, case):
    function = implementation(formula)
    for args in case.inputs(dtype=np.float16):
        got = np.asarray(case.part(function(*args)))
        assert got.dtype == np.float16 or got.dtype.kind != "f"
        exact = case.part(function(*in_float64(args)))
        scale = case.scale and np.maximum(case.scale(*in_float64(args)), np.abs(exact))
        error = ulps(got, exact, scale)
        assert error <= 0.51 + case.ulp * 2**-13, f"{error} ulp for {args}"


@functions("integers")
@pytest.mark.parametrize("dtype", SMALL, ids=lambda dtype: dtype.__name__)
def test_integers_are_the_same_numbers_in_float64(formula, case, dtype):
    function = implementation(formula)
    for args in case.inputs(dtype=dtype):
        got = np.asarray(case.part(function(*args)))
        np.testing.assert_array_equal(got, case.part(function(*in_float64(args))))
        assert got.dtype == np.float64 or got.dtype.kind != "f"


@functions("batches")
@pytest.mark.parametrize(("dtype", "decades"), [(np.float64, 200), (np.float32, 24)])
def test_a_batch_is_its_items(formula, case, dtype, decades):
    """However different their magnitudes are."""
    function = implementation(formula)
    singles = (args for args in case.inputs(dtype=dtype) if case.is_single(args))
    factors = 10 ** (np.array([1, 0, -1]) * decades / case.degree)
    compared = 0
    for args in islice(singles, 30):
        grown = [
            tuple(
                np.asarray(x * f, dtype)
                if isinstance(x, np.ndarray) and name not in case.fixed
                else x
                for name, x in zip(parameters(formula), args, strict=False)
            )
            for f in factors
        ]
        batch = tuple(
            np.stack(same) if isinstance(same[0], np.ndarray) else same[0]
            for same in zip(*grown, strict=True)
        )
        got = case.part(function(*batch))
        items = [case.part(function(*item)) for item in grown]
        scale = case.scale and np.stack(
            [case.scale(*in_float64(item)) for item in grown]
        )
        error = ulps(got, np.stack(items), scale)
        assert error <= case.ulp, f"{error} ulp for {batch}"
        deeper = each(lambda x: x[:, None], batch)
        in_columns = np.asarray(case.part(function(*deeper)))
        assert ulps(in_columns[:, 0], got, scale) <= case.ulp
        compared += 1
    assert compared


def every_second(x):
    return np.repeat(x, 2, axis=-1)[..., ::2] if x.ndim else x


def by_columns(x):
    return np.array(x, order="F")


def read_only(x):
    x = x.copy()
    x.flags.writeable = False
    return x


@functions("memory")
@pytest.mark.parametrize("layout", [every_second, by_columns, read_only])
def test_input_may_lie_anyhow_and_is_not_written_to(formula, case, layout):
    function = implementation(formula)
    for args in case.inputs(dtype=np.float64):
        laid = each(layout, args)
        got = case.part(function(*laid))
        case.held(got, case.part(function(*args)), args)
        for x, same in zip(laid, args, strict=True):
            if isinstance(x, np.ndarray):
                np.testing.assert_array_equal(x, same)
