"""What expressions and statements say on numbers and arrays."""

import math

import numpy as np
import pytest

from tests.printed.chance import Variable
from tests.printed.evaluator import World, evaluate
from tests.printed.reader import expression, read
from tests.printed.statements import Undefined, failures
from tests.printed.tree import Mismatch, Refused

FUNCTIONS = {"f", "L", "F", "P", "M"}
A = np.array([[1.0, 2.0, 0.0], [0.0, 3.0, 4.0]])
VALUES = {
    "A": A,
    "M": np.array([[2.0, 0.0], [1.0, 3.0]]),
    r"\mathbf{a}": np.array([3.0, -4.0]),
    r"\mathbf{b}": np.array([1.0, 2.0]),
    r"\mathbf{v}": np.array([[1.0, 0.0, 2.0], [0.0, 5.0, 0.0]]),
    "x": 0.5,
    "y": 2.0,
    "k": 1,
    "n": 3,
    "z": np.array([0.0, 1.0]),
    "d": np.array([2, 3]),
    "N": 2,
    "W_{1}": 7.0,
    "f": lambda x: x**3,
    "L": lambda v: np.sum(v**2),
    "F": lambda v: np.array([v[0] * v[1], v[0] ** 2]),
}


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"\mathbf a^\top\mathbf b", -5),
        (r"\mathbf a\mathbf b^\top", [[3, 6], [-4, -8]]),
        (r"\mathbf a^\top A", [3, -6, -16]),
        (r"A^\top\mathbf a", [3, -6, -16]),
        (r"\mathbf a\odot\mathbf b", [3, -8]),
        (r"2\mathbf a-\mathbf b", [5, -10]),
        ("M^2", [[4, 0], [5, 9]]),
        ("MM^{-1}", [[1, 0], [0, 1]]),
        ("M(M)", [[4, 0], [5, 9]]),
        (r"\det M", 6),
        ("|M|", 6),
        (r"\mathrm{tr}(M)", 5),
        (r"\mathrm{rank}\,A", 2),
        (r"\|\mathbf a\|", 5),
        (r"\|\mathbf a\|_1", 7),
        (r"\|\mathbf a\|_\infty", 4),
        (r"\|A\|_F", math.sqrt(30)),
        ("W_1", 7),
        ("A_{ij}", A),
        ("A_{12}", None),
        ("A_{1,2}", 2),
        ("A_{:,1}", [1, 0]),
        ("A_{1,:}", [1, 2, 0]),
        ("A_{:,:k}", [[1], [0]]),
        ("a_{k+1}", -4),
        ("d_{-1}", 3),
        (r"\mathbf v_2", [0, 5, 0]),
        (r"\sum_i\mathbf v_i", [1, 5, 2]),
        (r"\sum_ja_jA_{ji}", [3, -6, -16]),
        (r"\sum_{i>1}a_i", -4),
        (r"\sum_{i=1}^ni", 6),
        (r"\sum_ia_ia_{i+1}", -12),
        (r"\prod_id_i", 6),
        (r"\max_i|a_i|", 4),
        (r"\min(x,y)", 0.5),
        (r"\#\{i:a_i>0\}", 1),
        (r"\delta_{kk}", 1),
        (r"\mathbb 1[x>y]", 0),
        (r"(a_1,\dots,a_2)", [3, -4]),
        (r"\begin{pmatrix}x&y\\1&0\end{pmatrix}", [[0.5, 2], [1, 0]]),
        (r"\begin{cases}x&x>y\\y&\text{otherwise}\end{cases}", 2),
        (r"\log_2 8", 3),
        (r"e^{\ln y}", 2),
        (r"\cos\pi", -1),
        (r"\mathrm{softmax}(z)_i", [1 / (1 + math.e), math.e / (1 + math.e)]),
        ("f(y)", 8),
        ("f'(y)", 12),
        ("f'(z)", [0, 3]),
        (r"(f\circ f)", None),
        ("F_1(z)", 0),
        (r"\frac{d}{dx}f(f(x))", 9 * 0.5**8),
        (r"\frac{\partial^2}{\partial x\,\partial y}(x^2y)", 1),
        (r"\frac{\partial L(z)}{\partial z_2}", 2),
        (r"\nabla L(\mathbf a)", [6, -8]),
        (r"\nabla_zL", [0, 2]),
        (r"\frac{\partial F(\mathbf a)}{\partial\mathbf a}", [[-4, 3], [6, 0]]),
        (r"\frac{\partial L(\mathbf a)}{\partial\mathbf a}", [6, -8]),
        (r"\int_0^yx^2\,dx", 8 / 3),
        (r"\lim_{h\to0}\frac{f(y+h)-f(y)}h", 12),
        (r"\max_{\|z\|=1}\mathbf a\cdot z", 5),
        (r"\arg\max_{\|z\|=2}\mathbf a\cdot z", [1.2, -1.6]),
        (r"\min_{\mathrm{rank}\,A\le0}\|M-A\|", None),
        (r"\min_{\mathrm{rank}\,M\le k}\|M\|", 0),
        (r"\arg\min_x(x-y)^2", 2),
    ],
)
def test_values(latex, value):
    tree = expression(latex, FUNCTIONS)
    if value is None:
        with pytest.raises((Refused, TypeError)):
            np.asarray(evaluate(tree, VALUES), float)
    else:
        np.testing.assert_allclose(evaluate(tree, VALUES), value, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        ("q", "q is not declared"),
        ("q_i", "what does i run over"),
        (r"q_{\max}", r"q_{\\max} is not declared"),
        (r"\mathbf a+x", r"shapes \(2,\) and \(\) are added"),
        (r"\mathbf a^\top+\mathbf a", "are added"),
        (r"\mathbf a\mathbf b", "a column times"),
        (r"A\mathbf a", "are multiplied"),
        (r"A\mathbf a^\top", "times a row"),
        (r"A\cdot M", "a dot between"),
        (r"\mathbf a\odot A", "⊙ between"),
        (r"x/\mathbf a", "division by shape"),
        ("x^{A}", "an array in an exponent"),
        ("A^2", "the power 2"),
        (r"x^\top", "the transpose of a scalar"),
        (r"\mathbf ax", "a number stands before"),
        ("-0", "0 has no sign"),
        ("I^2", "a power of the identity"),
        (r"I^\top", "the transpose of the identity"),
        (r"|\mathbf a|", "around shape"),
        (r"\|x\|", "the norm 2 of shape"),
        (r"\|\mathbf a^\top\|", "the norm 2 of shape"),
        (r"\|\mathbf a\|_F", "the norm F of shape"),
        (r"\det A", "det of shape"),
        (r"\mathrm{diag}(x)", "diag of a scalar"),
        (r"\mathrm{foo}(x)", "is not declared"),
        ("A_{ii}", r"i runs over 2 \(A, axis 1\) and 3 \(A, axis 2\)"),
        ("A_i", "1 subscripts on shape"),
        ("A_{x,1}", "a subscript that is no integer"),
        ("A_{3,1}", "subscript 3 of 2"),
        ("A_{0,1}", "subscript 0 of 2"),
        ("A_{1,:9}", "0:9 of 3"),
        (r"(\mathbf a^\top)_1", "a component of a row"),
        ("f_1", "a component of what is no array"),
        (r"\sum_ix", "i does not occur"),
        (r"\sum_{i=1}^xi", "bounds that are no integers"),
        (r"\prod_i\mathbf v_i", "a product of arrays"),
        (r"\max_i\mathbf v_i", "no list of real numbers"),
        (r"\max_{\|z\|=1}x", "does not occur in what is searched"),
        (r"\max_{\|z\|\le1}z", "a search under this condition"),
        (r"\sin_2x", "a base of sin"),
        ("x(y)", None),
        ("P(x)", "is not declared|mean without random"),
        (r"\mathbb E[x]", "a mean without random variables"),
        (r"\begin{cases}x&x>y\end{cases}", "no case holds"),
        (r"(x,\dots,y)", "dots between what"),
        (r"(a_1,\dots,b_2)", "dots between components of two things"),
        (r"A\cap A", "this has no value"),
    ],
)
def test_what_contradicts_itself_has_no_value(latex, said):
    tree = expression(latex, FUNCTIONS)
    if said is None:
        assert evaluate(tree, VALUES) == 1
    else:
        with pytest.raises(Refused, match=said):
            evaluate(tree, VALUES)


@pytest.mark.parametrize(
    ("latex", "truth"),
    [
        (r"\mathbf a\cdot\mathbf b=-5", True),
        ("x=y", False),
        (r"x\ne y", True),
        ("x<y", True),
        ("x<x+0", False),
        (r"x\le x", True),
        ("x>y", False),
        (r"y\ge x", True),
        (r"\mathbf a\perp\mathbf b", False),
        (r"\mathbf a\perp4\mathbf b+3\mathbf b-\mathbf b", False),
        (r"(4,3)\perp\mathbf a", True),
        (r"M\succ0", True),
        (r"A\in\mathbb R^{2\times n}", True),
        (r"A\in\mathbb R^{n\times2}", False),
        (r"A\in\mathbb R^{d_1\times\dots\times d_N}", True),
        (r"x\in[0,1]", True),
        (r"y\in[0,1]", False),
        (r"x\in\{y,x\}", True),
        (r"x\in\{y,1\}", False),
        (r"y^2=4,\quad x<1", True),
        (r"y^2=4,\quad x>1", False),
        (r"x>1\Rightarrow y=0", True),
        (r"x<1\Rightarrow y=0", False),
        (r"x>1\iff y=0", True),
        (r"x<1\iff y=0", False),
        (r"|a_i|>2\ \forall i", True),
        (r"a_i>2\ \forall i", False),
        (r"\exists\mathbf a,\mathbf b:\ \mathbf a\ne\mathbf b", True),
        (r"y=\pm2", True),
        (r"y=\pm3", False),
        (r"y\ne\pm2", False),
        (r"d_1\le d_2\le\dots\le9", True),
        (r"d_1\ge d_2\ge\dots\ge0", False),
        (r"(A^\top)_{ij}=A_{ji}", True),
        (r"(A^\top A)_{ij}=A_{ij}", None),
    ],
)
def test_statements(latex, truth):
    tree = read(latex, FUNCTIONS)
    if truth is None:
        with pytest.raises(Mismatch):
            World(VALUES).holds(tree)
    else:
        assert World(VALUES).holds(tree) == truth


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        ("x", "this is no statement"),
        (r"x\approx y", "the relation ≈ is not executed"),
        (r"\mathbf a=x", "shapes .* are equal"),
        (r"\mathbf a^\top=\mathbf a", "shapes .* are equal"),
        (r"\mathbf a<\mathbf b", "< between shapes"),
        (r"x\perp y", "⊥ between shapes"),
        ("f=f", "a function is no side"),
        (r"x\in y", "∈ what"),
        (r"x\ge\dots\ge y", "dots between what"),
        (r"d_1\ge d_1\ge\dots\ge0", "what stands before the dots does not go on"),
    ],
)
def test_what_is_no_statement(latex, said):
    with pytest.raises(Refused, match=said):
        World(VALUES).holds(read(latex, FUNCTIONS))


def test_a_side_without_a_finite_value_is_undefined():
    with pytest.raises(Undefined), np.errstate(all="ignore"):
        World(VALUES).holds(read("x/0=y"))


def test_a_failure_names_sides_values_and_indices():
    found = failures(read("a_i=b_i"), World(VALUES))
    assert list(found) == [
        "side 1 is 3, side 2 1 at i = 1",
        "side 1 is -4, side 2 2 at i = 2",
    ]


def test_components_are_added_to_numbers_only_where_that_is_said():
    tree = expression(r"\frac{1-\mathbf a^2}{\mathbf b}")
    np.testing.assert_allclose(World(VALUES, elementwise=True).of(tree), [-8, -7.5])


def test_an_index_that_indexes_nothing_has_the_range_that_is_given():
    tree = expression("\\sum_jf(j)", FUNCTIONS)
    assert World(VALUES, ranges={"j": 3}).of(tree) == 36


WEIGHTS = np.array([0.1, 0.2, 0.3, 0.4])
CHANCE = World(
    {
        "A": Variable(np.array([True, True, False, False])),
        "B": Variable(np.array([True, False, True, False])),
        "X": Variable(np.array([1.0, 2.0, 3.0, 4.0])),
        "Y": Variable(np.array([0.0, 1.0, 0.0, 5.0])),
    },
    weights=WEIGHTS,
)


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        ("P(A)", 0.3),
        ("P(A,B)", 0.1),
        (r"P(A\cap B)", 0.1),
        (r"P(A\mid B)", 0.25),
        (r"P(B\mid\neg A)", 3 / 7),
        ("P(X=2)", 0.2),
        (r"P(2\le X\le3)", 0.5),
        (r"\mathbb E[X]", 3),
        (r"\mathbb E[(X-\mathbb E[X])^2]", 1),
        (r"\mathrm{Var}(X)", 1),
        (r"\mathrm{Cov}(X,Y)", 1.8),
    ],
)
def test_chance(latex, value):
    assert CHANCE.of(expression(latex)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("latex", "said"),
    [("X", r"outside of 𝔼 and P"), ("P(X)", "the probability of what is no event")],
)
def test_no_chance(latex, said):
    with pytest.raises(Refused, match=said):
        CHANCE.of(expression(latex))
