"""A lane for each worker at a queue: when it was at work, when it waited, and for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import framed, plain
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.variants import shown_run
from tui.draw import numbers
from tui.draw.cells import Ink, Piece, Row, fit, join, merge, pad
from tui.draw.glyphs import Glyphs
from tui.model.queue.readings import NOTHING, QueueReading, WorkerReading, queue_reading


@dataclass(frozen=True, slots=True)
class LanesView:
    """What the board shows."""

    reading: QueueReading
    focused: bool = False


def paint(view: LanesView, sheet: Sheet) -> Sequence[Row]:
    """One row a worker, the newest sample at the right edge."""
    glyphs = sheet.glyphs
    reading = view.reading
    inner, room = sheet.inner, sheet.room
    workers = [worker for worker in (*reading.producers, *reading.consumers) if not worker.by_hand]
    has_axis = room > len(workers) or len(workers) > room >= 6
    shown = workers if len(workers) <= room - has_axis else workers[: max(0, room - has_axis - 1)]
    label = 6 if inner >= 60 else 5
    busy = 12 if inner >= 90 else 7
    cells = max(0, inner - label - busy)
    body = [_lane(worker, worker.hue, (label, cells, busy), glyphs) for worker in shown]
    if len(shown) < len(workers):
        body.append(plain(f"+{len(workers) - len(shown)} more", "muted"))
    if has_axis and workers:
        body.append(_axis(reading.times, label, cells))
    title = "lanes" if has_axis or len(reading.times) < 2 else f"lanes, last {_span_s(reading.times, cells):.0f} s"
    return framed(body, sheet, title=title, facts=legend(glyphs, inner), focused=view.focused)


def _lane(worker: WorkerReading, ink: Ink, widths: tuple[int, int, int], glyphs: Glyphs) -> Row:
    """Return one worker; the widths are those of its name, of its lane, of its share."""
    label, cells, busy = widths
    looks = looks_of(ink, glyphs)
    seen = worker.phases[-cells:] if cells else ""
    lane: list[Piece] = [(" " * (cells - len(seen)), "muted"), *(looks[letter] for letter in seen)]
    there = len(seen) - seen.count(" ")
    share = numbers.percent(seen.count("b") / there if there else None, 5)
    said = f"{share} busy" if busy >= 12 else share
    name = plain(fit(worker.name, label - 1) + " ", f"{ink} bold")
    return join(name, merge(lane), plain(said.rjust(busy), "muted"))


def _axis(times: Sequence[float], label: int, cells: int) -> Row:
    """Return the row below the lanes: how long ago they begin, and now."""
    seen = times[-cells:] if cells else ()
    if len(seen) < 2:
        return ()
    began = f"-{_span_s(times, cells):.0f} s"
    place = label + max(0, cells - len(seen))
    row = plain(" " * place + began, "muted")
    gap = label + cells - 3 - place - len(began)
    return pad(join(row, plain(" " * gap + "now", "muted")) if gap > 0 else row, label + cells)


def _span_s(times: Sequence[float], cells: int) -> float:
    """Return the time that so many of the newest samples tell of."""
    return times[-1] - times[max(0, len(times) - cells)] if times else 0.0


def looks_of(ink: Ink, glyphs: Glyphs) -> dict[str, Piece]:
    """Return how each letter of `MoverState.phases` is drawn."""
    return {"b": (glyphs.busy, ink), "f": (glyphs.waits, "bad"), "e": (glyphs.idle, "muted"),
            "i": (" ", "muted"), " ": (" ", "muted")}  # fmt: skip


def legend(glyphs: Glyphs, width: int) -> Row:
    """Return `▆ busy   ▂ waits: full   ▁ waits: empty`, shorter where there is little room."""
    looks = looks_of("foreground", glyphs)
    gap = "   " if width >= 90 else "  "
    words = ("busy", "waits: full", "waits: empty") if width >= 60 else ("busy", "full", "empty")
    return join(
        *(
            ((looks[letter][0], looks[letter][1]), (f" {word}{gap if letter != 'e' else ''}", "muted"))
            for letter, word in zip("bfe", words, strict=True)
        )
    )


def _view(frame: Frame, _: int) -> LanesView:
    run = shown_run(frame.comparison, frame.look.focus)
    return LanesView(queue_reading(run) if run else NOTHING, frame.look.zoomed == "lanes")


def _rows(room: Room) -> int:
    return max(7, room.height // 3) if room.kind == "compact" else room.height // 3


def _column(room: Room) -> int:
    return max(7, room.height // 3)


BOARD = Board("lanes", paint, _view, foot=_rows, column=_column, moves=False)
