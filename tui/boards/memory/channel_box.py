"""The inside of the box between processes that share no memory: what goes through queues and pipes instead."""

from __future__ import annotations

from tui.boards.framed import BLANK, plain, wrapped
from tui.boards.memory.memory_view import MemoryView
from tui.boards.sheet import Sheet
from tui.draw import bars, digits, numbers
from tui.draw.cells import Row, fit, join
from tui.draw.glyphs import Glyphs
from tui.model.memory.readings import Memory
from tui.words.numbers import noun

ALONE = "Each painter paints in its own memory; nobody else can see it until it is sent."

LEAST = 16 * 1024
"""Bytes that a full bar stands for at least, so that a few words do not look like much."""


def body(view: MemoryView, sheet: Sheet) -> list[Row]:
    """Return the rows: how much went through so far, through what, and why there is no picture."""
    seen, width, room, glyphs = view.seen, sheet.inner, sheet.room, sheet.glyphs
    assert seen is not None
    amount, unit = numbers.size_of(seen.through).split()
    counted = [plain(f"{amount} {unit} went through", f"{view.hue} bold")]
    if room >= 9:
        counted = [plain(line, view.hue) for line in digits.big(amount, glyphs, f" {unit}")]
    messages = f"{numbers.grouped(seen.messages)} {noun(seen.messages, 'message')}"
    went = f"went through in {messages}, " if room >= 9 else ""
    rows = [*counted, *wrapped(plain(f"{went}with what is wrapped around them", "muted"), width)]
    if seen.copied is not None:
        says = f"{numbers.size_of(seen.copied)} of it were the picture, says the program"
        rows += wrapped(plain(says), width)
    alone = wrapped(plain(ALONE), width)
    left = room - len(rows) - len(alone)
    if left < 0:
        return rows[:room]
    drawn = _channels(seen, width, left - 2, view.hue, glyphs)
    rows += [BLANK, *drawn] if drawn else []
    rows += [BLANK, *alone] if room - len(rows) > len(alone) else alone
    above = max(0, room - len(rows)) // 3
    return [*[BLANK] * above, *rows]


def _channels(seen: Memory, width: int, room: int, hue: str, glyphs: Glyphs) -> list[Row]:
    """Return a bar for each queue and each end of a pipe: those that carry most, in the order they were made."""
    most = max([LEAST, *(channel.through for channel in seen.channels)])
    large = sorted(seen.channels, key=lambda channel: channel.through)[-max(0, room) :] if room > 0 else []
    rows: list[Row] = []
    for channel in seen.channels:
        if channel in large:
            size = numbers.size_of(channel.through, 9)
            cells = max(4, width - 12 - 2 - len(size))
            bar = bars.solid(channel.through / most, cells, hue, glyphs)
            rows.append(join(plain(fit(channel.name, 12), "muted"), bar, plain(f"  {size}")))
    return rows
