"""The code that readers copy: functions cut out of modules, with all they use."""

import ast
import builtins
import re
import symtable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from formulary.errors import SourceError

IMPORT = re.compile(r"^from (?P<module>snippets(?:\.\w+)+) import (?P<names>.+)$")
"""The line by which a page or a notebook shows a function."""


@dataclass(frozen=True)
class Function:
    """A public function: where it is defined, and what it is called with."""

    path: Path
    line: int
    parameters: tuple[str, ...]


class Module:
    """A module of snippets: what it defines and imports at its top level."""

    def __init__(self, path: Path, text: str):
        self.path = path
        self.lines = text.splitlines()
        try:
            body = ast.parse(text).body
        except SyntaxError as error:
            message = f"this is no Python: {error.msg}"
            raise SourceError(path, error.lineno or 1, message) from None
        self.defined: dict[str, ast.stmt] = {}
        self.imported: dict[str, ast.Import | ast.ImportFrom] = {}
        for node in body:
            if isinstance(node, ast.FunctionDef):
                self.defined[node.name] = node
            elif isinstance(node, ast.Assign):
                self.defined |= {
                    target.id: node
                    for target in node.targets
                    if isinstance(target, ast.Name)
                }
            elif isinstance(node, ast.Import | ast.ImportFrom):
                for alias in node.names:
                    name = alias.asname or alias.name.partition(".")[0]
                    self.imported[name] = node

    def source(self, node: ast.stmt) -> str:
        """The lines of a statement, byte for byte."""
        assert node.end_lineno  # the parser always tells
        return "\n".join(self.lines[node.lineno - 1 : node.end_lineno])


@cache
def _module(path: Path, text: str) -> Module:
    return Module(path, text)


class Snippets:
    """The modules of snippets, from which functions are cut out."""

    def __init__(self, root: Path, texts: dict[Path, str]):
        self.modules = {
            ".".join(path.relative_to(root).with_suffix("").parts): _module(path, text)
            for path, text in texts.items()
        }

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Every public function, by its dotted path."""
        return {
            f"{name}.{node.name}": Function(
                module.path,
                node.lineno,
                tuple(arg.arg for arg in _arguments(node.args)),
            )
            for name, module in self.modules.items()
            for node in module.defined.values()
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        }

    def cut(self, module: str, names: list[str]) -> list[str]:
        """The lines that run alone: imports and constants used, these, their helpers.

        `LookupError` says what there is not; `SourceError`, what cannot be cut out.
        """
        cut = _Cut(self)
        for name in names:
            cut.add(module, name)
        return cut.lines()

    def code(self, function: str) -> str:
        """All that a reader copies to use a function, by its dotted path."""
        module, _, name = function.rpartition(".")
        return "\n".join(self.cut(module, [name])) + "\n"

    def expand(self, line: str) -> list[str]:
        """The lines that a line of a page stands for, or `LookupError`."""
        match = IMPORT.match(line)
        if not match:
            return [line]
        names = [name.strip() for name in match["names"].split(",")]
        return self.cut(match["module"], names)


class _Cut:
    """What has been cut out so far, each thing once."""

    def __init__(self, snippets: Snippets):
        self.snippets = snippets
        self.imports: dict[str, None] = {}
        self.constants: dict[tuple[str, str], str] = {}
        self.functions: dict[tuple[str, str], str] = {}

    def add(self, module_name: str, name: str) -> None:
        module = self.snippets.modules.get(module_name)
        if not module:
            raise LookupError(f"there is no module {module_name}")
        node = module.defined.get(name)
        if not node:
            raise LookupError(f"{module_name} defines no {name}")
        found = self.functions if isinstance(node, ast.FunctionDef) else self.constants
        if (module_name, name) in found:
            return
        found[module_name, name] = source = module.source(node)
        for used in sorted(_free_names(source)):
            if used in module.defined:
                self.add(module_name, used)
            elif used in module.imported:
                self._import(module.imported[used], used)
            elif not hasattr(builtins, used):
                message = f"{name} cannot be cut out: where does {used} come from?"
                raise SourceError(module.path, node.lineno, message)
        if found is self.constants:  # which stands behind what it is made of
            found[module_name, name] = found.pop((module_name, name))

    def _import(self, node: ast.Import | ast.ImportFrom, used: str) -> None:
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module.startswith("snippets."):
                self.add(module, used)
                return
        self.imports[ast.unparse(node)] = None

    def lines(self) -> list[str]:
        imports = sorted(self.imports)
        blocks = ["\n".join(imports)] if imports else []
        blocks += [*self.constants.values(), *self.functions.values()]
        return "\n\n\n".join(blocks).splitlines()


def _arguments(args: ast.arguments) -> list[ast.arg]:
    gathered = [arg for arg in (args.vararg, args.kwarg) if arg]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *gathered]


def _free_names(source: str) -> set[str]:
    """The names that a statement takes from the module around it."""
    free: set[str] = set()
    tables = [symtable.symtable(source, "snippet", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            nested = table.get_type() != "module"
            taken = symbol.is_global() if nested else not symbol.is_assigned()
            if symbol.is_referenced() and taken:
                free.add(symbol.get_name())
    return free
