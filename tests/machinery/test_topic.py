"""`nox -s topic` runs what is about one topic, and builds its page alone."""

import re
from types import SimpleNamespace

import pytest

from formulary.errors import SourceError
from formulary.ledger import Check, Ledger
from tests import conftest
from tests.pages import EXAMPLES, PAGES, ROOT
from tests.topic import Topic

SVD = "formulas/linear-algebra/svd.md"
PAGE = "formulas/arithmetic/doubling.md"


@pytest.fixture
def topic(sources):
    return Topic("linear-algebra/svd", sources)


def item(path="tests/content/test_some.py", mark=None, **params):
    return SimpleNamespace(
        path=ROOT / path,
        callspec=SimpleNamespace(params=params),
        get_closest_marker={mark: True}.get,
    )


def kept(topic, *items):
    hook = SimpleNamespace(pytest_deselected=lambda items: None)  # noqa: ARG005
    items = list(items)
    topic.pytest_collection_modifyitems(SimpleNamespace(hook=hook), items)
    return items


def test_a_test_is_known_by_its_module_its_mark_or_what_it_is_given(topic, sources):
    mine = [
        item("tests/snippets/linear_algebra/test_svd.py"),
        item(mark="each_topic"),
        item(page=SVD),
        item(page=PAGES[SVD]),
        item(example=EXAMPLES[SVD][0]),
        item(formula=sources.formulas["svd"], library="numpy"),
        item(formula="svd-eigen-relation"),
        item(name="linear_algebra.svd.rotate_scale_rotate"),
        item(name="snippets.linear_algebra.svd.svd"),
        item(function="snippets.linear_algebra.svd.of_no_record"),
    ]
    pca = "formulas/linear-algebra/pca.md"
    others = [
        item(),
        item("tests/snippets/linear_algebra/test_pca.py"),
        item(page=pca),
        item(page=PAGES[pca]),
        item(example=EXAMPLES[pca][0]),
        item(formula=sources.formulas["pca"], library="numpy"),
        item(formula="truncated-svd"),
        item(query="svd"),
        item(name="linear_algebra.svd_of.figure"),
    ]
    assert kept(topic, *others, *mine) == mine


def test_modules_of_other_topics_are_not_read(topic):
    ignored = [
        "browser",
        "machinery",
        "test_verify.py",
        "snippets/linear_algebra/test_pca.py",
        "snippets/tensors/test_arrays.py",
    ]
    read = ["snippets/linear_algebra/test_svd.py", "snippets/test_calls.py", "content"]
    for name in ignored:
        assert topic.pytest_ignore_collect(ROOT / "tests" / name), name
    for name in read:
        assert not topic.pytest_ignore_collect(ROOT / "tests" / name), name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("linear-algebra/sdv", "did you mean linear-algebra/svd?"),
        ("svd", "did you mean linear-algebra/svd?"),
        ("linear-algebra/xyz", "there is no topic 'linear-algebra/xyz'"),
    ],
)
def test_an_unknown_topic_is_refused_with_what_is_like_it(sources, name, said):
    with pytest.raises(pytest.UsageError, match=said):
        Topic(name, sources)


def report(module, *ids, failed=False, formula=""):
    checks = [("check", {"id": i, "check": {"kind": "proof"}}) for i in ids]
    checks += [("formula", formula)] if formula else []
    nodeid = f"{module}::test"
    return SimpleNamespace(
        nodeid=nodeid, failed=failed, when="call", user_properties=checks
    )


def test_a_formula_that_nothing_holds_to_anything_is_named(topic):
    session = SimpleNamespace(exitstatus=0)
    lines = []
    writer = SimpleNamespace(write_line=lines.append)
    topic.pytest_runtest_logreport(report("tests/content/test_examples.py"))
    topic.pytest_sessionfinish(session)
    assert session.exitstatus == 0  # the module was not asked for
    topic.pytest_runtest_logreport(
        report("tests/snippets/linear_algebra/test_svd.py", "svd")
    )
    topic.pytest_sessionfinish(session)
    topic.pytest_terminal_summary(writer)
    assert session.exitstatus == 1
    (said,) = lines
    assert f"docs/{SVD}:" in said
    assert "svd-eigen-relation" in said


def test_of_what_is_wrong_in_a_source_no_more_is_said(topic):
    error = SourceError(ROOT / "docs" / "index.md", 3, "wrong")
    made = SimpleNamespace(longrepr="a long traceback")
    wrapper = topic.pytest_runtest_makereport(
        SimpleNamespace(excinfo=SimpleNamespace(value=error))
    )
    next(wrapper)
    with pytest.raises(StopIteration) as done:
        wrapper.send(made)
    assert done.value.value.longrepr == str(error)


def entry(ledger):
    return {name: found.checks[0].oracle for name, found in ledger.items()}


def test_a_run_of_a_part_keeps_the_rest_of_the_ledger(tmp_path, project, monkeypatch):
    monkeypatch.setattr(conftest, "ROOT", project.root)
    path = tmp_path / "ledger.json"
    ledger = Ledger({})
    for name in ("double", "half", "gone"):
        ledger.record(name, "before", [Check("proof", "before")])
    ledger.write(path)

    def run(*reports):
        writer = conftest.LedgerWriter(path)
        for each in reports:
            writer.pytest_runtest_logreport(each)
        writer.pytest_sessionfinish()
        return entry(Ledger.read(path).entries)

    own = "tests/snippets/arithmetic/test_doubling.py"
    assert run(report(own, "double")) == {"double": "", "half": "before"}
    assert run(report("tests/snippets/test_other.py", failed=True)) == {
        "double": "",
        "half": "before",
    }
    printed = "tests/printed/test_records.py"
    assert run(report(printed, failed=True, formula="half")) == {"double": ""}
    assert run(report(own, "half"), report(own, failed=True)) == {}


def test_a_test_that_may_fail_is_refused():
    function = item()
    function.location = ("tests/test_some.py", 4, "test_some")
    function.iter_markers = lambda _: [pytest.mark.xfail(strict=False).mark]
    with pytest.raises(
        pytest.UsageError, match=r"tests/test_some\.py:5: test_some may pass"
    ):
        conftest.pytest_collection_modifyitems([function])


def test_a_page_is_built_alone_and_links_to_pages_that_are_not_there(
    project, monkeypatch
):
    monkeypatch.setenv("ONLY", PAGE)
    project.replace(f"docs/{PAGE}", "Doubling $x$", "[Home](../../index.md). Doubling")
    project.replace("mkdocs.yml", "nav: null", f"nav: [{PAGE}, formulas/index.md]")
    project.verify()
    site = project.build()
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert pages == {"404.html", "formulas/arithmetic/doubling.html"}
    text = (site / "formulas/arithmetic/doubling.html").read_text(encoding="utf-8")
    assert re.search(r">\s*All\s*<", text), "a page that is not read has its title"
    assert "../../index.html" in text
