"""A failure names where that stands which it speaks of."""

from types import SimpleNamespace

import pytest

from formulary.verification import test_module as module_of
from tests.pages import ROOT, SOURCES
from tests.places import Places, places
from tests.verify import Verify

NORM = SOURCES.formulas["frobenius-norm"]
RECORD = NORM.place
MODULE = module_of(NORM, ROOT)
FUNCTION = SOURCES.snippets.functions[NORM.function]


def item(verify=None, path=MODULE, **params):
    return SimpleNamespace(
        path=path,
        callspec=SimpleNamespace(params=params),
        config=SimpleNamespace(rootpath=ROOT),
        funcargs={"verify": verify},
    )


def named(item):
    return [(place.path, place.line) for place in places(item)]


def test_a_formula_by_its_record_and_its_function():
    both = [(RECORD.path, RECORD.line), (FUNCTION.path, FUNCTION.line)]
    assert named(item(formula=NORM)) == both
    assert named(item(formula_id=NORM.id)) == both


def test_the_lines_of_a_library_by_theirs():
    first, _ = named(item(formula=NORM, library="scipy"))
    assert first == (RECORD.path, RECORD.fields["scipy"])


def test_its_case_in_another_module():
    path, line = named(item(path=ROOT / "tests", formula=NORM))[-1]
    assert path == MODULE
    assert (
        path.read_text("utf-8")
        .splitlines()[line - 1]
        .endswith('"frobenius-norm": Case(')
    )


def test_what_verify_was_asked_about():
    verify = Verify(SOURCES.formulas, print)
    assert named(item(verify)) == []
    with pytest.raises(AssertionError):
        verify.proof("law-of-cosines", [], of="nothing")
    assert named(item(verify))[0][0] == SOURCES.formulas["law-of-cosines"].page


def test_a_failure_has_it_as_a_note():
    run = Places().pytest_runtest_call(item(formula=NORM))
    next(run)
    with pytest.raises(AssertionError) as failure:
        run.throw(AssertionError("wrong"))
    assert f"matrix-norms.md:{RECORD.line}: " in failure.value.__notes__[0]
