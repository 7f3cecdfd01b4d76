"""The `verify` fixture, and the ledger that a verification run writes."""

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import settings

from formulary.errors import SourceErrors
from formulary.ledger import Check, Ledger
from formulary.sources import Sources
from formulary.verification import fingerprint, test_module
from tests.counted import pytest_terminal_summary  # noqa: F401
from tests.inputs import FLOATS, TYPES
from tests.places import Places
from tests.topic import topic
from tests.verify import Verify

ROOT = Path(__file__).parent.parent

# the same examples on every machine, however busy it is
settings.register_profile("site", deadline=None, derandomize=True, database=None)
settings.load_profile("site")


def pytest_addoption(parser):
    parser.addoption("--ledger", type=Path, help="keep what was verified in this file")
    parser.addoption("--topic", metavar="AREA/TOPIC", help="run the tests of one topic")


@pytest.fixture(scope="session")
def sources():
    return Sources.load(ROOT)


@pytest.fixture
def verify(sources, request):
    return Verify(sources.formulas, request.node.user_properties.append)


@pytest.fixture(scope="module", params=TYPES, ids=lambda dtype: dtype.__name__)
def dtype(request):
    """The type of the inputs; for a property, say `floating`."""
    return request.param


@pytest.fixture(scope="module", params=FLOATS, ids=lambda dtype: dtype.__name__)
def floating(request):
    return request.param


def pytest_configure(config):
    config.pluginmanager.register(Places())
    if name := config.getoption("--topic"):
        config.pluginmanager.register(topic(name, ROOT))
        # or syrupy takes the snapshots of all other topics for unused, and deletes them
        config.option.disable_unused_snapshots = True
    if config.getoption("--ledger") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(LedgerWriter(config.getoption("--ledger")))


def pytest_collection_modifyitems(items):
    """A test that may pass as well as fail shows nothing."""
    for item in items:
        if any(
            mark.kwargs.get("strict") is False for mark in item.iter_markers("xfail")
        ):
            path, line, name = item.location
            raise pytest.UsageError(f"{path}:{line + 1}: {name} may pass or fail")


class LedgerWriter:
    """Gathers checks from the tests' reports; those of a module that fails are void.

    A failing test that names its formula makes void what is known of that alone.
    What was not run keeps its entry: a run of a part verifies that part.
    """

    def __init__(self, path: Path):
        self.path = path
        self.checks = defaultdict(list)
        self.failed = set()
        self.void = set()

    def pytest_runtest_logreport(self, report):
        module = report.nodeid.partition("::")[0]
        if report.failed:
            own = {value for name, value in report.user_properties if name == "formula"}
            self.void |= own
            self.failed |= set() if own else {module}
        if report.when == "call":
            for name, value in report.user_properties:
                if name == "check":
                    self.checks[value["id"]].append((module, value["check"]))

    def pytest_sessionfinish(self):
        try:
            sources = Sources.load(ROOT)
        except SourceErrors:  # every test that asked for the site has said so
            return
        ledger = Ledger.read(self.path)
        for gone in ledger.entries.keys() - sources.formulas:
            del ledger.entries[gone]
        for formula in sources.formulas.values():
            found = self.checks[formula.id]
            own = test_module(formula, ROOT).relative_to(ROOT).as_posix()
            modules = {own, *(module for module, _ in found)}
            if formula.id in self.void or self.failed & modules:
                ledger.entries.pop(formula.id, None)
            elif found:
                checks = [Check(**check) for _, check in found]
                ledger.record(formula.id, fingerprint(formula, sources), checks)
        ledger.write(self.path)
