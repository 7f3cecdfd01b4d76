"""One topic's share of the tests: `pytest --topic=linear-algebra/svd`."""

from pathlib import Path

import pytest

from formulary.check import check
from formulary.errors import SourceError, SourceErrors, did_you_mean
from formulary.examples import Example
from formulary.markdown_source import MarkdownSource
from formulary.records import Formula
from formulary.sources import Sources
from formulary.verification import test_module

HERE = Path(__file__).parent
OF_TOPICS = [HERE / name for name in ("snippets", "printed", "content", "search")]
"""Where tests are that speak of topics; the browser's have a run of their own."""


class Topic:
    """A plugin that keeps the tests of one topic, and those marked `each_topic`.

    A test belongs to a topic by its module, or by what it is given: the page, a formula,
    an example, a figure, as such or by its name.
    """

    def __init__(self, name: str, sources: Sources):
        pages = {
            page.relative_to(sources.docs / "formulas").with_suffix("").as_posix(): page
            for page in dict.fromkeys(f.page for f in sources.formulas.values())
        }
        if name not in pages:
            raise pytest.UsageError(
                f"there is no topic {name!r}{did_you_mean(name, pages)}"
            )
        self.page = pages[name]
        self.formulas = [f for f in sources.formulas.values() if f.page == self.page]
        self.module = test_module(self.formulas[0], sources.root)
        self.ids = {formula.id for formula in self.formulas}
        self.names = {f"formulas/{name}.md"}
        self.ran: set[str] = set()
        self.checked: set[str] = set()
        own = name.replace("/", ".").replace("-", "_") + "."
        self.trees = (own, f"snippets.{own}")

    def pytest_ignore_collect(self, collection_path: Path):
        """Read no module that has nothing to say: most of the time would go there."""
        if collection_path.parent == HERE:
            return collection_path not in OF_TOPICS
        others = collection_path.parent.parent == HERE / "snippets"
        return True if others and collection_path != self.module else None

    def pytest_collection_modifyitems(self, config, items):
        kept, others = [], []
        for item in items:
            (kept if self._concerns(item) else others).append(item)
        config.hook.pytest_deselected(items=others)
        items[:] = kept

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call):
        """Of what is wrong in a source, no more is said than what and where."""
        report = yield
        if call.excinfo and isinstance(call.excinfo.value, SourceError):
            report.longrepr = str(call.excinfo.value)
        return report

    def pytest_runtest_logreport(self, report):
        self.ran.add(report.nodeid.partition("::")[0])
        checks = [value for name, value in report.user_properties if name == "check"]
        self.checked |= {c["id"] for c in checks if c["check"]["kind"] != "printed"}

    def pytest_sessionfinish(self, session):
        if self._unchecked() and not session.exitstatus:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        for formula in self._unchecked():
            said = f"formula {formula.id}: no test of its module holds it to anything"
            terminalreporter.write_line(str(formula.place.error(said)))

    def _unchecked(self) -> list[Formula]:
        """Formulas of which nothing was shown, once the topic's module has run."""
        if self.module.relative_to(HERE.parent).as_posix() not in self.ran:
            return []
        return [formula for formula in self.formulas if formula.id not in self.checked]

    def _concerns(self, item) -> bool:
        if item.path == self.module or item.get_closest_marker("each_topic"):
            return True
        given = item.callspec.params if hasattr(item, "callspec") else {}
        return any(self._is_mine(name, value) for name, value in given.items())

    def _is_mine(self, name: str, value) -> bool:
        match value:
            case str() if name.startswith("formula"):  # other words are ids by chance
                return value in self.ids
            case str():
                return value in self.names or value.startswith(self.trees)
            case Formula():
                return value.page == self.page
            case MarkdownSource():
                return value.path == self.page
            case Example():
                return value.page.path == self.page
        return False


def topic(name: str, root: Path) -> Topic:
    """A topic by its name, once nothing in the sources is wrong."""
    try:
        sources = Sources.load(root)
    except SourceErrors as errors:
        raise pytest.UsageError(*map(str, errors.errors)) from None
    if wrong := check(sources):
        raise pytest.UsageError(*map(str, wrong))
    return Topic(name, sources)
