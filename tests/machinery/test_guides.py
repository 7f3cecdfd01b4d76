"""What the guides have: openings, sections with their links, and errata."""

import re

import pytest
import yaml

from tests.machinery.conftest import HALF, RECORD

INDEX = """\
---
title: Deep dive
---

# Deep dive { #deep-dive/front }

/// guide-opening
Engineers who want *reasons*.
///
"""
SECTION = """\
---
title: A.1 Numbers
---

# Numbers { #deep-dive/A.1 }

Two numbers are as many as one and one.
{: covers="claim-1 formula-2" }

/// defect | E1-01
    covers: defect-1
One and one are counted.
///

/// worked | Worked example: Two
    attrs: {covers: worked-example-1}
One and one are two, as one sees by counting.
///

## Zero { #deep-dive/A.1/zero }

Zero is a number.
"""
OTHER = "---\ntitle: Other\n---\n\n# Other { #other }\n"
ERRATA = """\
E3-01:
  document: all
  place: everywhere
  stated: One is *odd*
  right: It is.
"""
OUTLINE = yaml.safe_dump(
    {
        guide: [{"id": f"{guide}/{s}", "title": s, "level": 2} for s in sections]
        for guide, sections in {
            "deep-dive": ["front", "A.1", "A.1/zero"],
            "foundations": ["sums"],
            "math-appendix": ["sums"],
            "quick-reference": ["sums"],
            "refresher": ["doubles", "sums", "all", "to-come"],
        }.items()
    }
)
TABLE = "---\ntitle: Errata\n---\n\n/// errata-table\n///\n"


@pytest.fixture
def guide(project):
    """A project with a guide of one section, to which formulas may refer."""
    project.write("data/outline.yml", OUTLINE)
    project.write("docs/deep-dive/index.md", INDEX)
    project.write("docs/deep-dive/a-01.md", SECTION)
    return project


def add_guide(project, guide, *sections):
    headings = "".join(f"\n## {s.title()} {{ #{guide}/{s} }}\n" for s in sections)
    project.write(f"docs/{guide}/index.md", OTHER + headings)


def add_topic(project, name, *formulas):
    """A topic page with a formula for every list of sources."""
    records = [
        HALF
        | {"id": f"{name}-{number}", "title": f"{name} {number}", "sources": sources}
        for number, sources in enumerate(formulas)
    ]
    front = yaml.safe_dump({"title": name.title(), "formulas": records})
    cards = "".join(f"/// formula | {record['id']}\n///\n\n" for record in records)
    project.write(f"docs/formulas/arithmetic/{name}.md", f"---\n{front}---\n\n{cards}")
    project.replace("data/areas.yml", "calculus:", f"  - {name}\ncalculus:")


def built(project, name="deep-dive/a-01.html"):
    project.verify()
    return (project.build() / name).read_text()


def links(page, section):
    """The titles and the targets of the links below a section's heading."""
    heading = page.index(f'id="{section}"')
    below = page[page.index("</h", heading) :]
    line = re.match(r'</h\d>\s*<p class="section-links">(.*?)</p>', below)
    return re.findall(r'<a href="([^"]*)">([^<]*)</a>', line[1]) if line else []


def titles(page, section="deep-dive/A.1"):
    return [title for _, title in links(page, section)]


def test_an_opening_says_for_whom_the_guide_is(guide):
    page = built(guide, "deep-dive/index.html")
    said = "<dt>For whom</dt>\n<dd>Engineers who want <em>reasons</em>.</dd>"
    assert said in page[page.index('<div class="opening">') :]


def test_an_opening_says_how_long_all_pages_of_the_guide_take(guide):
    words, examples = "one " * 600, '\n```python exec="on"\nprint(1)\n```\n' * 4
    guide.write(
        "docs/deep-dive/a-02.md", f"---\ntitle: A.2\n---\n\n{words}\n{examples}"
    )
    guide.write("docs/refresher/index.md", f"{OTHER}\n{words}")
    page = built(guide, "deep-dive/index.html")
    assert "<dt>How long</dt>\n<dd>about 5 minutes</dd>" in page


def test_what_a_section_covers_is_said_with_the_section(guide):
    page = built(guide)
    claim = 'data-covers="deep-dive/A.1/claim-1 deep-dive/A.1/formula-2"'
    assert 'data-covers="deep-dive/A.1/worked-example-1"' in page
    assert f"<p {claim}>Two numbers" in page
    assert re.search(
        r'<div class="defect" data-covers="deep-dive/A.1/defect-1" id="E1-01">', page
    )


def test_a_section_links_the_pages_of_its_formulas_and_other_guides(guide):
    add_guide(guide, "refresher", "doubles")
    sources = ["deep-dive/A.1", "refresher/doubles"]
    guide.write_records(RECORD | {"sources": sources}, HALF | {"sources": sources})
    assert links(built(guide), "deep-dive/A.1") == [
        ("../formulas/arithmetic/doubling.html", "Doubling"),
        ("../refresher/index.html#refresher/doubles", "Refresher, Doubles"),
    ]
    back = (guide.root / "site/refresher/index.html").read_text()
    assert links(back, "refresher/doubles") == [
        ("../formulas/arithmetic/doubling.html", "Doubling"),
        ("../deep-dive/a-01.html#deep-dive/A.1", "Deep dive, Numbers"),
    ]


def test_a_section_links_neither_its_own_guide_nor_what_is_yet_to_be_written(guide):
    sources = ["deep-dive/A.1", "deep-dive/A.1/zero", "refresher/to-come"]
    guide.write_records(RECORD | {"sources": sources}, HALF)
    page = built(guide)
    assert titles(page) == ["Doubling"]
    assert titles(page, "deep-dive/A.1/zero") == ["Doubling"]


def test_a_section_without_formulas_has_no_links(guide):
    assert "section-links" not in built(guide)


def test_what_shares_most_formulas_is_linked_first(guide):
    both = ["deep-dive/A.1", "refresher/sums"]
    add_topic(guide, "adding", ["deep-dive/A.1", "foundations/sums"])
    add_topic(guide, "summing", both, both)
    add_guide(guide, "foundations", "sums")
    add_guide(guide, "refresher", "sums")
    assert titles(built(guide)) == [
        "Summing",
        "Adding",
        "Refresher, Sums",
        "Foundations, Sums",
    ]


def test_of_every_guide_the_section_with_fewest_other_formulas_is_linked(guide):
    add_topic(
        guide,
        "adding",
        ["deep-dive/A.1", "refresher/all", "refresher/sums"],
        ["refresher/all"],
    )
    add_guide(guide, "refresher", "all", "sums")
    assert titles(built(guide)) == ["Adding", "Refresher, Sums"]


def test_a_section_has_six_links_at_most(guide):
    others = ("foundations", "math-appendix", "quick-reference", "refresher")
    for name in others:
        add_guide(guide, name, "sums")
    add_topic(guide, "adding", ["deep-dive/A.1"])
    add_topic(guide, "counting", ["deep-dive/A.1"])
    add_topic(guide, "summing", ["deep-dive/A.1", *(f"{name}/sums" for name in others)])
    assert titles(built(guide)) == [
        "Adding",
        "Counting",
        "Summing",
        "Foundations, Sums",
        "Math appendix, Sums",
        "Quick reference, Sums",
    ]


def test_the_table_of_errata_has_them_all_and_links_those_that_are_shown(guide):
    errata = guide.path("data/errata.yml").read_text()
    guide.write("data/errata.yml", errata + ERRATA)
    guide.write("docs/errata.md", TABLE)
    page = built(guide, "errata.html")
    table = page[page.index('<div class="errata">') :]
    assert re.findall(r'<th scope="col">(.*?)</th>', table) == [
        "Erratum",
        "Weight",
        "Document",
        "Place",
        "Stated",
        "Right",
    ]
    first, second = (
        re.findall("<td>(.*?)</td>", row, re.DOTALL)
        for row in re.findall("<tr data-.*?</tr>", table, re.DOTALL)
    )
    assert first[0] == '<a href="deep-dive/a-01.html#E1-01">E1-01</a>'
    assert first[1:4] == ["critical", "Deep dive", "A.1"]
    assert "1+1=3</annotation>" in first[4]
    assert first[5] == "It is 2."
    assert second == [
        "E3-01",
        "minor",
        "All five",
        "everywhere",
        "One is <em>odd</em>",
        "It is.",
    ]
    assert 'id="E1-01"' in (guide.root / "site/deep-dive/a-01.html").read_text()


def test_the_table_of_errata_says_what_it_can_be_filtered_by(guide):
    guide.write("docs/errata.md", TABLE)
    row = '<tr data-document="Deep dive" data-weight="critical">'
    assert row in built(guide, "errata.html")
