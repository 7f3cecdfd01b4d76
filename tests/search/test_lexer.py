"""One stream of tokens for LaTeX, Unicode, ASCII and Python."""

import pytest


def tokens(js, text):
    return [(token["type"], token.get("value")) for token in js("lexer", "lex", text)]


@pytest.mark.parametrize(
    "spellings",
    [
        [r"\sum x", "∑ x", "Σ x"],
        [r"x^{2}", "x²", "x^{2}"],
        [r"x_{i}", "xᵢ"],
        [r"\alpha", "α", r"\alpha "],
        [r"a\le b", "a ≤ b", "a <= b"],
        [r"\|x\|", "‖x‖", "||x||"],
        [r"\nabla f", "∇f"],
        [r"\mathbf x", r"\boldsymbol{x}", "x"],
        [r"a\odot b", "a ⊙ b"],
    ],
)
def test_notations_give_the_same_tokens(js, spellings):
    def bare(text):
        return [token for token in tokens(js, text) if token[0] not in "{}"]

    first, *others = map(bare, spellings)
    assert first
    for other in others:
        assert other == first


def test_names_of_libraries_are_read_as_functions(js):
    assert tokens(js, "np.exp(x)")[0] == ("function", "exp")
    assert tokens(js, "torch.linalg.norm(x)")[0] == ("function", "norm")


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("np.exp(x)", True),
        ("x @ W", True),
        ("x.sum(axis=-1)", True),
        ("x**2", True),
        ("scaled_logits * mask", True),
        (r"\sum_i x_i", False),
        ("e^{-x}", False),
        ("W_q x", False),
    ],
)
def test_python_is_told_from_mathematics(js, text, python):
    assert js("lexer", "looksLikePython", text) is python
    assert bool(js("lexer", "looksLikePython", text)) is python


def test_words_of_python_stay_whole_and_letters_of_mathematics_part(js):
    assert ("name", "x") in tokens(js, "xy")
    assert ("name", "y") in tokens(js, "xy")
    names = [value for _, value in tokens(js, "x @ weight")]
    assert "weight" in names


def test_what_is_not_known_is_skipped(js):
    assert tokens(js, "\u0000\u202e☃ x") == tokens(js, "x")
