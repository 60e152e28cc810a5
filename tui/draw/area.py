"""A filled chart of a quantity over a whole run: time from left to right, a fixed scale, a colour ramp by row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tui.draw.bars import Values, columns
from tui.draw.cells import Ink, Row
from tui.draw.glyphs import UNICODE, Glyphs

RAMPED = frozenset({"thread", "process", "good", "bad", "key", "third"})
"""The hues that have `.low` and `.mid`."""


def ramp(hue: Ink, height: int) -> tuple[Ink, ...]:
    """Return the ink of each row, the top row first: the lowest third `hue.low`, then `hue.mid`, then the hue."""
    if hue not in RAMPED or height < 2:
        return (hue,) * max(0, height)
    steps = (f"{hue}.low", f"{hue}.mid", hue, hue)
    return tuple(steps[3 * place // (height - 1)] for place in range(height - 1, -1, -1))


@lru_cache(maxsize=64)
def _shapes(height: int, blocks: str) -> tuple[tuple[str, ...], ...]:
    """Return a column for every level, 0 to 8 cells' eighths times height; each column top cell first."""
    heights = " " + blocks
    return tuple(
        tuple(heights[min(8, max(0, level - 8 * place))] for place in range(height - 1, -1, -1))
        for level in range(8 * height + 1)
    )


def area(values: Values, width: int, height: int, top: float, hue: Ink, *, glyphs: Glyphs = UNICODE) -> tuple[Row, ...]:
    """Return `height` rows of `width` cells; the first value stands at the left edge, `top` is the upper edge.

    Fewer values than columns leave the rest empty: that time has not come yet. More are averaged. A value that is not
    known leaves its column empty.
    """
    if width <= 0 or height <= 0:
        return ((),) * max(0, height)
    if len(values) > width:
        values = resample(values, width)
    shapes = _shapes(height, glyphs.blocks)
    levels = columns(values, top, _LEVELS[: 8 * height + 1] if height <= _TALLEST else _levels(8 * height + 1))
    drawn = [shapes[0] if level == " " else shapes[ord(level) - _FIRST] for level in levels]
    rest = " " * (width - len(drawn))
    rows = map("".join, zip(*drawn, strict=True)) if drawn else ("",) * height
    return tuple(((text + rest, ink),) for text, ink in zip(rows, ramp(hue, height), strict=True))


_FIRST = 0x4E00
"""Levels are carried as characters from here on, so that `columns` can scale them."""
_TALLEST = 64


def _levels(count: int) -> str:
    """Return one character for each level."""
    return "".join(map(chr, range(_FIRST, _FIRST + count)))


_LEVELS = _levels(8 * _TALLEST + 1)


def resample(values: Values, columns: int) -> tuple[float | None, ...]:
    """Return exactly `columns` values: the mean of what falls into each, or the value there when there are fewer.

    Values that are not known do not count; a column without any is None. No values at all give no columns.
    """
    count = len(values)
    if count == 0 or columns <= 0:
        return ()
    if count == columns:
        return tuple(values)
    if count < columns:
        return tuple(values[place * count // columns] for place in range(columns))
    return tuple(_mean(values[place * count // columns : (place + 1) * count // columns]) for place in range(columns))


def _mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of what is known and finite; None where nothing is."""
    known = [value for value in values if value is not None and value - value == 0]
    return sum(known) / len(known) if known else None
