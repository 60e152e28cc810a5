"""The fold's part about queues, locks, values and blocks. The rules stand in `fold`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any

from tui.model.fold.draft import Draft, RunDraft
from tui.model.state.shared import (
    AccessesState,
    BlockState,
    LockState,
    ObjectName,
    PoolState,
    ProxyState,
    QueueState,
    ValueState,
    WaitState,
)
from tui.model.workers import cycles
from tui.telemetry.objects import (
    AccessesRecorded,
    BlocksSeen,
    CallsCounted,
    LinesSeen,
    LocksCounted,
    ObjectFound,
    ObjectKind,
    QueueCount,
    QueuesCounted,
    ValuesRead,
    WaitsSeen,
)

MOST_OBJECTS = 1024
"""Of each kind."""
MOST_ACCESSES = 8000
"""Of each value; the first ones stay."""
MOST_USES = 256
MOST_ITEMS = 1024
MOST_CELLS = 8192
KEPT_S, MOST_LOOKS = 1.0, 16
"""How long, and how many, looks into a block are kept, to tell what is fresh."""
_TABLES = {
    "queue": "queues", "pipe": "queues", "lock": "locks", "value": "values", "block": "blocks", "pool": "pools",
    "proxy": "proxies",
}  # fmt: skip


def object_found(draft: Draft, item: ObjectFound) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    table = run.table(_TABLES[item.kind])
    if item.key not in table and len(table) >= MOST_OBJECTS:
        return
    of = ObjectName(item.key, item.kind, item.type, _called(item, table), item.place, item.pid, item.at_s)
    table[item.key] = _EMPTY[item.kind](of, item)


_EMPTY: Mapping[ObjectKind, Callable[[ObjectName, ObjectFound], Any]] = {
    "queue": lambda of, item: QueueState(of, item.maxsize, item.order, item.peer),
    "pipe": lambda of, item: QueueState(of, item.maxsize, item.order, item.peer),
    "lock": lambda of, item: LockState(of, item.guards, item.limit),
    "value": lambda of, item: ValueState(of, item.size_bytes, item.length, item.fields[:MOST_ITEMS]),
    "block": lambda of, item: BlockState(of, item.size_bytes),
    "pool": lambda of, item: PoolState(of, item.limit),
    "proxy": lambda of, item: ProxyState(of),
}
"""What is known of an object that was just made."""


def _called(item: ObjectFound, table: Mapping[int, object]) -> str:
    """Return how the program calls an object: its variable, of `here, there = Pipe()` the end's own; else its type."""
    name = item.name or item.type
    ends = name.split(", ")
    if item.peer is not None and len(ends) == 2:
        name = ends[item.peer in table]
    return name.removeprefix("self.") or name


def queues_counted(draft: Draft, item: QueuesCounted) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    table = run.table("queues")
    started_s: float = run.get("started_s")
    for count in item.counts:
        queue = table.get(count.key)
        other = table.get(queue.peer) if queue is not None and queue.peer is not None else None
        if other is not None:
            table[other.of.key] = replace(other, peer_puts=count.puts)
    for count in item.counts:
        queue = table.get(count.key)
        if queue is not None:
            table[count.key] = _counted(queue, count, item.at_s, started_s)


def _counted(queue: QueueState, count: QueueCount, at_s: float, started_s: float) -> QueueState:
    since_s = queue.counted_s if queue.counted_s is not None else queue.of.made_s
    before = queue.count
    elapsed_s = at_s - since_s
    rates = queue.in_per_s, queue.out_per_s
    if elapsed_s > 0:
        rates = (
            max(0.0, (count.puts - (before.puts if before else 0)) / elapsed_s),
            max(0.0, (count.gets - (before.gets if before else 0)) / elapsed_s),
        )
    queue = replace(
        queue,
        count=count,
        counted_s=at_s,
        in_per_s=rates[0],
        out_per_s=rates[1],
        in_rates=queue.in_rates.plus(rates[0]),
        out_rates=queue.out_rates.plus(rates[1]),
    )
    depths = queue.depths.plus(min(max(0.0, at_s - started_s), 1e6), queue.depth)
    return replace(queue, depths=depths, deepest=max(queue.deepest, queue.depth))


def _remember_deadlocks(run: RunDraft, at_s: float) -> None:
    """Keep the deadlocks there were until now: what comes next may be that they are over."""
    locks = run.table("locks")
    if any(lock.count.holder_tid is not None for lock in locks.values()):
        now = cycles.found(run.workers.values(), locks.values(), at_s)
        if now:
            run.fields["deadlocks"] = cycles.merged(run.get("deadlocks"), now)


def locks_counted(draft: Draft, item: LocksCounted) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    _remember_deadlocks(run, item.at_s)
    table = run.table("locks")
    for count in item.counts:
        lock = table.get(count.key)
        if lock is not None:
            table[count.key] = replace(lock, count=count)


def calls_counted(draft: Draft, item: CallsCounted) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    table = run.table("proxies")
    for count in item.counts:
        proxy = table.get(count.key)
        if proxy is not None:
            table[count.key] = replace(proxy, calls=count.calls, call_s=count.call_s)


def waits_seen(draft: Draft, item: WaitsSeen) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    _remember_deadlocks(run, item.at_s)
    now = {wait.who: wait for wait in item.waits}
    for key, worker in run.workers.items():
        wait = now.get(key)
        if wait is not None:
            state = WaitState(wait.key, name_of(run, wait.key), wait.why, wait.since_s, wait.thread)
            run.workers[key] = replace(worker, waits_on=state)
        elif worker.waits_on is not None:
            run.workers[key] = replace(worker, waits_on=None)


def name_of(run: RunDraft, key: int) -> str:
    """Return how the program calls an object, or an empty text."""
    for name in dict.fromkeys(_TABLES.values()):
        known = run.table(name).get(key)
        if known is not None:
            of: ObjectName = known.of
            return of.name
    return ""


def values_read(draft: Draft, item: ValuesRead) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    table = run.table("values")
    for read in item.values:
        value = table.get(read.key)
        if value is not None:
            history = value.history.plus(read.items[0]) if read.items else value.history
            table[read.key] = replace(value, items=read.items[:MOST_ITEMS], read_s=item.at_s, history=history)


def blocks_seen(draft: Draft, item: BlocksSeen) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    table = run.table("blocks")
    for seen in item.blocks:
        block = table.get(seen.key)
        if block is not None:
            table[seen.key] = replace(
                block,
                exists=seen.exists,
                uses=seen.uses[:MOST_USES],
                file=seen.file,
                row_bytes=max(0, seen.row_bytes),
                columns=max(0, seen.columns),
                cells=_bytes(seen.cells),
                items=seen.items[:MOST_ITEMS],
                seen_s=item.at_s,
                looks=_looks(block, item.at_s),
            )


def _bytes(digits: str) -> bytes:
    """Return what the hexadecimal digits say; nothing when they are none."""
    try:
        return bytes.fromhex(digits[: 2 * MOST_CELLS])
    except ValueError:
        return b""


def _looks(block: BlockState, at_s: float) -> tuple[tuple[float, bytes], ...]:
    """Return the looks to keep: the last one older than a second, and those after it, at most MOST_LOOKS."""
    if block.seen_s is None:
        return ()
    every = (*block.looks, (block.seen_s, block.cells))
    old = sum(seen_s <= at_s - KEPT_S for seen_s, _ in every)
    return every[max(0, old - 1) :][-MOST_LOOKS:]


def accesses_recorded(draft: Draft, item: AccessesRecorded) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    table = run.table("accesses")
    known = table.get(item.key)
    if known is None and len(table) >= MOST_OBJECTS:
        return
    every = sorted([*(known.accesses if known else ()), *item.accesses], key=attrgetter("at_ns"))
    table[item.key] = AccessesState(item.key, tuple(every[:MOST_ACCESSES]))


def lines_seen(draft: Draft, item: LinesSeen) -> None:
    run = draft.run(item.run)
    if run is None:
        return
    for seen in item.lines:
        worker = run.workers.get(seen.who)
        if worker is not None:
            run.workers[seen.who] = replace(worker, line=(seen.path, seen.line))


HANDLERS: dict[type, Callable[[Draft, Any], None]] = {
    ObjectFound: object_found,
    QueuesCounted: queues_counted,
    LocksCounted: locks_counted,
    CallsCounted: calls_counted,
    WaitsSeen: waits_seen,
    ValuesRead: values_read,
    BlocksSeen: blocks_seen,
    AccessesRecorded: accesses_recorded,
    LinesSeen: lines_seen,
}
