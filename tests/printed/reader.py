r"""A strict reader of the LaTeX that records print. What it does not know, it refuses.

    >>> read(r"\|A\|_F=\sqrt{\sum_{ij}A_{ij}^2}").kind
    'chain'
    >>> read(r"\frac{d}{dx}f(x)=f'(x)", functions={"f"}).parts[1]
    ('=',)
    >>> expression(r"\mathbf a^\top\mathbf b")  # doctest: +ELLIPSIS
    Tree(kind='mul', ...

`functions` are the letters that are called when a bracket follows: without it, f(x) is a
product. `tests.printed.tree` says what a tree may hold, and `tests.printed.evaluator`
computes what it says.
"""

from collections.abc import Collection

from tests.printed.expressions import Expressions
from tests.printed.tokens import end_of, split, tokens
from tests.printed.tree import Refused, Tree, mentions
from tests.printed.vocabulary import DOTS, IMPLY, QUADS, RELATIONS

FUNCTIONS = frozenset({"P"})


def read(latex: str, functions: Collection[str] = ()) -> Tree:
    """The tree of a statement."""
    return _whole(latex, functions, "statement")


def expression(latex: str, functions: Collection[str] = ()) -> Tree:
    """The tree of an expression."""
    return _whole(latex, functions, "sum")


def _whole(latex: str, functions: Collection[str], rule: str) -> Tree:
    try:
        known = FUNCTIONS | frozenset(functions)
        return Statements(tokens(latex), known, len(latex)).whole(rule)
    except Refused as refused:
        raise refused.shown(latex) from None


class Statements(Expressions):
    r"""Relations, chained; then commas, ⇒ and ⇔, and `\quad`, each weaker than the last."""

    def statement(self) -> Tree:
        parts = [self.implication()]
        while self.separated():
            parts.append(self.implication())
        if self.sees("."):
            self.take()
        return parts[0] if len(parts) == 1 else Tree("and", tuple(parts), parts[0].at)

    def separated(self) -> bool:
        """Whether a quad follows, with or without a comma; it is taken."""
        found = self.sees(*QUADS) or (self.sees(",", ";") and self.look(1) in QUADS)
        while found and self.sees(",", ";", *QUADS):
            self.take()
        return found

    def implication(self) -> Tree:
        parts, marks = [self.clauses()], []
        while self.sees(*IMPLY):
            marks.append(IMPLY[self.take()])
            parts.append(self.clauses())
        return (
            Tree("imply", (tuple(parts), tuple(marks)), parts[0].at)
            if marks
            else parts[0]
        )

    def clauses(self) -> Tree:
        parts = [self.chain()]
        while self.sees(",", ";") and self.look(1) not in QUADS:
            self.take()
            parts.append(self.chain(parts[-1]))
        return parts[0] if len(parts) == 1 else Tree("and", tuple(parts), parts[0].at)

    def chain(self, before: Tree | None = None) -> Tree:
        """Sides with relations between them, where a clause in brackets holds, or for all."""
        if self.sees(r"\exists"):
            return self.exists()
        if self.sees("(") and self.is_clause():
            return self.within(self.bracket(), "statement")
        tree = self.related(before)
        if self.sees("(") and self.is_clause():
            condition = self.within(self.bracket(), "statement")
            tree = Tree("imply", ((condition, tree), ("⇒",)), tree.at)
        if self.sees(r"\forall"):
            at = self.take().at
            tree = Tree("all", (self.keys(), tree), at)
        return tree

    def exists(self) -> Tree:
        at = self.take().at
        keys = self.keys()
        self.take(":")
        tree = self.chain()
        if len(set(keys)) < len(keys) or not all(mentions(tree, key) for key in keys):
            raise Refused("what is said to exist is not what is spoken of", at)
        return Tree("some", (keys, tree), at)

    def keys(self) -> tuple[str, ...]:
        keys = [self.symbol().parts[0]]
        while self.sees(",") and self.look(1) not in QUADS:
            self.take()
            keys.append(self.symbol().parts[0])
        return tuple(keys)

    def related(self, before: Tree | None) -> Tree:
        at, marks = self.place, []
        goes_on = (
            self.sees(*RELATIONS) and before is not None and before.kind == "chain"
        )
        sides = [before.parts[0][0] if goes_on else self.side()]
        while self.sees(*RELATIONS):
            marks.append(RELATIONS[self.take()])
            sides.append(self.set() if marks[-1] == "∈" else self.side())
        return Tree("chain", (tuple(sides), tuple(marks)), at)

    def side(self) -> Tree:
        if self.sees(*DOTS):
            return Tree("dots", (), self.take().at)
        return self.sum()

    def set(self) -> Tree:
        at = self.place
        if self.sees(r"\mathbb") and self.look(1) == "R":
            self.at += 2
            sizes = []
            if self.sees("^"):
                self.take()
                sizes = split(self.group(), [r"\times"])
            return Tree("space", tuple(self.item(size) for size in sizes), at)
        if self.sees("["):
            low, high = split(
                self.tokens[self.at + 1 : end_of(self.tokens, self.at)], ","
            )
            self.bracket()
            return Tree("interval", (self.within(low), self.within(high)), at)
        return self.sum()
