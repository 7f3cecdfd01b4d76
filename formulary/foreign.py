"""Requests to other hosts, found where they are written."""

import re
from collections.abc import Iterator
from pathlib import Path

from formulary.errors import SourceError

HOST = r"""\(?\s*["']?(?:https?:)?//(?!www\.w3\.org/)"""
REQUESTS = re.compile(
    rf"""(?:\b(?:src|srcset|poster|data)\s*=\s*|<link\b[^>]*\bhref\s*=\s*
        |\burl\s*(?=\()|@import\s+|\bimport\s*(?:[^;\n]*\bfrom\s*)?|\bfetch\s*(?=\()
        |!\[[^\]\n]*\](?=\()){HOST}""",
    re.VERBOSE,
)
KINDS = {".css", ".html", ".js", ".mjs", ".md", ".svg", ".yml"}


def foreign_requests(folder: Path) -> Iterator[SourceError]:
    """Every place in a folder's text files that would fetch from another host."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in KINDS:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if REQUESTS.search(line):
                yield SourceError(
                    path, number, f"fetches from another host: {line.strip()}"
                )
