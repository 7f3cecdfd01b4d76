"""Every executed block of every page: in order, and alone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from formulary.errors import SourceError
from formulary.examples import examples
from formulary.markdown_source import MarkdownSource
from formulary.snippets import IMPORT
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
    said = []
    for number, (printed, _) in enumerate(played(page), 1):
        said += [f"--- block {number}", printed]
    namespace = played(page)[-1][1]
    for line, text in PAGES[page].lines:
        for expression in INLINE.findall(text):
            computed = eval(f'f"""{{{expression}}}"""', namespace)  # noqa: S307
            said.append(f"--- {expression}\n{computed}")
            assert computed, f"{page}:{line}"
    assert "\n".join(said) == snapshot


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
