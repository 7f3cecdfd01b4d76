"""Words find phrases through endings, synonyms and slips of the fingers."""

import pytest

PHRASES = ["softmax", "cosine similarity", "singular value decomposition", "derivative of the sigmoid", "Kullback-Leibler divergence", "softmax cross-entropy"]  # fmt: skip


@pytest.fixture(scope="session")
def best(js):
    return lambda query: js("probe", "bestPhrase", PHRASES, query)


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_is_found_by_itself(best, phrase):
    assert best(phrase) == phrase


@pytest.mark.parametrize(
    ("query", "phrase"),
    [
        ("sotfmax", "softmax"),
        ("cosin similarty", "cosine similarity"),
        ("decomposing singular values", "singular value decomposition"),
        ("gradient of sigmoid", "derivative of the sigmoid"),
        ("kulback leibler", "Kullback-Leibler divergence"),
        ("softmaxcrossentropy", "softmax cross-entropy"),
        ("softmax", "softmax"),
        ("sing", "singular value decomposition"),
    ],
)
def test_near_words_find_it(best, query, phrase):
    assert best(query) == phrase


def test_no_words_find_nothing(best):
    assert best("!?") is None


@pytest.mark.parametrize(
    ("one", "other", "most", "slips"),
    [("abc", "abc", 2, 0), ("abc", "acb", 2, 1), ("abc", "abx", 2, 1), ("abc", "ab", 2, 1), ("abc", "xyz", 2, 3)],
)  # fmt: skip
def test_slips(js, one, other, most, slips):
    assert js("text", "slips", one, other, most) == slips


@pytest.mark.parametrize(
    ("word", "stem"),
    [("derivatives", "derivativ"), ("derivative", "derivativ"), ("normalising", "normaliz"), ("normalization", "normaliz")],
)  # fmt: skip
def test_stem(js, word, stem):
    assert js("text", "stem", word) == stem
