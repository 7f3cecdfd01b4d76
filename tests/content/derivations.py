"""Derivations on pages: the numbered steps that are printed, and the block that proves them."""

import ast
import contextlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from formulary.errors import SourceError
from formulary.examples import Example, examples
from formulary.markdown_source import BlockMark, MarkdownSource
from formulary.snippets import Snippets
from tests.content.equalities import MATHS, RELATION, UNEVALUATED

STEP = re.compile(r"^\d+\. ")


@dataclass(frozen=True)
class Step:
    """A numbered step: the equation that it states, and those that it states it with."""

    number: int
    line: int
    stated: str
    premises: tuple[str, ...]


@dataclass
class Derivation:
    """A derivation, as it is printed and as it is proved."""

    page: MarkdownSource
    block: BlockMark
    snippets: Snippets

    @property
    def line(self) -> int:
        return self.block.line

    @property
    def anew(self) -> list[int]:
        """The steps that do not go on from an earlier one."""
        found: list[int] = self.block.options.get("anew", [])
        return found

    @cached_property
    def proof(self) -> BlockMark:
        within = [b for b in self.page.blocks if self.block in b.parents]
        proofs = [b for b in within if b.name == "proof"]
        if len(proofs) != 1:
            raise self.page.error(self.line, "a derivation has one proof")
        return proofs[0]

    @cached_property
    def steps(self) -> list[Step]:
        before = range(self.line + 1, self.proof.line)
        lines = [(n, text) for n, text in self.page.lines if n in before]
        starts = [at for at, (_, text) in enumerate(lines) if STEP.match(text)]
        if not starts:
            raise self.page.error(self.line, "a derivation has numbered steps")
        ends = [*starts[1:], len(lines)]
        return [
            self._step(number, lines[at:end])
            for number, (at, end) in enumerate(zip(starts, ends, strict=True), 1)
        ]

    def _step(self, number: int, lines: list[tuple[int, str]]) -> Step:
        line = lines[0][0]
        text = "\n".join(text for _, text in lines)
        found = [match["display"] or match["inline"] for match in MATHS.finditer(text)]
        related = [latex for latex in found if RELATION.search(latex)]
        if not related or "=" not in related[-1]:
            raise self.page.error(line, f"step {number} states no equation")
        *others, stated = related
        excused = UNEVALUATED.search(text)
        premises = () if excused else tuple(p for p in others if "=" in p)
        return Step(number, line, stated, premises)

    @cached_property
    def example(self) -> Example:
        within = range(self.proof.line, self.proof.end)
        found = examples(self.page, self.snippets)
        found = [each for each in found if each.fence.line in within]
        if len(found) != 1:
            raise self.page.error(self.proof.line, "a proof has one executed block")
        return found[0]

    @cached_property
    def _parts(self) -> tuple[ast.Assign, ast.Module, ast.Module]:
        """The assignment of `steps`, the code up to it, and the code after it."""
        tree = ast.parse(self.example.code)
        for at, node in enumerate(tree.body):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "steps":
                parts = tree.body[: at + 1], tree.body[at + 1 :]
                return node, *(ast.Module(part, []) for part in parts)
        raise self.error(1, "a proof leaves `steps`")

    @cached_property
    def namespace(self) -> dict[str, Any]:
        """What the block has made when `steps` are there, and not yet proved."""
        namespace: dict[str, Any] = {"__name__": "__main__"}
        self._run(self._parts[1], namespace)
        return namespace

    @property
    def proved(self) -> list[tuple[Any, ...]]:
        """The sides of each step, as SymPy has them."""
        found: list[tuple[Any, ...]] = self.namespace["steps"]
        return found

    @property
    def written(self) -> list[ast.expr]:
        """The sides of each step, as Python has them."""
        value = self._parts[0].value
        return value.elts if isinstance(value, ast.List) else []

    def asserted(self, steps: list[tuple[Any, ...]]) -> bool:
        """Whether the block takes these steps for proved."""
        try:
            self._run(self._parts[2], self.namespace | {"steps": steps})
        except SourceError as error:
            if isinstance(error.__cause__, AssertionError):
                return False
            raise
        return True

    def _run(self, code: ast.Module, namespace: dict[str, Any]) -> None:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(code, self.example.filename, "exec"), namespace)  # noqa: S102
        except Exception as error:
            raise self.example.failure(error) from error

    def error(self, line: int, message: str) -> SourceError:
        """What is wrong in a line of the block."""
        return self.page.error(self.example.fence.line + line, message)


def derivations(page: MarkdownSource, snippets: Snippets) -> Iterator[Derivation]:
    for block in page.blocks:
        if block.name == "derivation":
            yield Derivation(page, block, snippets)


def changed(side: Any) -> Any:
    """Another side, which a proof must not take for this one."""
    if isinstance(side, list):
        return [changed(side[0]), *side[1:]]
    if isinstance(side, sympy.MatrixBase):
        return side + sympy.ones(*side.shape)
    if isinstance(side, sympy.MatrixExpr):
        return side + sympy.OneMatrix(*side.shape)
    return side + 1
