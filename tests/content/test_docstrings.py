"""What docstrings say of arguments, results and errors is what the functions do."""

import ast
import importlib
import inspect
import re

import numpy as np
import pytest

from formulary.errors import SourceError
from tests.cases import CASES, FORMULAS
from tests.content.accepted import hold_to
from tests.content.shapes import define, fits, written
from tests.pages import SNIPPETS

SECTION = re.compile(r"^(Args|Returns|Raises):\n((?:    .*\n?|\n)+)", re.MULTILINE)
ENTRY = re.compile(r"^    (\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)
INPUTS = {
    **{
        FORMULAS[formula_id].function: list(case.inputs(dtype=np.float64))
        for formula_id, case in CASES.items()
        if FORMULAS[formula_id].function
    },
    # what no record names
    "snippets.attention.scaled_dot_product_attention.attention_weights": [
        (np.eye(3), np.ones((2, 3))),
        (np.ones((4, 3, 2)), np.ones((4, 5, 2)), np.ones((3, 5), bool)),
    ],
    "snippets.linear_algebra.orthogonal_matrices.is_rotation": [
        (np.eye(3),),
        (np.ones((4, 2, 2)),),
    ],
    "snippets.linear_algebra.rank.coordinates": [
        (np.eye(3)[:, :2], np.array([1.0, 2.0, 0.0])),
        (np.eye(3)[:, :2], np.zeros((5, 4, 3))),
    ],
    "snippets.normalization.batch_norm.running_statistics": [
        (np.ones((4, 3)), np.zeros(3), np.ones(3)),
    ],
}

each_function = pytest.mark.parametrize("function", SNIPPETS.functions)


class Documented:
    """A function, and the parts of its docstring."""

    def __init__(self, code: str, name: str):
        self.tree = ast.parse(code)
        (self.definition,) = (
            node for node in self.tree.body if getattr(node, "name", None) == name
        )
        doc = inspect.cleandoc(ast.get_docstring(self.definition) or "") + "\n"
        self.sections = {match[1]: match[2] for match in SECTION.finditer(doc)}

    def entries(self, section: str) -> dict[str, str]:
        found = ENTRY.findall(self.sections.get(section, ""))
        return {name: " ".join(text.split()) for name, text in found}

    @property
    def arrays(self) -> list[str]:
        """The parameters that take arrays."""
        return [
            argument.arg
            for argument in self.definition.args.args
            if ast.unparse(argument.annotation or ast.Constant(None)) == "ArrayLike"
        ]

    def problems(self):
        """What the docstring leaves out, or says that is not so."""
        arguments = self.definition.args
        names = [each.arg for each in [*arguments.args, *arguments.kwonlyargs]]
        said = self.entries("Args")
        if list(said) != names:
            yield f"Args are {', '.join(said)}, and not {', '.join(names)}"
        for name in self.arrays:
            if not written(said.get(name, "")):
                yield f"{name} has no shape"
        if not self.sections.get("Returns"):
            yield "there is no Returns"
        elif not written(self.sections["Returns"]):
            yield "what is returned has no shape"
        raised = {
            ast.unparse(node.exc).partition("(")[0]
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Raise) and node.exc
        }
        if raised != set(self.entries("Raises")):
            listed = ", ".join(self.entries("Raises")) or "nothing"
            yield f"Raises says {listed}, and the code {', '.join(raised) or 'nothing'}"


def documented(function: str) -> Documented:
    """A function with all the helpers that it uses."""
    return Documented(SNIPPETS.code(function), function.rpartition(".")[2])


def misfits(said: Documented, args: dict, result) -> list[str]:
    """Which arrays of a call are not of the shapes that the docstring says."""
    sizes = {
        name: int(x) for name, x in args.items() if isinstance(x, int | np.integer)
    }
    texts = said.entries("Args")
    wrong = [
        f"{name} of shape {np.shape(args[name])}"
        for name in said.arrays
        if name in args
        and not fits(np.shape(args[name]), written(texts[name])[0], sizes)
    ]
    returns = " ".join(said.sections["Returns"].split())
    define(returns, sizes)
    results = result if isinstance(result, tuple) else (result,)
    shapes = written(returns)
    if len(shapes) != len(results):
        return [*wrong, f"{len(results)} results"]
    return wrong + [
        f"a result of shape {np.shape(x)}, not {shape}"
        for x, shape in zip(results, shapes, strict=True)
        if not fits(np.shape(x), shape, sizes)
    ]


@each_function
def test_says_all_arguments_shapes_and_errors(function):
    problems = list(documented(function).problems())
    where = SNIPPETS.functions[function]
    assert not problems, f"{where.path}:{where.line}: {'; '.join(problems)}"


@each_function
def test_says_the_formula_that_was_accepted(function, snapshot):
    """Nothing reads these formulas but people: the record has the one that is executed."""
    where = SNIPPETS.functions[function]
    first = ast.get_docstring(documented(function).definition).partition("\n")[0]
    hold_to(snapshot, [SourceError(where.path, where.line, first)])


@each_function
def test_returns_the_shapes_that_it_says(function):
    said, where = documented(function), SNIPPETS.functions[function]
    module, _, name = function.rpartition(".")
    call = getattr(importlib.import_module(module), name)
    names = list(inspect.signature(call).parameters)
    for args in INPUTS[function]:
        wrong = misfits(said, dict(zip(names, args, strict=False)), call(*args))
        assert not wrong, f"{where.path}:{where.line}: {'; '.join(wrong)}"


SOUND = '''
def doubled(x: ArrayLike, k: int) -> NDArray[Any]:
    """Twice a matrix, 2x.

    Args:
        x: Matrices, shape (..., m, n).
        k: A number.

    Returns:
        The matrices, shape (..., m, r), where r = min(m, n),
        and the rest.

    Raises:
        ValueError: If x is nothing.
    """
    return _checked(x)


def _checked(x):
    if x is None:
        raise ValueError("x must be something")
'''


def spoilt(old, new) -> Documented:
    assert old in SOUND
    return Documented(SOUND.replace(old, new), "doubled")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Twice", "Thrice", None),
        ("        k: A number.\n", "", "Args are x, and not x, k"),
        ("k: A number", "l: A number", "Args are x, l, and not x, k"),
        (", shape (..., m, n)", "", "x has no shape"),
        (", shape (..., m, r),", ",", "what is returned has no shape"),
        ("Returns:", "Gives:", "there is no Returns"),
        ("Raises:\n        ValueError: If x is nothing.", "", "Raises says nothing, and the code ValueError"),
        ("        ValueError: If", "        TypeError: If", "Raises says TypeError, and the code ValueError"),
        ("raise ", "return ", "Raises says ValueError, and the code nothing"),
    ],
)  # fmt: skip
def test_a_docstring_that_leaves_something_out_is_refused(old, new, problem):
    assert list(spoilt(old, new).problems()) == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("old", "new", "shapes", "wrong"),
    [
        ("Twice", "Thrice", [(4, 3), (4, 3)], []),
        ("Twice", "Thrice", [(2, 4, 3), (2, 4, 3)], []),
        ("(..., m, n)", "(..., n, m)", [(3, 4), (3, 3)], ["a result of shape (3, 3), not (..., m, r)"]),
        ("(..., m, n)", "(n,)", [(3, 4), (3, 4)], ["x of shape (3, 4)"]),
        ("(..., m, r)", "(m, r)", [(2, 4, 3), (2, 4, 3)], ["a result of shape (2, 4, 3), not (m, r)"]),
        ("(..., m, r)", "(..., m, k)", [(4, 3), (4, 3)], ["a result of shape (4, 3), not (..., m, k)"]),
        ("(..., m, r)", "(...) and (..., m)", [(4, 3), (4, 3)], ["1 results"]),
    ],
)  # fmt: skip
def test_a_shape_that_does_not_fit_is_refused(old, new, shapes, wrong):
    x, result = map(np.zeros, shapes)
    assert misfits(spoilt(old, new), {"x": x, "k": 2}, result) == wrong
