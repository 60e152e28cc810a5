"""Which cells of a row changed, and what stands in them now."""

from __future__ import annotations

from tui.draw.cells import Row, is_narrow

Span = tuple[int, int]
"""The first cell, and the one behind the last."""


def changed_cells(old: Row, new: Row, width: int) -> Span:
    """Return the cells between what is the same at both ends of two rows of this width; (0, 0) for equal rows.

    A row with characters of two cells, or of none, is written whole: no cut may fall into one.
    """
    if old == new:
        return 0, 0
    if not is_narrow("".join([text for text, _ in (*old, *new)])):
        return 0, width
    start = _alike(old, new)
    return start, width - min(_alike(old[::-1], new[::-1], backwards=True), width - start)


def between(row: Row, span: Span) -> Row:
    """Return the pieces in these cells of a row whose characters are one cell each."""
    found, at = [], 0
    start, end = span
    for text, ink in row:
        behind = at + len(text)
        if behind > start:
            found.append((text[max(0, start - at) : end - at], ink))
        if behind >= end:
            break
        at = behind
    return tuple(found)


def _alike(old: Row, new: Row, backwards: bool = False) -> int:
    """Return how many cells at the start (or end) of two rows are the same."""
    cells = 0
    for was, now in zip(old, new, strict=False):
        if was == now:
            cells += len(now[0])
            continue
        if was[1] == now[1]:
            cells += _alike_characters(was[0], now[0], backwards)
        break
    return cells


def _alike_characters(old: str, new: str, backwards: bool) -> int:
    """Return how many characters at the start (or end) of two texts are the same, by halving."""
    low, high = 0, min(len(old), len(new))
    if not high or old[-backwards] != new[-backwards]:  # A history that moves on: nothing is the same.
        return 0
    while low < high:
        middle = (low + high + 1) // 2
        same = old[-middle:] == new[-middle:] if backwards else old[:middle] == new[:middle]
        low, high = (middle, high) if same else (low, middle - 1)
    return low
