"""The books on queues, pipes, locks, values and blocks: rows of all processes' boards, added up by key.

Rows of processes that have ended stay in the books, so no total shrinks. No number is believed without a bound.
A total of puts is at least that of gets: boards are read one after the other, and what was taken has been put before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any

from tui.feeds.board.board_file import whole
from tui.feeds.board.loop_book import NO_LOOP, LoopBook, Words
from tui.feeds.board.object_counts import NOBODY, holder_of
from tui.feeds.board.object_entry import MOST_COUNT, Entry, Row, Source
from tui.feeds.board.object_kinds import COUNTED, KINDS, Kind
from tui.feeds.board.observed import NOTHING, Stay, Waiting
from tui.feeds.board.packages import PackageBook
from tui.feeds.board.read_batch import ReadBatch
from tui.feeds.board.traffic import TrafficBook
from tui.feeds.board.updates import UpdateBook
from tui.probe import layout
from tui.probe.layout import SHORT_WAIT_NS
from tui.telemetry.objects import Access, AccessesRecorded, BlockUse, LineSeen, LinesSeen, ObjectFound, Why
from tui.telemetry.updates import UpdatesSplit
from tui.telemetry.vocabulary import Telemetry
from tui.telemetry.waits import Wait, WaitsSeen
from tui.telemetry.who import Who

MOST_OBJECTS = 4096
LONG_NS = 500_000_000
"""Where a thread began a wait is told when it has waited for so long."""


class ObjectBook:
    """What is known of all objects of a run."""

    def __init__(self) -> None:
        self.entries: dict[int, Entry] = {}
        self.waits: dict[Who, Waiting] = {}
        self.accesses: dict[int, list[Access]] = {}
        """Recorded by the microscope since the last call of `tell`."""
        self.updates = UpdateBook()
        self.packages = PackageBook()
        """What installed packages made for themselves."""
        self.traffic = TrafficBook()
        """Who put and who took."""
        self.loops = LoopBook()
        self._lines: dict[Who, LineSeen] = {}
        self._stays: dict[Who, Stay] = {}
        """Lines in which threads stay, not told as yet."""
        self._at_waits: dict[Who, Waiting] = {}
        """The waits whose lines were told."""
        self._new_lines: dict[Who, LineSeen] = {}
        self._over: set[Who] = set()
        """Threads whose process has ended: their lines are forgotten once they were told."""
        self._changed: set[int] = set()
        self._timed: set[int] = set()
        """Those whose counts may change by themselves."""
        self._waited_for: set[int] = set()
        """Those that somebody waited for at the last look."""
        self._found: list[ObjectFound] = []
        self._told_waits: tuple[Wait, ...] = ()
        self._has_other_waits = False
        """Whether anything has changed that waits are told from."""
        self._sources: dict[int, Source] = {}
        """Each process's rows by its pid; where a pid came twice, the later one's."""

    def row(self, source: Source, row: Row) -> None:
        """Take a process's row as it is now."""
        entry = self._entry(row[layout.O_KEY])
        if entry is not None:
            entry.put(source, row)
            self._sources[source[0]] = source
            self._changed.add(row[layout.O_KEY])

    def worked(self, key: int, more: tuple[int, int, int, int]) -> None:
        """Add to what a pool's workers did."""
        entry = self._entry(key)
        if entry is not None:
            began, ended, failed, calls = (min(a + b, MOST_COUNT) for a, b in zip(entry.worked, more, strict=True))
            entry.worked = began, ended, failed, calls
            self._changed.add(key)

    def made(self, pid: int, fields: Sequence[str], batch: ReadBatch) -> None:
        """Take an `O` line's fields; what does not fit is passed by."""
        match fields:
            case [key_text, kind, type_name, name, place, made_text, *more] if kind in KINDS:
                key, made_ns = whole(key_text, 1), whole(made_text)
                entry = self._entry(key) if key is not None and made_ns is not None else None
                is_new = entry is not None and (entry.found is None or entry.found.kind == kind == "value")
                if entry is not None and is_new and key is not None and made_ns is not None:
                    entry.more, entry.made_ns = tuple(more), made_ns
                    its, at_s = KINDS[kind], batch.at_s(made_ns)
                    entry.found = ObjectFound(
                        at_s, batch.run, key, its.name, type_name, name, place, pid, **its.said(key, more)
                    )
                    self._found.append(entry.found)
                    self._changed.add(key)

    def waiting(self, thread: Who, waits: Waiting | None, loop: Words = NO_LOOP) -> None:
        """Take note of what a thread waits for, and what it says of its event loop."""
        self.loops.see(thread, loop, waits)
        if waits is None:
            self._has_other_waits |= self.waits.pop(thread, None) is not None
        elif len(self.waits) < MOST_OBJECTS:
            self._has_other_waits |= self.waits.get(thread) != waits
            self.waits[thread] = waits

    def line(
        self, who: Who, line: tuple[str, int] | None, function: str = "", waited: Why | None = None
    ) -> None:
        """Take a thread's current line; None where it is not known but perhaps by what it waits for."""
        waits = self.waits.get(who)
        if line is None and (waits is None or waits != self._at_waits.get(who)):
            self._at_waits.pop(who, None)
            if self._lines.pop(who, None) is not None:
                self._new_lines[who] = LineSeen(who.pid, who.tid, "", 0)
        elif line is not None:
            self._see_line(who, line, function, waited)

    def stays(self, who: Who, stay: Stay | None) -> None:
        """Take in which line a thread stays."""
        if stay is None:
            self._stays.pop(who, None)
        else:
            self._stays[who] = stay
            self._over.discard(who)

    def _see_line(
        self, who: Who, line: tuple[str, int], function: str = "", waited: Why | None = None
    ) -> None:
        seen = LineSeen(who.pid, who.tid, *line, function, waited)
        if self._lines.get(who) != seen and len(self._lines) < MOST_OBJECTS:
            self._lines[who] = self._new_lines[who] = seen

    def forget_process(self, source: Source, keys: Iterable[int], at_ns: int, is_orderly: bool) -> None:
        """Take note that no thread of a process waits any longer. Who is killed while it waits adds nothing up.

        `keys`: what the process has rows of.
        """
        pid, self._has_other_waits = source[0], True
        if self._sources.get(pid) == source:
            del self._sources[pid]
        for key in set(keys).intersection(self.entries):
            if source in self.entries[key].rows:
                self.entries[key].end(source, is_orderly)
                self._changed.add(key)
        for known in (self._lines, self._stays, self._at_waits):
            self._over.update(who for who in known if who.pid == pid)
        self.loops.forget(pid)
        for thread in [thread for thread in self.waits if thread[0] == pid]:
            self._at_waits.pop(thread, None)
            self._stays.pop(thread, None)
            key, why, since_ns = self.waits.pop(thread)[:3]
            if key in self.entries and at_ns - since_ns > SHORT_WAIT_NS:
                self.entries[key].cut_off.setdefault(why, []).append(at_ns - since_ns)
                self._changed.add(key)

    def tell(self, run: int, origin_ns: int, now_ns: int) -> list[Telemetry]:
        """Return what changed since the last call; times count in seconds from `origin_ns`."""
        at_s = (now_ns - origin_ns) / 1e9
        told: list[Telemetry] = [*self._found]
        self._found = []
        changed, self._changed = self._changed, set()
        waited_for = self._see_waits_going_on(now_ns)
        for who, (line, since_ns) in list(self._stays.items()):
            if now_ns - since_ns > LONG_NS:
                self._see_line(who, line)
                del self._stays[who]
        self._has_other_waits |= not changed.isdisjoint(waited_for)
        changed |= waited_for
        counts = self._counts(changed, now_ns, origin_ns)
        told += [counted(at_s, run, tuple(counts[counted])) for counted in COUNTED if counted in counts]
        if self._has_other_waits:
            self._has_other_waits = False
            waits = self._waits(origin_ns, now_ns)
            told += [WaitsSeen(at_s, run, waits)] if waits != self._told_waits else []
            self._told_waits = waits
        if self._new_lines:
            told.append(LinesSeen(at_s, run, tuple(self._new_lines.values())))
            self._new_lines = {}
        self._forget_over()
        for key, accesses in self.accesses.items():
            told.append(AccessesRecorded(at_s, run, key, tuple(sorted(accesses, key=attrgetter("at_ns")))))
        self.accesses = {}
        updates = self.updates.tell()
        told += [UpdatesSplit(at_s, run, updates)] if updates else []
        return told

    def _forget_over(self) -> None:
        for who in self._over:
            for known in (self._lines, self._stays, self._at_waits):
                known.pop(who, None)
        self._over = set()

    def _waits(self, origin_ns: int, now_ns: int) -> tuple[Wait, ...]:
        return tuple(
            self._wait(who, its, origin_ns, now_ns)
            for who, its in sorted(self.waits.items(), key=itemgetter(0))
            if its.key == NOTHING or (its.key in self.entries and self.entries[its.key].found is not None)
        )

    def _wait(self, who: Who, its: Waiting, origin_ns: int, now_ns: int) -> Wait:
        holder = NOBODY
        if its.why == "lock" and its.key in self.entries:
            holder = holder_of(self.entries[its.key], self._sources.get(who.pid), self.waits, now_ns)
        since_s = (min(its.since_ns, now_ns) - origin_ns) / 1e9
        return Wait(who.pid, who.tid, its.key, its.why, since_s, its.thread, its.process, *holder, is_end=its.is_end)

    def _counts(self, changed: set[int], now_ns: int, origin_ns: int) -> dict[Any, list[Any]]:
        """Return the counts that are news, by the telemetry that holds them."""
        counts: dict[Any, list[Any]] = {}
        changed, self._timed = changed | self._timed, set()
        for entry, key in sorted(((self.entries[key], key) for key in changed), key=lambda its: its[0].place):
            its = KINDS[entry.found.kind] if entry.found else None
            if its is None or its.sums is None:
                continue
            count = its.sums(key, entry, now_ns, origin_ns)
            if _is_news(entry, count, its):
                counts.setdefault(its.told_as, []).append(count)
            if its.is_timed and (entry.marks or entry.is_moving):
                self._timed.add(key)
        return counts

    def _see_waits_going_on(self, now_ns: int) -> set[int]:
        """Return the objects that somebody waits for. A `recv` that has just begun is no wait yet."""
        for key in self._waited_for:
            self.entries[key].going_on.clear()
        found: set[int] = set()
        for who, its in self.waits.items():
            key, why, since_ns = its[:3]
            if its.line is not None and now_ns - since_ns > LONG_NS and self._at_waits.get(who) != its:
                self._at_waits[who] = its
                self._see_line(who, its.line, waited=its.why)
            if key in self.entries and now_ns - since_ns > SHORT_WAIT_NS:
                self.entries[key].going_on.setdefault(why, []).append(now_ns - since_ns)
                found.add(key)
        self._waited_for = found
        return found

    def most_on_a_value(self) -> int:
        """Return how many processes work on a value under the microscope: on the one with the most."""
        values = (entry for entry in self.entries.values() if entry.found is not None and entry.found.kind == "value")
        return max((sum(row[layout.V_ACCESSES] > 0 for row in entry.rows.values()) for entry in values), default=0)

    def uses(self, key: int) -> tuple[BlockUse, ...]:
        """Return what each process did with a block of shared memory, by pid."""
        found: dict[int, list[int]] = {}
        for (pid, _), row in self.entries[key].rows.items():
            counts = found.setdefault(pid, [0, 0, 0, 0, 0])
            for place, word in enumerate((layout.B_CREATED, layout.B_ATTACHED, layout.B_CLOSED, layout.B_UNLINKED)):
                counts[place] = min(counts[place] + min(max(0, row[word]), MOST_COUNT), MOST_COUNT)
            counts[4] = max(0, row[layout.B_ADDRESS]) or counts[4]
        return tuple(BlockUse(pid, a, b, c, d, e or None) for pid, (a, b, c, d, e) in sorted(found.items()))

    def _entry(self, key: int) -> Entry | None:
        if key not in self.entries:
            if len(self.entries) >= MOST_OBJECTS or key <= 0:
                return None
            self.entries[key] = Entry(len(self.entries))
        return self.entries[key]


def _is_news(entry: Entry, count: object, its: Kind) -> bool:
    """Whether a count changed, or has just come to rest where rates fall to zero then."""
    was_moving, entry.is_moving = entry.is_moving, count != entry.told
    is_news = entry.is_moving or (was_moving and its.is_timed)
    if is_news:
        entry.told = count
    return is_news
