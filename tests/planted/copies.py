"""Copies of the project in which something may be planted, one for each core."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import TypeVar

ROOT = Path(__file__).parents[2]
PYTEST = (sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider")
LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".nox", ".venv", ".*cache", ".hypothesis"),
    *("build", "site", "node_modules", "__pycache__"),
)

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_copies(
    work: Callable[[Item, Path], Result], items: Iterable[Item], folder: Path
) -> Iterator[Result]:
    """What `work` makes of each item in a copy that no other uses at the time."""
    copies: Queue[Path] = Queue()
    workers = os.cpu_count() or 1
    for n in range(workers):
        copy = folder / f"copy-{n}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        copies.put(copy)

    def one(item: Item) -> Result:
        copy = copies.get()
        try:
            return work(item, copy)
        finally:
            copies.put(copy)

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, items)
