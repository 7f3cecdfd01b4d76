"""Lines that somebody looked at and accepted with `nox -s accept`, as snapshots hold them."""

from collections import Counter
from collections.abc import Iterable
from itertools import zip_longest

import pytest

from formulary.errors import SourceError

MARK = "--- "


def hold_to(snapshot, found: list[SourceError]) -> None:
    """Fail with what has changed since: what is new, with its place, and what is gone."""
    if "".join(f"{each.message}\n" for each in found) != snapshot:
        recalled = (snapshot.executions[0].recalled_data or "").splitlines()
        accepted = [line.strip() for line in recalled[1:-2]]
        pytest.fail("\n".join(changes(found, accepted)), pytrace=False)


def hold_output_to(snapshot, printed: list[tuple[SourceError, str]]) -> None:
    """Fail with what is printed otherwise than it was accepted, each at its place."""
    if "\n".join(text for _, text in printed) == snapshot:
        return
    recalled = (snapshot.executions[0].recalled_data or "").splitlines()
    before = parts(recalled[1:-1])
    now = parts(line for _, text in printed for line in text.split("\n"))
    places = [place for place, _ in printed]
    changed = [
        f"{place}\n{new}\nand was accepted:\n{old}"
        for place, new, old in zip_longest(places, now, before)
        if new != old
    ]
    pytest.fail("\n".join(changed), pytrace=False)


def parts(lines: Iterable[str]) -> list[str]:
    """What stands between the lines that begin with three dashes, with these."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.startswith(MARK):
            found.append([])
        found[-1].append(line)
    return ["\n".join(part).rstrip() for part in found[1:]]


def changes(found: list[SourceError], accepted: list[str]) -> list[str]:
    due, new = Counter(accepted), []
    for each in found:
        if due[each.message]:
            due[each.message] -= 1
        else:
            new.append(f"not accepted: {each}")
    return [*new, *(f"accepted, and gone: {text}" for text in due.elements())]
