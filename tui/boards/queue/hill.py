"""The queue as a room sees it: who puts and who takes, every slot, and the hill of its depth over time."""

from __future__ import annotations

from collections.abc import Sequence

from tui.boards.framed import BLANK, lines_of, plain
from tui.boards.queue.queue_board import QueueView, chart, inside_said, slot_rows
from tui.boards.queue.worker_boxes import CONSUMER, PRODUCER, disc_of, living_first
from tui.boards.sheet import Sheet
from tui.draw.cells import Ink, Row, apart, join
from tui.draw.cells import width as row_width
from tui.model.queue.readings import WorkerReading
from tui.words.numbers import verb

LOOSE = 16
"""Rows from which on the parts are set apart."""


def paint(view: QueueView, sheet: Sheet) -> Sequence[Row]:
    """Everybody in a row, the slots below, and below them the hill, as high as the room allows."""
    rows = lines_of(view.says, sheet.width) if view.says else _picture(view, sheet, sheet.height >= LOOSE)
    return rows[: sheet.height]


def _picture(view: QueueView, sheet: Sheet, loose: bool) -> list[Row]:
    reading, width, height = view.reading, sheet.width, sheet.height
    left = _crew(reading.producers, PRODUCER, "producer", sheet)
    right = _crew(reading.consumers, CONSUMER, "consumer", sheet)
    arrow: Row = ((sheet.glyphs.right, "muted"),)
    sides = [(join(left[n], plain(" "), arrow), join(arrow, plain(" "), right[n])) for n in range(len(left))]
    who = next((apart(*both, width) for both in sides if row_width(both[0]) + row_width(both[1]) + 2 <= width), BLANK)
    gap = [BLANK] if loose else []
    above = [*gap, who, *gap, *slot_rows(reading, width, sheet, roomy=height >= 9, wide=True)]
    where = [plain(text, "muted") for text in inside_said(reading)[:1] if loose]
    above += [*where, *gap]
    whose = f"{reading.variant}: " if reading.variant else ""
    return [*above, *chart(reading, width, height - len(above), sheet.glyphs, whose)]


def _crew(workers: Sequence[WorkerReading], hue: Ink, side: str, sheet: Sheet) -> list[Row]:
    """Return those of one side, in several lengths: each with its name, what it does and its count, then less."""
    alive = [worker for worker in living_first(workers) if not worker.by_hand]
    there = sum(worker.phase != "gone" for worker in alive)
    waits = sum(worker.phase in ("full", "empty") for worker in alive)
    none = f"no {side}" if not alive else f"all {side}s have ended"
    summary = f"{there} {side if there == 1 else side + 's'}, {waits} {verb(waits, 'wait')}" if there else none
    said = plain(summary, f"{hue} bold")
    if not there:
        return [said] * 3
    return [_named(alive, sheet, says=True), _named(alive, sheet, says=False), said]


def _named(workers: Sequence[WorkerReading], sheet: Sheet, *, says: bool) -> Row:
    row: Row = ()
    for place, worker in enumerate(workers):
        disc, ink = disc_of(worker)
        words = {"full": " waits", "empty": " waits", "gone": " ended"}.get(worker.phase, " works" if says else "")
        does = words if says else ""
        name = plain(("   " if place else "") + worker.name, f"{worker.hue} bold")
        row = join(row, name, plain(f" {disc}{does}", ink))
    return row
