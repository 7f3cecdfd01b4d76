"""What the site relies on in the theme: where it is gone, the site is not built.

Formula search stands between the theme and its search worker, and the site replaces one
of the theme's partials. A release of the theme that does either of these otherwise must
be read, and the site be made to fit, before it is published.
"""

from pathlib import Path

import material

TEMPLATES = Path(material.__file__).parent / "templates"
BUNDLE = "assets/javascripts/bundle.*.min.js"
WORKER = "assets/javascripts/workers/search.*.min.js"
RELIED_ON = (
    ("base.html", "{% block scripts %}", "is loaded before the theme"),
    ("base.html", '"assets/javascripts/workers/search.', "tells it by its address"),
    (BUNDLE, "new Worker(", "extends the class of the theme's worker"),
    (BUNDLE, '"keyup"', "passes on what is pasted as a key"),
    (BUNDLE, '.get("q")', "puts a query into the address as ?q="),
    (BUNDLE, "data-md-score", "gives formulas a score, by which Enter chooses"),
    (BUNDLE, ":scope > :first-child", "stands between the first child and the last"),
    (BUNDLE, ":scope > :last-child", "stands between the first child and the last"),
    (BUNDLE, "md-search-result__link", "rewrites the links of results"),
    (WORKER, "{type:1}", "knows the message that the worker is ready"),
    (WORKER, "case 2:", "knows the message that asks a query"),
    (WORKER, "{type:3,data:", "knows the message that brings results"),
    (WORKER, "items:", "puts formulas before the items that were found"),
    (
        "partials/search.html",
        'data-md-component="search-result"',
        "has a copy of this partial, with its own parts in it",
    ),
    (
        "partials/search.html",
        '<ol class="md-search-result__list" role="presentation"></ol>',
        "has a copy of this partial, with its own parts in it",
    ),
)


def unfit(templates: Path = TEMPLATES) -> list[str]:
    """What the site relies on and the theme no longer has."""
    return [
        f"the theme has changed: {pattern} has no {text!r}; search/theme {use}"
        for pattern, text, use in RELIED_ON
        if not _holds(templates, pattern, text)
    ]


def _holds(templates: Path, pattern: str, text: str) -> bool:
    found = list(templates.glob(pattern))
    return len(found) == 1 and text in found[0].read_text(encoding="utf-8")
