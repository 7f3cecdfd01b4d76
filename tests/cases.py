"""Every formula that the test modules give a `Case` for."""

import importlib

from formulary.verification import test_module as module_of
from tests.pages import ROOT, SOURCES
from tests.verify import Case

FORMULAS = SOURCES.formulas


def _found():
    for formula in FORMULAS.values():
        path = module_of(formula, ROOT).relative_to(ROOT).with_suffix("")
        module = importlib.import_module(".".join(path.parts))
        if case := getattr(module, "CASES", {}).get(formula.id):
            yield formula.id, case


CASES: dict[str, Case] = dict(_found())
