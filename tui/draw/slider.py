"""A scale from one number to another, with a guess on it and, once there is one, what was measured."""

from __future__ import annotations

from tui.draw.cells import Ink, Row, apart, merge, pad
from tui.draw.glyphs import UNICODE, Glyphs


def place_on(value: float, low: float, high: float, width: int) -> int:
    """Return the cell, 0 to `width` - 1, in which a value stands; beyond the scale the first or the last."""
    share = (value - low) / (high - low) if high > low else 0.0
    return max(0, int(max(0.0, min(1.0, share)) * (width - 1) + 0.5))


def slider(  # noqa: PLR0917, a value and its scale
    value: float, low: float, high: float, width: int, hue: Ink = "key", is_set: bool = True, glyphs: Glyphs = UNICODE
) -> Row:
    """Return `━━━━●──────`; a value that is not set yet is a ring on an empty scale."""
    if width < 1:
        return ()
    at = place_on(value, low, high, width)
    before = glyphs.thick if is_set else glyphs.thin
    mark = glyphs.disc if is_set else glyphs.ring
    return merge(
        ((before * at, hue if is_set else "faint"), (mark, f"{hue} bold"), (glyphs.thin * (width - 1 - at), "faint"))
    )


def measured_on(  # noqa: PLR0917, a span and its scale
    span: tuple[float, float], low: float, high: float, width: int, hue: Ink, glyphs: Glyphs = UNICODE
) -> Row:
    """Return `    ■■■` from the lowest to the highest value; an arrow where it lies beyond the scale."""
    if width < 1:
        return ()
    if span[0] > high:
        return merge(((" " * (width - 1), hue), (glyphs.right, f"{hue} bold")))
    if span[1] < low:
        return pad(((glyphs.left, f"{hue} bold"),), width, hue)
    first, last = sorted(place_on(value, low, high, width) for value in span)
    return pad(((" " * first + glyphs.square * (last - first + 1), hue),), width, hue)


def ends(low: str, high: str, width: int) -> Row:
    return apart(((low, "muted"),), ((high, "muted"),), width)
