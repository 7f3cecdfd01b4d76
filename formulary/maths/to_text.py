"""MathML to one line of plain text, for the search index and the table of contents."""

import re
import xml.etree.ElementTree as ET

SUPERSCRIPTS = str.maketrans("0123456789+-−=()niTk⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵀᵏᵀ")
SUBSCRIPTS = str.maketrans(
    "0123456789+-−=()aeijkmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢⱼₖₘₙₒₚᵣₛₜᵤᵥₓ"
)
ACCENTS = {
    "^": "\u0302", "~": "\u0303", "ˉ": "\u0304", "‾": "\u0304", "˙": "\u0307",
    "¨": "\u0308", "⃗": "\u20d7", "→": "\u20d7", "⏟": "", "⏞": "",
}  # fmt: skip
SPACED = set("=≤≥<>∈∼→≈⟺⟹≠⇒⟂⊥")
BARS = {"∥": "‖", "∣": "|"}
INVISIBLE = re.compile("[\u2061-\u2064\u200b]")


def to_text(mathml: str) -> str:
    """Readable text for a formula: `‖x‖₂ = √(xᵀx)`."""
    text = INVISIBLE.sub("", _text(ET.fromstring(mathml)))  # noqa: S314 - KaTeX's own
    return re.sub(r"\s+", " ", text).strip()


def _text(element: ET.Element) -> str:  # noqa: C901, PLR0911 - a case a tag
    tag = element.tag.rpartition("}")[2]
    if tag == "annotation":
        return ""
    parts = [_text(child) for child in element]
    match tag:
        case "mover" | "munder" if parts[1] in ACCENTS:
            return parts[0] + ACCENTS[parts[1]]
        case "msup" if set(parts[1]) == {"′"}:
            return parts[0] + parts[1]
        case "msub" | "munder":
            return parts[0] + _script(parts[1], SUBSCRIPTS, "_")
        case "msup" | "mover":
            return parts[0] + _script(parts[1], SUPERSCRIPTS, "^")
        case "msubsup" | "munderover":
            below = _script(parts[1], SUBSCRIPTS, "_")
            return parts[0] + below + _script(parts[2], SUPERSCRIPTS, "^")
        case "mfrac":
            return "/".join(part if len(part) == 1 else f"({part})" for part in parts)
        case "msqrt":
            return f"√({''.join(parts)})"
        case "mtr":
            return " ".join(parts).strip() + "; "
        case "mtable":
            return "".join(parts).removesuffix("; ")
        case "mspace":
            return " "
    text = (element.text or "") + "".join(parts)
    text = BARS.get(text, text)
    return f" {text} " if tag == "mo" and text in SPACED else text


def _script(text: str, table: dict[int, int], mark: str) -> str:
    if text and all(ord(character) in table for character in text):
        return text.translate(table)
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"
