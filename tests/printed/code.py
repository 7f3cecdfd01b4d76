"""What a record has of code, called with the values that were drawn."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from formulary.records import Formula
from tests.printed.names import evaluated
from tests.printed.tree import Refused
from tests.verify import called, implementation


@dataclass(frozen=True)
class Code:
    """The function of a record, or its lines of NumPy; `inputs` are expressions."""

    function: Callable
    inputs: dict[str, str]

    def __call__(self, world: Any) -> Any:
        given = [evaluated(how, world) for how in self.inputs.values()]
        return self.function(*given)


def code_of(formula: Formula, names: set[str], inputs: dict[str, str]) -> Code | None:
    """The code; `names` are those of the symbols, `inputs` what is none of them."""
    if formula.function:
        function = implementation(formula)
        required = [
            each.name
            for each in inspect.signature(function).parameters.values()
            if each.default is each.empty
        ]
    elif formula.numpy:
        tree = ast.walk(ast.parse(formula.numpy))
        used = {node.id for node in tree if isinstance(node, ast.Name)}
        required = sorted(used & (names | inputs.keys()))
        function = called(formula, "numpy", required)
    else:
        return None
    for unknown in inputs.keys() - set(required):
        raise Refused(f"inputs: the code takes no {unknown}")
    return Code(function, {each: inputs.get(each, each) for each in required})
