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


@pytest.mark.parametrize(
    ("code", "statements"),
    [
        ("U, s, Vt = np.linalg.svd(A)", ["np.linalg.svd(A)"]),
        ("p = e / e.sum()", ["p = e / e.sum()"]),
        ("x == y", ["x == y"]),
        ("import numpy as np\nreturn x @ W  # a layer", ["x @ W"]),
        ("np.sum(\n    x,\n    axis=0,\n)", ["np.sum( x, axis=0, )"]),
        ("e = np.exp(x - x.max())\ne / e.sum()", ["e = np.exp(x - x.max())", "e / e.sum()"]),
        ("np.exp(", ["np.exp("]),
    ],
)  # fmt: skip
def test_statements_of_code(js, code, statements):
    assert js("query", "statements", code) == statements


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("s = np.linalg.svdvals(A)", "np.linalg.svdvals"),
        ("U, s, Vt = np.linalg.svd(A)", "np.linalg.svd"),
        ("(U, *rest) = np.linalg.svd(A)", "np.linalg.svd"),
    ],
)
def test_a_call_keeps_its_name_where_its_result_is_given_one(js, text, name):
    assert js("query", "libraryName", text) == name


@pytest.mark.parametrize(
    ("phrase", "maths"),
    [
        ("singular value decomposition", False),
        ("np.linalg.svd", False),
        ("A = UΣVᵀ", True),
        ("(U * s) @ Vt", True),
        (r"q\cdot k\ \text{has mean }0\text{ and variance }d_k", True),
    ],
)
def test_mathematics_is_told_from_names(js, phrase, maths):
    assert js("query", "isMaths", phrase) is maths
