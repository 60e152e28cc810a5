"""What happened, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import framed, plain
from tui.boards.sheet import Sheet
from tui.draw import numbers
from tui.draw.cells import Row, fit, fit_name


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line: when, who, what."""

    at_s: float
    who: str
    hue: str
    text: str


@dataclass(frozen=True, slots=True)
class EventsView:
    """The newest last."""

    lines: tuple[EventLine, ...]
    dropped: int = 0


def paint(view: EventsView, sheet: Sheet) -> Sequence[Row]:
    """`00:03.31  P3    task 58 done in 12 ms`."""
    inner = sheet.inner
    shown = view.lines[-max(0, sheet.room) :]
    who = max(5, min(inner // 4, max((len(line.who) for line in shown), default=0)))
    rows = [_line(line, who, inner) for line in reversed(shown)]
    dropped = f"{numbers.grouped(view.dropped)} dropped · " if view.dropped else ""
    return framed(rows or [plain("nothing yet", "muted")], sheet, title="events", facts=f"{dropped}newest first")


def _line(line: EventLine, who: int, width: int) -> Row:
    text = fit(line.text, width - 11 - who)
    return (
        (f"{numbers.clock(line.at_s, 2)}  ", "muted"),
        (fit_name(line.who, who) + " ", f"{line.hue} bold"),
        (text, "foreground"),
    )
