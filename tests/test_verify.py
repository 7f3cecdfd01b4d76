"""The tests' own measure, and what they refuse: each refusal is seen to happen."""

import math

import mpmath
import numpy as np
import pytest
import sympy

from snippets.linear_algebra.vector_norms import l2_norm
from tests.doubt import ENOUGH, Tolerance, believed
from tests.inputs import by_name, for_each, matrices, vectors
from tests.measure import in_units_of, ulps
from tests.verify import Verify

ONE = np.float64(1.0)
DISTINCT = 995
"""Of a thousand generated vectors: a few are a single 1."""


@pytest.mark.parametrize(
    ("got", "want", "error"),
    [
        (1.0, 1.0, 0),
        (np.nextafter(1, 2), 1.0, 1),
        ([1.0, 2.0], [1.0, np.nextafter(2, 3)], 1),
        (np.nan, np.nan, 0),
        (np.inf, np.inf, 0),
        (0.0, 5e-324, 1),
        (True, True, 0),
        (True, False, np.inf),
        (3, 4, np.inf),
    ],
)
def test_errors_are_counted_in_ulp(got, want, error):
    assert ulps(got, want) == error


@pytest.mark.parametrize(("got", "want"), [(np.nan, 1.0), (1.0, np.nan), (np.inf, 1.0)])
def test_what_is_not_finite_is_no_match_for_what_is(got, want):
    assert not ulps(got, want) <= 1e300


def test_fractions_of_an_ulp_are_seen_beyond_floating_point():
    assert ulps(ONE / 3, mpmath.mpf(1) / 3) == pytest.approx(1 / 3, abs=1e-9)


def test_cancelled_results_are_measured_against_the_scale_of_their_terms():
    assert ulps(1e-17, 0.0, scale=1.0) < 0.1


def test_shapes_must_agree():
    with pytest.raises(AssertionError, match="shape"):
        ulps([1.0], 1.0)


def outcomes(compute=np.linalg.norm, inputs=None, wanted=None):
    """What is computed of vectors, and what is wanted, which is the same."""
    inputs = list(vectors() if inputs is None else inputs)
    wanted = wanted or compute
    return [(args, compute(*args), wanted(*args)) for args in inputs]


def norm(x):
    return np.linalg.norm(x, axis=-1)


class TestDoubt:
    def test_what_is_in_order_is_believed(self):
        assert believed(outcomes(norm), Tolerance(4)) == (DISTINCT, 0)

    def test_disagreement(self):
        made = outcomes(norm, wanted=lambda x: norm(x) * (1 + 1e-14))
        with pytest.raises(AssertionError, match="ulp for"):
            believed(made, Tolerance(4))

    @pytest.mark.parametrize(
        ("seen", "said"),
        [
            (lambda x: np.round(x, 3), "off"),
            (np.abs, "negated"),
            (lambda x: x + x.mT, "transposed"),
            (lambda x: x / np.max(x), "off"),
        ],
    )
    def test_a_comparison_that_does_not_see_what_is_wrong(self, seen, said):
        class Blind(Tolerance):
            def error(self, args, got, want):
                return super().error(args, seen(got), seen(want))

        squares = [(np.abs(A) + 1,) for (A,) in matrices(1000, "nn", decades=0)]
        made = outcomes(np.positive, squares)
        with pytest.raises(AssertionError, match=f"results that are {said}"):
            believed(made, Blind(4))

    @pytest.mark.parametrize(
        ("compute", "tolerance", "said"),
        [
            (norm, Tolerance(1e9, because="it may"), "refuses 0 of 33[34] results that are off"),
            (
                norm,
                Tolerance(4, in_units_of("all")(lambda x: 1e300 * norm(x)), "it may"),
                "refuses 0 of 33[34] results that are off",
            ),
            (lambda x: 0 * norm(x), Tolerance(0), "no results are off to any effect"),
            (lambda _: 1.0, Tolerance(0), "no results are those of other inputs"),
        ],
    )  # fmt: skip
    def test_results_that_cannot_fail(self, compute, tolerance, said):
        with pytest.raises(AssertionError, match=said):
            believed(outcomes(compute), tolerance)

    def test_too_few(self):
        with pytest.raises(AssertionError, match="999 cases are too few"):
            believed(outcomes(norm, vectors(999)), Tolerance(4))

    def test_repeated_inputs(self):
        one = list(vectors(800)) + list(vectors(200))
        with pytest.raises(
            AssertionError, match="only 797 of 1000 inputs are distinct"
        ):
            believed(outcomes(norm, one), Tolerance(4))

    def test_an_enumeration_may_be_short_and_repeats_nothing(self):
        sizes = [(n,) for n in range(9)]
        made = outcomes(float, sizes)
        assert believed(made, Tolerance(0), all_of="sizes below 9") == (9, 0)
        with pytest.raises(AssertionError, match="an enumeration repeats itself"):
            believed([*made, made[0]], Tolerance(0), all_of="sizes below 9")

    @pytest.mark.parametrize(
        ("tolerance", "inputs", "said"),
        [
            (Tolerance(65), {}, "65 ulp are more than 64: say because"),
            (
                Tolerance(4, in_units_of("10⁴‖x‖")(lambda x: 1e4 * norm(x))),
                {},
                "the scale is 1.0e.04 times the result: say because",
            ),
            (Tolerance(4), {"sizes": (3, 4)}, "arrays of 2 sizes only: say because"),
            (Tolerance(4, because="it may"), {}, "idle: because='it may'"),
        ],
    )
    def test_what_is_beyond_its_bound_without_an_argument(
        self, tolerance, inputs, said
    ):
        with pytest.raises(AssertionError, match=said):
            believed(outcomes(norm, vectors(**inputs)), tolerance)

    def test_what_is_beyond_its_bound_with_an_argument(self):
        made = outcomes(norm, vectors(sizes=(3, 3)))
        cases, _ = believed(made, Tolerance(4, because="vectors in space"))
        assert cases > 900


class TestVerify:
    @pytest.fixture
    def reported(self):
        return []

    @pytest.fixture
    def verify(self, sources, reported):
        return Verify(sources.formulas, reported.append)

    @pytest.fixture
    def function(self, verify):
        """A comparison with `math.hypot`, but for what a test changes of it."""

        def compared(**changed):
            options = {
                "oracle": for_each(lambda x: math.hypot(*x)),
                "against": "math.hypot",
                "inputs": vectors(ENOUGH),
                "ulp": 8,
            }
            verify.function("euclidean-norm", **options | changed)

        return compared

    def test_agreement_is_reported_with_its_cases_and_error(self, function, reported):
        function(scale=in_units_of("‖x‖")(norm))
        ((name, check),) = reported
        assert name == "check"
        assert check["id"] == "euclidean-norm"
        shown = check["check"]
        assert shown["cases"] == DISTINCT
        assert 0 < shown["worst_ulp"] < 8
        assert shown["unit"] == "‖x‖"
        assert shown["library"].startswith("Python ")

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"oracle": l2_norm}, "math.hypot is not called"),
            ({"against": "math.dist"}, "math.dist is not called"),
            ({"against": "numpy.vecdot"}, "numpy.vecdot is not called"),
            (
                {"oracle": by_name("numpy.abs"), "against": "numpy.sqrt"},
                "numpy.sqrt is not called",
            ),
            (
                {"oracle": for_each(lambda x: l2_norm(x) + 0 * math.hypot(1))},
                "an oracle computes with the function itself",
            ),
            (
                {
                    "oracle": lambda x: mpmath.mpf(np.linalg.norm(x)),
                    "against": "mpmath.mpf",
                },
                "mpmath.mpf is a type: name what computes",
            ),
        ],
    )
    def test_an_oracle_that_is_none(self, function, reported, changed, said):
        with pytest.raises(AssertionError, match=said):
            function(**changed)
        assert not reported
        assert l2_norm([3, 4]) == 5

    def test_an_oracle_that_the_function_rests_on(self, verify):
        with pytest.raises(AssertionError, match=r"numpy\.linalg\.svd is its own"):
            verify.function(
                "svd",
                oracle=lambda A: np.linalg.svd(A, full_matrices=False)[1],
                against="numpy.linalg.svd",
                inputs=matrices(ENOUGH, "mn"),
                part=lambda out: out[1],
                ulp=8,
            )

    def test_another_type(self, function, monkeypatch):
        monkeypatch.setattr("tests.verify.right_type", lambda *_: False)
        with pytest.raises(AssertionError, match="float64 of"):
            function()

    def test_what_is_wrong(self, function, reported):
        with pytest.raises(AssertionError, match="ulp for"):
            function(oracle=for_each(lambda x: math.hypot(*x) * 1.0000001))
        assert not reported

    def test_an_identity_that_does_not_hold(self, verify):
        with pytest.raises(AssertionError, match="ulp for"):
            verify.identity(
                "norm-axioms",
                left=norm,
                right=lambda x: np.ptp(x, axis=-1),
                inputs=vectors(),
                ulp=1,
            )

    def test_a_statement_that_does_not_hold(self, verify):
        with pytest.raises(AssertionError, match="does not hold for"):
            verify.statement(
                "norm-axioms",
                holds=lambda norm, x: np.all(norm(x) > 1),
                of=norm,
                fails_for=np.negative,
                inputs=vectors(),
            )

    def test_a_statement_that_nothing_fails(self, verify, reported):
        with pytest.raises(AssertionError, match=r"fails for 0\.0% of the inputs only"):
            verify.statement(
                "norm-axioms",
                holds=lambda _norm, _x: True,
                of=norm,
                fails_for=np.negative,
                inputs=vectors(),
            )
        assert not reported

    def test_a_statement_of_repeated_inputs(self, verify):
        with pytest.raises(AssertionError, match="only 1 of 1000"):
            verify.statement(
                "norm-axioms",
                holds=np.allclose,
                of=norm,
                fails_for=norm,
                inputs=[(np.ones(3),)] * ENOUGH,
            )

    x, y = sympy.symbols("x y")

    @pytest.mark.parametrize(
        ("pairs", "said"),
        [
            ([], "nothing to prove"),
            ([(x, y)], "there is left"),
            ([(x, x), (x, y)], "there is left"),
            ([(sympy.Integer(0), x - x)], "the sign of a side changed"),
            ([(sympy.zeros(2, 2), sympy.zeros(2, 2))], "the sign of a side changed"),
        ],
    )
    def test_a_proof_that_is_none(self, verify, reported, pairs, said):
        with pytest.raises(AssertionError, match=said):
            verify.proof("norm-axioms", pairs, of="all")
        assert not reported

    def test_a_proof_says_for_what_it_holds(self, verify, reported):
        pair = (self.x + self.y) ** 2, self.x**2 + 2 * self.x * self.y + self.y**2
        verify.proof("norm-axioms", [pair], of="all numbers")
        assert reported[0][1]["check"]["all_of"] == "all numbers"

    @pytest.mark.parametrize(
        ("formula_id", "said"),
        [
            ("euclidean-norm", "euclidean-norm has a function"),
            ("dot-product", "dot-product has lines that compute"),
            ("norm-axioms", "norm-axioms states what can be tested"),
            ("svd-eigen-relation", "svd-eigen-relation states what can be tested"),
        ],
    )
    def test_what_is_no_definition(self, verify, reported, formula_id, said):
        with pytest.raises(AssertionError, match=said):
            verify.definition(formula_id)
        assert not reported
