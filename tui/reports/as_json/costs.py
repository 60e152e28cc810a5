"""The classes on what a process costs besides its work: its start, and what it pickles."""

from __future__ import annotations

from tui.reports.as_json.data import Micros, Report


class StartReport(Report):
    """What a process's start was spent with."""

    asked_s: Micros | None
    """From being asked for to being made by the system."""
    python_s: Micros | None
    """From there until Python is up in it; null for a copy of a process that has it."""
    imports_s: Micros | None
    """From there until multiprocessing begins with its target; null for other processes."""
    total_s: Micros
    again_s: Micros | None
    """Of imports_s: the main module imported once more, by a process that is no copy; null for others."""
    again_modules: int
    """Modules that were imported for that."""


class PickledReport(Report):
    """The large messages that a process pickled for others and read back, with the CPU time that took."""

    messages: int
    """Pickled; a process's first one is not among them."""
    cpu_s: Micros
    size_bytes: int
    read: int
    read_cpu_s: Micros
    read_bytes: int


class TopLineReport(Report):
    """A line of the program that took CPU."""

    path: str
    line: int
    function: str | None
    """The function that it is in; null where that is not known."""
    cpu_s: float
    share: float
    """Of the CPU time of which it is known where it went."""
