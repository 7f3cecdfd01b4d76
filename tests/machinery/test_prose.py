"""What the data may say on a page, and what it may not."""

import pytest

from formulary.prose import harmless


@pytest.mark.parametrize(
    "text",
    [
        "a <b and `a <b>` and $a<b$",
        "*emphasis*, **strong**, [a page](svd.md#svd), [a site](https://example.org/x)",
        "<img src=x onerror=alert(1), never closed",
        "{#id} and {onclick=alert(1)} are text here",
        "&lt;img&gt;",
    ],
)
def test_markdown_and_maths_are_left_as_they_are(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<img src=x onerror=alert(1)>", "<img>"),
        ("` <img src=x onerror=alert(1)> ``", "<img>"),  # no code: the ticks differ
        (
            "$5 <img src=x onerror=alert(1)> $",
            "<img>",
        ),  # no maths: a space before the $
        (r"\`<b>\`", "<b>"),
        ("</table>", "</table>"),
        ("![a picture](x.svg)", "<img>"),
        ("<!-- a comment -->", "a comment"),
        ("<![CDATA[x]]>", "CDATA"),
        ("*x*{onclick=alert(1)}", "onclick"),
        ("$x${style=color:red}", "style"),
        ("[x](javascript:alert(1))", "javascript"),
        ("[x](javascript&#58;alert(1))", "javascript"),
    ],
)
def test_other_markup_is_refused(text, why):
    with pytest.raises(ValueError, match=why):
        harmless(text)
