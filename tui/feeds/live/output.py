"""What a program writes: its text, and the results in it, read as its lesson says."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence

from tui.feeds.live.run_order import last_words
from tui.feeds.live.watched import Stream
from tui.lessons.printed import PrintedTable, ResultLine
from tui.telemetry.text import plain
from tui.telemetry.vocabulary import OutputWritten, ResultPrinted, RowPrinted, Telemetry

MOST_CHARACTERS = 8_000
"""The end of what one read brings that is kept as text; all bytes are counted."""

Tee = Callable[[Stream, bytes], bool]
"""Is given what comes; returns whether there is still somebody to read it."""

MOST_LINE = 4_000
"""Characters of a line that is not whole yet; a longer one is no result."""


class Output:
    """The output of one run, as it comes."""

    def __init__(
        self, run: int, kinds: Sequence[ResultLine], tables: Sequence[PrintedTable] = (), tee: Tee | None = None
    ) -> None:
        self._run = run
        self._tee = tee
        self._kinds, self._tables = tuple(kinds), tuple(tables)
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
                told += self._read(at_s, whole)
            self._ends[stream] = (self._ends[stream] + text)[-MOST_CHARACTERS:]
        return told

    @property
    def last_words(self) -> str:
        """The last line of its errors; where it wrote none, of its output, unless that is for us to read."""
        is_ours = bool(self._kinds or self._tables)
        return last_words(self._ends["stderr"]) or ("" if is_ours else last_words(self._ends["stdout"]))

    def _read(self, at_s: float, text: str) -> list[Telemetry]:
        """Return the readings and the rows of the lines that are whole now."""
        if not (self._kinds or self._tables):
            return []
        *lines, rest = (self._rest + text).split("\n")
        self._rest = rest[:MOST_LINE]
        told: list[Telemetry] = []
        for line in lines:
            if len(line) <= MOST_LINE:
                numbers = next(filter(None, (kind.read(line) for kind in self._kinds)), ())
                told += [ResultPrinted(at_s, self._run, numbers)] if numbers else []
                told += self._rows(at_s, plain(line, MOST_LINE))
        return told

    def _rows(self, at_s: float, line: str) -> list[RowPrinted]:
        read = ((table.name, table.read(line)) for table in self._tables)
        return [RowPrinted(at_s, self._run, name, cells) for name, cells in read if cells]
