"""Expressions: sums of products of powers, brackets, subscripts and superscripts."""

import re
from collections.abc import Sequence

from tests.printed.operators import Operators
from tests.printed.tokens import BARS, OPENING, Token, end_of, outside, split
from tests.printed.tree import Refused, Tree, name
from tests.printed.vocabulary import (
    BIG,
    CALLED,
    DOTS,
    ELEMENTARY,
    FONTS,
    FRACTIONS,
    GREEK,
    NAMED,
    PRODUCTS,
    RELATIONS,
)


class Expressions(Operators):
    def sum(self) -> Tree:
        tree = None
        while tree is None or self.sees("+", "-", r"\pm"):
            at = self.place
            first = () if tree else ("+",)
            sign = (
                self.take()
                if self.sees("+", "-", r"\pm") and not self.sees(*first)
                else ""
            )
            if self.sees(*DOTS):
                self.refuse("dots in a sum are not read")
            term = self.term()
            term = {"-": Tree("neg", (term,), at), r"\pm": Tree("pm", (term,), at)}.get(
                sign, term
            )
            tree = Tree("add", (tree, term), at) if tree else term
        return tree

    def term(self) -> Tree:
        tree = self.run()
        while self.sees("/", *PRODUCTS):
            mark = self.take()
            if mark == "/":
                tree = Tree("div", (tree, self.factor()), mark.at)
                if self.begins():
                    self.refuse("a / b c can be read in two ways")
            else:
                tree = Tree(PRODUCTS[mark], (tree, self.run()), mark.at)
        return tree

    def run(self) -> Tree:
        """Factors side by side."""
        tree = self.factor()
        while self.begins():
            at = self.place
            if self.next[0].isdigit():
                self.refuse("a number stands before what it scales")
            tree = Tree("mul", (tree, self.factor()), at)
        return tree

    def begins(self) -> bool:
        """Whether a factor begins here."""
        token = self.next
        if token is None or (token == "(" and self.is_clause()):
            return False
        known = {
            *FONTS,
            *FRACTIONS,
            *BIG,
            *BARS,
            "(",
            "[",
            r"\sqrt",
            r"\nabla",
            r"\{",
            r"\infty",
            r"\#",
        }
        plain = re.fullmatch(
            r"\d.*|[a-zA-Z]|\\(mathrm|text|begin)\{.*", token, re.DOTALL
        )
        return plain is not None or token in known or token[1:] in GREEK | ELEMENTARY

    def is_clause(self) -> bool:
        """Whether the bracket that opens here holds a statement, as (t ≤ T) does."""
        inside = self.tokens[self.at + 1 : end_of(self.tokens, self.at)]
        return any(inside[index] in RELATIONS for index in outside(inside))

    def factor(self) -> Tree:
        token, at = self.next, self.place
        if self.sees("-"):
            self.take()
            return Tree("neg", (self.factor(),), at)
        if self.sees(r"\neg"):
            self.take()
            return Tree("not", (self.factor(),), at)
        if self.sees(*BIG):
            return self.big()
        if self.sees(*FRACTIONS):
            return self.fraction()
        if self.sees(r"\nabla"):
            return self.nabla()
        if token is not None and token.startswith("\\") and token[1:] in ELEMENTARY:
            return self.function(self.take()[1:])
        if (
            token is not None
            and token.word in NAMED
            and self.look(1) not in ("(", None)
        ):
            return self.function(self.take().word)
        return self.scripts(self.atom())

    def atom(self) -> Tree:
        token, at = self.next, self.place
        if token is None:
            self.refuse("something is missing")
        if token in OPENING:
            return self.bracketed()
        if token in BARS:
            return self.barred()
        if token == r"\#":
            self.take()
            return Tree("count", (self.atom(),), at)
        if token == r"\sqrt":
            return self.root()
        if token.startswith(r"\begin"):
            return self.environment()
        if token == r"\infty":
            self.take()
            return Tree("num", (float("inf"),), at)
        if token[0].isdigit():
            self.take()
            return Tree("num", (float(token) if "." in token else int(token),), at)
        return self.symbol()

    def symbol(self) -> Tree:
        token = self.take()
        if token in FONTS:
            if token == r"\mathbb" and self.sees("1"):
                self.take()
                return Tree("sym", (r"\mathbb{1}",), token.at)
            inside = self.within(self.group(), "symbol")
            return Tree("sym", (f"{FONTS[token]}{{{inside.parts[0]}}}",), token.at)
        if token.startswith(r"\mathrm") and re.fullmatch(r"\w+", token.word):
            return Tree("sym", (rf"\mathrm{{{token.word}}}",), token.at)
        if re.fullmatch("[a-zA-Z]", token) or token[1:] in GREEK:
            return Tree("sym", (str(token),), token.at)
        self.at -= 1
        return self.refuse(
            "words are not read" if token.word else "this has no meaning here"
        )

    # brackets

    def bracketed(self) -> Tree:
        opening = self.next
        inside = self.bracket()
        if opening == r"\{":
            return self.braces(inside, opening.at)
        items, marks = self.items(inside)
        if len(items) == 1 and not marks:
            return items[0]
        return Tree("tuple", items, opening.at)

    def braces(self, inside: Sequence[Token], at: int) -> Tree:
        parts = split(inside, ":")
        if len(parts) == 2:
            what, condition = parts
            return Tree(
                "builder", (self.within(what), self.within(condition, "clauses")), at
            )
        return Tree("set", self.items(inside)[0], at)

    def items(
        self, inside: Sequence[Token]
    ) -> tuple[tuple[Tree, ...], tuple[str, ...]]:
        """What commas part, and what single bars part: p ‖ q, and A | B."""
        alone = [
            bar
            for bar in BARS
            if sum(inside[index] == bar for index in outside(inside)) % 2
        ]
        marks = {",", ";", r"\mid", *alone}
        found = tuple(
            str(inside[index]) for index in outside(inside) if inside[index] in marks
        )
        return tuple(self.item(part) for part in split(inside, marks)), found

    def item(self, part: Sequence[Token]) -> Tree:
        if len(part) == 1 and part[0] in DOTS:
            return Tree("dots", (), part[0].at)
        chain = self.within(part, "chain")
        return (
            chain.parts[0][0] if chain.kind == "chain" and not chain.parts[1] else chain
        )

    def barred(self) -> Tree:
        bar = self.take()
        end = self.closing(bar)
        inside = self.within(self.tokens[self.at : end])
        self.at = end + 1
        if bar == "|":
            return Tree("abs", (inside,), bar.at)
        which = None
        if self.sees("_"):
            self.take()
            found = self.group()
            which = Tree("sym", ("F",)) if found == ["F"] else self.within(found)
        return Tree("norm", (inside, which), bar.at)

    def closing(self, bar: Token) -> int:
        """Where the bars are closed: a bar opens others after what cannot end a factor."""
        depth, before = 1, str(bar)
        for end in range(self.at, len(self.tokens)):
            token = self.tokens[end]
            opens = before in {bar, "+", "-", "/", ",", *RELATIONS, *OPENING, *PRODUCTS}
            depth += (1 if opens else -1) if token == bar else 0
            if not depth:
                return end
            before = "" if token == bar and not opens else str(token)
        raise Refused("a bar is not closed", bar.at)

    def root(self) -> Tree:
        at = self.take(r"\sqrt").at
        order = self.within(self.bracket()) if self.sees("[") else Tree("num", (2,))
        inside = self.within(self.group())
        return Tree("sup", (inside, Tree("div", (Tree("num", (1,)), order))), at)

    def environment(self) -> Tree:
        begin = self.take()
        kind = begin[begin.index("{") + 1 : -1]
        closing = rf"\end{{{kind}}}"
        if (
            kind not in ("cases", "pmatrix", "bmatrix")
            or closing not in self.tokens[self.at :]
        ):
            raise Refused(f"{kind} is not read", begin.at)
        end = self.tokens.index(closing, self.at)
        rows = [split(row, "&") for row in split(self.tokens[self.at : end], [r"\\"])]
        self.at = end + 1
        if kind == "cases":
            return Tree("cases", tuple(self.case(*row) for row in rows), begin.at)
        return Tree(
            "matrix", tuple(tuple(map(self.within, row)) for row in rows), begin.at
        )

    def case(self, value: Sequence[Token], condition: Sequence[Token] = ()):
        if condition and condition[0].word in ("if", "otherwise"):
            condition = condition[1:]
        return self.within(value), self.within(
            condition, "statement"
        ) if condition else None

    # what follows an atom: subscripts, superscripts, primes, arguments

    def scripts(self, tree: Tree, *, powers: bool = True) -> Tree:
        above: Sequence[Token] | None = None
        while self.next is not None:
            at = self.place
            if self.sees("'"):
                self.take()
                tree = self.primed(tree, at)
            elif self.sees("_") and (
                above is None or above not in ([r"\top"], [r"\intercal"])
            ):
                self.take()
                if tree.kind == "sub":
                    self.refuse("a second subscript")
                tree = self.indexed(tree, self.group())
            elif self.sees("^") and above is None and powers:
                self.take()
                above = self.group()
            elif self.sees("(", "[") and above is None and self.is_function(tree):
                inside = self.bracket()
                tree = Tree("call", (tree, *self.items(inside)), tree.at)
            else:
                break
        return tree if above is None else self.raised(tree, above)

    def primed(self, tree: Tree, at: int) -> Tree:
        if tree.kind not in ("sym", "sub"):
            raise Refused("a prime has no meaning here", at)
        if self.sees("(") and self.is_function(tree):
            return Tree("prime", (tree,), at)
        return Tree("sym", (name(tree) + "'",), tree.at)

    def is_function(self, tree: Tree) -> bool:
        while tree.kind in ("sub", "prime"):
            tree = tree.parts[0]
        return tree.kind == "sym" and (
            tree.parts[0] in self.functions | CALLED
            or tree.parts[0].startswith(r"\mathrm")
        )

    def raised(self, tree: Tree, above: Sequence[Token]) -> Tree:
        at = above[0].at
        if above in ([r"\top"], [r"\intercal"]):
            return Tree("T", (tree,), at)
        if above == ["-", r"\top"]:
            return Tree("T", (Tree("sup", (tree, Tree("num", (-1,)))),), at)
        if above[0] in ("(", "*"):  # z^{(ℓ)}: a label
            if not name(tree):
                raise Refused("this has no meaning in a superscript", at)
            return Tree("sym", (f"{name(tree)}^{''.join(above)}",), tree.at)
        return Tree("sup", (tree, self.within(above)), at)

    def indexed(self, tree: Tree, found: Sequence[Token]) -> Tree:
        text = "".join(token.word or token for token in found)
        return Tree("sub", (tree, self.subscripts(found), text), tree.at)

    def subscripts(self, found: Sequence[Token]) -> tuple[Tree, ...]:
        """The items of a subscript; none where it is a label."""
        if any(
            token.word or token in {*DOTS, *RELATIONS, "(", r"\circ", r"\max", r"\min"}
            for token in found
        ):
            return ()
        items: list[Tree] = []
        for part in split(found, ","):
            bounds = split(part, ":")
            if len(bounds) == 2:
                low, high = (self.within(bound) if bound else None for bound in bounds)
                items.append(Tree("slice", (low, high)))
            elif {"+", "-", "/"} & set(part):
                items.append(self.within(part))
            else:
                letters = type(self)(part, self.functions, self.end)
                while letters.next is not None:
                    items.append(letters.scripts(letters.atom()))
        return tuple(items)
