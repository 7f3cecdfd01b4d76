"""How fast the site's functions are beside the library functions of the same job.

Each pair is timed in turns within one run; what is printed is the ratio of the medians,
ours by theirs.
"""

import statistics
import timeit

import numpy as np
import scipy.spatial

from snippets.linear_algebra import (
    eigenvalues,
    inverse_and_determinant,
    matrix_multiplication,
    matrix_norms,
    matrix_product_views,
    rank,
    similarity,
    svd,
    vector_norms,
)

rng = np.random.default_rng(0)
LONG, OTHER = rng.normal(size=(2, 1_000_000))
ROWS = rng.normal(size=(1000, 100))
SQUARE = rng.normal(size=(300, 300))
SYMMETRIC = SQUARE + SQUARE.T

PAIRS = [
    ("l2_norm, long", vector_norms.l2_norm, scipy.linalg.norm, (LONG,)),
    ("l2_norm, rows", vector_norms.l2_norm, lambda x: scipy.linalg.norm(x, axis=-1), (ROWS,)),
    ("lp_norm, long", lambda x: vector_norms.lp_norm(x, 3), lambda x: scipy.linalg.norm(x, 3), (LONG,)),
    ("cosine_similarity", similarity.cosine_similarity, scipy.spatial.distance.cosine, (LONG, OTHER)),
    ("euclidean_distance", similarity.euclidean_distance, scipy.spatial.distance.euclidean, (LONG, OTHER)),
    ("matmul", matrix_multiplication.matmul, np.matmul, (SQUARE, SQUARE)),
    ("outer", matrix_product_views.outer, np.outer, (LONG[:2000], OTHER[:2000])),
    ("frobenius_norm", matrix_norms.frobenius_norm, scipy.linalg.norm, (SQUARE,)),
    ("spectral_norm", matrix_norms.spectral_norm, lambda A: scipy.linalg.norm(A, 2), (SQUARE,)),
    ("inv", inverse_and_determinant.inv, scipy.linalg.inv, (SQUARE,)),
    ("det", inverse_and_determinant.det, scipy.linalg.det, (SQUARE,)),
    ("orth", rank.orth, scipy.linalg.orth, (SQUARE,)),
    ("eigh", eigenvalues.eigh, scipy.linalg.eigh, (SYMMETRIC,)),
    ("svd", svd.svd, lambda A: scipy.linalg.svd(A, full_matrices=False), (SQUARE,)),
]  # fmt: skip


def main():
    for name, ours, theirs, args in PAIRS:
        times = {ours: [], theirs: []}
        once = timeit.timeit(lambda: theirs(*args), number=1)  # noqa: B023
        number = max(1, int(0.02 / once))
        for _ in range(9):
            for function, taken in times.items():
                taken.append(timeit.timeit(lambda: function(*args), number=number))  # noqa: B023
        ratio = statistics.median(times[ours]) / statistics.median(times[theirs])
        print(f"{name:28}{ratio:6.2f}")


if __name__ == "__main__":
    main()
