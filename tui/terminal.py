"""What the terminal can, and its size, before anything is drawn on it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

USUAL = 24, 80
"""Rows and columns of a terminal that does not say how large it is."""


def is_terminal(stream: TextIO | None) -> bool:
    """Whether one of our streams is a terminal; one that was closed when we were started is none."""
    return stream is not None and stream.isatty()


def no_screen() -> str:
    """Return why there can be no screen, or nothing."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return "This is not a terminal"
    return "This terminal is dumb (TERM=dumb)" if os.environ.get("TERM", "") in ("dumb", "") else ""


def settle_size() -> None:
    """See to it that all ask the terminal itself how large it is, and that it knows.

    The variables would override its real size. A terminal that nobody told its size (a container's, a serial line)
    answers 0×0: of that each library makes a size of its own, and where two differ they draw over each other for ever.
    """
    import termios  # noqa: PLC0415  # Only a screen needs it.

    for variable in ("COLUMNS", "LINES"):
        os.environ.pop(variable, None)
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None and 0 in termios.tcgetwinsize(stream.fileno()):
                termios.tcsetwinsize(stream.fileno(), USUAL)
        except (OSError, ValueError, termios.error):
            continue
