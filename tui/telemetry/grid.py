"""Which bytes of a block of shared memory are told: as many as can be drawn, at even distances."""

from __future__ import annotations

from functools import lru_cache

COLUMNS, ROWS = 96, 60
"""Bytes told of a row, and rows told, of a block that holds a picture."""
CELLS = 4096
"""Bytes told of any other block."""


def columns_of(row_bytes: int) -> int:
    """Return how many bytes of each row are told; 0 without rows."""
    return min(COLUMNS, row_bytes)


@lru_cache(maxsize=64)
def offsets(size_bytes: int, row_bytes: int) -> tuple[int, ...]:
    """Return the offsets of the bytes that are told, rising; the middle of what each stands for.

    With rows these are the cells of a grid: `columns_of` for each of at most ROWS rows.
    """
    if not 0 < row_bytes <= size_bytes:
        return middles(size_bytes, CELLS)
    across = middles(row_bytes, COLUMNS)
    return tuple(row * row_bytes + x for row in middles(size_bytes // row_bytes, ROWS) for x in across)


def middles(whole: int, most: int) -> tuple[int, ...]:
    """Return the middles of at most `most` equal parts of a range."""
    count = min(whole, most)
    return tuple((2 * place + 1) * whole // (2 * count) for place in range(count))
