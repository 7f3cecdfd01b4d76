"""Pages, code and tests mirror one another."""

import pytest

from tests.pages import DOCS, ROOT

pytestmark = pytest.mark.each_topic


def names(folder, pattern, prefix=""):
    """Area and topic of every file, whatever its tree calls them."""
    return {
        (
            path.parent.name.replace("_", "-"),
            path.stem.removeprefix(prefix).replace("_", "-"),
        )
        for path in folder.glob(pattern)
    }


TOPICS = names(DOCS / "formulas", "*/*.md")


def test_code_belongs_to_a_page_and_every_page_has_its_test():
    assert names(ROOT / "snippets", "*/*.py") <= TOPICS
    assert names(ROOT / "tests" / "snippets", "*/test_*.py", "test_") == TOPICS


def test_every_figure_module_belongs_to_a_page():
    guides = names(DOCS, "*/*.md")
    assert names(ROOT / "figures", "*/*.py") <= TOPICS | guides


def test_a_record_s_function_stands_in_the_module_of_its_page(sources):
    for formula in sources.formulas.values():
        if formula.function:
            module = f"snippets.{formula.area}.{formula.page.stem}".replace("-", "_")
            assert formula.function.rpartition(".")[0] == module
