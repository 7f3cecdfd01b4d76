import importlib
import itertools
from functools import partial

import mpmath
import numpy as np
import pytest
import scipy
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from snippets.attention.scaled_dot_product_attention import (
    attention_weights,
    scaled_dot_product_attention,
)
from tests.inputs import for_each, matrices
from tests.measure import in_units_of
from tests.verify import Case

INF, NAN = np.inf, np.nan
MODERATE = st.floats(-10, 10, width=32)


def attended(cases, decades=0.5, seed=0, dtype=float):
    """Queries, keys and values, whose scores are up to a few dozen."""
    shapes = {"sizes": (1, 5), "decades": decades, "dtype": dtype, "seed": seed}
    for made in matrices(cases, "nd", "md", "mv", **shapes):
        yield tuple(x % 5 if x.dtype.kind in "iu" else x for x in made)


def masked(cases, **kwargs):
    """The same with masks, in which every fifth has a row without a key."""
    rng = np.random.default_rng(1)
    for case, (Q, K, V) in enumerate(attended(cases, **kwargs)):
        mask = rng.random((*Q.shape[:-1], K.shape[-2])) < 0.6
        if case % 5 == 0:
            mask[..., 0, :] = False
        yield Q, K, V, mask


def mp_attention(Q, K, V, mask=None):
    """Softmax and mean at 50 digits; nothing visible has the mean zero."""
    mask = np.ones((len(Q), len(K))) if mask is None else mask
    root = mpmath.sqrt(Q.shape[1])
    rows = []
    for q, visible in zip(Q, mask, strict=True):
        e = [
            mpmath.exp(mpmath.fdot(q, k) / root) if seen else mpmath.mpf(0)
            for k, seen in zip(K, visible, strict=True)
        ]
        total = mpmath.fsum(e) or 1
        rows.append([mpmath.fdot(e, column) / total for column in V.T])
    return np.array(rows, dtype=object).reshape(len(Q), V.shape[1])


def by_softmax(Q, K, V):
    scores = np.einsum("...nd,...md->...nm", Q, K) / np.sqrt(Q.shape[-1])
    return np.einsum("...nm,...mv->...nv", scipy.special.softmax(scores, axis=-1), V)


@in_units_of("Σⱼ wᵢⱼ|vⱼ| (1 + maxⱼ |qᵢ|·|kⱼ|/√d)")
def rounded(Q, K, V, mask=None):
    """What a score's rounding amounts to: relative to its terms, and then to a weight."""
    if mask is not None:
        mask = mask.astype(bool)
    terms = np.abs(Q) @ np.abs(K).mT / Q.shape[-1] ** 0.5
    size = 1 + np.max(terms, axis=-1, keepdims=True)
    return size * (attention_weights(Q, K, mask) @ np.abs(V))


def scores(Q, K):
    return np.array([[mpmath.fdot(q, k) for k in K] for q in Q], dtype=object)


@in_units_of("|qᵢ|·|kⱼ|")
def terms_of_scores(Q, K):
    return np.abs(Q) @ np.abs(K).mT


def pairs(cases, seed=0, dtype=float, decades=2):
    return matrices(cases, "nd", "md", dtype=dtype, decades=decades, seed=seed)


# a score has up to 5 products, whose roundings its exponential multiplies; the largest
# score adds its own to each; a sum of 5, a quotient, and another sum of 5
CASES = {
    "scaled-dot-product-attention": Case(
        partial(attended, 100),
        ulp=12,
        oracle=for_each(mp_attention, ndim=2),
        scale=rounded,
        ndim=2,
        degree=3,
    ),
    "attention-scores": Case(
        partial(pairs, 100),
        ulp=4,
        oracle=for_each(scores, ndim=2),
        scale=terms_of_scores,
        names=("Q", "K"),
        ndim=2,
    ),
}


class TestScores:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "attention-scores",
            oracle=for_each(scores, ndim=2),
            against="mpmath.fdot",
            inputs=pairs(1200, dtype=dtype),
            ulp=4,
            scale=terms_of_scores,
            names=("Q", "K"),
        )

    def test_einsum(self, verify, dtype):
        verify.function(
            "attention-scores",
            oracle=lambda Q, K: np.einsum("...id,...jd->...ij", Q, K),
            against="numpy.einsum",
            inputs=pairs(1200, dtype=dtype, seed=1),
            ulp=4,
            scale=terms_of_scores,
            names=("Q", "K"),
        )


def distributions(cases):
    """Values of mean 0 and variance 1 with probabilities, for queries and keys; and d."""
    rng = np.random.default_rng(0)
    for _ in range(cases):
        for_q, for_k = (standard(rng, rng.integers(2, 5)) for _ in "qk")
        yield *for_q, *for_k, int(rng.integers(1, 4))


def standard(rng, outcomes):
    p = rng.dirichlet(np.ones(outcomes)) * 0.7 + 0.3 / outcomes
    x = rng.normal(size=outcomes)
    x -= p @ x
    return x / np.sqrt(p @ x**2), p


def variance_of_all_outcomes(x, p, y, r, d):
    """Var(q·k), going through all values of all entries."""
    mean = square = 0
    both = list(itertools.product(zip(x, p, strict=True), zip(y, r, strict=True)))
    for outcome in itertools.product(both, repeat=d):
        chance = np.prod([p * r for (_, p), (_, r) in outcome])
        value = sum(x * y for (x, _), (y, _) in outcome)
        mean += chance * value
        square += chance * value**2
    return square - mean**2


@in_units_of("d²")
def squared_dimension(_x, _p, _y, _r, d):
    return np.float64(d**2)


class TestVariance:
    def test_over_all_outcomes(self, verify):
        verify.identity(
            "attention-score-variance",
            left=variance_of_all_outcomes,
            right=lambda _x, _p, _y, _r, d: np.float64(d),
            inputs=distributions(1000),
            ulp=64,
            scale=squared_dimension,
        )

    def test_proof(self, verify):
        """The square of the sum, with the moments of independent entries put in."""
        pairs = []
        for d in range(1, 6):
            q, k = sympy.symbols(f"q1:{d + 1}"), sympy.symbols(f"k1:{d + 1}")
            total = sympy.Poly(
                sum(x * y for x, y in zip(q, k, strict=True)) ** 2, *q, *k
            )
            mean = sum(
                coefficient
                for powers, coefficient in total.terms()
                if all(power in (0, 2) for power in powers)  # of odd ones the mean is 0
            )
            pairs += [(mean, sympy.Integer(d)), (mean / d, sympy.Integer(1))]
        verify.proof("attention-score-variance", pairs, of="up to five dimensions")

    def test_the_scaled_score_has_variance_1_by_simulation(self):
        rng = np.random.default_rng(0)
        for d in (1, 16, 64, 128):
            q, k = rng.normal(size=(2, 100_000, d))
            assert np.var(np.vecdot(q, k) / d**0.5) == pytest.approx(1, abs=0.05)


class TestAttention:
    def test_mpmath(self, verify, dtype):
        verify.function(
            "scaled-dot-product-attention",
            oracle=for_each(mp_attention, ndim=2),
            against="mpmath.exp",
            inputs=attended(1000, dtype=dtype),
            ulp=8,
            scale=rounded,
        )

    def test_masks(self, verify, floating):
        verify.function(
            "scaled-dot-product-attention",
            oracle=for_each(mp_attention, ndim=2),
            against="mpmath.fdot",
            inputs=masked(1000, dtype=floating),
            ulp=8,
            scale=rounded,
        )

    def test_scipy_s_softmax(self, verify, dtype):
        verify.function(
            "scaled-dot-product-attention",
            oracle=by_softmax,
            against="scipy.special.softmax",
            inputs=attended(1000, dtype=dtype, seed=2),
            ulp=12,
            scale=rounded,
        )

    def test_heads_and_examples_broadcast(self):
        rng = np.random.default_rng(0)
        Q = rng.normal(size=(2, 3, 4, 5))
        K, V = rng.normal(size=(3, 6, 5)), rng.normal(size=(2, 1, 6, 7))
        mask = rng.random((2, 1, 1, 6)) < 0.7
        out = scaled_dot_product_attention(Q, K, V, mask)
        assert out.shape == (2, 3, 4, 7)
        for b, h in itertools.product(range(2), range(3)):
            one = scaled_dot_product_attention(Q[b, h], K[h], V[b, 0], mask[b, 0])
            np.testing.assert_allclose(out[b, h], one, rtol=1e-13, atol=1e-15)

    @given(data=st.data())
    def test_is_a_mean_of_the_values(self, floating, data):
        Q, K, V = data.draw(arrays(floating, (3, 4, 5), elements=MODERATE))
        out = scaled_dot_product_attention(Q, K, V)
        slack = 1e-5 * np.max(np.abs(V))
        assert np.all(out <= V.max(axis=0) + slack)
        assert np.all(out >= V.min(axis=0) - slack)

    @given(data=st.data())
    def test_the_order_of_the_keys_does_not_matter(self, data):
        Q, K, V = data.draw(arrays(float, (3, 4, 5), elements=MODERATE))
        order = data.draw(st.permutations(range(4)))
        out = scaled_dot_product_attention(Q, K, V)
        again = scaled_dot_product_attention(Q, K[order], V[order])
        np.testing.assert_allclose(again, out, rtol=0, atol=1e-9)

    @given(data=st.data())
    def test_the_same_shift_of_all_keys_does_not_matter(self, data):
        Q, K, V = data.draw(arrays(float, (3, 4, 5), elements=MODERATE))
        shift = data.draw(arrays(float, 5, elements=MODERATE))
        out = scaled_dot_product_attention(Q, K, V)
        again = scaled_dot_product_attention(Q, K + shift, V)
        np.testing.assert_allclose(again, out, rtol=0, atol=1e-9)

    @given(data=st.data(), token=st.integers(1, 4))
    def test_the_past_does_not_see_the_future(self, data, token):
        x = data.draw(arrays(float, (3, 5, 2), elements=MODERATE))
        later = data.draw(arrays(float, (3, 5, 2), elements=MODERATE))
        causal = np.tri(5, dtype=bool)
        later[:, :token] = x[:, :token]
        one, other = (
            scaled_dot_product_attention(*each, causal) for each in (x, later)
        )
        np.testing.assert_array_equal(one[:token], other[:token])

    @pytest.mark.parametrize(
        ("Q", "K", "V", "mask", "out"),
        [
            ([[0, 0]], [[1, 2], [3, 4]], [[1], [3]], None, [[2]]),
            ([[1]], [[np.log(3)], [0]], [[8], [4]], None, [[7]]),
            ([[1]], [[1000], [0]], [[8], [4]], None, [[8]]),
            ([[1]], [[1], [2]], [[8], [4]], [[True, False]], [[8]]),
            ([[1]], [[1], [2]], [[8], [4]], [[False, False]], [[0]]),
            ([[1]], [[1], [NAN]], [[8], [4]], [[True, False]], [[8]]),
            ([[NAN]], [[1], [2]], [[8], [4]], [[False, False]], [[0]]),
            ([[1]], [[1], [2]], [[8], [NAN]], [[True, False]], [[NAN]]),
            ([[1]], [[INF], [0]], [[8], [4]], None, [[NAN]]),
            ([[1]], [[-INF], [0]], [[8], [4]], None, [[4]]),
            ([[1e200]], [[1e200], [0]], [[8], [4]], None, [[NAN]]),
            ([[5e-324]], [[1], [0]], [[8], [4]], None, [[6]]),
            (np.empty((1, 0)), np.empty((2, 0)), [[8], [4]], None, [[6]]),
            ([[1]], np.empty((0, 1)), np.empty((0, 1)), None, [[0]]),
            (np.empty((0, 1)), [[1]], [[8]], None, np.empty((0, 1))),
            ([[1]], [[1], [2]], [[8], [4]], True, [[8 + -4 / (1 + np.exp(-1))]]),
        ],
    )
    def test_edges(self, Q, K, V, mask, out):
        got = scaled_dot_product_attention(Q, K, V, mask)
        np.testing.assert_allclose(got, out, rtol=4e-16, atol=0)

    def test_half_precision_is_computed_in_single(self):
        Q, K = np.full((2, 1, 64), 40, np.float16)
        K = np.concatenate([K, K])
        K[1, 0] -= np.float16(0.25)
        weights = attention_weights(Q, K)
        assert weights.dtype == np.float16
        np.testing.assert_allclose(
            weights, scipy.special.softmax([[1.25, 0]], axis=-1), rtol=1e-3
        )

    @pytest.mark.parametrize(
        ("Q", "K", "V", "said"),
        [
            ([1], [[1]], [[1]], "Q and K must be"),
            ([[1]], [1], [[1]], "Q and K must be"),
            ([[1, 2]], [[1]], [[1]], "Q and K must be"),
            ([[1]], [[1]], [1], "V must hold a value for each key"),
            ([[1]], [[1]], [[1], [2]], "V must hold a value for each key"),
            ([[1]], [[1], [1]], [[1]], "V must hold a value for each key"),
        ],
    )
    def test_refuses_what_does_not_fit(self, Q, K, V, said):
        with pytest.raises(ValueError, match=said):
            scaled_dot_product_attention(Q, K, V)

    @pytest.mark.parametrize(
        ("mask", "said"),
        [
            ([[1.0, 0.0]], "mask must be boolean"),
            ([[1, 0]], "mask must be boolean"),
            ([[True, False, True]], "mask must broadcast"),
            ([[True], [False]], "mask must broadcast"),
            (np.ones((3, 1, 2), bool), "mask must broadcast"),
        ],
    )
    def test_refuses_what_is_no_mask(self, mask, said):
        with pytest.raises(ValueError, match=said):
            attention_weights([[1]], [[1], [2]], mask)

    @pytest.mark.frameworks
    def test_pytorch_masks_alike(self):
        torch = importlib.import_module("torch")
        sdpa = torch.nn.functional.scaled_dot_product_attention
        for args in masked(300):
            want = sdpa(*map(torch.from_numpy, args)).numpy()
            got = scaled_dot_product_attention(*args)
            np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-12)

    @pytest.mark.frameworks
    def test_what_the_page_says_of_the_frameworks(self):
        torch = importlib.import_module("torch")
        jax = importlib.import_module("jax")
        sdpa = torch.nn.functional.scaled_dot_product_attention
        one = torch.ones(1, 2)
        keys, values = torch.ones(3, 2), torch.eye(3)
        # the triangle of is_causal starts at the upper left
        assert sdpa(one, keys, values, is_causal=True).tolist() == [[1, 0, 0]]
        # True is visible in one, and hidden in the other
        visible = torch.tensor([[True, False, False]])
        assert sdpa(one, keys, values, attn_mask=visible).tolist() == [[1, 0, 0]]
        layer = torch.nn.MultiheadAttention(1, 1, batch_first=True)
        x = torch.ones(1, 3, 1)
        _, weights = layer(x[:, :1], x, x, attn_mask=visible)
        assert weights.flatten().tolist() == [0, 0.5, 0.5]
        # a row without a key is zero in PyTorch, and the mean of all values in JAX
        nothing = np.zeros((1, 3), bool)
        assert not sdpa(one, keys, values, attn_mask=torch.from_numpy(nothing)).any()
        x = np.eye(3)[:, None]  # (T, N, H): the head lies between
        mean = jax.nn.dot_product_attention(x[:1], x, x, mask=nothing[None])
        np.testing.assert_allclose(mean, 1 / 3, rtol=1e-6)
        with pytest.raises(ValueError, match="value shape"):
            jax.nn.dot_product_attention(x[:1], x, x[..., :2])
        assert sdpa(one, keys, values * torch.nan, attn_mask=visible).isnan().any()
