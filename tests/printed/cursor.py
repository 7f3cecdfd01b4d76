"""A place among tokens, and the ways on from there."""

from collections.abc import Sequence

from tests.printed.tokens import Token, end_of
from tests.printed.tree import Refused, Tree
from tests.printed.vocabulary import FONTS


class Cursor:
    """Stands before some tokens, and takes them from the left.

    What a bracket holds is read by a reader of its own, which has to read all of it.
    """

    def __init__(self, found: Sequence[Token], functions: frozenset[str], end: int):
        self.tokens, self.functions, self.end = list(found), functions, end
        self.at = 0

    @property
    def next(self) -> Token | None:
        return self.look(0)

    def look(self, ahead: int) -> Token | None:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    @property
    def place(self) -> int:
        return self.end if self.next is None else self.next.at

    def refuse(self, what: str):
        raise Refused(what, self.place)

    def take(self, *wanted: str) -> Token:
        token = self.next
        if token is None or (wanted and token not in wanted):
            self.refuse(f"{' or '.join(wanted) or 'more'} is wanted")
        self.at += 1
        return token

    def sees(self, *wanted: str) -> bool:
        return self.next in wanted

    def whole(self, rule: str) -> Tree:
        """All tokens, read by a rule."""
        tree = getattr(self, rule)()
        if self.next is not None:
            self.refuse("this has no meaning here")
        return tree

    def within(self, found: Sequence[Token], rule: str = "sum") -> Tree:
        """Some of the tokens, read by a rule."""
        end = found[-1].at + len(found[-1]) if found else self.place
        return type(self)(found, self.functions, end).whole(rule)

    def bracket(self) -> Sequence[Token]:
        """The tokens in the bracket that opens here."""
        start, end = self.at, end_of(self.tokens, self.at)
        self.at = end + 1
        return self.tokens[start + 1 : end]

    def group(self) -> Sequence[Token]:
        """The tokens of a group, or of the one thing that stands for it."""
        if self.sees("{"):
            return self.bracket()
        first = self.take()
        if first.isdigit() and len(first) > 1:  # \frac12 is 1 over 2
            self.at -= 1
            self.tokens[self.at] = Token(first[1:], first.at + 1)
            return [Token(first[0], first.at)]
        return [first, *self.braced()] if first in FONTS else [first]

    def braced(self) -> Sequence[Token]:
        inside = self.group()
        return [Token("{", self.place), *inside, Token("}", self.place)]
