"""A theme that has changed under the site's search is found out."""

import shutil

import pytest
from mkdocs.exceptions import MkDocsException

from formulary.theme import RELIED_ON, TEMPLATES, unfit


def test_the_theme_that_is_locked_fits():
    assert unfit() == []


@pytest.fixture
def theme(tmp_path):
    """A copy of the files of the theme that are relied on."""
    for pattern in {pattern for pattern, _, _ in RELIED_ON}:
        (found,) = TEMPLATES.glob(pattern)
        copy = tmp_path / found.relative_to(TEMPLATES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found, copy)
    return tmp_path


@pytest.mark.parametrize(("pattern", "text", "use"), RELIED_ON)
def test_each_part_that_is_gone_is_named(theme, pattern, text, use):
    (path,) = theme.glob(pattern)
    path.write_text(path.read_text().replace(text, "other"))
    assert f"the theme has changed: {pattern} has no {text!r}; search/theme {use}" in (
        unfit(theme)
    )


def test_a_file_that_is_gone_is_named(theme):
    (path,) = theme.glob("assets/javascripts/workers/search.*.min.js")
    path.unlink()
    assert all("workers/search" in said for said in unfit(theme))
    assert len(unfit(theme)) == 4


def test_a_changed_theme_stops_the_build(project, monkeypatch, caplog):
    monkeypatch.setattr("formulary.theme.unfit", lambda: ["the theme has changed"])
    with pytest.raises(MkDocsException):
        project.build()
    assert "the theme has changed" in caplog.text
