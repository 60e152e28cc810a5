"""How long workers take to their first line, by the way in which they are made: of a lesson, or of any program."""

from __future__ import annotations

from tui.boards.birth import birth_rows
from tui.boards.birth.birth_rows import BirthsView, Line, millis
from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.sheet import choosing
from tui.boards.side import Presented, PresenterSide
from tui.boards.space import Room
from tui.boards.speed.variant_panel import FAILED
from tui.boards.variants import shown_readings, turn_of
from tui.model.birth.births import PROCESSES, Births, births
from tui.model.birth.guard import warned
from tui.model.birth.words import died, without
from tui.model.speed.readings import VariantReading
from tui.model.state.state import RunState
from tui.play.comparison import Comparison
from tui.words.numbers import decimal, listed, plural

NOTES = {
    "thread": "no new process, no new interpreter",
    "fork": "a copy of main as it is: imports and all",
    "os.fork": "a copy of the program as it is",
}
"""What is new about a worker, by its way."""


def _view(frame: Frame, _: int) -> BirthsView | None:
    comparison = frame.comparison
    focused = frame.look.zoomed == "births"
    return _own(comparison, focused) if comparison.is_own else _lesson(comparison, focused)


def _own(comparison: Comparison, focused: bool) -> BirthsView | None:
    run = comparison.state.newest()
    if run is None or not births(run):
        return None
    lines = tuple(Line(its.method, "process", its, NOTES.get(its.method, "")) for its in births(run))
    return BirthsView(lines, "", _helpers(run), warned(run) or "", focused, is_own=True)


def _lesson(comparison: Comparison, focused: bool) -> BirthsView:
    readings = [reading for reading in shown_readings(comparison) if not _is_guard(comparison, reading)]
    newest = {reading.name: comparison.state.newest(reading.name) for reading in readings}
    runs = [run for run in newest.values() if run is not None]
    helpers = max((_helpers(run) for run in runs), key=len, default="")
    warning = next((f"fork: {said}" for run in runs if (said := warned(run))), "")
    lines = tuple(_line(comparison, reading, newest[reading.name]) for reading in readings)
    return BirthsView(lines, _imports(comparison), helpers, warning, focused)


def _is_guard(comparison: Comparison, reading: VariantReading) -> bool:
    """Whether a variant is there for what happens without the guard, which another board shows."""
    return reading.name == "no-guard"


def _line(comparison: Comparison, reading: VariantReading, run: RunState | None) -> Line:
    found = births(run) if run else ()
    its = next((its for its in found if its.method == reading.name), None)
    has_memory = reading.name in PROCESSES
    if its is not None:
        return Line(reading.name, reading.hue, its, NOTES.get(reading.name, ""), has_memory=has_memory)
    instead, is_bad = _instead(comparison, reading, run)
    return Line(reading.name, reading.hue, None, "", instead, is_bad, has_memory)


def _instead(comparison: Comparison, reading: VariantReading, run: RunState | None) -> tuple[str, bool]:
    if run is not None and (lost := died(run)):
        whose = "its" if lost == 1 else "their"
        return f"✗ {plural(lost, 'worker')} died{without(run)} before {whose} first line", True
    if reading.phase in FAILED:
        return f"✗ {reading.message or reading.phase}", True
    if reading.phase in ("starting", "running"):
        return "is being born", False
    if reading.phase == "waiting":
        return turn_of(comparison) or NOTES.get(reading.name, "has not run"), False
    return "no birth was told" if reading.phase == "ended" else reading.phase, False


def _imports(comparison: Comparison) -> str:
    told = comparison.state.header
    count = dict(told.knobs).get("imports", "") if told else ""
    return f"{plural(int(count), 'heavy import')}" if count.isdigit() else ""


def _helpers(run: RunState) -> str:
    """Return the processes that do the bookkeeping: `fork server 9.8 MB, resource tracker 8.1 MB`."""
    found: dict[str, int] = {}
    for process in run.processes:
        if process.role == "helper":
            found[process.name or "helper"] = max(found.get(process.name or "helper", 0), process.most_memory_bytes)
    return listed([f"{name} {decimal(size / 1e6, 1)} MB" if size else name for name, size in found.items()])


def _wants(comparison: Comparison) -> int:
    if not comparison.is_own:
        return 8
    run = comparison.state.newest()
    found = births(run) if run else ()
    return min(10, len(found) + 3) if found else 0


def _sides(frame: Frame) -> tuple[PresenterSide, ...]:
    """Return up to three ways for a room: those that took least and most, and one between."""
    view = _view(frame, 0)
    ranked = sorted((line for line in view.lines if line.births), key=_middle_s) if view else []
    if view is None or not ranked:
        return tuple(PresenterSide(line.name, line.hue, line.note) for line in (view.lines[:3] if view else ()))
    picked = [ranked[0], *([ranked[1]] if len(ranked) > 2 else []), *([ranked[-1]] if len(ranked) > 1 else [])]
    slowest = _middle_s(ranked[-1])
    return tuple(
        PresenterSide(
            line.name, line.hue, line.note, (millis(_middle_s(line)).removesuffix(" ms"),), "",
            ("ms to the first line", "ms"), "", (_middle_s(line) / slowest if slowest else 0.0,),
        )
        for line in picked
    )  # fmt: skip


def _middle_s(line: Line) -> float:
    its: Births | None = line.births
    return its.middle.total_s if its else 0.0


def _column(room: Room) -> int:
    return min(room.wants + 2, room.height // 3)


BOARD = Board(
    "births", birth_rows.paint, _view, title="how workers were started", wants=_wants, least=5, moves=False,
    column=_column, clicked=choosing, sides=_sides, presented=Presented(birth_rows.bare),
    count=lambda run: str(sum(len(its.each) for its in births(run))),
)  # fmt: skip
