"""A record's statements, held to random values and to the record's code."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from formulary.errors import SourceError
from formulary.records import Execute, Formula
from tests.printed.algebra import plain
from tests.printed.case import Case, Statement, within
from tests.printed.definitions import mentioned, pieces
from tests.printed.draws import Declared, Draw, sized
from tests.printed.evaluator import World
from tests.printed.indices import array, free
from tests.printed.names import evaluated, python_name
from tests.printed.statements import (
    Undefined,
    agree,
    closeness,
    failures,
    holds,
    method,
    shown,
)
from tests.printed.tree import Mismatch, Refused, Tree, walk
from tests.printed.vacuous import idle, same_sides, unmet, unused

FROM_CODE = (ArithmeticError, LookupError, NameError, TypeError, ValueError)
"""What code raises for what it does not take."""

DRAWS, SEARCHES = 24, 8
"""How often a record is drawn, also where it searches for extremes: each kind of draw
comes twice at least."""


@dataclass(frozen=True)
class Outcome:
    """What was executed: statements, of them in part, and on how many draws."""

    statements: int
    in_part: int
    draws: int


def executed(formula: Formula) -> Outcome:
    """Execute a record; what contradicts it is raised with file, line and values."""
    run = Run(Case.of(formula))
    try:
        searched = any("extreme" in method(each) for each in walk(run.case.trees))
        done = run.all(SEARCHES if searched else DRAWS)
    except Refused as refused:
        line = f"{run.part} {refused.statement or run.number}"
        raise formula.place.error(
            f"{formula.id}: {refused}{run.values}", line
        ) from None
    statements = run.case.statements
    return Outcome(len(statements), sum(not each.whole for each in statements), done)


@dataclass
class Run:
    """The draws of one record; `seen` are the truths of conditions, by their place."""

    case: Case
    part: str = "latex"
    number: int = 1
    values: str = ""
    draw: Draw = field(default_factory=lambda: Draw(0))
    seen: dict[tuple, set[bool]] = field(default_factory=lambda: defaultdict(set))
    compared: set[int] = field(default_factory=set)

    def all(self, draws: int) -> int:
        """How many draws were compared."""
        self.refuse(*same_sides(self.case))
        done = sum(self.one(seed) for seed in range(draws))
        self.values = ""
        if done < draws / 2:
            raise Refused(f"only {done} of {draws} draws give finite values")
        self.refuse(*unmet(self.seen))
        self.refuse(*unused(self.case, self.compared), *idle(self.case, self.compared))
        return done

    def refuse(self, *found: tuple[int, str]) -> None:
        """Refuse the first of what would pass whatever is printed."""
        for number, why in found:
            self.number = number
            raise Mismatch(why)

    def one(self, seed: int) -> bool:
        """Whether a draw could be compared."""
        self.values, self.draw = "", Draw(seed)
        with np.errstate(all="ignore"):
            world = self.case.world(seed)
            self.values = f"\n  {self.shown(world)}seed {seed}"
            return self.comparable(world)

    def comparable(self, world: World) -> bool:
        """Whether all is defined; a coarse draw may be outside of the code's domain."""
        try:
            self.compare(world)
            self.as_declared(world)
        except Undefined:
            return False
        except Refused:
            raise
        except FROM_CODE as error:
            if self.draw.coarse:
                return False
            raise Mismatch(f"{type(error).__name__}: {error}") from None
        return True

    def shown(self, world: World) -> str:
        """The values of what is printed."""
        trees = [each.tree for each in self.case.statements]
        return "".join(
            f"{python_name(key)}={shown(value)}, "
            for key, value in world.values.items()
            if isinstance(value, np.ndarray | float | int)
            and any(mentioned(tree, key) for tree in trees)
        )

    def compare(self, world: World) -> None:
        result = self.code_agrees(world)
        for statement in self.case.statements:
            self.number = statement.number
            with within(statement.number, statement.latex):
                if result is None:
                    self.hold(statement, world)
                elif statement is self.case.statements[0]:
                    self.answer(statement, result, world)
                elif result:
                    self.hold(statement, world)

    def as_declared(self, world: World) -> None:
        """What is computed has the shape and the domain that its symbol is declared with."""
        for number, conditions in self.case.domains.items():
            for condition in conditions:
                if contradicts(condition, world):
                    self.part, self.number = "symbols", number
                    raise Mismatch("its value is not what is declared")
        for symbol in self.case.symbols:
            if found := misshapen(symbol, world):
                self.part, self.number = "symbols", symbol.number
                raise Mismatch(found)

    # the code

    def code_agrees(self, world: World) -> Any:
        """The code computes what the formula says; what answers yes or no is returned."""
        for latex, (side, how) in self.case.compare.items():
            self.same(side, evaluated(how, world), world, latex)
        uses = "result" in self.case.mentioned
        if self.case.code is None or uses:
            return None
        result = world.value("result")
        if np.ndim(result) == 0 and isinstance(result, bool | np.bool_):
            return result
        first = self.case.statements[0]
        self.number = first.number
        chain = next(pieces(first.tree))
        if chain.kind != "chain":
            raise Refused("what of this does the code compute? say it in `compare`")
        sides, marks = chain.parts
        at = 1 if marks[:1] == ("←",) else 0
        self.same(sides[at], result, world, f"side {at + 1}")
        self.compared.add(first.number)
        return None

    def same(self, side: Tree, result: Any, world: World, said: str) -> None:
        value = plain(array(side, free(side, world), world))
        if not (np.all(np.isfinite(value)) and np.all(np.isfinite(result))):
            raise Undefined
        if np.shape(value) != np.shape(result):
            raise Mismatch(
                f"{said} has shape {np.shape(value)}, {self.named} {np.shape(result)}"
            )
        if not agree(value, result, closeness(side)):
            raise Mismatch(f"{said} is {shown(value)}, {self.named} {shown(result)}")

    @property
    def named(self) -> str:
        return self.case.formula.function_name or "numpy"

    def answer(self, statement: Statement, result: Any, world: World) -> None:
        """Code that says yes or no says whether the first statement holds."""
        tree = statement.tree
        asked = (
            tree.parts[0][0]
            if tree.kind == "imply" and tree.parts[1] == ("⇔",)
            else tree
        )
        if asked is not tree:
            self.hold(statement, world)
        truth = holds(asked, world)
        self.seen[statement.number, "the statement"].add(truth)
        self.seen[statement.number, "the contrary of the statement"].add(not truth)
        self.compared.add(statement.number)
        if truth != result:
            raise Mismatch(f"the statement is {truth}, {self.named} {result}")

    # statements

    def hold(self, statement: Statement, world: World) -> None:
        for at, piece in enumerate(pieces(statement.tree)):
            self.piece(piece, (statement.number, at), world)

    def piece(self, piece: Tree, place: tuple[int, int], world: World) -> None:
        if piece.kind == "chain":
            self.chain(piece, place, world)
            return
        self.compared.add(place[0])
        if piece.kind == "some":
            self.seen[*place, "what is said to exist"].add(holds(piece, world))
            return
        if piece.kind == "imply":
            self.conditions(piece, place, world)
        if not holds(piece, world):
            raise Mismatch("this does not hold", piece.at)

    def conditions(self, piece: Tree, place: tuple[int, int], world: World) -> None:
        """Note which conditions hold; of ⇒, unless the draw makes arrays zero."""
        parts, marks = piece.parts
        if "⇔" not in marks:
            truth = all(holds(part, world) for part in parts[:-1])
            self.seen[*place, "the condition"].add(truth and not self.draw.zeros)
            return
        for number, part in enumerate(parts, 1):
            truth = holds(part, world)
            self.seen[*place, f"side {number}"].add(truth)
            self.seen[*place, f"the contrary of side {number}"].add(not truth)

    def chain(self, chain: Tree, place: tuple[int, int], world: World) -> None:
        sides, marks = chain.parts
        if self.case.defines(chain) or marks[:1] == ("←",):
            sides, marks = sides[1:], marks[1:]
        if not marks:
            return
        self.compared.add(place[0])
        offset = len(chain.parts[0]) - len(sides)
        rest = Tree("chain", (sides, marks), chain.at)
        for failure in failures(rest, world, first=1 + offset):
            raise Mismatch(failure)


def contradicts(condition: Tree, world: World) -> bool:
    """Whether a condition is about what is known here, and does not hold."""
    try:
        return not world.holds(condition)
    except (Undefined, Refused):
        return False


def misshapen(symbol: Declared, world: World) -> str:
    """How a symbol's shape differs from the declared one, if it is one thing."""
    if symbol.shape is None or free(symbol.tree, world):
        return ""
    try:
        found = np.shape(plain(array(symbol.tree, [], world)))
        wanted = sized(symbol.shape, world)
    except Refused:  # it is not executed
        return ""
    if found in (wanted, (1, *wanted)):  # a vector may be drawn as a row
        return ""
    return f"it has the shape {found}, not {wanted}"


def unneeded(formula: Formula) -> Iterator[str]:
    """What `execute` says, and the formula would be executed without."""
    execute = formula.execute or Execute()
    for hint, entries in execute:
        for entry, less in without_one(hint, entries):
            fewer = execute.model_copy(update={hint: less})
            if runs(formula.model_copy(update={"execute": fewer})):
                yield f"execute.{hint}: {entry}" if entry else f"execute.{hint}"


def without_one(hint: str, entries: Any) -> Iterator[tuple[str, Any]]:
    """The entries without each of them; what is compared is left out as a whole."""
    if not entries:
        return
    if hint == "compare" or entries is True:
        yield "", {}
    elif isinstance(entries, dict):
        for key in entries:
            yield key, {k: v for k, v in entries.items() if k != key}
    else:
        for entry in entries:
            yield entry, [each for each in entries if each != entry]


def runs(formula: Formula) -> bool:
    """Whether a formula is executed, and nothing contradicts it."""
    try:
        executed(formula)
    except SourceError:
        return False
    return True
