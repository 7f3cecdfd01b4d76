"""Every formula that the test modules give a `Case` for."""

import importlib

from formulary.ledger import test_module as module_of
from formulary.site import Site
from tests.pages import ROOT
from tests.verify import Case

RECORDS = Site(ROOT).records


def _found():
    for formula in RECORDS.formulas.values():
        path = module_of(formula, RECORDS).relative_to(ROOT).with_suffix("")
        module = importlib.import_module(".".join(path.parts))
        if case := getattr(module, "CASES", {}).get(formula.id):
            yield formula.id, case


CASES: dict[str, Case] = dict(_found())
