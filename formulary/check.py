"""What a page must not say: found in its source, so that every finding has its line."""

import re
from collections.abc import Iterator

from formulary.blocks import BLOCKS
from formulary.blocks.formula import FormulaCard
from formulary.errors import SourceError
from formulary.execution import OPTION, OPTIONS, examples
from formulary.foreign import foreign_requests
from formulary.page import Block, Fence, Page
from formulary.site import Site

DECIMAL = re.compile(r"(?<![\w.§/-])\d+\.\d+(?![\w/-]|\.\d)")
TYPED = re.compile(r"<!-- typed: \S.* -->")
HEADING = re.compile(r"^#{1,6} ")
HEADING_ID = re.compile(r"\{[^}]*#[^\s}]+[^}]*\}\s*$")
GITHUB_ESCAPE = re.compile(r"\$[^$]*\\(?:_|newline)[^$]*\$")


def check_all(site: Site) -> list[SourceError]:
    """Everything wrong with the sources of a site that can be seen in them."""
    return [
        *(error for page in site.pages for error in check(page, site)),
        *foreign_requests(site.docs),
        *foreign_requests(site.root / "theme"),
    ]


def check(page: Page, site: Site) -> list[SourceError]:
    """Everything wrong with a page that can be seen without building it."""
    try:
        examples(page, site.snippets)
        return [
            *_fences(page),
            *_blocks(page, site),
            *_cards(page, site),
            *_prose(page),
        ]
    except SourceError as error:
        return [error]


def _fences(page: Page) -> Iterator[SourceError]:
    for fence in page.fences:
        if problem := _fence(fence):
            yield page.error(fence.line, problem)


def _fence(fence: Fence) -> str | None:
    if fence.language != "python":
        return None
    options = dict(OPTION.findall(fence.rest))
    if OPTION.sub("", fence.rest).strip():
        return f"cannot read the fence's options: {fence.rest.strip()}"
    for name, value in options.items():
        if name not in OPTIONS:
            return f"a fence has no option {name!r}; it has {', '.join(OPTIONS)}"
        if value not in OPTIONS[name]:
            allowed = " or ".join(sorted(OPTIONS[name]))
            return f'{name}="{value}" is not an option; say {allowed}'
    if "exec" not in options:
        return 'Python on a page is executed: say exec="on"'
    return None


def _blocks(page: Page, site: Site) -> Iterator[SourceError]:
    for block in page.blocks:
        if problem := _block(block, site):
            yield page.error(block.line, problem)


def _block(block: Block, site: Site) -> str | None:
    kind = BLOCKS.get(block.name)
    if not kind:
        return f"there is no block {block.name!r}; there is {', '.join(BLOCKS)}"
    if bool(block.argument) != kind.ARGUMENT:
        return f"{block.name} takes {'an' if kind.ARGUMENT else 'no'} argument"
    if unknown := block.options.keys() - kind.OPTIONS.keys():
        return f"{block.name} has no option {', '.join(sorted(unknown))}"
    if kind.PARENT and kind.PARENT not in [parent.name for parent in block.parents]:
        return f"{block.name} stands in a {kind.PARENT}"
    if block.parents and len(block.mark) >= len(block.parents[-1].mark):
        return "a block within a block has fewer slashes than the one around it"
    return kind.wrong(block.argument, block.options, site)


def _cards(page: Page, site: Site) -> Iterator[SourceError]:
    """A formula without a card has no place on its page, and its address is dead."""
    shown = {block.argument for block in page.blocks if block.name == FormulaCard.NAME}
    for formula in site.records.formulas.values():
        if formula.page == page.path and formula.id not in shown:
            message = f"formula {formula.id} has no card on its page"
            yield page.error(formula.line, message)


def _prose(page: Page) -> Iterator[SourceError]:
    typed = {number for number, text in page.lines if TYPED.search(text)}
    for number, text in page.prose:
        heading = HEADING.match(text)
        for decimal in DECIMAL.findall(text):
            if number not in typed and not heading:
                yield page.error(number, f"{decimal} is typed by hand: compute it")
    for number, text in page.lines:
        if HEADING.match(text) and "$" in text:
            yield page.error(number, "a heading holds no maths")
        if HEADING.match(text) and not HEADING_ID.search(text):
            yield page.error(number, "a heading has an id of its own: { #the-id }")
        if GITHUB_ESCAPE.search(text):
            yield page.error(
                number, r"LaTeX here needs no GitHub escapes (\_, \newline)"
            )
