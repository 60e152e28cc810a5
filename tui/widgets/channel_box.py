"""The inside of the box between processes that share no memory: what goes through queues and pipes instead."""

from __future__ import annotations

from tui.draw import digits, numbers
from tui.draw.cells import Row, pad
from tui.draw.glyphs import Glyphs
from tui.widgets.framed import BLANK, plain, wrapped
from tui.widgets.memory_view import MemoryView

ALONE = "Each painter paints in its own memory; nobody else can see it until it is sent."


def body(view: MemoryView, width: int, room: int, glyphs: Glyphs) -> list[Row]:
    """Return the rows: how much went through so far, what that is, and why there is no picture."""
    seen = view.seen
    assert seen is not None
    amount, unit = numbers.size_of(seen.through, 0, glyphs).split()
    big = digits.big(amount, glyphs, f" {unit}") if room >= 9 else ()
    counted = [plain(line, view.hue) for line in big] or [
        plain(f"{numbers.size_of(seen.through, 0, glyphs)} went through", f"{view.hue} bold")
    ]
    went = f"in {numbers.grouped(seen.messages)} messages, their wrapping and the words between counted too"
    where = "the queue and pipes" if view.variant == "queue" else "pipes"
    rows = [BLANK, *counted] if room >= 9 else counted
    rows += wrapped(plain(f"through {where}, {went}", "muted"), width)
    if seen.copied is not None:
        says = f"{numbers.size_of(seen.copied, 0, glyphs)} of it were the picture, says the program"
        rows += wrapped(plain(says), width)
    alone = wrapped(plain(ALONE), width)
    if room - len(rows) > len(alone) + 2:
        rows.append(BLANK)
    rows += alone[: max(0, room - len(rows))]
    return [pad(row, width) for row in rows]
