# %% [markdown]
# # Linear algebra: an image and a cloud of points { #linear-algebra }
#
# A small picture of a town at night is drawn, spoilt with noise, and compressed by the
# [singular value decomposition](../formulas/linear-algebra/svd.md#svd). Then 300 fruits
# are measured, and their measurements compressed by
# [principal component analysis](../formulas/linear-algebra/pca.md#pca). Both are one and
# the same computation: PCA is the SVD of centred data. So they share their theorem, their
# question of how much to keep, and a cause of failure. All the data are made here, so that
# the truth is known and every claim can be asserted.

# %%
import matplotlib.pyplot as plt
import numpy as np
from matplotlib_inline.backend_inline import set_matplotlib_formats

set_matplotlib_formats("svg")
style = {"font.size": 11, "axes.titlesize": 11, "legend.frameon": False}
style |= {"axes.spines.right": False, "axes.spines.top": False}
style |= {"axes.edgecolor": "#b0b0b0", "axes.facecolor": "none"}
style |= {"figure.facecolor": "none", "figure.constrained_layout.use": True}
style |= {"svg.fonttype": "none", "svg.hashsalt": "linear-algebra"}
plt.rcParams.update(style)

# %% [markdown]
# ## A picture is a matrix { #picture }
#
# The picture has 64 rows and 96 columns of grey values, 0 for black and 1 for white. It
# is drawn from the coordinates of its pixels, so that it can be drawn again, turned. A
# camera adds to each pixel an error of its own, here with a standard deviation of a
# twentieth of the range.

# %% alt="Two grey pictures side by side. Left, a clean drawing: three dark houses with rows of lit windows, and a round white moon in a sky that brightens downwards. Right, the same with fine grain all over."
def town(degrees=0, m=64, n=96):
    """Three houses and a moon, the picture turned about its middle."""
    angle = np.radians(degrees)
    down, right = np.mgrid[:m, :n] - np.reshape([m / 2, n / 2], (2, 1, 1))
    x = np.cos(angle) * right + np.sin(angle) * down + n / 2
    y = np.cos(angle) * down - np.sin(angle) * right + m / 2
    picture = 0.2 + 0.3 * y / m
    picture[np.hypot(x - 76, y - 13) < 8] = 1
    for left, width, top in ((4, 26, 22), (34, 18, 34), (56, 34, 28)):
        house = (x >= left) & (x < left + width) & (y >= top)
        across, along = (x - left) % 8 >= 3.5, (y - top) % 9 >= 3.5
        windows = house & across & along & (x < left + width - 2)
        picture[house], picture[windows] = 0.1, 0.85
    return picture


def show(pictures, titles):
    figure, panels = plt.subplots(1, len(titles), figsize=(5.6, 2.2))
    shades = plt.get_cmap("gray", 24)
    for axes, picture, title in zip(panels, pictures, titles):
        axes.imshow(picture, shades, vmin=0, vmax=1, interpolation="none")
        axes.set_title(title)
        axes.set_axis_off()


noise = 0.05
clean = town()
m, n = clean.shape
A = clean + noise * np.random.default_rng(0).normal(size=(m, n))
show([clean, A], ["as drawn", "as photographed, A"])

# %% [markdown]
# ## What the singular values say { #singular-values }
#
# [The SVD](../formulas/linear-algebra/svd.md) writes the matrix as a sum of outer products,
# each a pattern down the rows times a pattern along the columns, weighted by a singular
# value. A house front is such a product: its windows are where a row of windows meets a
# column of windows. The clean picture is made of few of them, and its
# [rank](../formulas/linear-algebra/rank.md#matrix-rank) says how few. Noise is made of
# all of them. A matrix of nothing but noise with standard deviation $s$ has singular values
# up to about $s(\sqrt m+\sqrt n)$, which is drawn as a line.

# %% alt="Singular values against their number, on a logarithmic axis. Those of A begin near 27, fall steeply, and follow those of the clean picture down to the eleventh. There the clean ones end. Those of A go on, slowly falling, all of them below a dashed line, the edge of the noise."
from snippets.linear_algebra.svd import svd

of_clean, of_A = svd(clean)[1], svd(A)[1]
rank = np.linalg.matrix_rank(clean)
edge = noise * (np.sqrt(m) + np.sqrt(n))
above = np.sum(of_A > edge)
print("rank of the clean picture:", rank, "of at most", min(m, n))
print("singular values of A above the edge of the noise:", above)
assert np.linalg.matrix_rank(A) == min(m, n)
assert above == rank
pure = noise * np.random.default_rng(1).normal(size=(100, m, n))
assert np.all(svd(pure)[1] < 1.1 * edge)

figure, axes = plt.subplots(figsize=(4.8, 3))
axes.semilogy(np.arange(1, m + 1), of_A, "o", ms=3, label="A")
axes.semilogy(np.arange(1, rank + 1), of_clean[:rank], "C1.", label="clean")
axes.axhline(edge, color="k", ls="--", lw=1, label="edge of the noise")
axes.set(xlabel="its number", ylabel="singular value")
axes.legend();

# %% [markdown]
# The picture as photographed has full rank: strictly, nothing in it can be left out. But
# its singular values fall into two groups, those that stand above what noise alone can
# bring about, and those that do not. There are as many of the first as the clean picture
# has rank. The noise has not hidden any of them here; a weaker pattern, or a stronger noise,
# and some would drown.
#
# ## Keep the largest { #keep }
#
# /// formula | truncated-svd
# ///

# %% alt="Three approximations of the grainy picture. With k = 1 there are only stripes and blocks. With k = 4 the windows stand in their rows, but the stripes of the houses run on through the sky and the moon is a blurred square. With k = 11 the picture is whole, the moon nearly round, and the grain much weaker than in A."
from snippets.linear_algebra.low_rank_approximation import truncated_svd, truncation_error

size = np.linalg.norm(A)
for k in (1, 4, rank):
    error, worst = truncation_error(A, k), truncation_error(A, k, "spectral")
    left_out = A - truncated_svd(A, k)
    assert np.isclose(np.linalg.norm(left_out), error)
    assert np.isclose(np.linalg.norm(left_out, 2), worst)
    print(f"k = {k:2}: error {error / size:.1%},", k * (m + n), "numbers of", m * n)
show([truncated_svd(A, k) for k in (1, 4, rank)], ["k = 1", "k = 4", f"k = {rank}"])

# %% [markdown]
# What lies along the rows and columns comes first: the windows at $k=4$, while the moon, which
# has no corner, is still a square. The error was known before any of these pictures was
# formed, because it is made of the singular values left out
# ([Eckart and Young](../formulas/linear-algebra/low-rank-approximation.md#eckart-young)).
# The same theorem says that no other matrix of that rank is nearer. That is asserted for
# some that one might try: the best fit that $k$ rows of the picture itself can give, and $k$
# random patterns.
#
# The saving counts numbers, not bytes. A grey value fits into one byte, and a factor
# needs more. Image formats do not work like this at all: they cut the picture
# into small blocks and use one fixed basis, which need not be stored.

# %%
rng = np.random.default_rng(2)
for k in (1, 4, rank):
    best = truncation_error(A, k)
    rows = A[np.linspace(0, m - 1, k).astype(int)]
    for patterns in (rows, *rng.normal(size=(50, k, n))):
        fitted = A @ np.linalg.pinv(patterns) @ patterns
        assert np.linalg.norm(A - fitted) > 1.05 * best
print("the truncated SVD is nearer than every competitor")

# %% [markdown]
# ## How much to keep { #how-much }
#
# The error against $A$ always falls with $k$, because more of $A$ is kept. But nobody
# wants $A$; what is wanted is the clean picture. Here it is known, so both errors can be
# drawn.

# %% alt="Relative error against the number k of singular values kept, from 1 to 40. The error against the noisy A falls all the way. The error against the clean picture falls faster, reaches its lowest point at k = 11, marked by a dotted line, and then rises again."
ks = np.arange(1, 41)
from_A = np.array([truncation_error(A, k) for k in ks]) / size
kept = [truncated_svd(A, k) for k in ks]
from_clean = np.linalg.norm(kept - clean, axis=(1, 2)) / np.linalg.norm(clean)
best = ks[np.argmin(from_clean)]
untouched = np.linalg.norm(A - clean) / np.linalg.norm(clean)
share = np.cumsum(of_A**2) / np.sum(of_A**2)
print(f"error of A itself: {untouched:.1%}, of k = {best}: {from_clean.min():.1%}")
for wanted in (0.9, 0.95, 0.99):
    print(f"{wanted:.0%} of the sum of squares: k =", 1 + np.sum(share < wanted))
assert np.all(np.diff(from_A) < 0)
assert np.all(np.diff(from_clean[:best]) < 0)
assert np.all(np.diff(from_clean[best - 1 :]) > 0)
assert best == rank == above
assert from_clean.min() < untouched / 1.5

figure, axes = plt.subplots(figsize=(4.8, 3))
axes.plot(ks, 100 * from_A, label="against A")
axes.plot(ks, 100 * from_clean, label="against the clean picture")
axes.axvline(best, color="k", ls=":", lw=1, label=f"k = {best}")
axes.set(xlabel="kept, k", ylabel="relative error, %", ylim=(0, None))
axes.legend();

# %% [markdown]
# Up to the edge of the noise each step adds more picture than noise, beyond it more noise
# than picture. So the compressed picture is nearer to the truth than the one that was
# compressed. Where the noise is known, its edge is a rule for $k$. A share of the sum of
# squares is none: each share printed above gives another $k$, and which of them is right depends
# on how strong the noise is, of which the share says nothing.
#
# ## Turn the picture { #turned }
#
# The next picture shows the same town, with the camera held askew. There is no noise.

# %% alt="Two grey pictures. Left, the town turned by 20 degrees, sharp. Right, the same kept to k = 11: houses and windows are smeared, the moon is ragged, and a weave of faint streaks along rows and columns covers all."
turned = town(20)
needed = {}
for degrees in (0, 2, 5, 10, 20, 45):
    picture = town(degrees)
    errors = [truncation_error(picture, k) for k in range(m)]
    needed[degrees] = np.argmax(errors < 0.1 * np.linalg.norm(picture))
    print(f"turned by {degrees:2}°: for an error below 10 % keep", needed[degrees])
assert needed[2] > 2 * needed[0] and needed[20] > 4 * needed[0]
assert truncation_error(clean, rank) < 1e-9
assert truncation_error(turned, rank) > 0.1 * np.linalg.norm(turned)
assert np.allclose(svd(np.rot90(clean))[1], of_clean)
show([turned, truncated_svd(turned, rank)], ["turned by 20°", f"the same, k = {rank}"])

# %% [markdown]
# What filled a few products of a row and a column now lies across both, and takes several
# times as many. The rank is a property of the matrix, not of the town: it knows only rows and
# columns. A quarter turn, which swaps them, changes no singular value.
#
# Singular values are unchanged by
# [orthogonal factors](../formulas/linear-algebra/orthogonal-matrices.md#orthogonal-matrix),
# $QAR$. A turn of the picture by 20 degrees is no such product: it moves pixels out of
# their row and out of their column at once.
#
# ## A cloud of points { #cloud }
#
# Now the rows are samples. Of 300 fruits six lengths are measured, in centimetres. Five of
# them follow from two hidden traits, slenderness and size; the sixth, the stalk, follows
# from neither. All have some error.
#
# /// formula | pca
# ///

# %%
from snippets.linear_algebra.pca import pca

rng = np.random.default_rng(3)
names = ["length", "width", "depth", "girth", "core", "stalk"]
traits = rng.normal(size=(300, 2))  # slenderness and size
effects = [[1.5, -0.7, -0.6, -1.2, 0.9, 0.0], [0.6, 0.5, 0.4, 1.3, 0.2, 0.0]]
X = [8, 6, 5, 18, 3, 2] + traits @ effects + 0.2 * rng.normal(size=(300, 6))
X[:, 5] += 0.4 * rng.normal(size=300)
N, d = X.shape

components, scores, variances = pca(X, d)
centred = X - X.mean(axis=0)
U, s, Vt = svd(centred)
assert np.allclose(components, Vt)
assert np.allclose(scores, U * s)
assert np.allclose(variances, s**2 / (N - 1))
assert np.allclose(scores[:, :2] @ components[:2], truncated_svd(centred, 2))
dropped = variances[2:].sum()
assert np.isclose(truncation_error(centred, 2) ** 2, (N - 1) * dropped)
edge = 0.2 * (np.sqrt(N) + np.sqrt(d))
assert np.sum(s > edge) == 3
print("variances:", variances.round(2), "edge of the noise:", (edge**2 / (N - 1)).round(2))
print(f"lost by keeping two: {dropped / variances.sum():.1%}")

# %% [markdown]
# Subtract the mean of each column, and the SVD gives everything: the rows of $V^\top$ are
# the components, $U\Sigma$ are the scores, and the squares of the singular values by $N-1$
# are the variances. Keeping $k$ scores is the truncated SVD of the centred data, and the
# variances dropped, times $N-1$, are the squared error of Eckart and Young.
#
# How many to keep is decided as for the picture. Three variances stand above the edge of
# the noise: the two traits, and the stalk, which varies for reasons of its own. The rule
# asks for noise of the same strength in every entry, and for knowing it.
#
# ## What centring is worth { #centring }
#
# The SVD of the picture was not a PCA of its rows, because nothing was subtracted. How far
# the two are apart can be said exactly. A mean row and $k$ components make a matrix of rank
# $k+1$ at most, so it cannot be nearer to $A$ than $A_{k+1}$. Nor can it be further away
# than $A_k$, which is the same with zero in place of the mean, and the mean is the best choice.

# %%
for name, M in (("picture", A), ("fruits", X)):
    mean = M.mean(axis=0)
    for k in range(1, min(M.shape)):
        more, fewer = truncation_error(M, k + 1), truncation_error(M, k)
        around_mean = truncation_error(M - mean, k)
        assert more <= around_mean * (1 + 1e-9) and around_mean <= fewer
    first = svd(M)[2][0], svd(M - mean)[2][0]
    cosine = [abs(v @ mean) / np.linalg.norm(mean) for v in first]
    print(f"{name}: cosine of mean and first direction {cosine[0]:.2f},", end=" ")
    print(f"after centring {cosine[1]:.2f}")
    assert cosine[0] > 0.99 and cosine[1] < 0.5

# %% [markdown]
# For compression, centring is worth one component at most. For what the components mean it
# is worth everything. Without it, the first says where the cloud is, and how it varies
# [is left to the others](../formulas/linear-algebra/pca.md#pca-centring).
#
# ## Turn the cloud, change a unit { #units }
#
# To turn a cloud is to multiply it by a rotation, which changes neither scores nor
# variances. To change a unit is to multiply it by a diagonal matrix, which changes both.
# Here the stalk is written in millimetres. What that does is measured by the traits: each is
# fitted by the two scores kept, and the share of its variance that the fit explains is
# printed.

# %% alt="Bars for the weights of the six measurements in the first component, three for each. In centimetres girth weighs most, then length; the stalk has none. With the stalk in millimetres the stalk has all the weight and the others have next to none. Standardised, the five that follow from the traits weigh about the same, and the stalk next to nothing."
def known(scores):
    """Share of each trait's variance that the scores explain."""
    wanted = traits - traits.mean(axis=0)
    missed = wanted - scores @ np.linalg.pinv(scores) @ wanted
    return 1 - np.var(missed, axis=0) / np.var(wanted, axis=0)


turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
assert np.allclose(pca(X @ turn, d)[2], variances)
assert np.allclose(np.abs(pca(X @ turn, d)[1]), np.abs(scores))

in_mm = X * [1, 1, 1, 1, 1, 10]
found, shares, weights = [], [], []
versions = {
    "all in cm": X,
    "stalk in mm": in_mm,
    "standardised": in_mm / in_mm.std(axis=0, ddof=1),
}
for name, data in versions.items():
    components, scores, of_data = pca(data, d)
    found.append(known(scores[:, :2]))
    shares.append(of_data[:2].sum() / of_data.sum())
    weights.append(np.abs(components[0]))
    print(f"{name:12}: two scores hold {shares[-1]:.0%} of the variance;", end=" ")
    print("of slenderness and size {:.0%}, {:.0%}".format(*found[-1]))
    assert np.min(known(scores[:, :3])) > 0.95
assert np.min(found[0]) > 0.95 and shares[1] > 0.9
assert found[1][1] < 0.1 and weights[1][5] > 0.99
assert 0.5 < found[2][1] < 0.8
from_cm = pca(X / X.std(axis=0, ddof=1), d)
assert np.allclose(from_cm[0], components) and np.allclose(from_cm[2], of_data)

figure, axes = plt.subplots(figsize=(4.8, 3))
for number, (name, weight) in enumerate(zip(versions, weights)):
    axes.bar(np.arange(d) + 0.25 * (number - 1), weight, 0.25, label=name)
axes.set_xticks(range(d), names)
axes.set_ylabel("weight in the first component")
axes.legend();

# %% [markdown]
# In centimetres two scores know both traits. In millimetres they still hold nine tenths of the
# variance, which looks as good as before, but the first of them is the stalk, and of the
# size almost nothing is left. So the share of variance kept says nothing about what was kept.
#
# Standardising makes [the units](../formulas/linear-algebra/pca.md#pca-units) irrelevant:
# from centimetres or millimetres, the result is the same. It is no cure for all that. It
# gives every column one vote, the stalk as well, and the second score is now part size and
# part stalk. With three scores all versions know both traits. A bad unit destroys nothing;
# it puts the wrong things first, and whoever keeps a few loses the rest.
#
# ## Where to go on { #where-next }
#
# - [Low-rank approximation](../formulas/linear-algebra/low-rank-approximation.md) has the
#   errors in both norms, and what happens when singular values are tied.
# - The deep dive derives [the SVD](../deep-dive/a-09-svd.md#deep-dive/A.9) and its geometry;
#   the refresher has [exercises](../refresher/practice.md#refresher/practice).
# - [Low rank](../formulas/linear-algebra/low-rank.md#lora-update) is the same idea for
#   weights, where nobody measures a noise and $k$ is tried out.
# - [Vectors and geometry](vectors-and-geometry.py) asks which vectors are near.
