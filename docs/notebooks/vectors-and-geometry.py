# %% [markdown]
# # Vectors and geometry: who is near to whom { #vectors-and-geometry }
#
# Search, recommendation and retrieval all ask for the nearest vectors, and all must say
# what near means. Cosine similarity, dot product and Euclidean distance differ in one thing
# only: what they make of a vector's length. Cosine ignores it, the dot product rewards it,
# distance wants it to fit the query. This notebook makes a catalogue with known directions
# and lengths, and measures how much the three disagree, whom each of them favours, and what
# becomes of them in high dimension.

# %%
import matplotlib.pyplot as plt
import numpy as np
from matplotlib_inline.backend_inline import set_matplotlib_formats
from snippets.linear_algebra.similarity import cosine_similarity
from snippets.linear_algebra.similarity import euclidean_distance
from snippets.linear_algebra.vector_norms import l2_norm, normalize

set_matplotlib_formats("svg")
plt.rcParams.update({
    "axes.edgecolor": "#b0b0b0",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.figsize": (4.8, 3),
    "font.size": 11,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "vectors-and-geometry",
    "xtick.bottom": False,
    "ytick.left": False,
})


def nearest(measure, queries, items, k=10):
    """Numbers of the k items nearest to each query, the nearest first."""
    sign = 1 if measure is euclidean_distance else -1
    return np.array([np.argsort(sign * measure(items, q))[:k] for q in queries])


measures = {
    "cosine": cosine_similarity,
    "dot product": np.vecdot,
    "distance": euclidean_distance,
}

# %% [markdown]
# ## Three shapes of near { #shapes }
#
# In the plane one can see it. There are 36 points and one query. For each measure a line
# cuts off the ten points that it calls the nearest.

# %% alt="Points in the plane, and a query to the right of their middle, the origin. A blue wedge opens from the origin around the query, an orange upright line stands beyond the origin, and a green circle surrounds the query. The wedge, the right side of the line and the circle overlap, but each holds points that another leaves out."
rng = np.random.default_rng(0)
points, query = rng.normal(size=(36, 2)), np.array([1, 0])
edges = []
for measure in measures.values():
    order = nearest(measure, [query], points, 11)[0]
    edges.append(measure(points[order[9:]], query).mean())  # past the tenth

cosine, product, distance = edges
tips = 1.5 * np.tan([np.arccos(cosine), 0, -np.arccos(cosine)])
turn = np.linspace(0, 2 * np.pi, 30)
plt.plot(*points.T, "k.", ms=4)
plt.plot(*query, "C4D")
plt.plot([1.5, 0, 1.5], tips, label="cosine")
plt.axvline(product, color="C1", label="dot product")
x, y = 1 + distance * np.cos(turn), distance * np.sin(turn)
plt.plot(x, y, "C2", label="distance")
plt.axis("equal")
plt.axis("off")
plt.legend();

# %% [markdown]
# A wedge, a half-plane and a disc. A wedge takes the short and the long in one direction. A
# half-plane takes what reaches far enough, even where it points elsewhere. A disc takes what
# lies around the query's own tip.
#
# ## Where they agree { #agree }
#
# Now 1000 films and 200 viewers, each a vector of 24 components. Every one belongs to one
# of twelve genres and points roughly where its genre points. The viewers have length 1. The
# lengths of the films are drawn apart from their directions, and say nothing about genre.

# %%
rng = np.random.default_rng(1)
genres = normalize(rng.normal(size=(12, 24)))
genre_of_film, genre_of_viewer = np.split(rng.integers(12, size=1200), [1000])
taste = 0.3 * rng.normal(size=(1200, 24))
directions = normalize(genres[genre_of_film] + taste[:1000])
viewers = normalize(genres[genre_of_viewer] + taste[1000:])
stretch = rng.normal(size=(1000, 1))


def catalogue(spread):
    """Films of median length 1; its logarithm has this standard deviation."""
    return np.exp(spread * stretch) * directions


unit = catalogue(0)
orders = [nearest(m, viewers, unit, 1000) for m in measures.values()]
assert np.all(orders[0] == orders[1]) and np.all(orders[0] == orders[2])
cosine = cosine_similarity(unit, viewers[0])
assert np.allclose(euclidean_distance(unit, viewers[0]) ** 2, 2 - 2 * cosine)

# %% [markdown]
# If all films have length 1, the choice does not matter: for every viewer, all three put the
# films in the same order. The dot product is the cosine, and the squared distance is twice
# its difference from 1. So an index of
# [normalised](../formulas/linear-algebra/vector-norms.md#unit-vector) vectors may use
# whichever is fastest.
#
# ## Where they part { #part }
#
# Let the lengths vary, and leave the directions. Each viewer gets ten films by each
# measure, and the films that two lists have in common are counted. The spread is the
# standard deviation of the logarithm of the length.

# %% alt="Films in common among ten, against the spread of the lengths from 0 to 1. All three curves start at 10. Cosine and distance still share about half of their films at a spread of 0.3, and four at the end. Cosine and dot product fall below four at 0.3 and to one at the end. Dot product and distance fall fastest, and have nothing in common from a spread of about 0.5."
def in_common(one, other):
    return np.mean([len(set(a) & set(b)) for a, b in zip(one, other)])


spreads = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 1]
lists = [
    [nearest(m, viewers, catalogue(spread)) for m in measures.values()]
    for spread in spreads
]
names = list(measures)
for a, b in ((0, 2), (0, 1), (1, 2)):
    common = np.array([in_common(ten[a], ten[b]) for ten in lists])
    print(names[a], "and", names[b], common.round(1))
    assert common[0] == 10 and np.all(np.diff(common) <= 0)
    assert common[2] < 8 and common[4] < 6
    plt.plot(spreads, common, label=f"{names[a]}, {names[b]}")
assert common[4] < 1
assert 0.6 < np.mean(abs(l2_norm(catalogue(0.1)) - 1) < 0.1) < 0.75
plt.locator_params(nbins=4)
plt.xlabel("spread of the lengths")
plt.ylabel("in common, of 10")
plt.legend();

# %% [markdown]
# At a spread of a tenth, two lengths in three are within ten per cent of the median, and a
# list by cosine and one by dot product already differ in three films of ten: the cosines of
# the best are so close that a little length decides among them. At three tenths, dot
# product and distance have hardly a film in common. That is the catalogue from here on.
#
# ## What becomes of the length { #length }
#
# /// formula | dot-product-cosine-identity
# ///
#
# The dot product has both lengths in it, cosine has neither. Distance has the dot product in
# it, by the [law of cosines](../formulas/linear-algebra/dot-product.md#law-of-cosines). As
# the query is the same for all films, it ranks them by the dot product less half the film's
# squared length. In a given direction the best film is as long as the projection of the
# query on it, a little shorter than the query. By dot product the longest is best.
#
# To stretch the queries changes nothing for cosine and dot product. For distance it moves
# the length that fits. Below, the viewers' length goes from a hundredth to a hundred.

# %%
films = catalogue(0.3)
length = l2_norm(films)
tens = {name: nearest(m, viewers, films) for name, m in measures.items()}
keys = [length**2 / 2 - np.vecdot(films, viewer) for viewer in viewers]
assert np.all(np.argsort(keys)[:, :10] == tens["distance"])
for factor in (0.01, 0.5, 1, 2, 100):
    assert np.all(nearest(np.vecdot, factor * viewers, films) == tens["dot product"])
    moved = nearest(euclidean_distance, factor * viewers, films)
    common = in_common(moved, tens["dot product"])
    found = length[moved].mean()
    print(f"{factor}: films {found:.2f} long, {common:.1f} as by dot product")
    assert factor > 0.01 or length[moved].max() < np.sort(length)[30]
assert common > 9

# %% [markdown]
# A very short query finds the shortest films, wherever it points. A very long one finds
# what the dot product finds. In between, distance is a compromise whose terms are set by the
# scale of the queries, which a new model or a forgotten normalisation moves.
#
# ## Who is found { #popularity }
#
# The films are put into ten groups of a hundred by length. A measure that does not look at
# length gives each group about a tenth of the places in the 200 lists.

# %% alt="Share of all places in the lists, for ten groups of films from the shortest to the longest. By cosine every group has about a tenth. By dot product the five shortest groups have almost nothing, and the longest has six tenths. By distance it is the other way round: the shortest group has nearly four tenths, and the shares fall to nothing for the longest."
groups = np.argsort(length).reshape(10, 100)
won, hits = {}, {}
for name, ten in tens.items():
    count = np.bincount(ten.ravel(), minlength=1000)
    won[name] = count[groups].sum(axis=1) / 2000
    hits[name] = np.mean(genre_of_film[ten] == genre_of_viewer[:, None])
    never = np.sum(count == 0)
    print(f"{name}: {never} never found, genre right {hits[name]:.0%}")
    assert (never > 500) == (name == "dot product")
    plt.plot(range(1, 11), 100 * won[name], label=name)
assert np.all(np.abs(won["cosine"] - 0.1) < 0.03)
assert won["dot product"][-1] > 0.5 and won["distance"][0] > 0.3
assert hits["cosine"] > hits["distance"] > hits["dot product"]
plt.xticks([1, 10], ["shortest", "longest"])
plt.yticks([0, 10, 60])
plt.ylabel("share of the places, %")
plt.legend();

# %% [markdown]
# The dot product gives more than half of all places to the longest tenth of the films, and
# shows most of the catalogue to nobody. Where training makes much-used items long, this is
# popularity bias. Distance has the opposite one. Here length was drawn at random, so both
# cost: less of what they find is of the viewer's genre. Where length was learnt because it
# predicts, it may be worth its price, which a test on held-out choices can tell.
#
# An index that knows only distances can serve dot products all the same. Give every film
# one more component that makes all equally long, and every viewer a zero there. No product
# changes, and all three measures agree.

# %%
longer = np.column_stack([films, np.sqrt(length.max() ** 2 - length**2)])
askers = np.column_stack([viewers, np.zeros(200)])
for measure in measures.values():
    assert np.array_equal(nearest(measure, askers, longer), tens["dot product"])

# %% [markdown]
# ## Where all are equally far { #concentration }
#
# High dimension brings trouble to every measure. Take pairs of points whose
# components are independent and normal, and look at their distance relative to the mean.

# %% alt="Distributions of the distance of two random points divided by the mean distance, for 2, 8, 32 and 128 dimensions. In 2 dimensions it is broad, from near 0 to beyond 2. With every step it is half as wide and twice as high, and in 128 dimensions it is a narrow peak at 1."
rng = np.random.default_rng(2)
bins = np.linspace(0, 2.4, 21)
for d in (2, 8, 32, 128):
    a, b = rng.normal(size=(2, 5000, d))
    distance, cosine = euclidean_distance(a, b), cosine_similarity(a, b)
    relative = distance / distance.mean()
    spread = relative.std()
    assert abs(spread * np.sqrt(2 * d) - 1) < 0.1
    assert abs(cosine.std() * np.sqrt(d) - 1) < 0.1
    away = euclidean_distance(b[:1000], a[0])
    contrast = away.max() / away.min()
    print(f"d = {d}: spread {spread:.2f}, farthest / nearest {contrast:.1f}")
    density = np.histogram(relative, bins, density=True)[0]
    colour = "C4" if d == 128 else ""
    plt.plot(bins[1:] - 0.06, density, colour, label=f"d = {d}")
plt.locator_params(nbins=4)
plt.xlabel("distance / mean distance")
plt.ylabel("density")
plt.legend();

# %% [markdown]
# The relative spread of the distances is about one by the root of twice the dimension, that
# of the cosines around zero one by the root of the dimension. As they close up, little noise is
# enough to put them in another order.
#
# What counts is not the number of components but how many the data vary in. Points of eight
# dimensions, turned into 1000 by
# [orthonormal columns](../formulas/linear-algebra/orthogonal-matrices.md#orthogonal-matrix-tall),
# keep every distance. But noise adds up over all components, and what is small in each of them
# may outweigh the rest.

# %%
flat = rng.normal(size=(500, 8))
high = flat @ np.linalg.qr(rng.normal(size=(1000, 8)))[0].T
noisy = high + 0.3 * rng.normal(size=high.shape)
true, same, found = (
    nearest(euclidean_distance, points[:50], points, 11)[:, 1:]
    for points in (flat, high, noisy)
)
print("true neighbours among ten, in 1000 dimensions:", in_common(true, same))
print("with noise of 0.3 in each component:", in_common(true, found))
assert in_common(true, same) == 10 and in_common(true, found) < 3

# %% [markdown]
# So take the noise out first, by [keeping few components](linear-algebra.py#how-much).
#
# ## Hubs { #hubs }
#
# Each of 800 normal points names its ten nearest by distance, so that on average a point is
# named ten times. In high dimension a few are named by very many, and many by none.

# %% alt="How often each of 800 points is named, from the most named to the least, on a logarithmic axis. In 3 dimensions, and for 300-dimensional points at unit length, the curves lie on each other and fall gently from 20 to nothing. In 300 dimensions the curve begins at 160, is above 50 for the first thirty points, and reaches zero long before the end."
gauss = np.random.default_rng(3).normal(size=(800, 300))
kinds = {
    "d = 3": gauss[:, :3],
    "d = 300, unit length": normalize(gauss),
    "d = 300": gauss,
}
ranks = np.unique(np.geomspace(1, 800, 20).astype(int))
for kind, points in kinds.items():
    names = nearest(euclidean_distance, points, points, 11)[:, 1:]
    named = np.bincount(names.ravel(), minlength=800)
    print(f"{kind}: most often {named.max()}, never {np.sum(named == 0)}")
    assert (named.max() > 100) == (kind == "d = 300")
    plt.semilogx(ranks, np.sort(named)[-ranks], label=kind)
link = np.corrcoef(named, l2_norm(gauss))[0, 1]
print("correlation of times named and length:", link.round(1))
assert link < -0.6
plt.minorticks_off()
plt.xticks([1, 10, 100, 800], ["1", "10", "100", "800"])
plt.xlabel("points, the most named first")
plt.ylabel("times named")
plt.legend();

# %% [markdown]
# The hubs are the short vectors: a point nearer to the middle is nearer to everybody. In
# three dimensions that is worth little, because each point has neighbours close by, and
# they are its own. In 300 nobody is close by, and it decides. At unit length no point is nearer
# to the middle, and the hubs are gone. Vectors that share a direction need one step more:
# subtract their mean before you normalise.
#
# So decide what length means in your data. If nothing, normalise once, and the measure is a
# matter of speed. If something, use the dot product, and count who is found. And before you
# trust neighbours in many dimensions, look at the ratio of farthest to nearest, and at who
# is named most often.
#
# [Similarity and distance](../formulas/linear-algebra/similarity.md) has the measures in
# forms that do not fail. The
# [quick reference](../quick-reference/vectors-and-geometry.md#quick-reference/vectors-geometry)
# says what each does in a network, the
# [deep dive](../deep-dive/a-03-cosine-similarity.md#deep-dive/A.3) where cosine comes from.
