"""What a program writes of a case in which a worker went wrong, in its table `cases`."""

from __future__ import annotations

CASES_TABLE = "cases"
TOLD, BROKEN, UNTOLD, UNANSWERED, WELL = "told", "broken", "not told", "no answer", "all well"
"""What it writes under `told`; else it is an exit code."""
KILLED = "is killed"
"""The kind in which a signal ends the worker."""


def is_exit(told: str) -> bool:
    return told.startswith("exit ")
