"""What readers type to find a formula finds it, and promises nothing that its page lacks."""

import re
from pathlib import Path

import pytest
import yaml

from formulary.records import Phrase, Place
from tests.pages import ROOT, SOURCES
from tests.search.sources import phrases, where
from tests.search.vocabulary import take_out

WORDING = yaml.safe_load((Path(__file__).parent / "wording.yml").read_text("utf-8"))
ALIKE = 6
"""As many letters make words alike: commutative is said where commutes is."""


@pytest.fixture(scope="session")
def promised(js):
    """The published phrases, each with every word that is not an everyday one."""
    everyday = set(WORDING["everyday"].split())
    published = [
        phrase for phrase in phrases() if phrase.place.path in SOURCES.vocabulary
    ]
    telling = js("probe", "telling", [phrase.text for phrase in published])
    return [
        (phrase, word)
        for phrase, words in zip(published, telling, strict=True)
        for word in words
        if re.search("[a-z]{3}", word) and word not in everyday
    ]


@pytest.fixture(scope="session")
def unsaid(js, promised):
    """What a phrase says and its page does not."""

    def beginnings(text):
        words = js("text", "wordsOf", text)
        return {word[:ALIKE] for word in words} | {
            w[:-1] for w in words if w[-1] == "s"
        }

    said = {
        path: beginnings(page_of(path).read_text("utf-8"))
        for path in SOURCES.vocabulary
    }
    return [
        (phrase, word)
        for phrase, word in promised
        if not beginnings(word) & said[phrase.place.path]
    ]


def page_of(vocabulary):
    topic = vocabulary.relative_to(ROOT / "vocabulary").with_suffix(".md")
    return ROOT / "docs" / "formulas" / topic


@pytest.mark.each_topic
def test_no_phrase_is_given_to_two_formulas():
    owner = {}
    for phrase in phrases():
        first = owner.setdefault(phrase.text, phrase)
        assert first is phrase, (
            f"{where(phrase)}: {phrase.text!r} is given at {where(first)} already"
        )


@pytest.mark.each_topic
def test_every_phrase_finds_its_formula(find):
    asked = phrases()
    found = find([phrase.text for phrase in asked], 1)
    missed = [
        f"{where(phrase)}: {phrase.text!r} finds {hits or 'nothing'}"
        for phrase, hits in zip(asked, found, strict=True)
        if hits != [phrase.formula]
    ]
    assert not missed, "\n".join(missed)


@pytest.mark.each_topic
def test_what_a_phrase_promises_is_on_the_page(unsaid):
    missing = [
        f"{where(phrase)}: {phrase.text!r} finds {phrase.formula}, whose page does not say {word!r}"
        for phrase, word in unsaid
        if word not in WORDING["other_names"].get(phrase.formula, ())
    ]
    assert not missing, "\n".join(missing)


def test_other_names_are_those_of_phrases(promised):
    found = {(phrase.formula, word) for phrase, word in promised}
    unneeded = [
        f"wording.yml: {formula} need not have {word!r}"
        for formula, words in WORDING["other_names"].items()
        for word in words
        if (formula, word) not in found
    ]
    assert not unneeded, "\n".join(unneeded)


def record(name, *found_by):
    parts = {"latex": [f"{name[0]}=1"], "code": [], "text": ""}
    return {"id": name, "title": name.title(), "foundBy": list(found_by), **parts}


def test_what_is_found_without_a_phrase_can_go(js):
    records = [
        record("softmax", "normalised exponential", "normalized exponential"),
        record("entropy", "expected surprise", "entropy"),
    ]
    assert js("removable", "removable", records, []) == {
        "softmax": ["normalized exponential"],  # which has the same stems
        "entropy": ["entropy"],
    }


def test_a_query_keeps_the_phrases_that_answer_it(js):
    records = [
        record("softmax", "soft argmax", "smooth argmax"),
        record("argmax", "hard argmax"),
    ]
    asked = [{"query": "hard", "ids": ["argmax"]}]
    assert js("removable", "removable", records, [])["argmax"] == ["hard argmax"]
    assert js("removable", "removable", records, asked)["argmax"] == []


def test_only_the_lines_of_phrases_are_taken_out(tmp_path):
    path = tmp_path / "topic.yml"
    path.write_text("# why\nfound_by:\n  one:\n    - 'a'\n    - b  # said\n    - c\n")
    take_out([Phrase("b", "one", Place(path, 5, {}))])
    assert path.read_text() == "# why\nfound_by:\n  one:\n    - 'a'\n    - c\n"
