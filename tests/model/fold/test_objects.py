"""What workers share, folded: counts, rates, who waits for what by name."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.builders import comparison, whole_run
from tui.model.fold.fold import fold
from tui.model.fold.objects import MOST_ACCESSES, MOST_OBJECTS
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.objects import (
    Access,
    AccessesRecorded,
    BlockSeen,
    BlocksSeen,
    BlockUse,
    LineSeen,
    LinesSeen,
    LockCount,
    LocksCounted,
    ObjectFound,
    ObjectKind,
    QueueCount,
    QueuesCounted,
    ValueRead,
    ValuesRead,
)
from tui.telemetry.vocabulary import Telemetry, ThreadSample, ThreadsSampled
from tui.telemetry.waits import Wait, WaitsSeen


def _found(key: int, kind: ObjectKind, name: str = "work") -> ObjectFound:
    return ObjectFound(1.0, 0, key, kind, f"a.{kind}", name, "x.py:3", 100, 8, "first", None, None, 4, 0)


def _count(puts: int, gets: int, key: int = 7) -> QueueCount:
    return QueueCount(key, puts, gets, puts, 0, puts * 10, gets * 10, 1, 0.5, 2, 0.25, None)


def _run(*told: Telemetry) -> RunState:
    start: list[Telemetry] = [comparison(), *whole_run(0, "threads", 0.0, 1.0)[:-1]]
    return fold(fold(ComparisonState(), start), told).runs[0]


def test_depth_rates_and_bytes_come_from_counts() -> None:
    run = _run(
        _found(7, "queue"),
        QueuesCounted(2.0, 0, (_count(10, 4),)),
        QueuesCounted(2.5, 0, (_count(30, 14),)),
        QueuesCounted(3.0, 0, (_count(30, 30), _count(1, 1, key=99))),
    )
    (queue,) = run.queues
    assert (queue.of.name, queue.depth, queue.deepest, queue.bytes_per_item) == ("work", 0, 16, 10.0)
    assert queue.in_rates.values == (10.0, 40.0, 0.0) and queue.out_rates.values == (4.0, 20.0, 32.0)
    assert (queue.in_per_s, queue.out_per_s) == (0.0, 32.0)
    assert queue.count == _count(30, 30)


@pytest.mark.parametrize(("why", "reason"), [("full", "queue"), ("empty", "queue"), ("lock", "lock")])
def test_a_known_wait_refines_the_reason(why: str, reason: str) -> None:
    waits = WaitsSeen(1.1, 0, (Wait(100, 101, 7, why, 1.05),))  # type: ignore[arg-type]
    sample = ThreadsSampled(1.2, 0, 0.1, (ThreadSample(100, 101, 0.0, 0.0, 0.1, "lock", 0),))
    run = _run(_found(7, "lock" if why == "lock" else "queue", "turn"), waits, sample)
    worker = next(w for w in run.workers if w.tid == 101)
    assert worker.waits_on is not None and (worker.waits_on.name, worker.waits_on.why) == ("turn", why)
    assert worker.reason == reason
    run = _run(_found(7, "lock"), waits, WaitsSeen(1.3, 0, ()))
    assert all(worker.waits_on is None for worker in run.workers)


def test_an_end_of_a_two_way_pipe_holds_what_the_other_end_has_sent() -> None:
    ends = [replace(_found(key, "pipe", "here, there"), peer=peer) for key, peer in ((7, 8), (8, 7))]
    run = _run(*ends, QueuesCounted(2.0, 0, (_count(5, 1), _count(3, 0, key=8))))
    assert [(end.of.name, end.depth) for end in run.queues] == [("here", 2), ("there", 5)]
    run = _run(*ends, QueuesCounted(2.0, 0, (_count(5, 0),)))
    assert [end.depth for end in run.queues] == [0, 5], "an end that has done nothing yet has no count"
    (one_way,) = _run(_found(7, "pipe", "reader, writer"), QueuesCounted(2.0, 0, (_count(5, 1),))).queues
    assert (one_way.of.name, one_way.depth) == ("reader, writer", 4)


def test_what_an_object_is_called_is_its_attribute() -> None:
    (lock,) = _run(_found(8, "lock", "self.balance_lock")).locks
    assert lock.of.name == "balance_lock"


def test_locks_values_blocks_and_lines() -> None:
    use = BlockUse(100, 1, 0, 0, 0, 4096)
    run = _run(
        _found(1, "lock"), _found(2, "value"), _found(3, "block", ""),
        LocksCounted(1.1, 0, (LockCount(1, "hold", 2, 0.5, 9, 0.1, 100, 101, 1.0),)),
        ValuesRead(1.1, 0, (ValueRead(2, (5.0,)), ValueRead(77, (1.0,)))),
        BlocksSeen(1.2, 0, (BlockSeen(3, True, (use,), "", 0, 0, "00ff"),)),
        LinesSeen(1.2, 0, (LineSeen(100, 101, "x.py", 12), LineSeen(1, 1, "x.py", 1))),
    )  # fmt: skip
    assert (run.locks[0].count.waits, run.locks[0].count.acquired, run.locks[0].count.holder_tid) == (2, 9, 101)
    assert (run.values[0].items, run.values[0].history.values) == ((5.0,), (5.0,))
    assert (run.blocks[0].of.name, run.blocks[0].is_forgotten, run.blocks[0].cells) == ("a.block", True, b"\x00\xff")
    assert next(w for w in run.workers if w.tid == 101).line == ("x.py", 12)


def test_nothing_grows_without_end_and_what_stays_is_the_same_object() -> None:
    told: list[Telemetry] = [_found(key, "queue") for key in range(1, MOST_OBJECTS + 50)]
    many = tuple(Access(100, 101, at_ns, False, 0.0) for at_ns in range(3000))
    told += [AccessesRecorded(1.0, 0, 5, many) for _ in range(4)]
    start: list[Telemetry] = [comparison(), *whole_run(0, "threads", 0.0, 1.0)[:-1]]
    state = fold(fold(ComparisonState(), start), told)
    assert len(state.runs[0].queues) == MOST_OBJECTS
    assert len(state.runs[0].accesses[0].accesses) == MOST_ACCESSES
    after = fold(state, [LocksCounted(2.0, 0, ()), QueuesCounted(2.0, 0, (_count(1, 1, key=10**9),))])
    assert after.runs[0].queues is state.runs[0].queues and after.runs[0].accesses is state.runs[0].accesses
