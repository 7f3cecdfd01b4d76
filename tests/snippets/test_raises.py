"""What a function refuses is refused in the tests of its own topic.

That the line is reached by some test is not enough: the test of the topic that says so
might be gone, and another topic come by the line by chance.
"""

import ast
import re
from pathlib import Path

import pytest

from tests.pages import ROOT

pytestmark = pytest.mark.each_topic

SHORTEST = 8
"""What a test says of a message is no shorter, so that it is not said by chance."""


def refusals():
    for path in sorted(ROOT.glob("snippets/*/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = path.relative_to(ROOT).as_posix()
                yield pytest.param(path, node.exc, id=f"{name}:{node.lineno}")


def clauses(message: ast.expr) -> list[str]:
    """The parts of a message between what is filled in and the stops."""
    strings = [node.value for node in ast.walk(message) if is_text(node)]
    return [part.strip() for text in strings for part in re.split(r"[:,(]", text)]


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def expected(module: str) -> set[str]:
    """What a test module may say that a message must match."""
    said = {node.value for node in ast.walk(ast.parse(module)) if is_text(node)}
    return {part for text in said for part in text.split("|") if len(part) >= SHORTEST}


def is_expected(message: ast.expr, module: str) -> bool:
    return any(
        said in clause or (clause in said and len(clause) >= SHORTEST)
        for said in expected(module)
        for clause in clauses(message)
    )


@pytest.mark.parametrize(("path", "refusal"), list(refusals()))
def test_a_refusal_is_expected_in_the_tests_of_its_topic(path: Path, refusal):
    own = ROOT / "tests/snippets" / path.parent.name / f"test_{path.name}"
    said = f"{path.relative_to(ROOT)}:{refusal.lineno}: {ast.unparse(refusal)}"
    assert is_expected(refusal.args[0], own.read_text(encoding="utf-8")), said


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ('pytest.raises(ValueError, match="Q must be square")', True),
        ('pytest.raises(ValueError, match="of no shape|must be square")', True),
        ('pytest.raises(ValueError, match="must be finite")', False),
        ('pytest.raises(ValueError, match="be")', False),
        ("pytest.raises(ValueError)", False),
    ],
)
def test_what_is_not_expected_is_seen(module, found):
    message = 'f"{name} must be square, not of shape {shape}"'
    assert is_expected(ast.parse(message).body[0].value, module) == found
