r"""The numbers that a page's author typed: in digits, in words, and in maths.

What a page computes where it stands (`#!calc`) is not typed. Two more things are not listed:
what stands in a fence, because its output is accepted, and the options of a block, of which the
alternative texts are accepted with their figures. In maths and code 0, 1 and 2 are mostly
structure, as "one" and "two" are in words, and are left out.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from formulary.errors import SourceError
from formulary.markdown_source import BLOCK_OPTION, MarkdownSource
from tests.content.equalities import CODE, MATHS

PROSE = re.compile(
    r"""(?<![\w.-])\d+(?:[.,]\d+)*(?:\s?%)?(?!\w)
      | \b(?: three | four | five | six | seven | eight | nine | ten | eleven | twelve
             | (?:thir|four|fif|six|seven|eigh|nine)teen
             | (?:twen|thir|for|fif|six|seven|eigh|nine)ty
             | (?:hundred|thousand|million|billion|third|quarter|fifth|tenth)s?
             | twice | thrice | half | halves | dozen )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
DIGITS = re.compile(r"(?<![a-zA-Z\d.])\d+(?:\{,\}\d+)*(?:\.\d+)?")
STRUCTURE = {"0", "1", "2"}
NOT_TYPED = re.compile(
    r"""<!--.*?--> | `\#!calc\ [^`]*`     # comments, and what is computed
      | \]\([^)]*\) | \{:?\ [^{}\n]*\}    # targets of links, attributes
      | ^\ *\d+\.\                        # the numbers of a list
    """,
    re.VERBOSE | re.MULTILINE,
)


def typed_numbers(page: MarkdownSource) -> Iterator[SourceError]:
    """What is typed on a page, in its order: numbers in prose, and what holds numbers."""
    options = {line for block in page.blocks for line in _options(page, block.line)}
    lines = [(n, "" if n in options else text) for n, text in page.lines]
    numbers = [number for number, _ in lines]
    text = NOT_TYPED.sub(_blank, "\n".join(text for _, text in lines))
    code = [*CODE.finditer(text)]
    bare = CODE.sub(_blank, text)
    maths = [*MATHS.finditer(bare)]
    prose = [*PROSE.finditer(MATHS.sub(_blank, bare))]
    for match in sorted([*code, *maths, *prose], key=lambda match: match.start()):
        line = numbers[text.count("\n", 0, match.start())]
        if match.re is PROSE:
            yield page.error(line, _in_context(text, match))
        elif not STRUCTURE.issuperset(DIGITS.findall(match[0])):
            yield page.error(line, " ".join(match[0].split()))


def _options(page: MarkdownSource, opening: int) -> Iterator[int]:
    """The lines of the options of a block."""
    after = (line for line in page.lines if line[0] > opening)
    return (n for n, _ in takewhile(lambda line: BLOCK_OPTION.match(line[1]), after))


def _in_context(text: str, number: re.Match) -> str:
    """A number with up to three words before it, and two after."""
    before = text[: number.start()].rpartition("\n")[2].split(" ")
    after = text[number.end() :].partition("\n")[0].split(" ")
    words = [*before[-4:-1], f"{before[-1]}[{number[0]}]{after[0]}", *after[1:3]]
    return " ".join(filter(None, words))


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match[0])
