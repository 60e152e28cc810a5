"""A lane for each worker at a queue: when it was at work, when it waited, and for what."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board, of_run
from tui.boards.frame import Frame
from tui.boards.framed import framed, plain
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.variants import shown_run
from tui.draw import numbers
from tui.draw.cells import Ink, Piece, Row, apart, fit, join, merge
from tui.draw.glyphs import Glyphs
from tui.model.queue.readings import NOTHING, QueueReading, WorkerReading, queue_reading
from tui.model.state.state import RunState

TALLEST = 3
"""Rows of a lane where there is room."""
LOWEST, LIKELY = 6, 5
"""Rows of the lowest board, and lanes of the lesson as it is: what it is given before anybody has come."""


class LanesView(Struct, frozen=True):
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
    tall = tallest(len(workers), room)
    label = 6 if inner >= 60 else 5
    busy = 12 if inner >= 90 else 7
    cells = max(0, inner - label - busy)
    body = [row for worker in shown for row in _lane(worker, (label, cells, busy), tall, glyphs)]
    if len(shown) < len(workers):
        body.append(plain(f"+{len(workers) - len(shown)} more", "muted"))
    if has_axis and workers:
        body.append(_axis(reading, label, cells))
    title = "lanes" if has_axis or len(reading.times) < 2 else f"lanes, {_span(reading, cells)}"
    return framed(body, sheet, title=title, facts=legend(glyphs, inner), focused=view.focused)


def tallest(workers: int, room: int) -> int:
    """Return how many rows a lane takes, so that all and the time below them have room."""
    return max(1, min(TALLEST, (room - 1) // max(1, workers)))


def _lane(worker: WorkerReading, widths: tuple[int, int, int], tall: int, glyphs: Glyphs) -> list[Row]:
    """Return one worker in so many rows; the widths are those of its name, of its lane, of its share."""
    label, cells, busy = widths
    ink: Ink = worker.hue
    seen = worker.phases[-cells:] if cells else ""
    letters = [seen[place * len(seen) // cells] for place in range(cells)] if seen else [" "] * cells
    there = len(seen) - seen.count(" ")
    share = numbers.percent(seen.count("b") / there if there else None, 5)
    said = f"{share} busy" if busy >= 12 else share
    rows = [merge(looks[letter] for letter in letters) for looks in _looks(ink, tall, glyphs)]
    name = plain(fit(worker.name, label - 1) + " ", f"{ink} bold")
    blank, first = plain(" " * label), (tall - 1) // 2
    return [
        join(name if y == first else blank, row, plain(said.rjust(busy) if y == first else "", "muted"))
        for y, row in enumerate(rows)
    ]


def _looks(ink: Ink, tall: int, glyphs: Glyphs) -> list[dict[str, Piece]]:
    """Return how each letter is drawn in each row of a lane, the upper one first: what is busy fills all of them."""
    foot = looks_of(ink, glyphs)
    above = {letter: (" ", its) for letter, (_, its) in foot.items()}
    full = (glyphs.solid, ink)
    if tall == 1:
        return [foot]
    return [{**above, "b": foot["b"]}, *[{**above, "b": full}] * (tall - 2), {**foot, "b": full}]


def _axis(reading: QueueReading, label: int, cells: int) -> Row:
    """Return the row below the lanes: how long ago they begin, and now; when it is over the seconds of the run."""
    seen = reading.times[-cells:] if cells else ()
    if len(seen) < 2:
        return ()
    began, ends = f"-{seen[-1] - seen[0]:.0f} s", "now"
    if reading.is_over:
        began, ends = f"{seen[0]:.1f} s", f"{seen[-1]:.1f} s"
    return join(plain(" " * label), apart(plain(began, "muted"), plain(ends, "muted"), cells))


def _span(reading: QueueReading, cells: int) -> str:
    """Return the time that the lanes tell of, where there is no axis."""
    seen = reading.times[-cells:] if cells else reading.times
    span_s = seen[-1] - seen[0]
    return f"{span_s:.0f} s in all" if reading.is_over else f"last {span_s:.0f} s"


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


def _wants(run: RunState) -> int:
    """Return how many lanes there are."""
    reading = queue_reading(run)
    return sum(not worker.by_hand for worker in (*reading.producers, *reading.consumers)) or LIKELY


def _rows(room: Room) -> int:
    """Return the rows at the foot: as high as what it holds, and at most a third of the stage."""
    most = max(7, room.height // 3) if room.kind == "compact" else room.height // 3
    return min(most, max(LOWEST, room.wants * tallest(room.wants, most - 2) + 3))


def _column(room: Room) -> int:
    return max(7, room.height // 3)


BOARD = Board("lanes", paint, _view, wants=of_run(_wants, LIKELY), foot=_rows, column=_column, moves=False)
