"""What would pass whatever is printed, by the number of its statement."""

from collections.abc import Container, Iterator, Mapping
from itertools import pairwise

from tests.printed.case import Case
from tests.printed.definitions import mentioned
from tests.printed.names import python_name
from tests.printed.tree import walk

Found = Iterator[tuple[int, str]]


def same_sides(case: Case) -> Found:
    """A side that equals itself says nothing."""
    for statement in case.statements:
        for chain in walk(statement.tree):
            sides = chain.parts[0] if chain.kind == "chain" else ()
            if any(one == two for one, two in pairwise(sides)):
                yield statement.number, "two sides are the same"


def unmet(seen: Mapping[tuple, set[bool]]) -> Found:
    """A condition that no draw meets."""
    for (number, *_, what), truths in seen.items():
        if True not in truths:
            yield number, f"{what} never holds"


def unused(case: Case, compared: Container[int]) -> Found:
    """A definition that is compared with nothing, and that nothing uses."""
    first = case.clauses[0][1]
    for statement, clause in case.clauses:
        own = case.defines(clause)
        if (
            not own
            or len(clause.parts[0]) > 2
            or python_name(own.key) in case.mentioned
        ):
            continue
        others = [each for _, each in case.clauses if each is not clause]
        others += [side for side, _ in case.compare.values()]
        by_code = clause is first and statement.number in compared
        if not by_code and not any(mentioned(each, own.key) for each in others):
            yield statement.number, f"{own.key} is defined, and nothing uses it"


def idle(case: Case, compared: Container[int]) -> Found:
    """A statement of which nothing is compared, and that defines nothing."""
    defining = {each.number for each, clause in case.clauses if case.defines(clause)}
    for statement in case.statements:
        if statement.number not in compared and statement.number not in defining:
            yield statement.number, "this is compared with nothing"
