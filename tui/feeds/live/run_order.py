"""What a run is to be, and why one did not end well."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import dataclass

from tui.feeds.live.control import LEAN, ProbeOrder
from tui.feeds.live.launch import Input
from tui.lessons.lesson import ResultLine
from tui.telemetry.text import plain


@dataclass(frozen=True, slots=True)
class RunOrder:
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
    inherits_input: bool = False
    """Whether it reads our own standard input."""
    is_own: bool = False
    """Whether it is a person's own program, whose environment stays as it is."""
    end_line: str = ""
    """What it is told to end in order; empty when it is told nothing."""
    row_bytes: int = 0
    """Bytes in a row of the picture that it keeps in shared memory; 0 when it is not known to keep one."""

    @property
    def input(self) -> Input:
        return "told" if self.end_line else "ours" if self.inherits_input else "nothing"


def why_it_failed(exit_code: int | None, errors: str) -> str:
    """Return one sentence about a program that did not end well: how, and the last thing it complained about."""
    last: Sequence[str] = [line.strip() for line in errors.splitlines() if line.strip()]
    said = plain(last[-1], 160) if last else ""
    if exit_code is None:
        return "It was lost: its reaper was killed."
    if exit_code < 0:
        try:
            name = signal.Signals(-exit_code).name
        except ValueError:
            name = str(-exit_code)
        return f"It was killed by signal {name}." + (f" It had written: {said}" if said else "")
    return f"It ended with exit code {exit_code}" + (f": {said}" if said else ".")
