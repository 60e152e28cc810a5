"""The boards: one table, from the name that a lesson lists to where the board is declared.

A new board is a folder or a file in `tui/boards/` and a line here.
"""

from __future__ import annotations

from collections.abc import Mapping

OF_A_LESSON: Mapping[str, str] = {
    "baseline": "tui.boards.speed",
    "panels": "tui.boards.speed",
    "curve": "tui.boards.speed",
    "queue-results": "tui.boards.queue",
    "queue": "tui.boards.queue",
    "lanes": "tui.boards.queue",
    "forms": "tui.boards.counter",
    "microscope": "tui.boards.counter",
    "form-table": "tui.boards.counter",
    "block": "tui.boards.memory",
    "ways": "tui.boards.memory",
}
"""Boards that show what a lesson says, or how its variants compare."""

OF_ANY_RUN: Mapping[str, str] = {
    "tree": "tui.boards.program",
    "tasks": "tui.boards.program",
    "queues": "tui.boards.program",
    "locks": "tui.boards.program",
    "contents": "tui.boards.program",
    "output": "tui.boards.program",
    "cores": "tui.boards.speed",
}
"""Boards that need a run and nothing else: a person's own program is shown with all that have something."""

BOARDS: Mapping[str, str] = {**OF_A_LESSON, **OF_ANY_RUN}

COMPARED = ("baseline", "panels", "cores", "curve")
"""The boards of a lesson that lists none: who gets a core, and what comes of it."""
