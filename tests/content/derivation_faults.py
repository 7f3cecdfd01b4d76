"""What is wrong with a derivation, each with its file and line."""

import ast
from collections.abc import Iterable, Iterator

from formulary.errors import SourceError
from tests.content.binding import Bound, equated, same
from tests.content.derivations import changed
from tests.content.sympy_numbers import number
from tests.printed.reader import read
from tests.printed.statements import agree
from tests.printed.tree import Refused, Tree, name, walk


def wrong(bound: Bound, statements: tuple[str, ...] = ()) -> Iterator[SourceError]:
    """Everything in which what is printed is not what is proved.

    The steps must reach one of the statements, if there are any.
    """
    steps, proved = bound.derivation.steps, bound.derivation.proved
    if len(steps) != len(proved):
        said = f"{len(steps)} steps are printed, and {len(proved)} proved"
        yield bound.page.error(bound.derivation.line, said)
        return
    yield from _alike(bound)
    yield from _unproved(bound)
    yield from _untrue(bound)
    unlike = [error for step in steps for error in bound.unlike(step)]
    yield from unlike
    if unlike:
        return
    yield from _unconnected(bound)
    yield from _unused(bound, statements)
    if statements and not _reach(bound, statements):
        said = f"the steps do not reach {bound.derivation.block.argument}: say what it `shows`"
        yield bound.page.error(bound.derivation.line, said)


def _alike(bound: Bound) -> Iterator[SourceError]:
    """Neighbouring sides that are written alike prove nothing."""
    if not bound.derivation.written:
        yield bound.error("`steps` is a list, written out")
    for step in bound.derivation.written:
        sides = [ast.dump(side) for side in getattr(step, "elts", [])]
        if len(sides) < 2 or any(map(str.__eq__, sides, sides[1:])):
            said = f"{ast.unparse(step)} proves nothing"
            yield bound.derivation.error(step.lineno, said)


def _unproved(bound: Bound) -> Iterator[SourceError]:
    """Steps that the block does not prove, or would let pass if they were wrong."""
    proved = bound.derivation.proved
    if not bound.derivation.asserted(proved):
        yield bound.error("the block's assertions fail")
        return
    for at, sides in enumerate(proved):
        for place in range(1, len(sides)):
            altered = [*sides[:place], changed(sides[place]), *sides[place + 1 :]]
            if bound.derivation.asserted(
                [*proved[:at], tuple(altered), *proved[at + 1 :]]
            ):
                said = f"no assertion proves side {place + 1} of step {at + 1}"
                yield bound.error(said)


def _untrue(bound: Bound) -> Iterator[SourceError]:
    for one, other in bound.given:
        if not agree(number(one, bound.at), number(other, bound.at)):
            yield bound.error(f"`values` are not as given: {one} is not {other}")


def _unconnected(bound: Bound) -> Iterator[SourceError]:
    """Steps whose left side no earlier step has, unless they begin anew."""
    before: set[Tree] = set()
    for step in bound.derivation.steps:
        sides = equated(read(step.stated))
        goes_on = not before or sides[0] in before
        if goes_on and step.number in bound.derivation.anew:
            said = f"step {step.number} goes on from an earlier one: take it off `anew`"
            yield bound.page.error(step.line, said)
        if not goes_on and step.number not in bound.derivation.anew:
            said = f"no earlier step has the left side of step {step.number}"
            yield bound.page.error(step.line, said)
        before |= set(sides)


def _unused(bound: Bound, statements: tuple[str, ...]) -> Iterator[SourceError]:
    """Names that neither a step nor a statement that the steps reach has."""
    steps = bound.derivation.steps
    texts = [latex for s in steps for latex in (s.stated, *s.premises)]
    texts += [latex for latex in statements if readable(latex)]
    used = {name(tree) for text in texts for tree in walk(read(text))}
    for latex in bound.names:
        if latex not in used:
            yield bound.error(f"`names`: neither a step nor the formula has {latex}")


def _reach(bound: Bound, statements: Iterable[str]) -> bool:
    """Whether some statement's sides are sides of the steps."""
    found = [v for step in bound.derivation.steps for v in bound.values(step.stated)]
    for latex in filter(readable, statements):
        try:
            values = bound.values(latex)
        except Refused:
            continue  # it speaks of what the steps do not know
        if all(any(same(value, each) for each in found) for value in values):
            return True
    return False


def readable(latex: str) -> bool:
    try:
        read(latex)
    except Refused:
        return False
    return True
