"""The lines of Python in a record: one to six, of which the last gives the value."""

import ast
import builtins
import re
import symtable
from collections.abc import Callable, Iterable, Iterator
from typing import Any

LONGEST = 6
FONT = re.compile(r"\\(?:mathbf|boldsymbol|mathrm)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?")
NAME = re.compile(r"([A-Za-z])|\\(?!dots)([A-Za-z]+)")


def compiled(
    lines: str, parameters: Iterable[str], **modules: Any
) -> Callable[..., Any]:
    """The lines as a function, which returns the value of the last."""
    tree = ast.parse(f"def lines({', '.join(parameters)}): pass")
    body = ast.parse(lines).body
    if not body or not isinstance(body[-1], ast.Expr | ast.Assign):
        raise ValueError("the last line must be an expression or an assignment")
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = [*body[:-1], ast.Return(body[-1].value)]
    namespace = dict(modules)
    exec(compile(ast.fix_missing_locations(tree), "<record>", "exec"), namespace)  # noqa: S102
    found: Callable[..., Any] = namespace["lines"]
    return found


def unbound(lines: str, bound: Iterable[str]) -> Iterator[str]:
    """What is wrong with the lines: no Python, no value, names that nothing binds."""
    try:
        body = ast.parse(lines).body
    except SyntaxError as error:
        yield f"line {error.lineno}: this is no Python: {error.msg}"
        return
    if not body or not isinstance(body[-1], ast.Expr | ast.Assign):
        yield "the last line must be an expression or an assignment"
    if len(lines.strip().splitlines()) > LONGEST:
        yield f"there are more than {LONGEST} lines"
    known = {*bound, *dir(builtins)}
    for node in body:
        used, assigned = _names(ast.unparse(node))
        yield from (
            f"line {node.lineno}: {x} is not bound" for x in sorted(used - known)
        )
        known |= assigned


def symbol_names(symbols: Iterable[str]) -> list[str]:
    r"""The Python names of a record's symbols: `\mathbf a,\mathbf b` gives a and b.

    What is no plain letter, such as `a_i` or `\|\mathbf a\|`, has no name. `\lambda`
    gives lam, because lambda is a word of Python's own.
    """
    parts = [part for symbol in symbols for part in FONT.sub(r"\1", symbol).split(",")]
    found = [
        match[1] or match[2]
        for part in parts
        if (match := NAME.fullmatch(part.strip()))
    ]
    return list(dict.fromkeys("lam" if name == "lambda" else name for name in found))


def _names(statement: str) -> tuple[set[str], set[str]]:
    """The names that a statement takes from before it, and those that it binds."""
    used, assigned = set(), set()
    tables = [symtable.symtable(statement, "record", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            binds = symbol.is_assigned() or symbol.is_imported()
            if table.get_type() == "module" and binds:
                assigned.add(symbol.get_name())
            own = table.get_type() == "module" or symbol.is_global()
            if symbol.is_referenced() and own:
                used.add(symbol.get_name())
    return used, assigned
