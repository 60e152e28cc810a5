"""Chunks that are too large: a lane for each worker, and how long one works on alone."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import BLANK, framed, lines_of, plain
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.variants import shown_readings, turn_of
from tui.draw.cells import Row, apart, fit, join
from tui.draw.glyphs import Glyphs
from tui.draw.parts.task_lanes import lane
from tui.model.readings.tiny import split
from tui.model.state.gantt import TaskSpan
from tui.model.state.state import ComparisonState, RunState
from tui.model.tiny.crossover import OWN
from tui.model.tiny.split import IDLE
from tui.model.tiny.words import LARGE, known, seconds, stair_words
from tui.model.workers.hues import hues_of
from tui.model.workers.names import every_name
from tui.words.numbers import grouped, plural

MOST_LANES = 8


class ChunkLane(Struct, frozen=True):
    """One worker."""

    name: str
    hue: str
    spans: tuple[TaskSpan, ...]
    says: str
    """How long it was idle at the end."""


class ChunkView(Struct, frozen=True):
    """One run with chunks that are too large."""

    lanes: tuple[ChunkLane, ...] = ()
    from_s: float = 0.0
    until_s: float = 0.0
    says: tuple[str, ...] = ()
    """What came of it."""
    facts: str = ""
    focused: bool = False


def _view(frame: Frame, _: int) -> ChunkView:
    state, focused = frame.comparison.state, frame.look.zoomed == "large-chunk"
    told = dict(state.header.knobs) if state.header else {}
    chunk = told.get("chunk", "")
    facts = f"chunks of {grouped(int(chunk))}" if chunk.isdecimal() else ""
    run = state.newest(LARGE)
    its = split(run) if run is not None else None
    if run is None or its is None or not its.workers:
        reading = next((reading for reading in shown_readings(frame.comparison) if reading.name == LARGE), None)
        waits = reading is not None and reading.phase == "waiting"
        says = (turn_of(frame.comparison) or "The same pool with chunks that are too large.") if waits else "runs"
        return ChunkView(says=(says if reading is not None else "Not among the variants of this run.",), facts=facts,
                         focused=focused)  # fmt: skip
    spans = {found.who: found.spans for found in run.gantt}
    names, hues = every_name(state, run), hues_of(state, run)
    lanes = tuple(
        ChunkLane(
            names.get(worker.who, "") if worker.who else "–",
             hues.get(worker.who, "process") if worker.who else "muted",
            spans.get(worker.who, ()) if worker.who else (), _idle(worker.parts[IDLE], worker.tasks, its.is_over),
        )
        for worker in its.workers[:MOST_LANES]
    )  # fmt: skip
    until_s = its.from_s + (its.whole_s if its.is_over else max(its.whole_s, 1e-3))
    return ChunkView(lanes, its.from_s, until_s, _said(state, run), facts, focused)


def _idle(idle_s: float, tasks: int, is_over: bool) -> str:
    if not is_over:
        return ""
    return f"idle {seconds(idle_s)}" if tasks else "no task"


def _said(state: ComparisonState, run: RunState) -> tuple[str, ...]:
    """Return how long one waited for another, and what the pool's own chunks took."""
    stair = stair_words(run)
    here, own = known(state, LARGE), known(state, OWN)
    if here is None or own is None or not own.tasks:
        return (stair,) if stair else ()
    chunk = max(1, round(own.calls / own.tasks))
    how = f"{plural(own.tasks, 'chunk')} of about {grouped(chunk)}"
    return stair, f"{seconds(here.whole_s)}, and {seconds(own.whole_s)} with the pool's own choice: {how}."


def paint(view: ChunkView, sheet: Sheet) -> Sequence[Row]:
    """The lanes on one clock, and what came of it."""
    inner, room, glyphs = sheet.inner, sheet.room, sheet.glyphs
    said = [line for text in view.says if text for line in lines_of([plain(text)], inner)]
    lanes = _lanes(view, inner, glyphs)[: max(0, room)]
    left = room - len(lanes)
    axis = [_axis(view, inner)] if lanes and left > 2 else []
    blank = [BLANK] if left >= len(said) + len(axis) + 2 else []
    body = [*blank, *lanes, *axis, *([BLANK] if blank and said else []), *said]
    return framed(body, sheet, title="too large a chunk", facts=view.facts, focused=view.focused)


def _lanes(view: ChunkView, width: int, glyphs: Glyphs) -> list[Row]:
    label = max((len(row.name) for row in view.lanes), default=0) + 1
    tail = max((len(row.says) for row in view.lanes), default=0) + 1
    cells = width - label - tail
    return [
        join(
            plain(fit(row.name, label), f"{row.hue} bold"),
            lane(row.spans, view.from_s, view.until_s, cells, row.hue, glyphs=glyphs, has_shades=True,
                 labels=[(f"{grouped(span.calls)} tasks", grouped(span.calls)) for span in row.spans]),
            plain(row.says.rjust(tail), "muted"),
        )
        for row in view.lanes
    ]  # fmt: skip


def _axis(view: ChunkView, width: int) -> Row:
    label = max((len(row.name) for row in view.lanes), default=0) + 1
    tail = max((len(row.says) for row in view.lanes), default=0) + 1
    until = plain(seconds(view.until_s - view.from_s), "muted")
    return join(plain(" " * label), apart(plain("0", "muted"), until, width - label - tail))


def _rows(room: Room) -> int:
    return 0


def _columns(room: Room) -> int:
    return 0 if room.kind == "compact" else max(38, room.width * 2 // 5)


BOARD = Board(
    "large-chunk", paint, _view, title="too large a chunk", foot=_rows, foot_columns=_columns, moves=False, zooms=True
)
