"""Turns what the probes write into the run directory into telemetry.

It never raises for what it finds there. Files of processes that have ended are taken away once they were read.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from tui.feeds.board.board_file import BoardFile
from tui.feeds.board.board_process import WatchedProcess
from tui.feeds.board.object_book import ObjectBook
from tui.feeds.board.observed import Became, ObservedProcess
from tui.feeds.board.process_starts import ProcessStarts
from tui.feeds.board.read_batch import EVENTS_PER_READ, ReadBatch
from tui.telemetry.tasks import TasksCounted
from tui.telemetry.vocabulary import EventsDropped, ProcessEnded, Telemetry

__all__ = ["BoardReader", "ObservedProcess"]

MOST_PROCESSES = 4096
"""At once."""
MOST_ENDED = 1024
"""So many of those that have ended are remembered, and up to as many more."""
_PATIENCE_NS = 10_000_000_000
"""How long a file may stay unreadable before it is passed by; it is tried ever less often meanwhile."""
_HOLD_NS = 1_000_000_000
"""How long items that moved are not told because of such a file."""
_SEGMENT_NAME = re.compile(r"([1-9][0-9]{0,9})-[0-9]{1,19}\.seg", re.ASCII)


class BoardReader:
    """Reads a run directory again and again, and says what is new."""

    def __init__(
        self, run_directory: Path, clock_ns: Callable[[], int] = time.perf_counter_ns, events: int = EVENTS_PER_READ
    ) -> None:
        self._directory = run_directory
        self._events = events
        self._clock_ns = clock_ns
        self._listed_ns = -1
        self._waiting: dict[str, tuple[int, int]] = {}
        """Segments not yet readable: since when, and when to try again."""
        self._known: set[str] = set()
        self.book = ObjectBook()
        """Queues, locks and shared memory of all processes."""
        self._starts = ProcessStarts()
        self._watched: dict[int, WatchedProcess] = {}
        self._processes: dict[int, ObservedProcess] = {}
        self._not_observed: set[tuple[str, str]] = set()
        self._exits: dict[int, tuple[int, int]] = {}
        self._replaced: list[Became] = []

    @property
    def processes(self) -> Mapping[int, ObservedProcess]:
        """Every observed process by pid, the newest ended ones included; where a pid came twice, the later one."""
        return MappingProxyType(self._processes)

    def read(self, run: int, origin_ns: int, *, is_last: bool = False) -> list[Telemetry]:
        """Return what is new as telemetry of this run, sorted by time counted from `origin_ns` (perf_counter_ns).

        A process found only now may tell of a time before the last read. `TasksCounted` holds the threads whose
        counts changed, each with its totals since the thread began; totals never shrink.
        `is_last`: no process writes any more; nothing is held back or left for later.
        """
        batch = ReadBatch(run, origin_ns, self._clock_ns(), self._events, self._not_observed)
        self._discover(batch, is_last)
        self._starts.without_board(batch)
        for pid, watched in list(self._watched.items()):
            (watched.read_out if is_last or watched.is_ending else watched.read)(batch)
            self._processes[pid] = watched.process
            if watched.is_ending:
                self._end(pid, watched, batch)
        for its in batch.became:
            self._became(its, batch)
        self._starts.take(batch)
        self._starts.match(self._processes, batch)
        self._tell_exits(batch)
        if is_last:
            self._starts.without_board(batch)
        if batch.counts:
            batch.tell(TasksCounted, batch.now_ns, tuple(batch.counts))
        self.book.packages.tell(batch)
        batch.items += self.book.tell(run, origin_ns, batch.now_ns)
        self.book.loops.tell(batch)
        until_ns = batch.now_ns if is_last else self._whole_until(batch.now_ns)
        batch.items += self.book.traffic.tell(run, origin_ns, until_ns)
        if batch.dropped:
            batch.tell(EventsDropped, batch.now_ns, batch.dropped)
        self._forget()
        if len(batch.items) > 1:
            batch.items.sort(key=attrgetter("at_s"))
        return batch.items

    def without_probe(self, run: int, origin_ns: int, pid: int) -> tuple[str, list[Telemetry]]:
        """Return the command of a process that has no board and is told now, and how it came to be; as far as known."""
        return self._starts.without_probe(pid, ReadBatch(run, origin_ns, self._clock_ns()))

    def take_replaced(self) -> list[Became]:
        """Return those whose board is over since the last call, as they became other programs."""
        replaced, self._replaced = self._replaced, []
        return replaced

    def close(self) -> None:
        """Close all files. Safe to call twice."""
        for watched in self._watched.values():
            watched.file.close()
        self._watched.clear()

    def _whole_until(self, now_ns: int) -> int:
        """Return until when every process's records can be read: one that just begins may have some before long."""
        return min([now_ns, *(since_ns for since_ns, _ in self._waiting.values() if now_ns - since_ns < _HOLD_NS)])

    def _discover(self, batch: ReadBatch, is_last: bool) -> None:
        try:
            changed_ns = self._directory.stat().st_mtime_ns
        except OSError:
            return
        if changed_ns != self._listed_ns:
            # A file made within the clock tick of this listing leaves the time as it is: only an old time is relied on.
            self._listed_ns = changed_ns if time.time_ns() - changed_ns > 50_000_000 else -1
            self._list(batch.now_ns)
        for name, (_, next_ns) in list(self._waiting.items()):
            if next_ns <= batch.now_ns or is_last:
                self._open(name, batch)

    def _list(self, now_ns: int) -> None:
        try:
            names = [name for name in os.listdir(self._directory) if name not in self._known]  # noqa: PTH208
        except OSError:
            return
        for name in sorted(names, key=lambda name: name.rpartition("-")[2].rjust(32)):
            if _SEGMENT_NAME.fullmatch(name) and len(self._known) < MOST_PROCESSES:
                self._known.add(name)
                self._waiting[name] = (now_ns, now_ns)

    def _open(self, name: str, batch: ReadBatch) -> None:
        try:
            file = BoardFile(self._directory / name)
        except (OSError, ValueError):
            file = None
        header = file.peek() if file else None
        pid = int(name.partition("-")[0])
        if file is None or header is None or header.pid != pid:
            if file is not None:
                file.close()
            since_ns, _ = self._waiting[name]
            self._waiting[name] = (since_ns, 2 * batch.now_ns - since_ns)
            if batch.now_ns - since_ns > _PATIENCE_NS:
                del self._waiting[name]
            return
        del self._waiting[name]
        earlier = self._watched.get(pid)
        if earlier is not None:
            earlier.read_out(batch)
            self._is_over(earlier, batch, header.start_ns)
        self._watched[pid] = watched = WatchedProcess(file, header, self.book)
        _, seen_ns = self._exits.get(pid, (0, -1))
        watched.is_ending = seen_ns >= header.start_ns
        if not watched.is_ending:
            self._exits.pop(pid, None)

    def _became(self, its: Became, batch: ReadBatch) -> None:
        """Take that a process is another program now; who finds a probe in that soon, finds a board."""
        watched = self._watched.get(its.pid)
        if watched is not None and watched.header.start_ns < its.at_ns:
            watched.read_out(batch)
            self._is_over(watched, batch, its.at_ns)
            del self._watched[its.pid]
            self._starts.shown(its.pid)
            self._replaced.append(its)

    def _tell_exits(self, batch: ReadBatch) -> None:
        for pid, exit_code, seen_ns in batch.exits:
            self._exits.setdefault(pid, (exit_code, seen_ns))
            self._starts.ended(pid, exit_code, seen_ns, batch)
            watched = self._watched.get(pid)
            if watched is not None and watched.header.start_ns <= seen_ns:
                watched.read_out(batch)
                self._end(pid, watched, batch)

    def _end(self, pid: int, watched: WatchedProcess, batch: ReadBatch) -> None:
        exit_code, seen_ns = self._exits.get(pid, (None, batch.now_ns))
        at_ns = watched.header.exit_ns
        at_ns = at_ns if watched.header.start_ns < at_ns <= seen_ns else seen_ns
        self._is_over(watched, batch, at_ns)
        self._processes.pop(pid, None)
        self._processes[pid] = replace(watched.process, ended=True, exit_code=exit_code)
        del self._watched[pid]
        if exit_code is not None:
            batch.tell(ProcessEnded, at_ns, pid, exit_code)

    def _is_over(self, watched: WatchedProcess, batch: ReadBatch, at_ns: int) -> None:
        watched.end(batch, at_ns)
        if watched.file.remove():
            self._known.discard(watched.file.path.name)

    def _forget(self) -> None:
        """Keep of those that have ended no more than the newest."""
        for known in (self._processes, self._exits):
            if len(known) > len(self._watched) + 2 * MOST_ENDED:
                for pid in [pid for pid in known if pid not in self._watched][:-MOST_ENDED]:
                    del known[pid]
