"""What becomes of a program without `if __name__ == "__main__":`, by each way to make workers: real, contained runs."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.sheet import Sheet, choosing
from tui.boards.space import Room
from tui.boards.variants import turn_of
from tui.draw.cells import Row, cut, fit, join
from tui.draw.cells import width as row_width
from tui.model.birth.guard import Unguarded, unguarded
from tui.model.birth.words import said_of
from tui.play.comparison import Comparison
from tui.words.numbers import plural

NAME = 13
VARIANT = "no-guard"


class GuardView(Struct, frozen=True):
    """What the program printed of each way so far."""

    ways: tuple[Unguarded, ...] = ()
    instead: str = ""
    left: int | None = None
    """Processes that live on when it is over; None while it is not."""
    swept: int = 0
    """Those that had to be ended then."""
    started: int = 0
    """Processes that it was seen to start."""
    focused: bool = False


def paint(view: GuardView, sheet: Sheet) -> Sequence[Row]:
    """A row a way, below it what Python says, and what is left."""
    inner, room = sheet.inner, sheet.room
    title = 'without if __name__ == "__main__":' if sheet.width >= 50 else "without the guard"
    rows = [_way(way, inner) for way in view.ways] or [plain(view.instead, "muted")]
    error = next((way.error for way in view.ways if way.is_refused), "")
    end = [_end(view, inner)] if view.left is not None and room > len(rows) else []
    said = wrapped(_error(error), inner) if error else []
    spare = room - len(rows) - len(end)
    said = said if spare >= len(said) else said[:spare]
    spare -= len(said)
    before, behind, above = ([BLANK] * (spare >= rank) for rank in (1, 2, 3))
    rows = [*above, *rows, *(before if said else ()), *said, *behind, *end]
    return framed(rows, sheet, title=title, facts="real runs, contained", focused=view.focused)


def _error(error: str) -> Row:
    kind, colon, text = error.partition(":")
    return join(plain(kind, "bad bold"), plain(colon + text))


def _way(way: Unguarded, width: int) -> Row:
    """Return what happened in one way: `spawn  main ran again in the worker: Python refused`."""
    sign, ink = ("✓", "good") if not way.error else ("✗", "bad")
    hue = {"thread": "thread", "interpreter": "third"}.get(way.way, "process")
    row = join(plain(f"{sign} ", ink), plain(fit(way.way, NAME), f"{hue} bold"))
    took = f"{way.took_s:.2f} s"
    text = cut(plain(said_of(way), "foreground" if way.error else "muted"), width - row_width(row) - len(took) - 1, "…")
    gap = width - row_width(row) - row_width(text) - len(took)
    return join(row, text, plain(" " * max(1, gap) + took, "muted"))


def _end(view: GuardView, width: int) -> Row:
    swept = f", {view.swept} of them ended from outside" if view.swept else ""
    left = plain(f"left running {view.left}", "bad" if view.left else "good")
    return cut(join(plain(f"{plural(view.started, 'process')} in all{swept}   ", "muted"), left), width, "…")


def _view(frame: Frame, _: int) -> GuardView:
    comparison = frame.comparison
    run = comparison.state.newest(VARIANT)
    focused = frame.look.zoomed == "guard"
    if run is None:
        instead = turn_of(comparison) or "The program once more, without its last guard: what do its workers do?"
        return GuardView(instead=instead, focused=focused)
    left = sum(its.is_kept for its in run.left) if run.phase == "over" else None
    return GuardView(unguarded(run), "it runs, each way by itself", left, run.swept, len(run.processes), focused)


def _rows(room: Room) -> int:
    ways = 5 if room.kind != "compact" else 4
    return 0 if room.kind == "presenter" else ways + (5 if room.kind != "compact" else 3)


def _wants(comparison: Comparison) -> int:
    return 0 if comparison.is_own else 8


BOARD = Board(
    "guard", paint, _view, title="without the guard", wants=_wants, least=4, moves=False, foot=_rows,
    column=lambda room: 8, clicked=choosing,
)  # fmt: skip
