"""What the sources must not say, found without rendering, each with file and line."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import count, takewhile

from formulary.blocks import BLOCKS
from formulary.blocks.base import SiteBlock
from formulary.blocks.formula import FormulaCard
from formulary.calls import symbol_names, unbound
from formulary.errors import SourceError
from formulary.examples import OPTION, OPTIONS, examples
from formulary.foreign import foreign_requests
from formulary.markdown_source import BlockMark, Fence, MarkdownSource
from formulary.prose import harmless
from formulary.records import Formula, PlannedFormula
from formulary.snippets import IMPORT
from formulary.sources import Sources

PYMDOWNX = {"exercise": "", "solution": "exercise", "worked": ""}
"""The blocks that are pymdownx's own, and what each must stand in."""

MODULES = {
    "numpy": ("np",),
    "scipy": ("np", "scipy"),
    "torch": ("torch",),
    "jax": ("jax", "jnp"),
    "optax": ("jax", "jnp", "optax"),
}
"""What a record's lines may use without saying where it is from."""

FRONT_MATTER = ("title", "description", "formulas", "hide")
"""What a page may say before its text."""

DECIMAL = re.compile(r"(?<![\w.§/-])\d+\.\d+(?![\w/-]|\.\d)")
TYPED = re.compile(r"(?<!`)<!-- typed: (?P<numbers>.*?)(?:, (?P<why>\S.*?))? -->")
EMPTY_ALT = re.compile(r"(?<!`)!\[\s*\]\(")
LINK_OF_MATHS = re.compile(r"(?<![!`])\[\s*(?:\$[^$]+\$\s*)+\]\(")
COVERS = re.compile(r"(?<!`)\{:[^}]*\bcovers=[^}]*\}")
WORD = re.compile(r"\w+")
FEWEST_WORDS = 5
"""How much says anything, of what is to carry an item of a source."""

HEADING = re.compile(r"^#{1,6} ")
HEADING_ID = re.compile(r"\{[^}]*#[^\s}]+[^}]*\}\s*$")
TO_WRITE = re.compile(r"^[^`]*<!-- (to write: \S.*?) -->")
GITHUB_ESCAPE = re.compile(r"\$[^$]*\\(?:_|newline)[^$]*\$")


def check(sources: Sources) -> list[SourceError]:
    """Everything wrong with the sources that can be seen without rendering them."""
    if unreadable := [
        e for page in sources.pages.values() for e in _parts(page, sources)
    ]:
        return unreadable
    return [
        *(e for page in sources.pages.values() for e in _page(page, sources)),
        *_records(sources),
        *(e for f in sources.formulas.values() for e in _code(f, sources)),
        *_functions(sources),
        *_vocabulary(sources),
        *foreign_requests(sources.docs),
        *foreign_requests(sources.root / "theme"),
    ]


def _parts(page: MarkdownSource, sources: Sources) -> Iterator[SourceError]:
    """What keeps a page from being taken apart."""
    try:
        examples(page, sources.snippets)
        assert page.blocks is not None
    except SourceError as error:
        yield error


def _page(page: MarkdownSource, sources: Sources) -> Iterator[SourceError]:
    yield from _front_matter(page)
    yield from _fences(page)
    yield from _blocks(page, sources)
    yield from _cards(page, sources)
    yield from _prose(page)


def _front_matter(page: MarkdownSource) -> Iterator[SourceError]:
    if page.path.suffix == ".md" and not page.meta.get("title"):
        yield page.error(1, "a page has a title")
    for name in page.meta.keys() - FRONT_MATTER:
        said = f"the front matter has no {name}; it has {', '.join(FRONT_MATTER)}"
        yield page.error(page.line_of(f"{name}:"), said)
    for field in ("title", "description"):
        try:
            harmless(str(page.meta.get(field, "")))
        except ValueError as error:
            yield page.error(page.line_of(f"{field}:"), f"{field}: {error}")


def _fences(page: MarkdownSource) -> Iterator[SourceError]:
    for fence in page.fences:
        if problem := _fence(fence):
            yield page.error(fence.line, problem)


def _fence(fence: Fence) -> str | None:
    if fence.language != "python":
        typed = any(text.lstrip().startswith(">>>") for _, text in fence.lines)
        return "a console is typed by hand: let Python execute it" if typed else None
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


def _blocks(page: MarkdownSource, sources: Sources) -> Iterator[SourceError]:
    for block in page.blocks:
        if problem := _block(block, sources):
            yield page.error(block.line, problem)


def _block(block: BlockMark, sources: Sources) -> str | None:
    kind = BLOCKS.get(block.name)
    if not kind and block.name not in PYMDOWNX:
        names = ", ".join(sorted([*BLOCKS, *PYMDOWNX]))
        return f"there is no block {block.name!r}; there is {names}"
    parent = kind.PARENT if kind else PYMDOWNX[block.name]
    if parent and parent not in [around.name for around in block.parents]:
        return f"{block.name} stands in a {parent}"
    if block.parents and len(block.mark) >= len(block.parents[-1].mark):
        return "a block within a block has fewer slashes than the one around it"
    return _own_block(block, kind, sources) if kind else None


def _own_block(block: BlockMark, kind: type[SiteBlock], sources: Sources) -> str | None:
    if bool(block.argument) != kind.ARGUMENT:
        return f"{block.name} takes {'an' if kind.ARGUMENT else 'no'} argument"
    if unknown := block.options.keys() - kind.OPTIONS.keys():
        return f"{block.name} has no option {', '.join(sorted(unknown))}"
    return kind.wrong(block, sources)


def _cards(page: MarkdownSource, sources: Sources) -> Iterator[SourceError]:
    """A formula without a card has no place on its page, and its address is dead."""
    shown = {block.argument for block in page.blocks if block.name == FormulaCard.NAME}
    for formula in sources.formulas.values():
        if formula.page == page.path and formula.id not in shown:
            said = f"formula {formula.id} has no card on its page"
            yield formula.place.error(said)


def _prose(page: MarkdownSource) -> Iterator[SourceError]:
    for number, text in enumerate(page.text.splitlines(), 1):
        if left := TO_WRITE.match(text):
            yield page.error(number, left[1])
    yield from _decimals(page)
    yield from _covered(page)
    for number, text in page.lines:
        if HEADING.match(text) and "$" in text:
            yield page.error(number, "a heading holds no maths")
        if HEADING.match(text) and not HEADING_ID.search(text):
            yield page.error(number, "a heading has an id of its own: { #the-id }")
        if EMPTY_ALT.search(text):
            yield page.error(number, "a picture says what there is to see: ![…](…)")
        if LINK_OF_MATHS.search(text):
            yield page.error(number, "a link has words, which a screen reader reads")
        if GITHUB_ESCAPE.search(text):
            yield page.error(
                number, r"LaTeX here needs no GitHub escapes (\_, \newline)"
            )


def _covered(page: MarkdownSource) -> Iterator[SourceError]:
    """A mark that an item is carried stands on what carries it."""
    lines = dict(page.body)
    for number, text in page.lines:
        if COVERS.search(text):
            above = (lines.get(n, "") for n in count(number, -1))
            marked = list(takewhile(str.strip, above))
            if _says_nothing(marked):
                first = number - len(marked) + 1
                yield page.error(first, "what is marked as covered says nothing")
    for block in page.blocks:
        if "covers" in (block.options.get("attrs") or {}):
            within = (lines[n] for n in range(block.line + 2, block.end))
            if _says_nothing(within):
                yield page.error(block.line, "what is marked as covered says nothing")


def _says_nothing(lines: Iterable[str]) -> bool:
    words = WORD.findall(" ".join(COVERS.sub("", line) for line in lines))
    return len(words) < FEWEST_WORDS


def _decimals(page: MarkdownSource) -> Iterator[SourceError]:
    """A decimal is computed, or a comment names it and says why it is not."""
    excuses = {number: TYPED.search(text) for number, text in page.lines}
    for number, text in page.prose:
        typed = [] if HEADING.match(text) else DECIMAL.findall(text)
        excuse = excuses[number]
        named = excuse["numbers"].split(" and ") if excuse else []
        if excuse and not excuse["why"]:
            said = "an excuse names the number: <!-- typed: 2.2, the reason -->"
            yield page.error(number, said)
        elif idle := [each for each in named if each not in typed]:
            said = f"{idle[0]} is excused, but is not a decimal of this line"
            yield page.error(number, said)
        for decimal in typed:
            if decimal not in named:
                yield page.error(number, f"{decimal} is typed by hand: compute it")


def _records(sources: Sources) -> Iterator[SourceError]:
    """What a record names must exist."""
    sections = {s.id for part in sources.outline.values() for s in part}
    known: dict[str, Container[str]] = {
        "related": sources.formulas,
        "references": sources.references,
        "sources": sections,
    }
    records: list[Formula | PlannedFormula] = [*sources.formulas.values()]
    for record in [*records, *sources.planned.values()]:
        for field, names in known.items():
            for name in getattr(record, field, []):
                if name not in names:
                    said = f"formula {record.id}: {field}: there is no {name}"
                    yield record.place.error(said, field)


def _code(formula: Formula, sources: Sources) -> Iterator[SourceError]:
    """A record's function exists, and its lines run with the names that are bound."""
    bound = symbol_names(symbol.symbol for symbol in formula.symbols)
    if formula.function:
        function = sources.snippets.functions.get(formula.function)
        if not function:
            said = f"formula {formula.id}: function: there is no {formula.function}"
            yield formula.place.error(said, "function")
            return
        bound = list(function.parameters)
    for library, lines in formula.calls.items():
        for problem in unbound(lines, [*bound, *MODULES[library]]):
            said = f"formula {formula.id}: {library}: {problem}"
            yield formula.place.error(said, library)


def _functions(sources: Sources) -> Iterator[SourceError]:
    """Every public function belongs to a formula: by its record, or on its page."""
    named = {formula.function for formula in sources.formulas.values()}
    for path in {formula.page for formula in sources.formulas.values()}:
        for _, line in (line for f in sources.pages[path].fences for line in f.lines):
            if match := IMPORT.match(line):
                names = match["names"].split(",")
                named |= {f"{match['module']}.{name.strip()}" for name in names}
    for name, function in sources.snippets.functions.items():
        if name not in named:
            message = f"{name} is public, but no record names it, and no page shows it"
            yield SourceError(function.path, function.line, message)
            continue
        try:
            sources.snippets.code(name)
        except SourceError as error:
            yield error


def _vocabulary(sources: Sources) -> Iterator[SourceError]:
    """Phrases stand in the file of their formula's page, and lead to one formula."""
    planned = [p for formula in sources.planned.values() for p in formula.phrases]
    taken = {phrase.text: phrase for phrase in planned}
    for path, phrases in sources.vocabulary.items():
        page = sources.docs / "formulas" / path.parent.name / f"{path.stem}.md"
        if page not in sources.pages:
            said = f"a vocabulary without its page, {page.relative_to(sources.root)}"
            yield SourceError(path, 1, said)
            continue
        for phrase in phrases:
            formula = sources.formulas.get(phrase.formula)
            if not formula or formula.page != page:
                said = f"{phrase.formula} is no formula of the page {page.stem}"
                yield phrase.place.error(said)
            earlier = taken.setdefault(phrase.text, phrase)
            if earlier is not phrase:
                first = earlier.place
                where = f"{first.path.relative_to(sources.root)}:{first.line}"
                said = f"{phrase.text!r} finds {earlier.formula} already, at {where}"
                yield phrase.place.error(said)
