"""Lines that somebody looked at and accepted with `nox -s accept`, as snapshots hold them."""

from collections import Counter

import pytest

from formulary.errors import SourceError


def hold_to(snapshot, found: list[SourceError]) -> None:
    """Fail with what has changed since: what is new, with its place, and what is gone."""
    if "".join(f"{each.message}\n" for each in found) != snapshot:
        recalled = (snapshot.executions[0].recalled_data or "").splitlines()
        accepted = [line.strip() for line in recalled[1:-2]]
        pytest.fail("\n".join(changes(found, accepted)), pytrace=False)


def changes(found: list[SourceError], accepted: list[str]) -> list[str]:
    due, new = Counter(accepted), []
    for each in found:
        if due[each.message]:
            due[each.message] -= 1
        else:
            new.append(f"not accepted: {each}")
    return [*new, *(f"accepted, and gone: {text}" for text in due.elements())]
