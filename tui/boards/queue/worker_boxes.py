"""The boxes beside a queue: who puts, who takes, and what each of them does now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw import bars, numbers
from tui.draw.cells import Ink, Row, apart, fit, join
from tui.draw.glyphs import Glyphs
from tui.model.queue.readings import QueueReading, WorkerReading

PRODUCER: Ink = "thread"
CONSUMER: Ink = "process"
LEAVING = "has left: its items wait to be sent", "left: items to send", "items to send"
"""What is said of a process that cannot end yet: its helper thread still has items to write to the pipe."""


def side_box(reading: QueueReading, title: Literal["producers", "consumers"], sheet: Sheet) -> list[Row]:
    """Return the box of one side: as many rows for each worker as there is room for."""
    workers = reading.producers if title == "producers" else reading.consumers
    hue = PRODUCER if title == "producers" else CONSUMER
    margin = margin_of(sheet.width)
    inner = sheet.width - 2 - 2 * margin
    rows_each, first, shown = stacking(len(workers), sheet.room)
    body: list[Row] = [BLANK] * first
    for worker in living_first(workers)[:shown]:
        body += _worker(worker, inner, rows_each, sheet.glyphs)
    if shown < len(workers):
        body = body[: sheet.height - 3]
        body.append(plain(f"+{len(workers) - shown} more", "muted"))
    if not workers and reading.unseen:
        body = [BLANK, *wrapped(plain("none has done anything yet", "muted"), inner)]
    own = [worker for worker in workers if not worker.by_hand]
    there = sum(worker.phase != "gone" for worker in own)
    facts = str(there) if there == len(own) else f"{there} of {len(own)}"
    return framed(body, sheet, title=title, facts=facts, hue=hue, margin=margin)


def _worker(worker: WorkerReading, width: int, rows: int, glyphs: Glyphs) -> list[Row]:
    ink: Ink = worker.hue
    is_gone = worker.phase == "gone" or worker.by_hand
    disc, state = disc_of(worker)
    ident = f"  {worker.pid if worker.is_process else worker.tid}"
    name = plain(fit(worker.name, min(len(worker.name), 8)), "muted" if is_gone else f"{ink} bold")
    count = f"{'made' if worker.is_producer else 'took'} {numbers.grouped(worker.count)}"
    head = apart(join(name, plain(ident, "muted")), ((disc, state),), width)
    says = plain(_words(worker, width), state)
    if rows == 1:
        brief = numbers.grouped(worker.count)
        return [apart(join(name, plain(f" {_brief(worker)}", state)), plain(f"{brief} {disc}", state), width)]
    if rows == 2:
        counted = numbers.grouped(worker.count)
        says = plain(_words(worker, width - len(counted) - 2), state)
        return [head, apart(says, plain(f"  {counted}"), width)]
    reason = wrapped(plain(LEAVING[0], state), width) if worker.phase == "leaving" and not worker.by_hand else []
    if rows >= 4 and len(reason) == 2:
        return [head, *reason, plain(count), *[BLANK] * (rows - 4)]
    body = [head, says, plain(count)]
    if rows >= 4 and not worker.by_hand:
        busy = f" {numbers.percent(worker.share, 5)} busy"
        bar = bars.progress(worker.share, width - len(busy), "faint" if is_gone else ink, glyphs)
        body.append(join(bar, plain(busy, "muted")))
    return [*body, *[BLANK] * (rows - len(body))]


def margin_of(width: int) -> int:
    """Return the columns of space inside a box of this width."""
    return 2 if width >= 24 else 1


def stacking(count: int, room: int) -> tuple[int, int, int]:
    """Return the rows that each worker gets, the blank rows above the first, and how many workers are drawn."""
    for rows in (5, 4, 3, 2, 1):
        if count * rows - (rows > 3) <= room - (rows > 3):
            return rows, 1 if rows > 3 else 0, count
    return 1, 0, max(0, room - 1)


def living_first(workers: Sequence[WorkerReading]) -> list[WorkerReading]:
    """Return the workers in the order in which they are drawn: those that are gone last."""
    return sorted(workers, key=lambda worker: worker.phase == "gone")


def disc_of(worker: WorkerReading) -> tuple[str, Ink]:
    """Return the sign of what a worker does: at work, waiting, not there; and its ink."""
    if worker.by_hand or worker.phase == "gone":
        return "·", "muted"
    ink: Ink = worker.hue
    return "●" if worker.phase == "busy" else "○", {"busy": ink, "full": "bad"}.get(worker.phase, "muted")


def _words(worker: WorkerReading, width: int) -> str:
    """Return what a worker does, in words; how long it has waited where there is room."""
    if worker.by_hand:
        return "by hand"
    if worker.phase == "leaving":
        return next((words for words in LEAVING if len(words) <= width), LEAVING[-1])
    said = {"full": "waits: full", "empty": "waits: empty", "idle": "idle", "gone": "has ended"}.get(
        worker.phase, "making" if worker.is_producer else "working"
    )
    if len(said) > width:
        return worker.phase if worker.phase in ("full", "empty") else "ended" if worker.phase == "gone" else said
    if worker.since_s is not None and worker.since_s >= 1 and width >= len(said) + 7:
        return f"{said} {numbers.span(worker.since_s, 0)}"
    return said


def _brief(worker: WorkerReading) -> str:
    if worker.by_hand:
        return "by hand"
    return {"busy": "", "leaving": "left", "gone": "ended"}.get(worker.phase, worker.phase)
