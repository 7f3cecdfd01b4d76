"""What readers type to find a formula finds it, and promises nothing that its page lacks."""

import re
from pathlib import Path

import pytest
import yaml

from tests.search.sources import ROOT, VOCABULARY, Phrase, phrases
from tests.search.vocabulary import take_out

WORDING = yaml.safe_load((Path(__file__).parent / "wording.yml").read_text("utf-8"))
ALIKE = 6
"""As many letters make words alike: commutative is said where commutes is."""


@pytest.fixture(scope="session")
def words_of(js):
    return lambda text: js("text", "wordsOf", text)


@pytest.fixture(scope="session")
def promised(js, words_of):
    """The published phrases, each with its words that the page should have."""
    everyday = set(WORDING["everyday"].split())
    other_names = {
        formula: set(words_of(" ".join(words)))
        for formula, words in WORDING["other_names"].items()
    }
    published = [phrase for phrase in phrases() if phrase.path in VOCABULARY]
    telling = js("probe", "telling", [phrase.text for phrase in published])
    return [
        (phrase, [w for w in words if re.search("[a-z]{3}", w) and w not in everyday])
        for phrase, words in zip(published, telling, strict=True)
    ], other_names


def beginnings(words):
    """The first letters of words, and of their singular."""
    return {word[:ALIKE] for word in words} | {
        word[:-1][:ALIKE] for word in words if word.endswith("s")
    }


def test_no_phrase_is_given_to_two_formulas():
    owner = {}
    for phrase in phrases():
        first = owner.setdefault(phrase.text, phrase)
        assert first is phrase, (
            f"{phrase.where}: {phrase.text!r} is given at {first.where} already"
        )


def test_every_phrase_finds_its_formula(find):
    asked = phrases()
    found = find([phrase.text for phrase in asked], 1)
    missed = [
        f"{phrase.where}: {phrase.text!r} finds {hits or 'nothing'}"
        for phrase, hits in zip(asked, found, strict=True)
        if hits != [phrase.formula]
    ]
    assert not missed, "\n".join(missed)


def test_what_a_phrase_promises_is_on_the_page(promised, words_of):
    said = {}
    for path in VOCABULARY:
        topic = path.relative_to(ROOT / "vocabulary").with_suffix(".md")
        page = ROOT / "docs" / "formulas" / topic
        said[path] = beginnings(words_of(page.read_text(encoding="utf-8")))
    published, other_names = promised
    missing = [
        f"{phrase.where}: {phrase.text!r} finds {phrase.formula}, whose page does not say {word!r}"
        for phrase, words in published
        for word in words
        if word not in other_names.get(phrase.formula, ())
        and not beginnings([word]) & said[phrase.path]
    ]
    assert not missing, "\n".join(missing)


def test_other_names_are_needed(promised):
    published, other_names = promised
    for formula, names in other_names.items():
        used = {
            w for phrase, words in published if phrase.formula == formula for w in words
        }
        assert not names - used, (
            f"wording.yml: {formula} is not found by {names - used}"
        )


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
    take_out([Phrase("b", "one", path, 5)])
    assert path.read_text() == "# why\nfound_by:\n  one:\n    - 'a'\n    - c\n"
