"""Shared memory for a room: the block as a picture without a frame, as large as it goes, in its writers' colours."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.framed import BLANK, first_that_fits, lines_of, plain, wrapped
from tui.boards.memory import block_box, channel_box
from tui.boards.memory.memory_view import MemoryView
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, apart, join


def paint(view: MemoryView, sheet: Sheet) -> Sequence[Row]:
    """Return the picture with a line on who wrote what below it; what goes through pipes where there is no block."""
    width, height, seen = sheet.width, sheet.height, view.seen
    if view.trouble:
        return wrapped(plain(view.trouble, "bad"), width)
    if view.says or seen is None:
        return lines_of(view.says, width)
    if seen.block is None or not seen.block.cells:
        if seen.channels and seen.block is None:
            return channel_box.body(view, sheet)
        return wrapped(plain("Nothing has been written yet." if seen.block else "The processes start.", "muted"), width)
    below = [row for row in (block_box.torn(view, width), _writers(view, sheet)) if row]
    room = height - len(below) - (height > 12)
    drawn = block_box.picture(view, width, room, sheet)
    above = (room - len(drawn)) // 2
    return [*[BLANK] * above, *drawn, *[BLANK] * (height - above - len(drawn) - len(below)), *below]


def _writers(view: MemoryView, sheet: Sheet) -> Row:
    """Return the names of those who write in the colours of what they wrote, and how much is written."""
    seen, glyphs = view.seen, sheet.glyphs
    assert seen is not None
    if view.painter_bits is None:
        return plain(f"{glyphs.solid} just now", "muted")
    share = seen.painted.share if seen.painted else None
    said = "" if share is None else f"{numbers.percent(share, 1)} written"
    mark = "number" if sheet.no_color else "colour"
    names = [
        ((f"{place + 1} " if sheet.no_color else f"{glyphs.solid} ", hue), (f"{worker.label}   ", f"{hue} bold"))
        for place, (worker, hue) in enumerate(zip(seen.workers, view.hues, strict=False))
    ]
    every = join(*names, plain(f"{mark}: who wrote it last", "muted"))
    row = first_that_fits((every, join(*names)), sheet.width - len(said) - 2)
    return apart(row, plain(said, "muted"), sheet.width)
