"""The lines of the records in every library, held to the oracle and to the function."""

import contextlib
import importlib
import itertools

import numpy as np
import pytest

from formulary.check import MODULES
from tests.cases import CASES, FORMULAS
from tests.doubt import believed, out_of_order
from tests.inputs import FLOATS
from tests.measure import in_float64
from tests.verify import called, implementation, right_type

JAX = tuple(library for library, names in MODULES.items() if "jax" in names)
"""The libraries that compute with arrays of JAX."""

each_float = pytest.mark.parametrize("dtype", FLOATS, ids=lambda dtype: dtype.__name__)


def calls(*libraries):
    return [
        pytest.param(FORMULAS[formula_id], library, id=f"{formula_id}-{library}")
        for formula_id in CASES
        for library in FORMULAS[formula_id].calls
        if library in libraries
    ]


def agrees(formula, library, dtype):
    """The lines of a library are right on the inputs of the formula's case."""
    case = CASES[formula.id]
    call = called(formula, library, case.names)
    compared = 0
    # a shape that is new takes JAX longer than all that NumPy does
    every = 3 if library in JAX else 1
    for args in itertools.islice(case.inputs(dtype=dtype), None, None, every):
        if library in case.single and not case.is_single(args):
            continue
        with computing(library, dtype) as convert:
            out = case.part(call(*map(convert, args)))
        got = np.asarray(out)
        if library == "scipy" and got.dtype.kind == "f":
            got = got.astype(dtype)  # what takes no other type returns float64
        assert right_type(got, args, formula), f"{got.dtype} of {args}"
        wanted = [case.oracle(*in_float64(args))]
        if formula.function:
            wanted.append(case.part(implementation(formula)(*args)))
        if library in JAX and got.dtype.kind == "f":
            wanted = [flushed(want, got.dtype) for want in wanted]
        for want in wanted:
            case.held(got, want, args)
        compared += 1
    assert compared, f"{formula.id}: there are no inputs for {library}"


def flushed(want, dtype):
    """What is wanted of XLA, which takes subnormal numbers for zero."""
    return np.where(np.abs(want) < np.finfo(dtype).tiny, 0, want)


@contextlib.contextmanager
def computing(library, dtype):
    """What makes an argument one of a library's own, whose default dtype this is."""
    if library == "torch":
        torch = importlib.import_module("torch")
        before = torch.get_default_dtype()
        torch.set_default_dtype(
            {np.float64: torch.float64, np.float32: torch.float32}[dtype]
        )
        yield lambda x: torch.from_numpy(x) if isinstance(x, np.ndarray) else x
        torch.set_default_dtype(before)
    elif library in JAX:
        jax = importlib.import_module("jax")
        with jax.enable_x64(dtype == np.float64):
            yield lambda x: jax.numpy.asarray(x) if isinstance(x, np.ndarray) else x
    else:
        yield lambda x: x


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=list(FORMULAS))
def test_what_has_lines_or_a_function_has_a_case(formula):
    assert (formula.id in CASES) == bool(formula.calls or formula.function)


@pytest.mark.parametrize("formula_id", CASES)
def test_a_case_refuses_what_is_wrong(formula_id):
    """As `verify` does what it records."""
    case, formula = CASES[formula_id], FORMULAS[formula_id]
    function = implementation(formula, case.names)
    inputs = list(case.inputs(dtype=np.float64))
    got = [case.part(function(*args)) for args in inputs]
    with out_of_order(function if formula.function else None):
        want = [case.oracle(*args) for args in inputs]
    believed(list(zip(inputs, got, want, strict=True)), case.tolerance, least=100)


@each_float
@pytest.mark.parametrize(("formula", "library"), calls("numpy", "scipy"))
def test_numpy_and_scipy(formula, library, dtype):
    agrees(formula, library, dtype)


@pytest.mark.frameworks
@each_float
@pytest.mark.parametrize(("formula", "library"), calls("torch", *JAX))
def test_torch_jax_and_optax(formula, library, dtype):
    agrees(formula, library, dtype)
