"""Symbols in a table: what each means, and its shape or domain."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from formulary.elements import add_row, add_table
from formulary.records import Symbol


def add_symbols(
    parent: ET.Element, symbols: Iterable[Symbol], **attributes: str
) -> None:
    columns = ("Symbol", "Meaning", "Shape or domain")
    body = add_table(parent, columns, **attributes)
    for symbol in symbols:
        add_row(body, f"${symbol.symbol}$", symbol.meaning, symbol.shape)
