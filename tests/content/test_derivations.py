"""Derivations: as many steps proved as the page has, and each of them true."""

import re

import pytest
import sympy

from tests.pages import EXAMPLES, PAGES, run

STEP = re.compile(r"^\d+\. ")


def derivations():
    for name, page in PAGES.items():
        for block in page.blocks:
            if block.name == "derivation":
                yield pytest.param(page, block, id=f"{name}:{block.line}")


def proof_of(page, derivation):
    """The opening of the proof that stands in a derivation."""
    (proof,) = [block for block in page.blocks if derivation in block.parents]
    return proof


def steps_shown(page, derivation):
    last = proof_of(page, derivation).line
    return [
        text
        for n, text in page.lines
        if derivation.line < n < last and STEP.match(text)
    ]


def steps_proved(page, derivation):
    """What the proof's block leaves as `steps`."""
    name = next(name for name, other in PAGES.items() if other is page)
    first = proof_of(page, derivation).line
    example = next(each for each in EXAMPLES[name] if each.fence.line > first)
    namespace = {"__name__": "__main__"}
    run(example, namespace)
    return namespace["steps"]


def is_zero(difference):
    entries = difference if isinstance(difference, sympy.MatrixBase) else [difference]
    # most are rational, which the far faster of the two can tell
    return all(
        sympy.cancel(entry) == 0 or sympy.simplify(entry) == 0 for entry in entries
    )


@pytest.mark.parametrize(("page", "derivation"), list(derivations()))
def test_every_step_is_shown_and_proved(page, derivation, record_property):
    proved = steps_proved(page, derivation)
    assert len(steps_shown(page, derivation)) == len(proved)
    for number, (left, right) in enumerate(proved, 1):
        assert is_zero(left - right), f"{page.path}:{derivation.line}: step {number}"
        assert left != 0 or right != 0, f"step {number} says nothing"
    where = f"{page.path.name}:{derivation.line}"
    record_property(
        "counted", f"{len(proved)} steps of {derivation.argument} proved ({where})"
    )
