"""Text that pages show as it stands in the data: Markdown and maths, but no markup."""

from functools import cache
from html.parser import HTMLParser

from markdown import Markdown

ALLOWED = {
    "p": set[str](),
    "em": set[str](),
    "strong": set[str](),
    "code": set[str](),
    "a": {"href"},
    "span": {"class"},
}
"""The elements that Markdown and maths make, and the attributes that these have."""

READER = Markdown(
    extensions=["attr_list", "pymdownx.arithmatex"],
    extension_configs={"pymdownx.arithmatex": {"generic": True}},
)


class _Markup(HTMLParser):
    """Refuses what Markdown did not make, or what a browser would execute."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            raise ValueError(f"a tag has no place here: <{tag}>")
        for name, value in attrs:
            if name not in ALLOWED[tag]:
                raise ValueError(f"an attribute has no place here: {name}")
            scheme, colon, _ = str(value).partition(":")
            if name == "href" and colon and scheme != "https":
                raise ValueError(f"a link leads to no page: {value}")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALLOWED:
            raise ValueError(f"a tag has no place here: </{tag}>")

    def handle_comment(self, data: str) -> None:
        raise ValueError(f"a comment has no place here: {data.strip()}")

    def unknown_decl(self, data: str) -> None:
        raise ValueError(f"a declaration has no place here: {data}")


@cache
def harmless(text: str) -> str:
    """The text, once the Markdown in it is seen to make no markup but its own."""
    if any(mark in text for mark in "<{["):
        parser = _Markup()
        # as on a page, where the text never begins a block
        parser.feed(READER.reset().convert(f"x {text}"))
        parser.close()
    return text
