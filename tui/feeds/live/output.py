"""What a program writes: its text, and the results in it, read as its lesson says."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence

from tui.feeds.live.run_order import last_words
from tui.feeds.live.watched import Stream
from tui.lessons.lesson import ResultLine
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import OutputWritten, ResultPrinted, Telemetry

MOST_CHARACTERS = 8_000
"""The end of what one read brings that is kept as text; all bytes are counted."""

Tee = Callable[[Stream, bytes], bool]
"""Is given what comes; returns whether there is still somebody to read it."""

MOST_LINE = 4_000
"""Characters of a line that is not whole yet; a longer one is no result."""


class Output:
    """The output of one run, as it comes."""

    def __init__(self, run: int, kinds: Sequence[ResultLine], tee: Tee | None = None) -> None:
        self._run = run
        self._tee = tee
        self._kinds = tuple(kinds)
        self._decoders = {stream: codecs.getincrementaldecoder("utf-8")("replace") for stream in ("stdout", "stderr")}
        self._rest = ""
        """The begun line of stdout."""
        self._ends: dict[Stream, str] = {"stdout": "", "stderr": ""}
        """The end of what came on each."""
        self.unread: set[Stream] = set()
        """The streams that nobody reads any more."""

    def take(self, chunks: Iterable[tuple[Stream, bytes]], at_s: float) -> list[Telemetry]:
        """Return telemetry of what a program wrote, decoded; what the tee does not take is left unread from then on."""
        parts: dict[Stream, list[bytes]] = {}
        for stream, data in chunks:
            if self._tee is not None and not self._tee(stream, data):
                self.unread.add(stream)
            parts.setdefault(stream, []).append(data)
        told: list[Telemetry] = []
        for stream, pieces in parts.items():
            whole = self._decoders[stream].decode(b"".join(pieces))
            text = plain(whole[-MOST_CHARACTERS:], MOST_CHARACTERS, keep_lines=True)
            told.append(OutputWritten(at_s, self._run, stream, text, sum(map(len, pieces))))
            if stream == "stdout":
                told += [ResultPrinted(at_s, self._run, numbers) for numbers in self._results(whole)]
            self._ends[stream] = (self._ends[stream] + text)[-MOST_CHARACTERS:]
        return told

    @property
    def last_words(self) -> str:
        """The last line of its errors; where it wrote none, of its output, unless that is for us to read."""
        return last_words(self._ends["stderr"]) or ("" if self._kinds else last_words(self._ends["stdout"]))

    def _results(self, text: str) -> list[tuple[tuple[str, float], ...]]:
        """Return the readings of the lines that are whole now."""
        if not self._kinds:
            return []
        *lines, rest = (self._rest + text).split("\n")
        self._rest = rest[:MOST_LINE]
        read = (self._read(line) for line in lines if len(line) <= MOST_LINE)
        return [numbers for numbers in read if numbers]

    def _read(self, line: str) -> tuple[tuple[str, float], ...]:
        return next(filter(None, (kind.read(line) for kind in self._kinds)), ())
