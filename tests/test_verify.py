"""The tests' own measure: it must see what is wrong."""

import mpmath
import numpy as np
import pytest

from tests.verify import ENOUGH, Verify, ulps

ONE = np.float64(1.0)


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


class TestVerify:
    @pytest.fixture
    def reported(self):
        return []

    @pytest.fixture
    def verify(self, sources, reported):
        return Verify(sources.formulas, reported.append)

    def inputs(self, cases=ENOUGH):
        return [(np.array([3.0, 4.0]),)] * cases

    def test_agreement_is_reported_with_its_cases_and_error(self, verify, reported):
        verify.function(
            "euclidean-norm",
            oracle=lambda x: np.nextafter(np.hypot(*x), np.inf),
            against="math.hypot",
            inputs=self.inputs(),
            ulp=1,
        )
        ((name, check),) = reported
        assert name == "check"
        assert check["id"] == "euclidean-norm"
        assert check["check"]["cases"] == ENOUGH
        assert check["check"]["worst_ulp"] == 1
        assert check["check"]["library"].startswith("Python ")

    def test_disagreement_fails(self, verify, reported):
        with pytest.raises(AssertionError, match="ulp for"):
            verify.function(
                "euclidean-norm",
                oracle=lambda x: np.hypot(*x) * 1.0000001,
                against="math.hypot",
                inputs=self.inputs(),
                ulp=4,
            )
        assert not reported

    def test_too_few_cases_fail(self, verify):
        with pytest.raises(AssertionError, match="999 cases are too few"):
            verify.statement(
                "norm-axioms", holds=np.any, inputs=self.inputs(ENOUGH - 1)
            )

    def test_a_statement_that_does_not_hold_fails(self, verify):
        with pytest.raises(AssertionError, match="inf ulp"):
            verify.statement(
                "norm-axioms", holds=lambda x: x[0] > 3, inputs=self.inputs()
            )

    def test_an_identity_that_does_not_hold_fails(self, verify):
        with pytest.raises(AssertionError, match="ulp for"):
            verify.identity(
                "norm-axioms", left=np.sum, right=np.prod, inputs=self.inputs(), ulp=1
            )

    def test_a_proof_needs_differences_that_are_all_zero(self, verify):
        with pytest.raises(AssertionError, match="nothing to prove"):
            verify.proof("norm-axioms", [])
        with pytest.raises(AssertionError):
            verify.proof("norm-axioms", [0, 1])

    def test_a_function_is_no_definition(self, verify):
        with pytest.raises(AssertionError):
            verify.definition("euclidean-norm")
