"""A record as it is read: its statements, and what defines, draws and computes what."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from formulary.records import Execute, Formula
from tests.printed.code import Code, code_of
from tests.printed.definitions import (
    Definition,
    definition,
    is_declared,
    is_name,
    pieces,
)
from tests.printed.draws import (
    Declared,
    Sampler,
    conditions,
    declared,
    function_letters,
    key_of,
)
from tests.printed.evaluator import World
from tests.printed.indices import bound_by
from tests.printed.names import evaluated, expression_names, python_name
from tests.printed.reader import expression, read
from tests.printed.tree import Refused, Tree, walk


@dataclass(frozen=True)
class Statement:
    """A statement that is to be executed; `whole` unless `skip` leaves something out."""

    number: int
    latex: str
    tree: Tree
    whole: bool


@contextmanager
def within(number: int, latex: str) -> Iterator[None]:
    """What is refused within says in which statement, and where in it."""
    try:
        yield
    except Refused as refused:
        shown = refused.shown(latex)
        shown.statement = number
        raise shown from None


@dataclass(frozen=True)
class Case:
    """A record, and what its `execute` says."""

    formula: Formula
    execute: Execute = field(default_factory=Execute)

    @classmethod
    def of(cls, formula: Formula) -> "Case":
        return cls(formula, formula.execute or Execute())

    @cached_property
    def functions(self) -> set[str]:
        return function_letters(self.formula, self.execute)

    @cached_property
    def symbols(self) -> list[Declared]:
        return list(declared(self.formula, self.functions))

    @cached_property
    def statements(self) -> list[Statement]:
        unexecuted = self.formula.unexecuted
        left_out = unexecuted if isinstance(unexecuted, dict) else {}
        for words in self.execute.skip:
            if not any(words in latex for latex in self.formula.latex):
                raise Refused(f"skip: {words!r} is in no statement")
        found = []
        for number, latex in enumerate(self.formula.latex, 1):
            kept = latex
            for words in self.execute.skip:
                kept = kept.replace(words, "")
            if number not in left_out:
                with within(number, kept):
                    tree = read(kept, self.functions)
                found.append(Statement(number, kept, tree, kept == latex))
        return found

    @property
    def trees(self) -> tuple[Tree, ...]:
        return tuple(each.tree for each in self.statements)

    @cached_property
    def clauses(self) -> list[tuple[Statement, Tree]]:
        """The clauses of all statements."""
        return [
            (each, clause) for each in self.statements for clause in pieces(each.tree)
        ]

    @cached_property
    def compare(self) -> dict[str, tuple[Tree, str]]:
        """What `compare` says, and the expressions read."""
        found = self.execute.compare.items()
        return {latex: (expression(latex, self.functions), how) for latex, how in found}

    @cached_property
    def where(self) -> dict[str, str]:
        return {key_of(latex): how for latex, how in self.execute.where.items()}

    @cached_property
    def drawn(self) -> dict[str, str]:
        return {key_of(latex): how for latex, how in self.execute.draw.items()}

    @cached_property
    def names(self) -> set[str]:
        """The subscripted symbols that are names as a whole."""
        bases = {each.key for each in self.symbols if each.tree.kind == "sym"}
        bases |= self.where.keys() | self.drawn.keys()
        subs = [each for each in self.symbols if each.tree.kind == "sub" and each.key]
        found = {each.key for each in subs if is_name(each.tree, bases)}
        return found | {key_of(label) for label in self.execute.labels}

    @cached_property
    def code(self) -> Code | None:
        names = {python_name(each.key) for each in self.symbols}
        return code_of(self.formula, names, self.execute.inputs)

    @cached_property
    def mentioned(self) -> set[str]:
        """The names of symbols in the expressions of `execute`."""
        how = (*self.execute.where.values(), *self.execute.compare.values())
        found = set().union(*map(expression_names, (*how, *self.execute.draw.values())))
        return found.union(
            *map(expression_names, self.code.inputs.values() if self.code else ())
        )

    @cached_property
    def definitions(self) -> dict[str, Definition]:
        """What the statements define, where nothing else does."""
        code = self.code.inputs.values() if self.code else ()
        inputs = set().union(*map(expression_names, code))
        found: dict[str, Definition] = {}
        for statement, clause in self.clauses:
            new = definition(clause, self.names)
            if new is None or new.key in {*found, *self.where, *self.drawn}:
                continue
            if python_name(new.key) not in inputs:
                with within(statement.number, statement.latex):
                    self.refuse_undeclared(new)
                found[new.key] = new
        return found

    def refuse_undeclared(self, new: Definition) -> None:
        """A left side that the record does not declare is misspelt."""
        declared = {each.tree for each in self.symbols}
        plain = {each.key for each in self.symbols if each.key} - self.where.keys()
        if not is_declared(new, declared, plain):
            message = "this is not among the symbols of the record"
            raise Refused(message, new.head.at)

    def defines(self, clause: Tree) -> Definition | None:
        """What a clause defines, if no other clause has done so before."""
        found = definition(clause, self.names)
        own = found and self.definitions.get(found.key)
        return own if own and own.head is found.head else None

    @cached_property
    def sampler(self) -> Sampler:
        components = {
            each.key
            for each in self.symbols
            if each.tree.kind == "sub" and each.key not in self.names
        }
        indices = [
            bound_by(each)
            for _, clause in self.clauses
            for each in walk(clause)
            if each.kind != "some"
        ]
        bound = set().union(*indices)
        undrawn = frozenset({*components, *bound, *self.where, *self.definitions})
        assumed = conditions(self.formula.assumptions, self.functions)
        found = [*chain(*self.domains.values()), *assumed]
        return Sampler(self.symbols, found, self.drawn, undrawn)

    @cached_property
    def domains(self) -> dict[int, list[Tree]]:
        """The conditions that each symbol is declared with, by its number."""
        return {
            number: conditions([symbol.shape], self.functions)
            for number, symbol in enumerate(self.formula.symbols, 1)
        }

    def world(self, seed: int) -> World:
        """The symbols at one draw."""
        world = self.sampler.draw(seed)
        world.defined.update(
            {key: each.value for key, each in self.definitions.items()}
        )
        for key, how in self.where.items():
            world.defined[key] = lambda here, how=how: evaluated(how, here)
        if self.code:
            world.defined["result"] = self.code
        ranges = {
            key: int(evaluated(how, world)) for key, how in self.execute.ranges.items()
        }
        return world.where(ranges=ranges, elementwise=bool(self.execute.elementwise))
