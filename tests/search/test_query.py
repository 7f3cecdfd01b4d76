"""Which of a query is words, and which is mathematics."""

import pytest


def read(js, text):
    found = js("query", "read", text)
    return " ".join(found["words"]), found["maths"]


@pytest.mark.parametrize(
    ("query", "words", "maths"),
    [
        ("cosine similarity", "cosine similarity", ""),
        ("how far apart are two vectors", "how far apart are two vectors", ""),
        (r"\frac{a}{b}", "", r"\frac{a}{b}"),
        ("x @ W + b", "", "x @ W + b"),
        ("derivative of σ(z)", "derivative of", "σ(z)"),
        ("KL(p||q) divergence", "divergence", "KL(p||q)"),
        ("what is E[X^2]", "what is", "E[X^2]"),
        ("L2 norm", "L2 norm", ""),
        ("kullback-leibler", "kullback-leibler", ""),
    ],
)
def test_words_and_mathematics(js, query, words, maths):
    assert read(js, query) == (words, maths)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("np.linalg.svd", "np.linalg.svd"),
        ("numpy.linalg.svd", "np.linalg.svd"),
        ("F.softmax", "torch.nn.functional.softmax"),
        ("np.linalg.svd(", "np.linalg.svd"),
        ("svd", None),
    ],
)
def test_names_of_libraries(js, query, name):
    assert js("query", "read", query).get("name") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("np.vecdot(a, b, axis=-1)", "np.vecdot"),
        ("F.softmax(z, dim=-1)", "torch.nn.functional.softmax"),
        ("np.sqrt(np.mean(x**2))", None),
        ("np.exp(x) / np.exp(x).sum()", None),
    ],
)
def test_only_a_lone_call_is_named_by_its_function(js, text, name):
    assert js("query", "libraryName", text) == name


def test_a_pasted_page_is_cut(js):
    assert len(js("query", "read", "x+" * 5000)["maths"]) == 600
