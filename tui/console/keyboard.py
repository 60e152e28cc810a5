"""What comes from the keyboard: bytes in, Textual's messages out. Nothing that comes can break it or make it deaf.

Three things come from real terminals that a parser of UTF-8 does not expect: bytes of another encoding, mouse reports
in the first coding of all (X10: three bytes, each up to 255), and pastes that are never said to end.
"""

from __future__ import annotations

import re
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

CTRL_C = b"\x03"
PAUSE_S = 1.0
"""Seconds without a byte after which a paste is over: a terminal sends one in a go, and a person types later."""
MOST_PASTED = 1 << 20
"""Characters of a paste that are taken; the others are dropped."""
X10 = re.compile(rb"\x1b\[M[^\x1b]{3}")
BEGUN_X10 = re.compile(rb"\x1b\[M[^\x1b]{0,2}\Z")
PIECES = re.compile("(?=\x1b)")


class Keyboard:
    """Reads keys, mouse and pastes; `take` what was read, and `tick` ten times a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        self._begun = b""
        """The first bytes of a mouse report whose others have not come yet."""
        self._end = ""
        """The last characters: a mark may come in two reads."""
        self._pasted: int | None = None
        """Characters of the paste that is on; None: there is none."""
        self._heard_s = 0.0

    def take(self, data: bytes) -> list[Message]:
        """Return what these bytes say."""
        self._heard_s = self._clock()
        if self._pasted is not None and data == CTRL_C:  # No paste: nobody pastes that alone.
            return self._end_paste() + self._parsed(self._decode(data))
        return self._heard(self._decode(self._without_reports(data)))

    def tick(self) -> list[Message]:
        """Return what it means that nothing came: a lone escape is a key, a paste is over."""
        is_quiet = self._clock() - self._heard_s > PAUSE_S
        told = self._end_paste() if is_quiet and self._pasted is not None else []
        if self._begun and is_quiet:
            begun, self._begun = self._begun, b""
            told += self._heard(self._decode(begun))
        return told + self._of(self._parser.tick)

    def _without_reports(self, data: bytes) -> bytes:
        """Leave X10's mouse reports out, of which nothing is made: their bytes are no characters."""
        if self._pasted is not None:
            return data
        data = X10.sub(b"", self._begun + data)
        begun = BEGUN_X10.search(data)
        self._begun = begun.group() if begun else b""
        return data[: begun.start()] if begun else data

    def _heard(self, text: str) -> list[Message]:
        """Parse it, and follow whether a paste is on."""
        was, seen = self._pasted, self._end + text
        self._end = seen[1 - len(BRACKETED_PASTE_END) :]
        begin, end = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
        if begin >= 0 or end >= 0:
            self._pasted = 0 if begin > end else None
        if self._pasted is not None:
            self._pasted += len(text)
        if was is not None and was > MOST_PASTED:
            text = seen[end:] if end >= 0 else ""
        return self._parsed(text)

    def _end_paste(self) -> list[Message]:
        """Take what was pasted up to now for the whole of it."""
        self._pasted, self._end = None, ""
        return self._parsed(BRACKETED_PASTE_END)

    def _parsed(self, text: str) -> list[Message]:
        """Parse it in pieces, so that what cannot be understood ends at the next escape."""
        return [its for piece in PIECES.split(text) if piece for its in self._of(self._parser.feed, piece)]

    def _of(self, step: Callable[..., Iterable[Message]], *given: str) -> list[Message]:
        """Return what the parser makes of it; where it stumbles, a new one goes on."""
        told: list[Message] = []
        try:
            told.extend(step(*given))
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
            self._parser = XTermParser()
            self._pasted = None
        return told
