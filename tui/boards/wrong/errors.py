"""One failure as two saw it: the worker in which it was raised, and the code that asked for the result.

In the lesson on workers that go wrong it is that of the marked case, elsewhere the newest of which it is known where
it came from.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board
from tui.boards.frame import Frame
from tui.boards.framed import framed
from tui.boards.sheet import Sheet
from tui.boards.space import Room
from tui.boards.wrong.marked import marked
from tui.draw.cells import Row, join
from tui.draw.parts.error_pair import Trace, TraceLine, is_beside, traced
from tui.model.state.state import RunState
from tui.model.workers.names import every_name
from tui.model.wrong.cases import Case
from tui.model.wrong.outcomes import TOLD, UNANSWERED, UNTOLD, is_exit
from tui.model.wrong.pair import ErrorPair, newest_pair, pair_of_case
from tui.play.comparison import Comparison
from tui.telemetry.tasks import ErrorDelivered, ErrorSeen, TracedFrame
from tui.words.numbers import span

WORKER, CALLER = "what the worker saw", "what your code saw"
ROWS = 6
TABLE = "told"
"""The board beside which it is about the marked case."""


class ErrorsView(Struct, frozen=True):
    """Both sides."""

    worker: Trace
    caller: Trace
    worker_facts: str = ""
    caller_facts: str = ""


def paint(view: ErrorsView, sheet: Sheet) -> Sequence[Row]:
    """Two frames side by side, or where that is too narrow one above the other; the caller's alone in a low one."""
    worker = view.worker, WORKER, view.worker_facts
    caller = view.caller, CALLER, view.caller_facts
    if is_beside(sheet.width):
        left = sheet.width // 2
        one = _box(*worker, sheet.part(left, sheet.height))
        other = _box(*caller, sheet.part(sheet.width - left, sheet.height))
        return [join(*rows) for rows in zip(one, other, strict=True)]
    if sheet.height < 8:
        return _box(*(caller if view.caller.type or not view.worker.type else worker), sheet)
    upper = sheet.height // 2
    return [
        *_box(*worker, sheet.part(sheet.width, upper)), *_box(*caller, sheet.part(sheet.width, sheet.height - upper)),
    ]  # fmt: skip


def _box(trace: Trace, title: str, facts: str, sheet: Sheet) -> list[Row]:
    rows = traced(trace, sheet.inner, sheet.room, sheet.glyphs)
    return framed(rows, sheet, title=title, facts=facts, hue="bad" if trace.type else "foreground")


def _view(frame: Frame, _: int) -> ErrorsView | None:
    state = frame.comparison.state
    if TABLE in (state.header.boards if state.header else ()):
        return _of_case(frame)
    run = state.newest()
    if run is None:
        return None
    pair = newest_pair(run)
    names = every_name(state, run)
    later = _later(pair.worker, pair.caller)
    return ErrorsView(
        _of_worker(pair, ("No worker was seen to raise one.",)),
        _of_caller(pair, ("It was not seen to reach your code.",)),
        names.get(pair.worker.who, "") if pair.worker else "",
        later if later else names.get(pair.caller.who, "") if pair.caller else "",
    )


def _of_case(frame: Frame) -> ErrorsView:
    found = marked(frame)
    case, tool = found.case, found.tools[found.tool]
    run = frame.comparison.state.newest(tool.name)
    if case is None or run is None:
        says = ("Nothing yet." if tool.name in found.kinds[found.kind].tools else "This cannot happen here.",)
        return ErrorsView(Trace(says=says), Trace(says=says))
    pair = pair_of_case(run, case)
    after = "" if case.after_s is None or case.is_at_hand else f"{tool.called}, after {case.after_s:.2f} s"
    kind = found.kinds[found.kind].name
    return ErrorsView(_of_worker(pair, _silent(case)), _of_caller(pair, _unheard(case)), kind, after)


def _of_worker(pair: ErrorPair, instead: tuple[str, ...]) -> Trace:
    if pair.worker is None and pair.unsent is None:
        return Trace(says=instead)
    if pair.worker is None:
        assert pair.unsent is not None
        return Trace(type=_type(pair.unsent), text=pair.unsent.text, says=("Its result could not be sent.",))
    unsent = (f"It could not be sent: {_type(pair.unsent)}: {pair.unsent.text}",) if pair.unsent else ()
    return Trace(_lines(pair.worker.frames), _type(pair.worker), pair.worker.text, unsent)


def _of_caller(pair: ErrorPair, instead: tuple[str, ...]) -> Trace:
    got = pair.caller or pair.program
    if got is None:
        return Trace(says=instead)
    is_same = pair.worker is not None and got.type == pair.worker.type
    cause = ("The worker's traceback is its cause.",) if is_same and pair.worker and got.pid != pair.worker.pid else ()
    return Trace(_lines(got.frames), _type(got), got.text, cause)


def _type(found: ErrorSeen | ErrorDelivered) -> str:
    return found.type.rpartition(".")[2]


def _lines(frames: tuple[TracedFrame, ...]) -> tuple[TraceLine, ...]:
    return tuple(TraceLine(one.file, one.line, one.function, one.text) for one in frames)


def _later(worker: ErrorSeen | None, caller: ErrorDelivered | None) -> str:
    return f"{span(caller.at_s - worker.at_s)} later" if worker and caller and caller.at_s > worker.at_s else ""


def _silent(case: Case) -> tuple[str, ...]:
    """Return what is said where no exception of a worker was seen."""
    if case.is_at_hand:
        return ("Nothing yet.",)
    how = next((lane.how for lane in case.lanes if lane.how), "")
    if how.startswith("killed"):
        return (f"Nothing: it was {how}, and no line of Python runs after that.",)
    return (f"No exception: it ended with {how}.",) if how else ("No exception was seen in it.",)


def _unheard(case: Case) -> tuple[str, ...]:
    """Return what is said where the code got no exception of a task."""
    if case.is_at_hand:
        return ("It waits.",)
    if is_exit(case.told):
        return (f"No exception: join() returned, and who looks at exitcode sees {case.told[5:]}.",)
    says = {
        UNTOLD: ("Nothing: join() returned as if all were well.",),
        UNANSWERED: ("Nothing came. The program's own time limit ended the wait, by a TimeoutError.",),
        TOLD: (case.saw,),
    }
    return says.get(case.told, (case.saw or case.told,))


def _wants(comparison: Comparison) -> int:
    """Return rows where there is something to show: in the lesson always."""
    state = comparison.state
    if TABLE in (state.header.boards if state.header else ()):
        return ROWS
    run = state.newest()
    return ROWS if run is not None and (run.exceptions or run.delivered) and newest_pair(run).is_known else 0


def _count(run: RunState) -> str:
    return str(len(run.exceptions))


def _foot(room: Room) -> int:
    return ROWS + 2 if room.kind != "compact" and room.wants else 0


BOARD = Board(
    "errors", paint, _view, wants=_wants, foot=_foot, column=lambda room: min(ROWS + 2, room.height // 4), moves=False,
    count=_count,
)
