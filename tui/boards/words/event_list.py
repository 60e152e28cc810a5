"""What happened, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import framed, inner_width, margin_for, plain
from tui.draw import numbers
from tui.draw.cells import Row, fit, fit_name
from tui.widgets.board import Board


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


class EventList(Board[EventsView]):
    """`00:03.31  P3    task 58 done in 12 ms`."""

    def paint(self, view: EventsView, width: int, height: int) -> Sequence[Row]:
        inner = inner_width(width)
        shown = view.lines[-max(0, height - 2) :]
        who = max(5, min(inner // 4, max((len(line.who) for line in shown), default=0)))
        rows = [self._line(line, who, inner) for line in reversed(shown)]
        dropped = f"{numbers.grouped(view.dropped)} dropped · " if view.dropped else ""
        return framed(
            rows or [plain("nothing yet", "muted")],
            width,
            height,
            title="events",
            facts=f"{dropped}newest first",
            glyphs=self.glyphs,
            margin=margin_for(width),
        )

    def _line(self, line: EventLine, who: int, width: int) -> Row:
        text = fit(self.glyphs.spell(line.text), width - 11 - who, more=self.glyphs.more)
        return (
            (f"{numbers.clock(line.at_s, 2, self.glyphs)}  ", "muted"),
            (fit_name(line.who, who, self.glyphs.more) + " ", f"{line.hue} bold"),
            (text, "foreground"),
        )
