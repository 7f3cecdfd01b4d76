# %% [markdown]
# # Linear algebra: an image and a cloud of points { #linear-algebra }
#
# A small picture of a town at night is drawn, spoilt with noise, and compressed by the
# [singular value decomposition](../formulas/linear-algebra/svd.md#svd). Then 300 fruits
# are measured, and their measurements compressed by principal component analysis. Both are
# one computation: PCA is the SVD of centred data. So they share their theorem, and the
# question of how much to keep; where they fail, they differ. All data are made here, so that
# the truth is known and every claim can be asserted.

# %%
import matplotlib.pyplot as plt
import numpy as np
from matplotlib_inline.backend_inline import set_matplotlib_formats

set_matplotlib_formats("svg")
plt.rcParams.update({
    "axes.edgecolor": "#b0b0b0",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.figsize": (4.8, 3),
    "font.size": 11,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "linear-algebra",
    "xtick.bottom": False,
    "ytick.left": False,
})

# %% [markdown]
# ## A picture is a matrix { #picture }
#
# The picture has 64 rows and 96 columns of grey values, 0 for black and 1 for white. It
# is drawn from the coordinates of its pixels, so that it can be drawn again, turned. A
# camera adds to each pixel an error of its own, with a standard deviation of a twenty-fifth
# of the range.

# %% alt="Two grey pictures side by side. Left, a clean drawing: three dark houses with rows of lit windows, and a round white moon in a grey sky. Right, the same with fine grain all over."
def town(degrees=0):
    """A moon over three houses with lit windows, turned about the middle."""
    down, right = np.mgrid[-32:32, -48:48]
    turned = (right + 1j * down) * np.exp(-1j * np.radians(degrees))
    x, y = turned.real, turned.imag
    picture = np.full((64, 96), 0.38)
    picture[np.hypot(x - 28, y + 19) < 8] = 1
    for left, width, top in ((-44, 26, -10), (-14, 18, 2), (8, 34, -4)):
        house = (x >= left) & (x < left + width) & (y >= top)
        picture[house] = 0.1
        lit = ((x - left) % 8 >= 4) & ((y - top) % 9 >= 4)
        picture[house & lit] = 0.85
    return picture


def show(pictures):
    figure, panels = plt.subplots(1, 2, figsize=(5.6, 2.2))
    shades = plt.get_cmap("gray", 12)
    for axes, (title, picture) in zip(panels, pictures.items()):
        axes.imshow(picture, shades, vmin=0, vmax=1, interpolation="none")
        axes.set_title(title)
        axes.axis("off")


noise = 0.04
clean = town()
A = clean + noise * np.random.default_rng(0).normal(size=clean.shape)
show({"as drawn": clean, "as photographed": A})

# %% [markdown]
# ## What the singular values say { #singular-values }
#
# The SVD writes a matrix as a sum of
# [outer products](../formulas/linear-algebra/matrix-product-views.md#outer-product), each
# a pattern down the rows times a pattern along the columns, weighted by a singular value. A
# house front is such a product: its windows are where a row of windows crosses a column of
# them. The clean picture needs few products, and its
# [rank](../formulas/linear-algebra/rank.md#matrix-rank) says how few. Noise needs all of
# them, but each of them little. A matrix of nothing but noise has no singular value much
# above the noise's standard deviation times the sum of the roots of both its sizes. That is
# the edge of the noise.

# %% alt="Singular values against their number, on a logarithmic axis. Those of the photograph begin near 30, fall steeply, and follow those of the clean drawing down to the eleventh, where the clean ones end. From there on they fall slowly, all of them below a dashed line, the edge of the noise."
from snippets.linear_algebra.svd import svd

of_clean, of_A = svd(clean)[1], svd(A)[1]
rank = np.linalg.matrix_rank(clean)
edge = noise * (np.sqrt(64) + np.sqrt(96))
pure = np.random.default_rng(1).normal(size=(100, 64, 96))
assert np.all(svd(noise * pure)[1] < 1.1 * edge)
assert np.linalg.matrix_rank(A) == 64
assert np.sum(of_A > edge) == rank
print("rank of the drawing, and values of the photograph above the edge:", rank)

plt.semilogy(range(1, 65), of_A, label="photograph")
plt.semilogy(range(1, rank + 1), of_clean[:rank], label="drawing")
plt.axhline(edge, color="k", ls="--", lw=1, label="edge of the noise")
plt.minorticks_off()
plt.xticks([1, 11, 64])
plt.yticks([0.1, 1, 10], ["0.1", "1", "10"])
plt.xlabel("number")
plt.ylabel("singular value")
plt.legend();

# %% [markdown]
# The photograph has full rank: strictly, nothing in it can be left out. But its singular
# values fall into two groups. Eleven stand above what noise can bring about, exactly as
# many as the rank of the drawing. The others are noise. No pattern was weak enough to drown
# here; in stronger noise the weakest of the eleven would.
#
# ## Keep the largest { #keep }
#
# To keep the first few products is to form the
# [truncated SVD](../formulas/linear-algebra/low-rank-approximation.md#truncated-svd). What
# is lost is known beforehand, because it is made of the singular values left out, and
# [Eckart and Young](../formulas/linear-algebra/low-rank-approximation.md#eckart-young)
# proved that no other matrix of that rank loses less. One competitor stands for all: the best
# that can be made of as many rows of the picture itself.

# %% alt="Two approximations of the photograph. With 4 kept the windows stand in their rows, but stripes run on through the sky and the moon is a blurred square. With 11 kept the picture is whole, the moon nearly round, and the grain weaker than in the photograph."
from snippets.linear_algebra.low_rank_approximation import truncated_svd
from snippets.linear_algebra.low_rank_approximation import truncation_error

rng = np.random.default_rng(2)
size = np.linalg.norm(A)
for k in (1, 4, rank):
    error = truncation_error(A, k)
    left_out = A - truncated_svd(A, k)
    assert np.isclose(np.linalg.norm(left_out), error)
    assert np.isclose(np.linalg.norm(left_out, 2), of_A[k])
    rows = A[rng.integers(64, size=k)]
    assert np.linalg.norm(A - A @ np.linalg.pinv(rows) @ rows) > error
    numbers = f"{k * (64 + 96)} numbers of {A.size}"
    print(f"{k} kept: error {error / size:.1%}, {numbers}")
show({"4 kept": truncated_svd(A, 4), "11 kept": truncated_svd(A, rank)})

# %% [markdown]
# What lies along rows and columns comes first: with four kept the windows are there, while
# the moon, whose edge follows neither, is still a square.
#
# The saving counts numbers, not bytes. A grey value fits into one byte, a number in a
# factor takes more. Image formats do not work like this at all: they cut the picture into
# small blocks and use one fixed basis, which need not be stored.
#
# ## How much to keep { #how-much }
#
# The error against the photograph falls with everything kept. But nobody wants the
# photograph; what is wanted is the town. Here it is known, so both errors can be drawn.

# %% alt="Relative error against the number of singular values kept, from 1 to 30. The error against the photograph falls all the way. The error against the drawing falls faster, reaches its lowest point at 11, marked by a dotted line, and then rises again."
ks = np.arange(1, 31)
from_A = np.array([truncation_error(A, k) for k in ks]) / size
kept = [*(truncated_svd(A, k) for k in ks), A]
from_clean = np.linalg.norm(kept - clean, axis=(1, 2)) / np.linalg.norm(clean)
assert np.all(np.diff(from_A) < 0)
assert np.all(np.diff(from_clean[:rank]) < 0)
assert np.all(np.diff(from_clean[rank - 1 :]) > 0)
assert min(from_clean) < 0.6 * from_clean[-1]
print(f"error: photograph {from_clean[-1]:.1%}, 11 kept {min(from_clean):.1%}")
share = np.cumsum(of_A**2) / size**2
keep = 1 + np.searchsorted(share, [0.9, 0.95, 0.99])
print("for 90, 95, 99 % of the sum of squares keep", keep)

plt.plot(ks, 100 * from_A, label="against the photograph")
plt.plot(ks, 100 * from_clean[:-1], label="against the drawing")
plt.axvline(rank, color="k", ls=":", lw=1)
plt.xticks([1, rank, 30])
plt.yticks([0, 20, 40])
plt.xlabel("kept")
plt.ylabel("relative error, %")
plt.legend();

# %% [markdown]
# Up to the eleventh each step adds more town than noise, and after it noise alone. So the
# compressed picture is nearer to the truth than what was compressed: the error is about
# half. Where the noise is known, its edge says how much to keep. A share of the sum of
# squares does not: 90 % give another answer than 99 %, and which is right depends on the
# noise, of which the share says nothing.
#
# ## Turn the picture { #turned }
#
# The same town, drawn with the camera held askew, and without noise.

# %% alt="Two grey pictures. Left, the town turned by 20 degrees, sharp. Right, the same with 11 kept: windows run into each other, the edges of the houses are frayed, and a weave of streaks along rows and columns covers all."
needed = {}
for degrees in (0, 2, 5, 20):
    picture = town(degrees)
    errors = [truncation_error(picture, k) for k in range(64)]
    needed[degrees] = int(np.argmax(errors < 0.1 * np.linalg.norm(picture)))
print("degrees, and kept for an error below 10 %:", needed)
assert needed[2] > 1.5 * needed[0] and needed[20] > 4 * needed[0]
assert np.allclose(svd(np.rot90(clean))[1], of_clean)
kept = truncated_svd(picture, rank)
show({"turned by 20°": picture, "the same, 11 kept": kept})

# %% [markdown]
# What filled a few products of a row and a column now lies across both, and takes several
# times as many. Rank is a property of the matrix, not of the town: it knows rows and
# columns, and nothing else. A quarter turn, which swaps the two, changes no singular value.
#
# Nor does an
# [orthogonal matrix](../formulas/linear-algebra/orthogonal-matrices.md#orthogonal-matrix) as
# a factor on either side. But a turn by 20 degrees is no such factor, because it moves a
# pixel out of its row and out of its column at once.
#
# ## A cloud of points { #cloud }
#
# Now the rows are samples. Of 300 fruits six lengths are measured, in centimetres. Five
# follow from two hidden traits, slenderness and size; the sixth, the stalk, follows from
# neither and varies on its own. All have noise.
# [Principal component analysis](../formulas/linear-algebra/pca.md#pca) looks for the
# directions in which they vary most.

# %%
from snippets.linear_algebra.pca import pca

rng = np.random.default_rng(3)
traits = rng.normal(size=(300, 2))  # slenderness and size
effects = [[1.5, -0.7, -0.6, -1.2, 0.9, 0], [0.6, 0.5, 0.4, 1.3, 0.2, 0]]
X = [8, 6, 5, 18, 3, 2] + traits @ effects + 0.2 * rng.normal(size=(300, 6))
X[:, 5] += 0.4 * rng.normal(size=300)

centred = X - X.mean(axis=0)
U, s, Vt = svd(centred)
components, scores, variances = pca(X, 6)
assert np.allclose(components, Vt)
assert np.allclose(scores, U * s)
assert np.allclose(variances, s**2 / 299)
assert np.allclose(scores[:, :3] @ components[:3], truncated_svd(centred, 3))
assert np.isclose(truncation_error(centred, 3) ** 2, 299 * variances[3:].sum())
edge = 0.2 * (np.sqrt(300) + np.sqrt(6))
assert np.sum(s > edge) == 3
print("variances:", variances.round(2))

# %% [markdown]
# Subtract the mean of each column, and the SVD gives everything: the components, the scores,
# and, as squares of the singular values by 299, the variances. To keep three scores is to
# truncate the SVD, and the variances dropped, times 299, are the squared error of Eckart and
# Young. The rule of the picture holds as well: three singular values stand above the edge of
# the noise, two for the traits and one for the stalk.
#
# ## What centring is worth { #centring }
#
# The SVD of the picture was not quite a PCA of its rows, because no mean was subtracted. A
# mean row and $k$ components make a matrix of rank $k+1$ at most, so their error is not
# below that of $k+1$ products. Nor is it above that of $k$ products, which is what zero in
# place of the mean would give, and no row serves better than the mean.

# %%
from snippets.linear_algebra.similarity import cosine_similarity

for name, M in (("picture", A), ("fruits", X)):
    mean = M.mean(axis=0)
    for k in range(1, min(M.shape)):
        more, fewer = truncation_error(M, k + 1), truncation_error(M, k)
        assert more - 1e-9 < truncation_error(M - mean, k) < fewer
    raw = cosine_similarity(svd(M)[2][0], mean)
    around = cosine_similarity(svd(M - mean)[2][0], mean)
    print(f"{name}: cosine of mean and first {raw:.2f}, centred {around:.2f}")
    assert abs(raw) > 0.99 and abs(around) < 0.5

# %% [markdown]
# For compression, centring is worth one component at most. For what the components mean it
# is worth everything. Without it, the first says where the cloud is, and how it varies
# [is left to the others](../formulas/linear-algebra/pca.md#pca-centring).
#
# ## Turn the cloud, change a unit { #units }
#
# To turn the cloud is to multiply by an orthogonal matrix. That changes no variance: what
# ruined the picture does not touch the cloud. To change a unit is to multiply a column, and
# that changes everything. Here the stalk is written in millimetres. What two scores still
# know is measured by the share of each trait's variance that they explain.

# %%
turn = np.linalg.qr(rng.normal(size=(6, 6)))[0]
assert np.allclose(pca(X @ turn, 6)[2], variances)


def known(scores):
    """Share of the variance of each trait that the scores explain."""
    missed = traits - scores @ np.linalg.pinv(scores) @ traits
    return 1 - missed.var(axis=0) / traits.var(axis=0)


in_mm = X * [1, 1, 1, 1, 1, 10]
versions = {"cm": X, "mm": in_mm, "standardised": in_mm / in_mm.std(axis=0)}
found = {}
for name, data in versions.items():
    first, scores, variances = pca(data, 6)
    found[name] = known(scores[:, :2])
    share = variances[:2].sum() / variances.sum()
    print(f"{name}: kept {share:.2f}, known {found[name].round(2)},", end=" ")
    print(f"stalk in the first {abs(first[0, 5]):.2f}")
    assert np.all(known(scores[:, :3]) > 0.95)
assert np.all(found["cm"] > 0.95)
assert found["mm"][1] < 0.1 and 0.5 < found["standardised"][1] < 0.8
assert np.allclose(pca(X / X.std(axis=0), 6)[1], scores)
stalk = np.corrcoef(scores[:, 1], X[:, 5])[0, 1]
assert 0.5 < abs(stalk) < 0.9
print("standardised, second score and stalk:", abs(stalk).round(2))

# %% [markdown]
# In millimetres two scores still hold nine tenths of the variance, but the first is the
# stalk alone, and next to nothing is known of the size. How much variance was kept says
# nothing of what was kept.
#
# Standardising makes [the units](../formulas/linear-algebra/pca.md#pca-units) irrelevant,
# and is no cure for all that: it gives every column one vote, the stalk as well, and the
# second score is now part size and part stalk. With three scores, every version knows both
# traits. A bad unit destroys nothing. It puts the wrong things first, and whoever keeps few
# loses the rest.
#
# The deep dive derives [the SVD](../deep-dive/a-09-svd.md#deep-dive/A.9) and its geometry, the
# refresher has [exercises](../refresher/practice.md#refresher/practice), and
# [LoRA](../formulas/linear-algebra/low-rank.md#lora-update) is low rank for weights.
