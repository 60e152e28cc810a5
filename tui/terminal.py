"""What the terminal can, and its size, before anything is drawn on it; or the page of a browser in its place."""

from __future__ import annotations

import os
import sys
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

USUAL = 24, 80
"""Rows and columns of a terminal that does not say how large it is."""
SAID_BY_SERVER = (
    "TEXTUAL_DRIVER", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "COLUMNS", "ROWS",
)  # fmt: skip
"""What textual-serve sets for the app that it starts."""


def is_terminal(stream: TextIO | None) -> bool:
    """Whether one of our streams is a terminal; one that was closed when we were started is none."""
    return stream is not None and stream.isatty()


@cache
def is_served() -> bool:
    """Whether we are drawn in a page: textual-serve asks for a driver of its own, and our streams are pipes to it."""
    is_asked = os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")
    return is_asked and not any(stream is None or stream.isatty() for stream in (sys.stdin, sys.stdout))


def no_screen() -> str:
    """Return why there can be no screen, or nothing."""
    if is_served():
        return ""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        return "This is not a terminal"
    return "This terminal is dumb (TERM=dumb)" if os.environ.get("TERM", "") in ("dumb", "") else ""


def has_input() -> bool:
    """Whether our standard input is something to read for a program: not a person's keys."""
    return not (is_terminal(sys.stdin) or is_served())


def settle_page() -> None:
    """Forget what the server said, as it is not meant for what we start; and what kind of terminal it stands in.

    To be called when all that reads the server's words has been imported.
    """
    for variable in SAID_BY_SERVER:
        os.environ.pop(variable, None)
    os.environ["TERM"] = "xterm-256color"


def settle_size() -> None:
    """See to it that all ask the terminal itself how large it is, and that it knows.

    The variables would override its real size. A terminal that nobody told its size (a container's, a serial line)
    answers 0×0: of that each library makes a size of its own, and where two differ they draw over each other for ever.
    """
    if is_served():
        return
    import termios  # noqa: PLC0415  # Only a screen needs it.

    for variable in ("COLUMNS", "LINES"):
        os.environ.pop(variable, None)
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None and 0 in termios.tcgetwinsize(stream.fileno()):
                termios.tcsetwinsize(stream.fileno(), USUAL)
        except (OSError, ValueError, termios.error):
            continue
