"""Functions, cut out of their modules with all that they use."""

from pathlib import Path

import pytest

from formulary.errors import SourceError
from formulary.snippets import Snippets

ONE = '''"""One."""

import math
import os.path as path

from snippets.two import _halved

LIMIT = 2
DOUBLE = 2 * LIMIT


def area(r: float) -> float:
    """π r²."""
    # a comment stays
    return math.pi * _square(_halved(r)) / DOUBLE


def _square(x, again=True):
    return _square(x, again=False) if again else x * x


def unused():
    return path.sep
'''
TWO = "def _halved(x):\n    return x / _two()\n\n\ndef _two():\n    return 2\n"


@pytest.fixture
def snippets():
    texts = {Path("snippets/one.py"): ONE, Path("snippets/two.py"): TWO}
    return Snippets(Path(), texts)


def test_a_function_comes_with_what_it_uses_and_nothing_else(snippets):
    code = snippets.code("snippets.one.area")
    assert code.startswith("import math\n\n\n")
    assert code.index("LIMIT = 2") < code.index("DOUBLE = 2") < code.index("def area")
    assert code.index("def area") < code.index("def _halved") < code.index("def _two")
    assert "unused" not in code
    assert "os.path" not in code
    assert code.count("def ") == 4


def test_what_is_cut_out_is_what_stands_there_to_the_byte(snippets):
    start, end = ONE.index("def area"), ONE.index("\n\n\ndef _square")
    assert ONE[start:end] in snippets.code("snippets.one.area")


def test_what_is_cut_out_runs(snippets):
    namespace = {}
    exec(snippets.code("snippets.one.area"), namespace)  # noqa: S102
    assert namespace["area"](4) == pytest.approx(3.14159265 * 4 / 4)


def test_two_functions_share_what_both_use(snippets):
    line = "from snippets.one import area, unused"
    code = "\n".join(snippets.expand(line))
    assert code.startswith("import math\nimport os.path as path\n")
    assert code.count("def ") == 5


def test_any_other_line_is_left_as_it_is(snippets):
    assert snippets.expand("import snippets") == ["import snippets"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("from snippets.one import volume", "snippets.one defines no volume"),
        ("from snippets.three import area", "there is no module snippets.three"),
        ("from snippets.one import math", "snippets.one defines no math"),
    ],
)
def test_what_there_is_not_is_said(snippets, line, said):
    with pytest.raises(LookupError, match=said):
        snippets.expand(line)


def test_what_comes_from_nowhere_is_refused_with_its_line():
    text = "for name in 'ab':\n    pass\n\n\ndef said():\n    return name\n"
    snippets = Snippets(Path(), {Path("snippets/a.py"): text})
    with pytest.raises(SourceError, match=r"a\.py:5: said cannot be cut out: where"):
        snippets.code("snippets.a.said")


def test_only_public_functions_are_listed_with_their_parameters(snippets):
    assert list(snippets.functions) == ["snippets.one.area", "snippets.one.unused"]
    assert snippets.functions["snippets.one.area"].parameters == ("r",)
