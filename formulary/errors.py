"""What is wrong in a source file, and where."""

import difflib
from collections.abc import Iterable
from pathlib import Path


class SourceError(Exception):
    """One thing that is wrong, with its file and line."""

    def __init__(self, path: Path, line: int, message: str):
        self.path, self.line, self.message = path, line, message
        here = Path.cwd()
        where = path.relative_to(here) if path.is_relative_to(here) else path
        super().__init__(f"{where}:{line}: {message}")


class SourceErrors(Exception):  # noqa: N818 - it is a group of errors
    """Everything that is wrong, so that it can be mended in one go."""

    def __init__(self, errors: Iterable[SourceError]):
        self.errors = list(errors)
        super().__init__("\n".join(dict.fromkeys(map(str, self.errors))))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What may have been meant by an unknown name, if anything is near."""
    known = list(known)
    close = difflib.get_close_matches(name, known, n=2)
    close = close or [each for each in known if each.endswith(name)]
    return f"; did you mean {' or '.join(close)}?" if close else ""
