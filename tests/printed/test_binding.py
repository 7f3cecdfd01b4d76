"""How a record's formula is held to random values and to its code, and what is refused."""

import re
from pathlib import Path

import pytest

from formulary.errors import SourceError
from formulary.records import Execute, Formula, Place, Symbol
from tests.printed.binding import Outcome, executed, unneeded

SHAPES = {
    r"\mathbf a": "`(n,)`",
    r"\mathbf b": "`(n,)`",
    "A": "`(m, n)`",
    "B": "`(n, n)`",
    "C_{ij}": "`(m, n)` in all",
    "x": "real",
    "y": "real",
    "p": "$p>1$",
    "k": "integer, $1\\le k<\\min(m,n)+1$",
    "g(x)": "real",
    "s": "real",
    "t": "real",
    "A_c": "`(m, n)`",
}


def record(*latex, numpy=None, symbols=SHAPES, assumptions=(), **fields):
    """A formula whose record stands in lines 1 to 9 of a page, its LaTeX from 3 on."""
    lines = {f"latex {number}": 2 + number for number in range(1, len(latex) + 1)}
    execute = {key: fields.pop(key) for key in Execute.model_fields.keys() & fields}
    return Formula(
        id="it",
        title="It",
        latex=latex,
        symbols=[
            Symbol(symbol=name, meaning="it", shape=shape)
            for name, shape in symbols.items()
        ],
        assumptions=list(assumptions),
        numpy=numpy,
        function=fields.pop("function", None),
        sources=[],
        related=[],
        references=["it"],
        execute=execute or None,
        place=Place(Path("docs/it.md"), 1, lines),
        **fields,
    )


@pytest.mark.parametrize(
    ("latex", "fields"),
    [
        ([r"\mathbf a\cdot\mathbf b=\sum_ia_ib_i"], {"numpy": "np.vecdot(a, b)"}),
        (["C_{ij}=2A_{ij}"], {"numpy": "2 * A"}),
        (["C_{ij}=2A_{ij}", "C=A+A"], {}),
        (["s=x+y", "2s-x-y=s"], {}),
        (["s=t+x,\\quad t=2y"], {"numpy": "x + 2 * y"}),
        (["g(x)=x^2", "g(2y)=4y^2"], {}),
        (["g(x)=x^2"], {"numpy": "x**2"}),
        (["A_c=2A"], {"numpy": "A + A", "labels": ["A_c"]}),
        (["x>y"], {"numpy": "x > y"}),
        (["x>y", "x-y>0"], {"numpy": "x > y"}),
        ([r"x=y\iff x-y=0"], {}),
        ([r"\log p>0"], {}),
        (["k<p+m"], {}),
        (["x>0"], {"assumptions": ["$x>0$ is assumed"]}),
        (["x>0"], {"draw": {"x": "positive"}}),
        (["B=B^\\top"], {"draw": {"B": "symmetric"}}),
        ([r"B\succ0"], {"draw": {"B": "positive definite"}}),
        ([r"\sum_ia_i=1"], {"draw": {r"\mathbf a": "probabilities"}}),
        ([r"\sum_ia_i^2=1"], {"draw": {r"\mathbf a": "one-hot"}}),
        ([r"\sum_ia_i<n"], {"draw": {r"\mathbf a": "in (0, 1)"}}),
        (["c_i>0"], {"draw": {r"\mathbf c": "positive (n,)"}}),
        (["g(x)=\\frac{d}{dx}f(x)", "g(y)=f'(y)"], {"draw": {"f": "function"}}),
        (["P(A,B)=P(A\\mid B)P(B)"], {"draw": {"A": "event", "B": "event"}}),
        ([r"\mathbb E[2x]=2\,\mathbb E[x]"], {"draw": {"x": "random variable"}}),
        (["s=2x"], {"numpy": "z + z", "inputs": {"z": "x"}}),
        (["2s=4x"], {"numpy": "2 * x", "where": {"s": "result"}}),
        (["2s=4x"], {"numpy": "2 * x", "draw": {"s": "2 * x"}, "compare": {"s": "result"}}),
        ([r"x=x+0\ \text{by nature}"], {"skip": [r"\ \text{by nature}"]}),
        ([r"\mathbf a\leftarrow2\mathbf a"], {"numpy": "2 * a"}),
        (["s=\\sum_jh(j)"], {"numpy": "1 + 4 + 9", "where": {"h": "lambda j: j**2"}, "ranges": {"j": "3"}}),
        ([r"\mathbf a-x=-x+\mathbf a"], {"elementwise": True}),
    ],
)  # fmt: skip
def test_what_is_executed(latex, fields):
    formula = record(*latex, **fields)
    assert executed(formula).statements == len(latex)
    assert not list(unneeded(formula))


def test_what_was_executed_is_counted():
    words = {"skip": [r"\ \text{now}"], "unexecuted": {3: "it is in words"}}
    formula = record("s=2x", r"s=x+x\ \text{now}", r"\text{it}", **words)
    assert executed(formula) == Outcome(statements=2, in_part=1, draws=24)


@pytest.mark.parametrize(
    ("latex", "fields", "said"),
    [
        (["x+y=x-y"], {}, "3: it: side 1 is 2, side 2 6\n  x=4, y=-2, seed 0"),
        (["2x=y"], {}, "side 1 is"),
        (["s=2x"], {"numpy": "3 * x"}, "side 1 is -4, numpy -6"),
        (["C_{ij}=2A_{ij}"], {"numpy": "2 * A.T"}, "side 1 has shape (4, 5), numpy (5, 4)"),
        (["s=2x", "s=3x"], {}, "4: it: side 1 is"),
        (["x>y"], {"numpy": "x < y"}, "the statement is"),
        (["x>y", "x>y+1"], {"numpy": "x > y"}, "4: it: side 1 is"),
        ([r"x=y\iff x>y"], {}, "this does not hold, at"),
        (["2x=4x"], {"compare": {"2x": "result"}, "numpy": "3 * x"}, "2x is"),
        (["x+q=q+x"], {}, "q is not declared, at 'q=q+x'"),
        (["x+"], {}, "something is missing, at the end"),
        (["z=2x", "z=x+x"], {}, "this is not among the symbols of the record, at 'z=2x'"),
        (["C_{ij}=2A_{ij}"], {"symbols": {"A": "`(m, n)`"}}, "this is not among the symbols of the record, at 'C_{ij}=2A_{ij}'"),
        (["g(s)=s^2,\\quad s=2x", "g(x)=x^2"], {}, "this is not among the symbols of the record, at 'g(s)=s^2"),
        (["x=x"], {}, "two sides are the same"),
        (["s=2x"], {}, "s is defined, and nothing uses it"),
        (["s=2x,\\quad t=x"], {"numpy": "2 * x"}, "t is defined, and nothing uses it"),
        (["x+y"], {}, "this is compared with nothing"),
        ([r"x^2<0\Rightarrow y=0"], {}, "the condition never holds"),
        ([r"B=-B^\top\Rightarrow B=0B"], {"draw": {"B": "symmetric"}}, "the condition never holds"),
        ([r"x=3\iff x^2<0"], {}, "side 1 never holds"),
        ([r"x^2>-1\iff y^2>-1"], {}, "the contrary of side 1 never holds"),
        ([r"\exists x,y:\ x^2<-y^2"], {}, "what is said to exist never holds"),
        (["x^2>-1"], {"numpy": "x**2 > -1"}, "the contrary of the statement never holds"),
        (["x^2<-1"], {"numpy": "x**2 < -1"}, "the statement never holds"),
        ([r"x=y\Rightarrow y=x"], {"numpy": "x"}, "what of this does the code compute?"),
        (["s=2x"], {"numpy": "2 * x", "inputs": {"z": "x"}}, "inputs: the code takes no z"),
        (["s=2x"], {"numpy": "2 * x", "skip": ["if"]}, "skip: 'if' is in no statement"),
        (["2x=s"], {"where": {"s": "x +"}}, "'x +' is no Python"),
        (["2x=s"], {"where": {"s": "zz"}}, "name 'zz' is not defined"),
        ([r"2x=\frac{\partial}{\partial x^\top}x^2"], {}, "a derivative is by a symbol or a component of it"),
        (["s=x^2"], {"numpy": "x**2", "symbols": SHAPES | {"s": "$s<0$"}}, "its value is not what is declared"),
        (["C=2A"], {"numpy": "2 * A", "symbols": SHAPES | {"C": "`(n, m)`"}}, "it has the shape (4, 5), not (5, 4)"),
        (["x>0"], {"assumptions": ["$x<x$"]}, "none of 300 draws fulfils what the record assumes"),
        ([r"\log(-p)<0"], {}, "only 0 of 24 draws give finite values"),
        (["s=2x"], {"numpy": "np.ones(2) @ np.ones(3) * x"}, "ValueError: matmul"),
    ],
)  # fmt: skip
def test_what_is_refused_names_file_line_and_values(latex, fields, said):
    with pytest.raises(SourceError) as error:
        executed(record(*latex, **fields))
    assert str(error.value).startswith("docs/it.md:")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"draw": {"x": "real"}}, "execute.draw: x"),
        ({"where": {"y": "3"}}, "execute.where: y"),
        ({"labels": ["A_c"]}, "execute.labels: A_c"),
        ({"inputs": {"x": "x"}}, "execute.inputs: x"),
        ({"compare": {"s": "result"}}, "execute.compare"),
        ({"elementwise": True}, "execute.elementwise"),
        ({"ranges": {"i": "3"}}, "execute.ranges: i"),
    ],
)
def test_what_execute_says_in_vain_is_named(fields, said):
    assert list(unneeded(record("s=2x", numpy="2 * x", **fields))) == [said]


def test_what_the_code_refuses_counts_only_for_special_draws():
    one = {"numpy": "np.linalg.inv(B)"}
    assert executed(record("B^{-1}=B^{-1}B^{-1}B", **one)).draws < 24
    with pytest.raises(SourceError, match=re.escape("LinAlgError: Singular matrix")):
        executed(record("B^{-1}=B^{-1}B^{-1}B", draw={"B": "np.zeros((2, 2))"}, **one))
