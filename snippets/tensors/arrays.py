"""Tensors as arrays: their shape, and two ways to change it."""

import numpy as np


def reshape(T, shape):
    """The same elements in a new shape, in row-major order, ∏ᵢ dᵢ = ∏ⱼ d′ⱼ.

    Args:
        T: An array of any shape (d₁, …, d_N).
        shape: The new sizes; one of them may be -1, and follows from the rest.

    Returns:
        An array of the new shape. It is a view of T where strides can express
        it, as they always can if T is contiguous in row-major order; else it is
        a copy.

    Raises:
        ValueError: If the new shape does not hold as many elements as T has.

    Source:
        Harris et al., Array programming with NumPy, Nature 585, 2020.
    """
    T = np.asarray(T)
    shape = tuple(np.atleast_1d(shape).tolist())
    # (1) the count of the stated sizes, in Python integers: no overflow
    stated, free = [size for size in shape if size != -1], shape.count(-1)
    if free > 1 or min(stated, default=0) < 0:
        raise ValueError(
            f"shape must hold sizes and at most one -1, not {shape}"
        )
    count = np.prod(stated, dtype=object)
    # (2) it equals the size of T, or divides it where one size is left open
    fits = T.size == count
    if free:
        fits = count > 0 and T.size % count == 0
    if not fits:
        raise ValueError(
            f"shape {shape} does not fit the {T.size} elements of T, {T.shape}"
        )
    # (3) the last index runs fastest, in T and in the result
    return np.reshape(T, shape, order="C")


def permute_dims(T, axes):
    """Axes in a new order, (perm_π T)[i_π(1), …, i_π(N)] = T[i₁, …, i_N].

    Args:
        T: An array of any shape (d₁, …, d_N).
        axes: The permutation π: axis k of the result is axis axes[k] of T.
            A negative axis counts from the end.

    Returns:
        A view of T of shape (d_π(1), …, d_π(N)), whose elements have not moved.

    Raises:
        ValueError: If axes does not name every axis of T once.

    Source:
        Harris et al., Array programming with NumPy, Nature 585, 2020.
    """
    T = np.asarray(T)
    # (1) every axis once, whether counted from the front or from the end
    named = [axis + T.ndim if axis < 0 else axis for axis in axes]
    if sorted(named) != list(range(T.ndim)):
        raise ValueError(
            f"axes must name each of the {T.ndim} axes of T once, not {axes}"
        )
    # (2) sizes and strides change places, elements stay
    return np.permute_dims(T, named)
