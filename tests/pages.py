"""The pages of the site and their examples, for the tests to run through."""

import contextlib
import io
from functools import cache
from pathlib import Path

from formulary.examples import Example, examples
from formulary.sources import Sources

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
SOURCES = Sources.load(ROOT)
SNIPPETS = SOURCES.snippets
PAGES = {
    path.relative_to(DOCS).as_posix(): page
    for path, page in SOURCES.pages.items()
    if path.suffix == ".md"
}
EXAMPLES = {
    name: found for name, page in PAGES.items() if (found := examples(page, SNIPPETS))
}


LONGEST = 100
"""How many lines an example may print: readers look at few, and search indexes all."""


def run(example: Example, namespace: dict) -> str:
    """What an example prints; a failure names its page and line."""
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output):
            exec(compile(example.code, example.filename, "exec"), namespace)  # noqa: S102
    except (Exception, SystemExit) as error:
        raise example.failure(error) from error
    if (lines := output.getvalue().count("\n")) > LONGEST:
        said = f"this block prints {lines} lines, and {LONGEST} are allowed"
        raise example.page.error(example.fence.line, said)
    return output.getvalue()


@cache
def played(page: str) -> list[tuple[str, dict]]:
    """What each of a page's examples prints, and all variables as they are after it."""
    namespace: dict = {"__name__": "__main__"}
    return [(run(example, namespace), dict(namespace)) for example in EXAMPLES[page]]
