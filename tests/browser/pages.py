"""The pages that were built."""

from tests.browser.conftest import SITE

PAGES = sorted(
    path.relative_to(SITE).as_posix().removesuffix("index.html")
    for path in SITE.rglob("index.html")
)
