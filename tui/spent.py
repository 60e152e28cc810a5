"""Where our own CPU time goes, by section: seconds of the app's thread, from the first look at a run to its end.

`with SAMPLING: …` marks a section. A section in another one is counted by itself and not in the outer one. Measured: a
section takes 1 to 3 µs, and there are six in a look, which takes some 4 000.
"""

from __future__ import annotations

import time
from types import TracebackType

from msgspec import Struct


class Section:
    """A part of what watching takes; entered by the app's thread only."""

    __slots__ = ("name", "ns")

    def __init__(self, name: str) -> None:
        self.name = name
        self.ns = 0
        """Nanoseconds of CPU since the run began."""

    def __enter__(self) -> None:
        _ledger.charge()
        _ledger.entered.append(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _ledger.charge()
        _ledger.entered.pop()


class Split(Struct, frozen=True):
    """What was spent."""

    lasted_s: float
    """How long it was counted."""
    parts: tuple[tuple[str, float], ...]
    """Each part's name and share of a core meanwhile."""


class Ledger:
    """What is entered now, and since when it is counted."""

    def __init__(self) -> None:
        self.entered: list[Section] = []
        self._last_ns = self._whole_ns = self._began_ns = 0
        self._ended: Split | None = Split(0.0, ())

    def charge(self) -> None:
        """Add what was spent since the last call to the section that is entered."""
        now_ns = time.thread_time_ns()
        if self.entered:
            self.entered[-1].ns += now_ns - self._last_ns
        self._last_ns = now_ns

    def begin(self) -> None:
        """Count from nothing."""
        for section in SECTIONS:
            section.ns = 0
        self._ended, self._whole_ns, self._began_ns = None, time.process_time_ns(), time.perf_counter_ns()

    def end(self) -> None:
        """Let what is told stand as it is."""
        self._ended = self.told()

    def told(self) -> Split:
        """Return what was spent since the run began, until its end if it is over."""
        if self._ended is not None:
            return self._ended
        passed_ns = max(1, time.perf_counter_ns() - self._began_ns)
        whole_ns = time.process_time_ns() - self._whole_ns
        rest_ns = max(0, whole_ns - sum(section.ns for section in SECTIONS))
        parts = [(section.name, section.ns / passed_ns) for section in SECTIONS]
        return Split(passed_ns / 1e9, (*parts, (REST, rest_ns / passed_ns)))


SAMPLING = Section("sampling: processes, threads and cores")
READING = Section("reading: the probe's boards, output")
RECORDING = Section("recording: what was told, as lines")
FOLDING = Section("folding: what was told, into what is known")
DRAWING = Section("drawing: words and pictures of the boards")
SECTIONS = (SAMPLING, READING, RECORDING, FOLDING, DRAWING)
REST = "Textual and the rest: keys, layout, memory"
_ledger = Ledger()
begin, end, told = _ledger.begin, _ledger.end, _ledger.told
