"""What becomes of a program without its guard, by each way to start workers: as the program printed it."""

from __future__ import annotations

import re

from msgspec import Struct

from tui.model.state.once import once
from tui.model.state.printed import number, rows_of, text
from tui.model.state.state import RunState

NO_WARNING = "no warning"
FORKED_WITH_THREADS = re.compile(r"(\w*Warning): (This process [^\n]*multi-threaded[^\n]*fork[^\n]*)")
"""What Python 3.12 and later say when a process that has other threads forks."""

_PID = re.compile(r" \(pid=\d+\)")


class Unguarded(Struct, frozen=True):
    """One way, run by itself."""

    way: str
    mains: int
    """How often the main program began: 1 where no worker imports it again."""
    had_first_line: bool
    took_s: float
    error: str
    """The first exception, as Python wrote it, with its first sentence; empty where there was none."""

    @property
    def kind(self) -> str:
        """The exception's class, without its module."""
        return self.error.partition(":")[0].rpartition(".")[2]

    @property
    def is_refused(self) -> bool:
        """Whether Python itself refused to start a worker's worker."""
        return "before the current process has finished its bootstrapping" in self.error


@once(16)
def unguarded(run: RunState) -> tuple[Unguarded, ...]:
    """Return what the program printed of each way, in that order."""
    return tuple(
        Unguarded(
            text(row, "way"), int(number(row, "mains") or 0), text(row, "born") == "a first line",
            number(row, "took") or 0.0, text(row, "error").removeprefix("no error"),
        )
        for row in rows_of(run, "guard")
    )  # fmt: skip


@once(16)
def warned(run: RunState) -> str | None:
    """Return what Python said as the run forked beside a thread: a warning, empty for none; None where nobody tried.

    A program of a person's own has it on its stderr, unless warnings of that kind are off, which is usual.
    """
    rows = rows_of(run, "warning")
    if rows:
        said = text(rows[-1], "said")
        return "" if said == NO_WARNING else _PID.sub("", said)
    found = FORKED_WITH_THREADS.search(run.errors)
    return f"{found[1]}: {_PID.sub('', found[2])}" if found else None
