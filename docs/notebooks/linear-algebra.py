# %% [markdown]
# # Linear algebra: an image and a cloud of points { #linear-algebra }
#
# To come.
