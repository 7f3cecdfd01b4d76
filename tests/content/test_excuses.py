"""Every comment that keeps something from being checked was accepted by somebody."""

import re

import pytest

from tests.content.accepted import hold_to
from tests.pages import SOURCES

EXCUSE = re.compile(r"(?<!`)<!-- ((?:typed|unevaluated): .*?) -->")


@pytest.mark.each_topic
def test_excuses_are_those_that_were_accepted(snapshot):
    found = [
        page.error(line, f"{page.path.name}: {excuse}")
        for page in SOURCES.pages.values()
        for line, text in page.lines
        for excuse in EXCUSE.findall(text)
    ]
    hold_to(snapshot, found)
