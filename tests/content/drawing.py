"""What a figure shows, in lines to be read: its texts, and its shapes with a digest each."""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import groupby

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
COLOUR = re.compile(r"(?:fill|stroke): var\(--figure-(\w+)\)")


def lines(svg: str) -> Iterator[str]:
    """What a figure shows, in the order of drawing."""
    for (kind, colours), group in groupby(_drawn(ET.fromstring(svg)), key=_kind):
        elements = list(group)
        if kind == "text":
            yield from (_text(element, colours) for element in elements)
        else:
            yield f"{len(elements)} {kind} {colours}{_extent(elements)}"


def _drawn(element: ET.Element) -> Iterator[ET.Element]:
    """The elements that draw something; definitions, such as clips, do not."""
    for child in element:
        if child.tag != f"{SVG}defs":
            if child.tag != f"{SVG}g":
                yield child
            yield from _drawn(child)


def _kind(element: ET.Element) -> tuple[str, str]:
    """What an element is, a mark being something drawn often, and in which colours."""
    colours = dict.fromkeys(COLOUR.findall(element.get("style", "")))
    kind = element.tag.removeprefix(SVG)
    return {"use": "mark"}.get(kind, kind), "".join(f"{c} " for c in colours)


def _text(element: ET.Element, colours: str) -> str:
    x, y = _coordinates(element)[:2]
    return f"{colours}{''.join(element.itertext()).strip()!r} at {x:.0f}, {y:.0f}"


def _extent(elements: list[ET.Element]) -> str:
    """The bounds, and a digest of the coordinates to a tenth of a point."""
    points = [round(n, 1) + 0.0 for each in elements for n in _coordinates(each)]
    x, y = points[::2], points[1::2]
    digest = hashlib.sha256(repr(points).encode()).hexdigest()[:8]
    return f"in {min(x):.0f} to {max(x):.0f}, {min(y):.0f} to {max(y):.0f}: {digest}"


def _coordinates(element: ET.Element) -> list[float]:
    if element.tag == f"{SVG}path":
        found = NUMBER.findall(element.get("d", ""))
    elif "x" in element.attrib:
        found = [element.get(name, "") for name in ("x", "y")]
    else:
        found = NUMBER.findall(element.get("transform", ""))
    return [float(number) for number in found]
