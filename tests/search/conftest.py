"""The engine's modules in Node, and the formulas that it must tell apart."""

import pytest

from tests.search.node import Node
from tests.search.sources import all_records


@pytest.fixture(scope="session")
def js():
    """Calls what a module exports: js("lexer", "lex", "a+b")."""
    node = Node()
    yield node
    node.close()


@pytest.fixture(scope="session")
def records():
    return all_records()


@pytest.fixture(scope="session")
def find(js, records):
    """Gives the ids found for each of many queries, best first."""
    js("probe", "start", records)

    def search(queries, limit=5):
        return js("probe", "found", list(queries), limit)

    return search
