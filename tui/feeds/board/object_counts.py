"""What the books on objects say of one queue, pipe or lock: sums over all processes' rows, put into the vocabulary."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple, get_args

from tui.feeds.board.object_entry import MOST_COUNT, MOST_PIDS, Entry, Source
from tui.feeds.board.observed import Waiting
from tui.probe import layout
from tui.telemetry.objects import CallCount, Level, LockCount, QueueCount
from tui.telemetry.tasks import PoolCount
from tui.telemetry.who import Who

MOST_MARKS = 2048
"""Times of puts that are remembered of one queue; when they are more, every second one is forgotten."""
FRESH_NS = 1_000_000_000
"""A process in which somebody looks says again before that what it holds."""
_LEVELS: tuple[Level, ...] = get_args(Level)


def queue_count(key: int, entry: Entry, now_ns: int, origin_ns: int) -> QueueCount:
    assert entry.found is not None
    totals = entry.totals()
    gets, lost, sent = totals[layout.Q_GETS], totals[layout.Q_LOST], totals[layout.Q_SENT]
    full_waits, full_s = entry.waits("full", layout.Q_FULL_WAITS, layout.Q_FULL_NS)
    empty_waits, empty_s = entry.waits("empty", layout.Q_EMPTY_WAITS, layout.Q_EMPTY_NS)
    joins, join_s = entry.waits("join", layout.Q_JOINS, layout.Q_JOIN_NS)
    puts = totals[layout.Q_PUTS] or min(sent + lost, MOST_COUNT)
    puts = max(puts, 0 if entry.found.kind == "pipe" and entry.found.peer else gets + lost)
    of, (put_by, got_by, unsent_by) = entry.found.type, _users(entry)
    has_pipe = of.startswith(("multiprocessing.", "multiprocess.")) and ".Manager." not in of
    return QueueCount(
        key=key,
        puts=puts,
        gets=gets,
        sent=min(puts, sent) if has_pipe else None,
        lost=lost,
        bytes_put=totals[layout.Q_BYTES_PUT] if has_pipe else None,
        bytes_got=totals[layout.Q_BYTES_GOT] if has_pipe else None,
        full_waits=full_waits,
        full_s=full_s,
        empty_waits=empty_waits,
        empty_s=empty_s,
        oldest_s=_oldest_s(entry, puts, gets + lost, now_ns) if entry.found.order == "first" else None,
        done=min(puts, totals[layout.Q_DONE]) if totals[layout.Q_DONE] or joins else None,
        join_s=join_s,
        put_by=put_by,
        got_by=got_by,
        unsent_by=unsent_by if has_pipe else (),
    )


def _users(entry: Entry) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the processes that have put, that have taken, and that live and have put what they have not yet sent."""
    put, got, unsent = (list(entry.past.put), list(entry.past.got), []) if entry.past else ([], [], [])
    for source, row in entry.rows.items():
        puts, gets, sent = row[layout.Q_PUTS], row[layout.Q_GETS], row[layout.Q_SENT]
        if puts > 0 or sent > 0:
            put.append(source[0])
        if gets > 0:
            got.append(source[0])
        if puts > sent + row[layout.Q_LOST]:
            unsent.append(source[0])
    return _first(put), _first(got), _first(unsent)


def _first(pids: list[int]) -> tuple[int, ...]:
    return tuple(pids if len(pids) < 2 else sorted(set(pids))[:MOST_PIDS])


def _oldest_s(entry: Entry, puts: int, gone: int, now_ns: int) -> float | None:
    """Return the age of the item that comes next, by when puts were seen to pass its number."""
    marks = entry.marks
    if puts <= gone:
        marks.clear()
        return None
    if not marks:
        marks.append((min(entry.made_ns, now_ns) if gone == 0 else now_ns, gone))
    if marks[-1][1] < puts:
        marks.append((now_ns, puts))
    while len(marks) > 1 and marks[1][1] <= gone:
        marks.popleft()
    if len(marks) > MOST_MARKS:
        entry.marks = marks = deque([*list(marks)[::2], marks[-1]])
    for (from_ns, before), (until_ns, after) in pairwise(marks):
        if before <= gone < after:
            share = (gone - before) / (after - before)
            return round(max(0.0, now_ns - (from_ns + share * (until_ns - from_ns))) / 1e9, 2)
    return None


def lock_count(key: int, entry: Entry, now_ns: int, origin_ns: int) -> LockCount:
    total = entry.total
    level = min(entry.highest(layout.L_LEVEL), len(_LEVELS)) - 1
    waits, wait_s = entry.waits("lock", layout.L_WAITS, layout.L_WAIT_NS)
    signal_waits, signal_s = entry.waits("signal", layout.L_SIGNAL_WAITS, layout.L_SIGNAL_NS)
    is_exact = level >= layout.LEVEL_HOLD
    since_ns, source, holder = entry.held()
    is_held = 0 < holder < 1 << 31 and (is_exact or "lock" in entry.going_on)
    state = entry.highest(layout.L_STATE)
    its = entry.found.type.rpartition(".")[2] if entry.found else ""
    is_signal, told_ns = its in ("Event", "Barrier"), entry.last_told_ns(now_ns)
    return LockCount(
        key=key,
        level=_LEVELS[max(0, level)],
        waits=waits,
        wait_s=wait_s,
        acquired=total(layout.L_ACQUIRED) if level >= layout.LEVEL_COUNTS and not is_signal else None,
        held_s=total(layout.L_HELD_NS) / 1e9 if is_exact and not is_signal else None,
        holder_pid=source[0] if is_held else None,
        holder_tid=holder if is_held else None,
        held_since_s=max(-1e6, (since_ns - origin_ns) / 1e9) if is_held and is_exact else None,
        signal_waits=signal_waits,
        signal_s=signal_s,
        told=total(layout.L_TOLD),
        is_on=bool(state & 1) if is_signal and state > 0 else None,
        permits=min(state - 1, MOST_COUNT) if its.endswith("Semaphore") and state > 0 else None,
        told_s=(told_ns - origin_ns) / 1e9 if told_ns else None,
    )


class Holder(NamedTuple):
    """Who holds a lock in the eyes of one who waits for it."""

    pid: int | None = None
    tid: int | None = None
    is_copy: bool = False


NOBODY = Holder()


def holder_of(entry: Entry, source: Source | None, waits: Mapping[Who, Waiting], now_ns: int) -> Holder:
    """Return who holds a lock for which a thread of the process `source` waits; nobody where that is not certain.

    A lock of threads is each process's own. Of one of several processes the youngest word counts, and that only while
    its holder is in the wait at whose beginning it was given, right after it was given, or when it was the last word of
    a process that has ended in order: else it may have been released since.
    """
    row = entry.rows.get(source) if source is not None else None
    if entry.found is None or source is None or row is None:
        return NOBODY
    if entry.found.type.startswith("threading."):
        tid, of = row[layout.L_HOLDER], row[layout.L_COPY_OF]
        known = 0 < tid < 1 << 31
        return Holder(of if 0 < of < 1 << 31 else source[0], tid, of > 0) if known else NOBODY
    seen_ns, by, tid = entry.held()
    wait, is_last_word = waits.get(Who(by[0], tid)), entry.is_last_word(by)
    is_certain = wait is not None and wait.since_ns <= seen_ns
    is_certain |= now_ns - seen_ns < FRESH_NS if is_last_word is None else is_last_word
    return Holder(by[0], tid) if is_certain and 0 < tid < 1 << 31 else NOBODY


def call_count(key: int, entry: Entry, now_ns: int, origin_ns: int) -> CallCount:
    """Return how often a proxy was called, and for how many seconds."""
    return CallCount(key, entry.total(layout.P_CALLS), entry.total(layout.P_NS) / 1e9)


def pool_count(key: int, entry: Entry, now_ns: int, origin_ns: int) -> PoolCount:
    """Return a pool's tasks. Boards are read one after the other: no stage has more than the one before it."""
    began, ended, failed, calls = entry.worked
    dropped, delivered = entry.total(layout.T_DROPPED), entry.total(layout.T_DELIVERED)
    submitted = max(entry.total(layout.T_SUBMITTED), min(began + dropped, MOST_COUNT))
    waits, wait_s = entry.waits("result", layout.T_WAITS, layout.T_WAIT_NS)
    return PoolCount(
        key, submitted, began, ended, failed, dropped, min(delivered, submitted), calls, waits, wait_s,
        *(min(entry.total(word), submitted) for word in (layout.T_AHEAD, layout.T_READ, layout.T_OUT)),
    )  # fmt: skip
