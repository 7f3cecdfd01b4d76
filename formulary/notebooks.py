"""Notebooks: Python files in percent format, shown like every other page.

mkdocs-jupyter executes them. What comes back is turned into Markdown, so that a
notebook's page has the site's own maths, cards, code and figures.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import jupytext
from nbclient.exceptions import CellExecutionError

from figures import style
from formulary.errors import SourceError
from formulary.markdown_source import MarkdownSource, markdown_source
from formulary.records import Formula
from formulary.snippets import IMPORT, Snippets

TEMPLATES = Path(__file__).parent / "templates"
CELL = re.compile(r"^# %%(?P<markdown> \[markdown\])?")
CARD = re.compile(r"^/// formula \| (?P<id>\S+)\n(?:    .*\n)*///$", re.MULTILINE)
ATTRIBUTES = re.compile(r" *\{ ?[:#][^}]*\}$", re.MULTILINE)
LINK = re.compile(r"\]\((?P<page>[\w./-]+)\.(?:md|py)(?P<anchor>#[\w./-]+)?\)")
EXAMPLE = """\
<div class="example" id="cell-{number}" markdown="1">

```python
{source}
```

<div class="result" markdown="1">

{outputs}

</div>
<button class="md-clipboard md-icon" type="button" title="Copy code" \
data-clipboard-target="#cell-{number} code"></button>
</div>"""


class Notebook:
    """A notebook's source, and what becomes of it."""

    def __init__(self, path: Path, text: str):
        self.path, self.text = path, text

    @property
    def starts(self) -> list[int]:
        """The line on which each cell starts."""
        lines = enumerate(self.text.splitlines(), 1)
        return [number for number, line in lines if CELL.match(line)]

    @property
    def page(self) -> MarkdownSource:
        """The text without the code, every line where it stands in the file."""
        lines, in_text = [], False
        for line in self.text.splitlines():
            if match := CELL.match(line):
                in_text = bool(match["markdown"])
            shown = in_text and not match
            lines.append(re.sub("^# ?", "", line) if shown else "")
        return markdown_source(self.path, "\n".join(lines))

    def failure(self, error: CellExecutionError) -> SourceError:
        """Names the cell that failed, and its line."""
        cells = jupytext.reads(self.text, fmt="py:percent").cells
        failed = [n for n, cell in enumerate(cells) if cell.source in str(error)]
        number = failed[0]
        said = f"cell {number + 1} fails: {error.ename}: {error.evalue}"
        return SourceError(self.path, self.starts[number], said)

    def markdown(self, executed: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """What was executed as Markdown, and the figures to put in their places."""
        parts = []
        figures: dict[str, str] = {}
        for number, cell in enumerate(executed["cells"], 1):
            if cell["cell_type"] == "markdown":
                parts.append(cell["source"])
                continue
            outputs: list[str] = []
            for output in _joined(cell["outputs"]):
                data = output.get("data", {})
                if svg := data.get("image/svg+xml"):
                    place = f"figure-{number}-{len(outputs)}"
                    figures[f"<p>{place}</p>"] = self._figure(number, cell, svg)
                    outputs.append(place)
                else:
                    text = output.get("text") or data["text/plain"]
                    outputs.append(f"```text\n{text.rstrip()}\n```")
            fields = {"source": cell["source"], "outputs": "\n\n".join(outputs)}
            parts.append(EXAMPLE.format(number=number, **fields))
        title, *rest = parts[0].splitlines()
        download = f"[Download this notebook]({self.path.stem}.ipynb)"
        parts[0] = "\n".join([title, "", download, *rest])
        return "\n\n".join(parts), figures

    def _figure(self, number: int, cell: dict[str, Any], svg: str) -> str:
        alt = cell["metadata"].get("alt")
        if not alt:
            said = f'cell {number} draws: say in alt="…" what there is to see'
            raise SourceError(self.path, self.starts[number - 1], said)
        return f"<figure>{style.adapted(svg, alt)}</figure>"

    def download(
        self, snippets: Snippets, formulas: dict[str, Formula], url: str
    ) -> str:
        """The notebook as a reader can run it: with the snippets' code, not imports.

        What only this site understands of its text is said so that any reader of
        notebooks shows it; `url` is where the site is published.
        """
        lines = []
        for line in self.text.splitlines():
            code = snippets.expand(line)
            lines += [*code, "", ""] if IMPORT.match(line) else code
        notebook = jupytext.reads("\n".join(lines), fmt="py:percent")
        for number, cell in enumerate(notebook.cells, 1):
            cell["id"] = f"cell-{number}"
            if cell["cell_type"] == "markdown":
                cell["source"] = _portable(cell["source"], formulas, url)
        return str(jupytext.writes(notebook, fmt="ipynb"))


def _portable(text: str, formulas: dict[str, Formula], url: str) -> str:
    """Text without the site's own marks, and with links that lead to the site."""

    def absolute(match: re.Match[str]) -> str:
        page = urljoin(f"{url}notebooks/", match["page"])
        return f"]({page}.html{match['anchor'] or ''})"

    text = CARD.sub(lambda m: f"$$\n{formulas[m['id']].statement}\n$$", text)
    return LINK.sub(absolute, ATTRIBUTES.sub("", text))


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was printed in one piece: in how many it arrives is a matter of time."""
    joined: list[dict[str, Any]] = []
    for output in outputs:
        stream = output.get("name")
        if stream and joined and joined[-1].get("name") == stream:
            text = joined.pop()["text"] + output["text"]
            joined.append({**output, "text": text})
        else:
            joined.append(output)
    return joined
