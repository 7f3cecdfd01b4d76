"""Lines that somebody looked at and accepted with `nox -s accept`, as snapshots hold them."""

from collections import Counter

from formulary.errors import SourceError


def unaccepted(found: list[SourceError], snapshot) -> list[str]:
    """What has changed since: messages that are new, with their places, and those gone."""
    if "".join(f"{each.message}\n" for each in found) == snapshot:
        return []
    recalled = snapshot.executions[0].recalled_data or ""
    return changes(found, [line.strip() for line in recalled.splitlines()[1:-2]])


def changes(found: list[SourceError], accepted: list[str]) -> list[str]:
    due, new = Counter(accepted), []
    for each in found:
        if due[each.message]:
            due[each.message] -= 1
        else:
            new.append(f"not accepted: {each}")
    return [*new, *(f"accepted, and gone: {text}" for text in due.elements())]
