"""A moment of several workers, drawn to scale: a cell is a slice of time, filled with what took most of it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.draw.cells import Ink, Row, fit, merge
from tui.draw.glyphs import UNICODE, Glyphs
from tui.draw.reasons import look

Spans = Sequence[tuple[float, str]]
"""What a worker did, in order: the end of each stretch in seconds since the first one's start, and its reason."""


def strip(  # noqa: PLR0917, in the order in which a strip is described
    spans: Spans, from_s: float, until_s: float, width: int, hue: Ink = "foreground", glyphs: Glyphs = UNICODE
) -> Row:
    """Return the stretches between two times in exactly `width` cells; blank where nothing is known."""
    if width <= 0 or until_s <= from_s:
        return ((" " * width, "muted"),) if width > 0 else ()
    slice_s = (until_s - from_s) / width
    cells = []
    place = 0
    for cell in range(width):
        start_s = from_s + cell * slice_s
        while place < len(spans) and spans[place][0] <= start_s:
            place += 1
        cells.append(_most(spans, place, start_s, start_s + slice_s))
    looks = {name: look(name, hue, glyphs) for name in set(cells) if name}
    return merge((looks[name].glyph, looks[name].ink) if name else (" ", "muted") for name in cells)


def _most(spans: Spans, place: int, start_s: float, end_s: float) -> str:
    """Return the reason that takes most of a slice; the earlier one of two that take the same. `place` lies in it."""
    spent: dict[str, float] = {}
    while place < len(spans) and start_s < end_s:
        until_s, reason = spans[place]
        spent[reason] = spent.get(reason, 0.0) + min(until_s, end_s) - start_s
        start_s, place = until_s, place + 1
    return max(spent, key=lambda name: spent[name]) if spent else ""


def axis(from_s: float, until_s: float, width: int) -> Row:
    """Return `0 ms      50        100 …` over a strip of this width: as many round times as stand apart."""
    if width < 8 or until_s <= from_s:
        return ((" " * max(0, width), "muted"),)
    step_ms = next((ms for ms in (5, 10, 25, 50, 125, 250, 500) if ms / 1000 * width >= 10 * (until_s - from_s)), 1000)
    line = [" "] * width
    first = -(-round(from_s * 1000) // step_ms) * step_ms
    for ms in range(first, round(until_s * 1000), step_ms):
        text = f"{ms} ms" if ms == first else f"{ms}"
        at = round((ms / 1000 - from_s) / (until_s - from_s) * width)
        if at + len(text) <= width:
            line[at : at + len(text)] = text
    return ((fit("".join(line), width), "muted"),)
