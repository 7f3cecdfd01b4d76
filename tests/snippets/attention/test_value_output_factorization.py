import numpy as np
import sympy

from tests.inputs import matrices
from tests.measure import in_units_of


def tokens(cases):
    """Attention weights, tokens, and the matrices of a head."""
    return matrices(cases, "nm", "md", "dh", "hd", sizes=(1, 6), seed=3)


@in_units_of("|A||X||W_V||W_O|")
def all_terms(A, X, W_V, W_O):
    return np.abs(A) @ np.abs(X) @ np.abs(W_V) @ np.abs(W_O)


def test_averaging_and_mapping_may_be_done_in_either_order(verify):
    verify.identity(
        "value-output-factorization",
        left=lambda A, X, W_V, W_O: A @ (X @ W_V) @ W_O,
        right=lambda A, X, W_V, W_O: A @ X @ (W_V @ W_O),
        inputs=tokens(1200),
        ulp=8,
        scale=all_terms,
    )


def test_the_rank_is_that_of_the_head_at_most(verify):
    """Of whole numbers, whose rank SymPy finds exactly."""

    def holds(product, W_V, W_O):
        return sympy.Matrix(product(W_V, W_O)).rank() <= W_V.shape[-1]

    sizes = {"sizes": (1, 6), "dtype": np.int64}
    made = matrices(1600, "dh", "hd", **sizes)
    verify.statement(
        "value-output-factorization",
        holds=holds,
        of=np.matmul,
        fails_for=lambda W_V, W_O: W_V @ W_O + np.eye(len(W_V), dtype=int),
        inputs=[pair for pair in made if pair[0].ndim == 2],
    )


def test_a_value_bias_adds_the_same_to_all_outputs():
    rng = np.random.default_rng(0)
    A = rng.dirichlet(np.ones(5), size=3)
    X, W_V, b, W_O = (rng.normal(size=s) for s in ((5, 8), (8, 2), 2, (2, 8)))
    biased = A @ (X @ W_V + b) @ W_O
    np.testing.assert_allclose(biased, A @ X @ W_V @ W_O + b @ W_O, rtol=1e-12)


def test_eigenvalues_are_those_of_the_small_product_and_zeros():
    rng = np.random.default_rng(0)
    W_V, W_O = rng.normal(size=(9, 3)), rng.normal(size=(3, 9))
    full = np.poly(W_V @ W_O)
    np.testing.assert_allclose(full[:4], np.poly(W_O @ W_V), rtol=1e-10)
    np.testing.assert_allclose(full[4:], 0, atol=1e-6)


def test_the_layer_normalisation_before_it_folds_into_values_and_bias():
    rng = np.random.default_rng(0)
    X, W_V, b = (rng.normal(size=s) for s in ((5, 8), (8, 2), 2))
    gain, shift = rng.normal(size=(2, 8))
    folded = X @ (np.diag(gain) @ W_V) + (b + shift @ W_V)
    np.testing.assert_allclose((X * gain + shift) @ W_V + b, folded, rtol=1e-12)


def test_another_basis_of_the_values_changes_nothing_with_its_bias():
    rng = np.random.default_rng(0)
    X, W_V, b, W_O, R = (
        rng.normal(size=s) for s in ((5, 8), (8, 2), 2, (2, 8), (2, 2))
    )
    moved = (X @ (W_V @ R) + b @ R) @ np.linalg.solve(R, W_O)
    np.testing.assert_allclose((X @ W_V + b) @ W_O, moved, rtol=1e-10)
