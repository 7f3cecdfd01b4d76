# %% [markdown]
# # Vectors and geometry: who is near to whom { #vectors-and-geometry }
#
# To come.
