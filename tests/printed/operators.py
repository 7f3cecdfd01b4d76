"""Functions without brackets, big operators, fractions, derivatives."""

from collections.abc import Sequence

from tests.printed.cursor import Cursor
from tests.printed.tokens import Token, split
from tests.printed.tree import Refused, Tree, name
from tests.printed.vocabulary import BIG, ELEMENTARY, RELATIONS


class Operators(Cursor):
    """What is written before the thing that it takes."""

    def function(self, called: str) -> Tree:
        """log x, tanh² x, log₂(x): of a bracket, or of one factor after a number."""
        base = power = None
        at = self.place
        while self.sees("_", "^"):
            if self.take() == "_":
                base = self.within(self.group())
            else:
                power = self.within(self.group())
        if self.sees("("):
            argument = self.bracketed()
            if self.sees("^", "_"):
                self.refuse(f"is this of what {called} gives, or of its argument?")
        else:
            argument = self.factor()
            if argument.kind == "num" and self.begins():
                argument = Tree("mul", (argument, self.factor()), at)
            another = self.next is not None and (
                self.next in BIG or self.next[1:] in ELEMENTARY
            )
            if self.begins() and not another:
                self.refuse(f"how far does {called} reach?")
        tree = Tree("fn", (called, base, argument), at)
        return Tree("sup", (tree, power), at) if power else tree

    def big(self) -> Tree:
        op = self.take()
        kind = op[1:] + (self.take(r"\max", r"\min")[1:] if op == r"\arg" else "")
        low = high = None
        while self.sees("_", "^"):
            if self.take() == "_":
                low = self.group()
            else:
                high = self.within(self.group())
        if low is None:
            if kind in ("max", "min") and self.sees("("):
                head = Tree("sym", (rf"\mathrm{{{kind}}}",), op.at)
                return self.scripts(
                    Tree("call", (head, *self.items(self.bracket())), op.at)
                )
            raise Refused(f"{kind} over what?", op.at)
        if kind == "int":
            return self.integral(self.within(low), high, op.at)
        span = self.span(low, high)
        return Tree(
            "big", (kind, span, self.run() if kind == "lim" else self.term()), op.at
        )

    def span(self, low: Sequence[Token], high: Tree | None) -> Tree:
        """What an operator runs over."""
        at = low[0].at
        if r"\to" in low:
            variable, limit = split(low, [r"\to"])
            return Tree("to", (name(self.within(variable)), self.within(limit)), at)
        if high is not None:
            parts = split(low, "=")
            if len(parts) != 2:
                raise Refused("an upper bound without a lower one", at)
            return Tree(
                "from", (name(self.within(parts[0])), self.within(parts[1]), high), at
            )
        if any(token in RELATIONS for token in low):
            return Tree("where", (self.within(low, "chain"),), at)
        letters = [
            type(self)(part, self.functions, self.end) for part in split(low, ",")
        ]
        keys = []
        for each in letters:
            while each.next is not None:
                keys.append(each.symbol().parts[0])
        return Tree("over", tuple(keys), at)

    def integral(self, low: Tree, high: Tree | None, at: int) -> Tree:
        rest = self.tokens[self.at :]
        if high is None or "d" not in rest:
            raise Refused("an integral needs bounds and dx", at)
        end = self.at + rest.index("d")
        body = self.within(self.tokens[self.at : end])
        self.at = end + 1
        return Tree(
            "big", ("int", Tree("from", (self.symbol().parts[0], low, high)), body), at
        )

    def fraction(self) -> Tree:
        at = self.take().at
        above, below = self.group(), self.group()
        if above and below and above[0] == below[0] and above[0] in ("d", r"\partial"):
            return self.derivative(above, below, at)
        return self.scripts(Tree("div", (self.within(above), self.within(below)), at))

    def derivative(
        self, above: Sequence[Token], below: Sequence[Token], at: int
    ) -> Tree:
        order, body = ("1", above[1:]) if above[1:2] != ["^"] else (above[2], above[3:])
        variables: list[Tree] = []
        reader = type(self)(below, self.functions, self.end)
        while reader.next is not None:
            reader.take(above[0])
            variable, times = reader.scripts(reader.atom()), 1
            if variable.kind == "sup":
                variable, (times,) = variable.parts[0], variable.parts[1].parts
            variables += [variable] * times
        if order != str(len(variables)):
            raise Refused(f"d^{order} above d of {len(variables)} variables", at)
        tree = self.within(body) if body else self.run()
        return Tree("deriv", (tree, tuple(variables)), at)

    def nabla(self) -> Tree:
        at = self.take().at
        by = None
        if self.sees("_"):
            self.take()
            by = self.within(self.group())
        operand = self.scripts(self.atom(), powers=False)
        return self.scripts(Tree("nabla", (by, operand), at))
