"""Broadcasting: which shapes combine, and to what."""


def broadcast_shapes(*shapes):
    """The common shape of arrays that are combined element by element.

    Shapes are aligned at their last axis; a missing leading axis has size 1. On
    each axis the sizes are equal, but for ones, which stretch.

    Args:
        shapes: Tuples of sizes, of any lengths; an integer n stands for (n,).

    Returns:
        The common shape, as a tuple as long as the longest of the shapes.

    Raises:
        ValueError: If two sizes on an axis differ and neither is 1.

    Source:
        Harris et al., Array programming with NumPy, Nature 585, 2020.
    """
    shapes = [(s,) if isinstance(s, int) else tuple(s) for s in shapes]
    if any(size < 0 for shape in shapes for size in shape):
        raise ValueError(f"shapes must hold no negative sizes: {shapes}")
    # (1) aligned at the right, with ones for what is missing at the left
    ndim = max(map(len, shapes), default=0)
    aligned = [(1,) * (ndim - len(shape)) + shape for shape in shapes]
    result = []
    for axis, sizes in enumerate(zip(*aligned, strict=True), start=-ndim):
        # (2) ones stretch, even to zero; all other sizes agree
        fixed = set(sizes) - {1}
        if len(fixed) > 1:
            raise ValueError(
                f"shapes {shapes} do not fit: axis {axis} has sizes {sizes}"
            )
        result.append(fixed.pop() if fixed else 1)
    return tuple(result)
