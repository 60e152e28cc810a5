"""The classes of what went wrong and of what was left, in the report of a program that was watched."""

from __future__ import annotations

from tui.reports.as_json.data import Report
from tui.telemetry.tasks import ErrorKind


class ErrorReport(Report):
    """What went wrong: first the exceptions, then the program's end, then processes that ended badly, then tasks that
    were lost with their workers, then how many more tasks of a worker failed."""

    kind: ErrorKind | None = None
    """Null for an exit code or a count."""
    pid: int | None
    name: str
    """The worker that it came from."""
    type: str | None = None
    """The exception's, with its module where it is not a built-in one."""
    task: int | None = None
    """The task that it ended, if it did."""
    job: int | None = None
    exit_code: int | None = None
    message: str
    raised_at: tuple[str, ...] = ()
    """The program's own frames that an exception came through, as `shop.py:22 in price`, the innermost last."""
    reached: tuple[str, ...] = ()
    """Of a task's: those of who asked for its result and got it; empty where that was not seen."""


class LeftReport(Report):
    """A process that was still running when the program had ended."""

    pid: int
    name: str
    is_kept: bool
    """Whether it lives on, by `--keep`; else it was ended."""
