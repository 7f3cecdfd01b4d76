"""The line of a dead link, added to what MkDocs says of it."""

import logging
import re

from formulary.sources import Sources

LOG = logging.getLogger("mkdocs.structure.pages")
LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains an? .*?link '(?P<link>[^']+)'")


def say_lines(sources: Sources) -> None:
    """From now on, and in place of what an earlier build has asked for."""
    for earlier in [each for each in LOG.filters if isinstance(each, _Lines)]:
        LOG.removeFilter(earlier)
    LOG.addFilter(_Lines(sources))


class _Lines(logging.Filter):
    def __init__(self, sources: Sources):
        super().__init__()
        self.sources = sources

    def filter(self, record: logging.LogRecord) -> bool:
        if found := LINK.match(record.getMessage()):
            page = self.sources.pages[self.sources.docs / found["page"]]
            error = page.error(page.line_of(found["link"]), record.getMessage())
            record.msg, record.args = str(error), ()
        return True
