"""Our two outputs: what is written there is there when the call returns, or whoever writes is told why it is not.

What cannot be said on standard output is said on standard error; what cannot be said there is not said at all, and
changes nothing: not the exit code, and not what a program of somebody's own gets to read. Nothing waits in a buffer of
Python's, so that nothing can fail when it ends.
"""

from __future__ import annotations

import errno
import os
import sys

from tui.telemetry.text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from io import TextIOWrapper
    from typing import Any, Literal

    Output = Literal[1, 2]
    """Standard output, standard error."""
MOST_SENTENCE = 2_000
USAGE = 2
"""The exit code for wrong usage."""
ECHO = 2
"""Cells in which a terminal shows the key ctrl+c: `^C`."""


class UsageError(Exception):
    """Something a person asked for that cannot be; the text is one sentence."""


class OutputError(Exception):
    """Standard output does not take what is written; the text is one sentence."""


class NobodyReadsError(Exception):
    """Who read our standard output has left, as `head` does when it has enough."""


def settle() -> None:
    """Put something in the place of outputs and inputs that are closed, lest a file that is opened takes their place.

    As far as we ourselves write, they stay closed.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY)  # It gets the lowest number that is free.
            os.set_inheritable(number, True)


def say(text: str) -> None:
    """Write lines of text, made harmless, to standard output. OutputError, NobodyReadsError when that cannot be."""
    say_as_it_is(plain(text, len(text) * 4, keep_lines=True))


def say_as_it_is(text: str) -> None:
    """Write lines that are harmless already, as JSON is."""
    try:
        write(1, encoded(1, f"{text}\n"))
    except BrokenPipeError:
        raise NobodyReadsError from None
    except OSError as error:
        raise OutputError(f"Standard output cannot be written ({error.strerror}), so nothing is told there.") from None


def complain(sentence: object) -> None:
    """Write one sentence to standard error, if it takes it: made harmless, and not too long."""
    tell(f"coreograph: {plain(str(sentence), MOST_SENTENCE)}")


def tell(text: str) -> None:
    """Write lines to standard error, if it takes them: made harmless."""
    try:
        write(2, encoded(2, plain(text, len(text) * 4, keep_lines=True) + "\n"))
    except OSError:
        return


class RewrittenLine:
    """One line on standard error that is written over again and again; where that is no terminal there is none.

    It is written with a carriage return and spaces alone, which any terminal has. What stands there is cleared before
    something else is written.
    """

    def __init__(self) -> None:
        stream = sys.stderr
        self._is_on = stream is not None and stream.isatty()
        self._shown = ""

    def show(self, text: str) -> None:
        """Write a text over the one before, cut to the width of the terminal; an empty one clears it."""
        if not text:
            self.clear()
        elif self._is_on and text != self._shown:
            text = plain(text)[: max(0, _columns() - ECHO - 1)]
            self._write(f"\r{text.ljust(len(self._shown))}\r{text}")
            self._shown = text

    def clear(self) -> None:
        """Leave an empty line, with the cursor at its beginning; what ctrl+c leaves there goes too."""
        if self._is_on and self._shown:
            self._write(f"\r{' ' * (len(self._shown) + ECHO)}\r")
            self._shown = ""

    def _write(self, text: str) -> None:
        try:
            write(2, encoded(2, text))
        except OSError:
            self._is_on = False


def _columns() -> int:
    try:
        return os.get_terminal_size(2).columns or 80
    except OSError:
        return 80


def encoded(number: Output, text: str) -> bytes:
    """Return a text as an output has it; `?` for what it cannot show."""
    return text.encode(getattr(_stream(number), "encoding", None) or "utf-8", "replace")


def is_closed(number: Output) -> bool:
    """Whether an output was closed when we were started."""
    return _stream(number) is None


def write(number: Output, data: bytes) -> None:
    """Write it all, now; OSError when that is not possible."""
    stream = _stream(number)
    if stream is None:
        raise OSError(errno.EBADF, "it is closed")
    stream.flush()
    output: Any = getattr(stream.buffer, "raw", stream.buffer)
    done = 0
    while done < len(data):
        taken = output.write(memoryview(data)[done:])
        if taken is None:  # Somebody has set it not to wait.
            import select  # noqa: PLC0415  # Seldom needed.

            select.select((), (number,), ())
        done += taken or 0


def _stream(number: Output) -> TextIOWrapper | None:
    """Return one of our outputs; None when it was closed when we were started."""
    stream = sys.stdout if number == 1 else sys.stderr
    assert stream is None or hasattr(stream, "buffer")
    return stream  # type: ignore[return-value]
