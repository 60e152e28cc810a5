"""The workers of the run that is on, and at which line of the source each of them is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.code.source import workers_at
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, plain, wrapped
from tui.boards.sheet import Sheet
from tui.draw import reasons
from tui.draw.cells import Ink, Row, fit, fit_name
from tui.draw.glyphs import Glyphs
from tui.model.state.state import WorkerState
from tui.telemetry.vocabulary import Reason
from tui.words.reasons import wording


class WorkerAt(Struct, frozen=True):
    """One worker."""

    name: str
    """As in the lanes: `P1`."""
    id: int
    """Process id; for a thread its thread id."""
    hue: Ink
    reason: Reason
    """What it mostly does or waits for."""
    line: int | None
    """None where it is not known."""


class LinesView(Struct, frozen=True):
    """The workers, or why there are none."""

    workers: tuple[WorkerAt, ...] = ()
    says: str = ""


def paint(view: LinesView, sheet: Sheet) -> Sequence[Row]:
    """`P6  40506  waits: lock   15`."""
    glyphs, inner, room = sheet.glyphs, sheet.inner, sheet.room
    body: list[Row] = [BLANK] if room > 6 else []
    if view.says:
        body += wrapped(plain(view.says, "muted"), inner)
    shown = room - len(body)
    if len(view.workers) > shown:
        shown -= 1
    name = max(5, min(16, inner // 3, max(len(worker.name) for worker in view.workers) + 1)) if view.workers else 5
    body += [_worker(worker, name, inner, glyphs) for worker in view.workers[:shown]]
    if more := len(view.workers) - shown:
        body += [plain(f"and {more} more", "muted")] if more > 0 else []
    return framed(body, sheet, title="workers", facts="at line")


def _worker(worker: WorkerAt, name: int, width: int, glyphs: Glyphs) -> Row:
    line = "–" if worker.line is None else str(worker.line)
    ink = reasons.look(worker.reason, worker.hue, glyphs).ink
    return (
        (fit_name(worker.name, name - 1) + " ", f"{worker.hue} bold"),
        (fit(str(worker.id), 9), "muted"),
        (fit(wording(worker.reason).short, max(0, width - 15 - name)), ink),
        (fit(line, 6, "right"), "foreground"),
    )


def _view(frame: Frame, _: int) -> LinesView:
    comparison = frame.comparison
    found = workers_at(comparison)
    if not found:
        return LinesView(says="Nobody is at work." if comparison.is_on or comparison.is_replay else "Nothing runs.")
    return LinesView(tuple(WorkerAt(at.name, _id(at.worker), at.hue, at.reason, at.line) for at in found))


def _id(worker: WorkerState) -> int:
    return worker.pid if worker.kind == "process" else worker.tid


BOARD = Board("lines", paint, _view)
