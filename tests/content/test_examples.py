"""Every executed block of every page: in order, and alone."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from formulary.errors import SourceError
from formulary.examples import examples
from formulary.markdown_source import MarkdownSource
from formulary.snippets import IMPORT
from tests.content.accepted import MARK, hold_output_to
from tests.pages import EXAMPLES, PAGES, SNIPPETS, played, run

INLINE = re.compile(r"`#!calc ([^`]+)`")
ALONE = """
import sys
class Only:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        own = top in sys.stdlib_module_names or top.startswith("_sysconfigdata")
        if not own and top not in {allowed!r}:
            raise ImportError(f"{{top}} is not for this example", name=name)
sys.meta_path.insert(0, Only())
exec(compile(sys.stdin.read(), {name!r}, "exec"), {{"__name__": "__main__"}})
"""
SHOWN = [
    pytest.param(example, id=f"{page}:{example.fence.line}")
    for page, found in EXAMPLES.items()
    for example in found
    if example.shown
]


@pytest.mark.parametrize("page", EXAMPLES)
def test_runs_in_order_and_prints_what_was_accepted(page, snapshot):
    source, said = PAGES[page], []
    for number, (example, (printed, _)) in enumerate(
        zip(EXAMPLES[page], played(page), strict=True), 1
    ):
        place = source.error(example.fence.line, "this block prints")
        said.append((place, f"{MARK}block {number}\n{printed}"))
    namespace = played(page)[-1][1]
    for line, text in source.lines:
        for expression in INLINE.findall(text):
            computed = eval(f'f"""{{{expression}}}"""', namespace)  # noqa: S307
            assert computed, f"{page}:{line}"
            place = source.error(line, "this comes to")
            said.append((place, f"{MARK}{expression}\n{computed}"))
    hold_output_to(snapshot, said)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("print(1 / 0)", "page.md:3: this block fails: ZeroDivisionError"),
        ("for n in range(101): print(n)", "page.md:2: this block prints 101 lines"),
    ],
)
def test_a_block_that_fails_or_prints_too_much_is_refused(code, why):
    text = f'Text\n```python exec="on"\n{code}\n```\n'
    (example,) = examples(MarkdownSource(Path("page.md"), text), SNIPPETS)
    with pytest.raises(SourceError, match=why):
        run(example, {})


@pytest.mark.parametrize("example", SHOWN)
def test_runs_alone_in_an_empty_file(example, tmp_path):
    """With nothing but NumPy, where the example is of the site's own functions."""
    ours = any(IMPORT.match(text) for _, text in example.fence.lines)
    allowed = {"numpy"} if ours else {"numpy", "scipy", "sympy", "mpmath"}
    program = ALONE.format(allowed=allowed, name=example.name)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", program],
        input=example.code,
        capture_output=True,
        cwd=tmp_path,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, f"{example.name}\n{done.stderr}"


class Accepted(str):
    """What was accepted, as a snapshot has it once it was compared."""

    __slots__ = ()

    @property
    def executions(self):
        return [SimpleNamespace(recalled_data=f"'''\n{self}\n'''")]


def test_what_is_printed_otherwise_is_named_with_file_and_line():
    page = MarkdownSource(Path("page.md"), "")
    printed = [
        (page.error(2, "this block prints"), "--- block 1\n4\n"),
        (page.error(7, "this comes to"), "--- 2 + 3\n5"),
    ]
    hold_output_to(Accepted("--- block 1\n4\n\n--- 2 + 3\n5"), printed)
    with pytest.raises(pytest.fail.Exception) as failure:
        hold_output_to(Accepted("--- block 1\n4\n\n--- 2 + 2\n4"), printed)
    said = "page.md:7: this comes to\n--- 2 + 3\n5\nand was accepted:\n--- 2 + 2\n4"
    assert str(failure.value) == said
