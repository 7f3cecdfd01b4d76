"""How a query was read is shown as MathML, which holds nothing but mathematics."""

import xml.etree.ElementTree as ET

import pytest


@pytest.mark.parametrize(
    ("query", "inside"),
    [
        ("a/b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
        ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
        ("sqrt(x)", "<msqrt><mi>x</mi></msqrt>"),
        ("A.T @ y", "<msup><mi>A</mi><mo>⊤</mo></msup>"),
        ("e^x", "<msup><mi>e</mi><mi>x</mi></msup>"),
        (r"\alpha + 1", "<mi>α</mi>"),
        (r"\frac{a", "□"),
        ("a - b", "<mo>−</mo><mi>b</mi>"),
        ("(a+b)c", "<mo>(</mo>"),
    ],
)
def test_shows_what_was_read(js, query, inside):
    assert inside in js("probe", "markup", query)


@pytest.mark.parametrize(
    "query", ["<b>x</b>", '"><img src=x>', "a & b", "x<y", "<script>alert(1)</script>"]
)
def test_is_well_formed_whatever_was_typed(js, query):
    tags = {
        element.tag for element in ET.fromstring(js("probe", "markup", query)).iter()
    }
    assert all(tag.startswith("m") for tag in tags)
