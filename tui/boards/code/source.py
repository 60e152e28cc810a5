"""What the source panel and the box of lines show: which program, who is where in it, what to keep in sight."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path, PurePosixPath

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.code import source_panel
from tui.boards.code.source_panel import SourceView, noted
from tui.boards.frame import Frame
from tui.draw.cells import Ink
from tui.draw.source import Present
from tui.feeds.live.plan import shown_path
from tui.model.state.state import RunState, WorkerState
from tui.model.workers.hot_lines import top_lines
from tui.model.workers.hues import hues_of
from tui.model.workers.names import shown_names
from tui.play.comparison import Comparison
from tui.play.edited import copy_of, shown_home
from tui.telemetry.vocabulary import Reason
from tui.telemetry.who import Who
from tui.words.numbers import percent

LINES_HZ = 5
"""How often the workers' lines are asked for while the source is on the screen: as often as the boards move."""

HOT = 0.05
"""Share of the CPU from which on a line is marked."""
FOR_OTHERS = ("lock", "queue", "join", "loop")
"""Waits that are said of a line only where it was seen there waiting for that: a line and a sample are of two moments.
"""


class Found(Struct, frozen=True):
    """A worker of the run that is on."""

    name: str
    hue: Ink
    reason: Reason
    """What it did when it was seen in its line; where that is not known what it mostly does."""
    worker: WorkerState
    line: int | None
    """Its line of the program that is shown, where it and the reason are of one moment."""


def view(frame: Frame, _: int = 0) -> SourceView:
    """Return the source that is shown, and who is where in it."""
    comparison, look = frame.comparison, frame.look
    scenario, told = comparison.lesson, comparison.state.header
    hide = "c hide" if look.is_code_open else ""
    if scenario is None:
        says = "The source is not in the recording." if comparison.is_replay else ""
        return SourceView(told.program if told else "source", "", hint=hide, says=says)
    if comparison.is_replay and told is not None and told.program == shown_path(copy_of(scenario.program)):
        says = "This was recorded with a person's own copy of the program, which is not in the recording."
        return SourceView(told.program, "", hint=hide, says=says)
    text = text_of(comparison)
    if not text and comparison.is_own:
        says = f"The source of {told.program if told else scenario.title} was not found in a Python file."
        return SourceView(shown_path(scenario.program), "", hint=hide, says=says)
    edit = "" if comparison.is_replay or comparison.is_own else "e edit"
    here = [(found, found.line) for found in workers_at(comparison)]
    notes = tuple((note.text, note.says) for note in scenario.notes)
    lines_noted = sorted(noted(text, notes))
    sight = tuple(lines_noted[look.note : look.note + 1]) if look.note >= 0 else ()
    return SourceView(
        path=f"{scenario.program.name} · edited copy" if comparison.copy else shown_path(scenario.program),
        text=text,
        words=tuple((v.word, v.hue) for v in scenario.variants if v.word),
        notes=notes,
        note=look.note,
        first=look.code_first,
        sight=_sight(here) if look.follows_workers else sight,
        present=tuple(
            (line, Present(at.name, at.hue, at.worker.line_waits is not None or at.reason == "gil"))
            for at, line in here
            if line is not None
        ),
        held=_held(comparison, here, text),
        hot=_hot(comparison),
        hint="E original · e edit" if comparison.copy else " · ".join(part for part in (edit, hide) if part),
        trouble=look.trouble,
        copy=shown_home(comparison.copy.path) if comparison.copy else "",
    )


def _held(comparison: Comparison, here: list[tuple[Found, int | None]], text: str) -> tuple[tuple[int, Present], ...]:
    """Return the lines at which somebody took a lock that it holds."""
    run = comparison.state.newest()
    if run is None:
        return ()
    from tui.boards.code.holders import held_at  # noqa: PLC0415 - before a run nobody holds anything

    return tuple(
        (taken, Present(at.name, at.hue, holds=True))
        for at, line in here
        if line is not None
        for taken in held_at(run, at.worker.who, line, text)
    )


def is_copy_shown(comparison: Comparison) -> bool:
    """Whether what is shown is a person's copy: that of the play, and before there is one that of the next run."""
    told, lesson = comparison.state.header, comparison.lesson
    if told is None or lesson is None:
        return comparison.copy is not None
    return told.program == shown_path(copy_of(lesson.program))


def text_of(comparison: Comparison) -> str:
    """Return the source that is shown; nothing when there is none."""
    if comparison.copy is not None:
        return comparison.copy.text.expandtabs(4)
    if comparison.lesson is None:
        return ""
    told = comparison.state.header
    is_own = comparison.is_own
    return _text(comparison.lesson.program, is_own, told.recorded_at if told and is_own else 0.0)


@lru_cache(maxsize=32)
def _text(program: Path, is_own: bool, played_at: float) -> str:
    """Return a program's source; a person's own may change between two plays, and where there is none it is empty."""
    try:
        return program.read_text(encoding="utf-8", errors="replace").expandtabs(4)
    except OSError as error:
        return "" if is_own else f"# {program.name} cannot be read: {error.strerror}"


def _program(comparison: Comparison) -> Path:
    """Return the program that is shown, which the next run will run."""
    assert comparison.lesson is not None
    return comparison.copy.path if comparison.copy else comparison.lesson.program


def workers_at(comparison: Comparison) -> list[Found]:
    """Return the workers of the run that is on, named as in the lanes, and the main thread where it has a line."""
    state = comparison.state
    run = state.newest()
    if run is None or run.phase == "over" or state.header is None or comparison.lesson is None:
        return []
    reading = next((r for r in comparison.readings if r.name == run.variant), None)
    if reading is None:
        return []
    shown = shown_path(_program(comparison))
    program = shown if state.header.program == shown or comparison.is_own else ""
    threads = {worker.who: worker for worker in run.workers}
    names, hues = shown_names(state, run), hues_of(state, run)
    found: list[Found] = []
    for lane in reading.lanes:
        worker = threads.pop(lane.who, None)
        if worker is not None and worker.ended_s is None:
            name = names.get(lane.who, lane.label)
            found.append(Found(name, hues[lane.who], *_at(worker, lane.reason, program)))
    if (main := _main(run, threads)) is not None:
        found.append(Found("main", hues[main.who], *_at(main, main.reason, program)))
    return found


def _at(worker: WorkerState, mostly: Reason, program: str) -> tuple[Reason, WorkerState, int | None]:
    """Return what a worker does and in which line; the line is left out where it waits, but was not seen there so."""
    line = _line(worker, program)
    if line is None or worker.line_waits is not None:
        return worker.line_waits or mostly, worker, line
    reason = next((found for found in (mostly, worker.reason) if found not in FOR_OTHERS), mostly)
    return reason, worker, None if reason in FOR_OTHERS else line


def _main(run: RunState, threads: dict[Who, WorkerState]) -> WorkerState | None:
    """Return the program's main thread, when it is none of the lanes."""
    pids = {process.pid for process in run.processes if process.role == "main"}
    mains = (w for w in threads.values() if w.pid in pids and w.role == "main" and w.ended_s is None)
    return next(mains, None)


def _line(worker: WorkerState, program: str) -> int | None:
    """Return a worker's line when it is in this program."""
    return worker.line[1] if worker.line is not None and program and _is_in(worker.line[0], program) else None


def _is_in(path: str, program: str) -> bool:
    """Whether a line is one of this program.

    The probe tells a path as seen from the folder the program runs in, or only its name when it lies elsewhere.
    """
    parts, wanted = PurePosixPath(path.replace("\\", "/")).parts, PurePosixPath(program).parts
    return parts[-2:] == wanted[-len(parts[-2:]) :]


def _hot(comparison: Comparison) -> tuple[tuple[int, str], ...]:
    """Return the lines of the program that took the CPU of the newest run, with their shares."""
    run = comparison.state.newest()
    if run is None:
        return ()
    program = shown_path(_program(comparison))
    lines = (line for line in top_lines(run) if line.share >= HOT and _is_in(line.path, program))
    return tuple((line.line, percent(line.share)) for line in lines)


def _sight(here: list[tuple[Found, int | None]]) -> tuple[int, ...]:
    """Return the lines to keep on the screen: the workers', and the main thread's where nobody else has one."""
    workers = tuple(line for at, line in here if line is not None and at.name != "main")
    return workers or tuple(line for _, line in here if line is not None)


BOARD = Board("code", source_panel.paint, view)
