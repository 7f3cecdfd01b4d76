"""The older form of `test_calls`, for the modules that have no cases yet."""

import importlib
import inspect

import numpy as np
import pytest

from formulary.sources import Sources
from formulary.verification import test_module as module_of
from tests.cases import CASES
from tests.pages import ROOT
from tests.verify import implementation, ulps

FORMULAS = Sources.load(ROOT).formulas


def calls(*libraries):
    return [
        pytest.param(formula, library, id=f"{formula.id}-{library}")
        for formula in FORMULAS.values()
        for library in formula.calls
        if library in libraries and formula.id not in CASES
    ]


def agrees(formula, library, convert):
    path = module_of(formula, ROOT).relative_to(ROOT).with_suffix("")
    case = importlib.import_module(".".join(path.parts)).EQUIVALENTS[formula.id]
    function = case.reference or implementation(formula)
    names = inspect.signature(function).parameters
    modules = {"np": np, library: importlib.import_module(library)}
    for args in case.inputs:
        values = dict(zip(names, map(convert, args), strict=False))
        got = case.part(eval(formula.calls[library], modules, values))  # noqa: S307
        scale = case.scale and case.scale(*args)
        error = ulps(got, case.part(function(*args)), scale)
        assert error <= case.ulp, f"{error} ulp for {args}"


@pytest.mark.parametrize(("formula", "library"), calls("numpy", "scipy"))
def test_numpy_and_scipy(formula, library):
    agrees(formula, library, convert=lambda value: value)


@pytest.mark.frameworks
@pytest.mark.parametrize(("formula", "library"), calls("torch"))
def test_torch(formula, library):
    torch = importlib.import_module("torch")

    def tensor(value):
        return torch.from_numpy(value) if isinstance(value, np.ndarray) else value

    agrees(formula, library, tensor)
