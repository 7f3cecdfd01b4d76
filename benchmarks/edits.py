"""How long an edit takes to be seen under `serve`, with the pages there are and with 200.

The site is copied, and pages of the guides are copied within it until there are as many as
asked for. Then one page after another is edited, and what `mkdocs serve --dirty` does is
done: the configuration is read, and what has changed is rendered.
"""

import logging
import os
import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).parents[1]
SOURCES = "data docs figures formulary requirements search snippets tests theme vendor vocabulary mkdocs.yml"
EDITED = (
    "formulas/linear-algebra/svd.md",
    "deep-dive/a-05-matrix-product.md",
    "refresher/practice.md",
)
TURNS = 3


def copied(folder: Path, pages: int) -> Path:
    for name in SOURCES.split():
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    (folder / "build").mkdir()
    shutil.copy(ROOT / "build" / "ledger.json", folder / "build")
    docs = folder / "docs"
    guides = sorted(docs.glob("deep-dive/a-*.md"))
    for number in range(pages - len(list(docs.rglob("*.md")))):
        source = guides[number % len(guides)]
        # a copy is no section of a guide, and covers nothing
        text = re.sub(
            r"\{ #deep-dive/", f"{{ #copy-{number}-", source.read_text("utf-8")
        )
        text = re.sub(r"^.*covers[:=].*\n", "", text, flags=re.MULTILINE)
        (docs / "deep-dive" / f"copy-{number}.md").write_text(text, "utf-8")
    return folder


def seconds(folder: Path, *, first: bool = False) -> float:
    began = time.perf_counter()
    site = str(folder / "served")
    config = load_config(str(folder / "mkdocs.yml"), site_dir=site, watch=[])
    config.plugins.on_startup(command="serve", dirty=not first)
    build(config, dirty=not first)
    return time.perf_counter() - began


def main() -> None:
    os.environ |= {"KEEP_OUTPUTS": "true", "NO_MKDOCS_2_WARNING": "1"}
    logging.disable(logging.WARNING)
    now = len(list((ROOT / "docs").rglob("*.md")))
    for pages in (now, 200):
        with tempfile.TemporaryDirectory() as temporary:
            folder = copied(Path(temporary), pages)
            os.chdir(folder)
            print(f"{pages} pages: all of them {seconds(folder, first=True):.1f} s")
            for name in EDITED:
                page = folder / "docs" / name
                taken = []
                for turn in range(TURNS):
                    page.write_text(
                        f"{page.read_text('utf-8')}\nEdit {turn}.\n", "utf-8"
                    )
                    taken.append(seconds(folder))
                print(f"  an edit of {name}: {statistics.median(taken):.2f} s")
            os.chdir(ROOT)


if __name__ == "__main__":
    main()
