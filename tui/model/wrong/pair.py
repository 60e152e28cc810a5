"""An exception as the worker saw it, and as the code saw it that asked for the result: of a case, or of any run."""

from __future__ import annotations

from msgspec import Struct

from tui.model.state.once import once
from tui.model.state.state import RunState
from tui.model.wrong.cases import Case
from tui.telemetry.tasks import ALL_TASKS, ErrorDelivered, ErrorSeen, TracedFrame

OF_WORKERS = ("task", "process", "thread")
"""Exceptions of these kinds were raised in a worker's own code."""


class ErrorPair(Struct, frozen=True):
    """What is known of one failure."""

    worker: ErrorSeen | None = None
    unsent: ErrorSeen | None = None
    """Why what the worker had to say could not be sent."""
    caller: ErrorDelivered | None = None
    program: ErrorSeen | None = None
    """The exception that ended the program."""

    @property
    def is_known(self) -> bool:
        return self != ErrorPair()


@once(2)
def newest_pair(run: RunState) -> ErrorPair:
    """Return the newest failure of which it is known where it came from."""
    program = next((found for found in reversed(run.exceptions) if found.kind == "program" and found.frames), None)
    raised = [found for found in run.exceptions if found.kind in OF_WORKERS and found.frames]
    if not raised:
        last = next((found for found in reversed(run.delivered) if found.frames), None)
        return ErrorPair(caller=last, program=program)
    got = next((found for found in reversed(run.delivered) if _got(raised, found)), None)
    worker = next((found for found in reversed(raised) if got is not None and _is_of(found, got)), raised[-1])
    return ErrorPair(worker, _unsent(run, worker), got, program)


def got_of(run: RunState, found: ErrorSeen) -> ErrorDelivered | None:
    """Return where the program got the exception of a task; None where that was not seen."""
    return next((got for got in run.delivered if _is_of(found, got)), None)


def place(frame: TracedFrame) -> str:
    """Return `shop.py:22 in price`."""
    return f"{frame.file}:{frame.line} in {frame.function}"


def _got(raised: list[ErrorSeen], got: ErrorDelivered) -> bool:
    return any(_is_of(found, got) for found in raised)


def _is_of(found: ErrorSeen, got: ErrorDelivered) -> bool:
    """Whether this is the task whose exception the program got."""
    is_of_job = found.kind == "task" and (found.pool, found.job) == (got.pool, got.job)
    return is_of_job and got.task in (found.task, ALL_TASKS)


def _unsent(run: RunState, worker: ErrorSeen) -> ErrorSeen | None:
    its = worker.pool, worker.job, worker.task
    return next((found for found in run.exceptions if found.kind == "pickling" and _task(found) == its), None)


def _task(found: ErrorSeen) -> tuple[int, int, int | None]:
    return found.pool, found.job, found.task


def pair_of_case(run: RunState, case: Case) -> ErrorPair:
    """Return what is known of one case: the first exception of its workers, and the first that its code got."""
    whose = {lane.who for lane in case.lanes}
    its = [
        found for found in run.exceptions
        if (case.pool and found.pool == case.pool) or (not found.pool and found.who in whose)
    ]  # fmt: skip
    return ErrorPair(
        next((found for found in its if found.kind in OF_WORKERS), None),
        next((found for found in its if found.kind == "pickling"), None),
        next((found for found in run.delivered if case.pool and found.pool == case.pool), None),
    )
