"""Elements to append to a page: text, code, links and tables."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from markdown.util import AtomicString


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Append an element; its text is Markdown, as everywhere on a page."""
    names = {name.rstrip("_").replace("_", "-"): v for name, v in attributes.items()}
    element = ET.SubElement(parent, tag, names)
    element.text = text
    return element


def add_code(parent: ET.Element, code: str, **attributes: str) -> ET.Element:
    element = add(parent, "code", **attributes)
    element.text = AtomicString(code)
    return element


def add_table(
    parent: ET.Element, columns: Sequence[str], **attributes: str
) -> ET.Element:
    """Append a table, and give its body, to which rows go."""
    table = add(parent, "table", **attributes)
    head = add(add(table, "thead"), "tr")
    for title in columns:
        add(head, "th", title, scope="col")
    return add(table, "tbody")


def add_row(body: ET.Element, *texts: str, **attributes: str) -> list[ET.Element]:
    """Append a row, and give its cells, to which more may be added."""
    row = add(body, "tr", **attributes)
    return [add(row, "td", text) for text in texts]


def add_links(line: ET.Element, links: Sequence[tuple[str, str]], between: str) -> None:
    """Append links, given as titles and targets."""
    for number, (title, href) in enumerate(links, 1):
        add(line, "a", title, href=href).tail = between if number < len(links) else ""
