"""Name the phrases that search finds its formulas without; `--apply` takes them out.

python -m tests.search.vocabulary [--apply]
"""

import sys
from collections import defaultdict

from formulary.records import Phrase
from tests.search.node import Node
from tests.search.sources import QUERIES, all_records, phrases, where


def unneeded() -> list[Phrase]:
    """What can go together, with the queries that search was tuned on as judges."""
    tuned = [query for group in QUERIES["queries"].values() for query in group]
    node = Node()
    found = node("removable", "removable", all_records(), tuned)
    node.close()
    return [phrase for phrase in phrases() if phrase.text in found[phrase.formula]]


def take_out(unwanted: list[Phrase]):
    """Delete the lines of phrases, and leave every other as it stands."""
    by_file = defaultdict(set)
    for phrase in unwanted:
        by_file[phrase.place.path].add(phrase.place.line)
    for path, numbers in by_file.items():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        left = [line for number, line in enumerate(lines, 1) if number not in numbers]
        path.write_text("".join(left), encoding="utf-8")


def main(*options: str):
    found = unneeded()
    said = [f"{where(p)}: {p.formula} is found without {p.text!r}\n" for p in found]
    said.append(f"{len(found)} of {len(phrases())} phrases can go\n")
    sys.stdout.writelines(said)
    if "--apply" in options:
        take_out(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
