"""What a failing test speaks of, with file and line: a record, its lines, its function."""

from collections.abc import Iterator

import pytest

from formulary.errors import SourceError, SourceErrors
from formulary.records import Formula
from formulary.sources import Sources
from formulary.verification import test_module
from tests.verify import Verify


class Places:
    """A plugin that adds to a failure where that stands which is not as it should be."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        try:
            return (yield)
        except Exception as error:
            for place in places(item):
                error.add_note(f"{place}")
            raise


def places(item: pytest.Item) -> Iterator[SourceError]:
    """The records that a test was given, or has asked `verify` about, and their functions."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    library = given.get("library", "")
    spoken_of = {
        value.id if isinstance(value, Formula) else value
        for name, value in given.items()
        if name.startswith("formula")
    }
    for value in item.funcargs.values():
        spoken_of |= value.spoken_of if isinstance(value, Verify) else set()
    try:
        sources = Sources.load(item.config.rootpath)
    except SourceErrors:  # every test that asked for the site has said so
        return
    for formula in map(sources.formulas.get, sorted(spoken_of)):
        if formula:
            yield formula.place.error(f"formula {formula.id}", library)
            if function := sources.snippets.functions.get(formula.function or ""):
                said = f"its function, {formula.function_name}"
                yield SourceError(function.path, function.line, said)
            yield from case_of(formula, item)


def case_of(formula: Formula, item: pytest.Item) -> Iterator[SourceError]:
    """The inputs and the tolerance that a test has from the formula's own module."""
    module = test_module(formula, item.config.rootpath)
    if module.exists() and module != item.path:
        lines = module.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if line.startswith(f'    "{formula.id}": Case('):
                yield SourceError(module, number, "its case")
