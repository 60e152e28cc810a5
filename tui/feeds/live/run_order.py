"""What a run is to be, and why one did not end well."""

from __future__ import annotations

import re
import signal

from msgspec import Struct

from tui.feeds.live.control import LEAN, ProbeOrder
from tui.feeds.live.launch import Input
from tui.lessons.printed import PrintedTable, ResultLine
from tui.telemetry.text import plain


class RunOrder(Struct, frozen=True):
    """What to run, and as which run of the comparison."""

    run: int
    variant: str
    repeat: int
    argv: tuple[str, ...]
    command: str
    """argv as a person would write it."""
    expected_cpu_s: float | None
    time_limit_s: float | None
    probe: ProbeOrder = LEAN
    """How closely the probes are to look."""
    results: tuple[ResultLine, ...] = ()
    """How to read what it prints."""
    tables: tuple[PrintedTable, ...] = ()
    """The rows in it."""
    inherits_input: bool = False
    """Whether it reads our own standard input."""
    is_own: bool = False
    """Whether it is a person's own program, whose environment stays as it is."""
    target: tuple[str, ...] = ()
    """Of a person's own program, what is run: a script, `-m` and a module, or `-c` and code."""
    of: tuple[str, ...] = ()
    """Installed packages that a person takes for a part of the program."""
    keeps: bool = False
    """Whether what is still running when it has ended by itself lives on."""
    end_line: str = ""
    """What it is told to end in order; empty when it is told nothing."""
    row_bytes: int = 0
    """Bytes in a row of the picture that it keeps in shared memory; 0 when it is not known to keep one."""

    @property
    def input(self) -> Input:
        return "told" if self.end_line else "ours" if self.inherits_input else "nothing"


def why_it_failed(exit_code: int | None, raised: str = "", written: str = "") -> str:
    """Return one sentence about a program that did not end well: how, and what ended it or what it wrote last.

    `raised` is the exception that ended it, where that is known: what it wrote need not be the cause.
    """
    if exit_code is None:
        return "It was lost: its reaper was killed."
    if exit_code < 0:
        try:
            how = f"It was killed by signal {signal.Signals(-exit_code).name}"
        except ValueError:
            how = f"It was killed by signal {-exit_code}"
    else:
        how = f"It ended with exit code {exit_code}"
        if raised and exit_code == 1:
            return f"{how}: {raised}"
    return f"{how}." + (f" It had written: {written}" if written else "")


_WARNING = re.compile(r"\S.*:\d+: \w*Warning: ")


def last_words(text: str) -> str:
    """Return the last line of what a program wrote that is no warning of Python's and says something."""
    said, is_of_warning = "", False
    for line in text.splitlines():
        if _WARNING.match(line):
            is_of_warning = True
        elif not (is_of_warning and line.startswith("  ")):
            is_of_warning = False
            said = line.strip() or said
    return plain(said, 160)


def as_written(raised: str, written: str) -> str:
    """Return an exception as the program has printed it, where it has: that says more of one of the program's own."""
    name = raised.partition(":")[0]
    return written if name and written.partition(":")[0].rpartition(".")[2] == name.rpartition(".")[2] else raised
