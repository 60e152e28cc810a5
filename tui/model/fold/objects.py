"""The fold's part about queues, locks, values and blocks. The rules stand in `fold`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from tui.model.fold.draft import RunDraft
from tui.model.fold.keyed import Keyed
from tui.model.fold.standing import remember
from tui.model.state.shared import (
    AccessesState,
    BlockState,
    LockState,
    PoolState,
    ProxyState,
    QueueLook,
    QueueState,
    ValueState,
    WaitState,
)
from tui.telemetry.objects import (
    AccessesRecorded,
    BlockSeen,
    BlocksSeen,
    CallsCounted,
    LocksCounted,
    ObjectFound,
    ObjectKind,
    QueueCount,
    QueuesCounted,
    ValueRead,
    ValuesRead,
)
from tui.telemetry.waits import Wait, WaitsSeen
from tui.telemetry.who import Who

MOST_OBJECTS = 1024
"""Of each kind."""
MOST_ACCESSES = 8000
"""Of each value; the first ones stay."""
MOST_USES = 256
MOST_ITEMS = 1024
MOST_CELLS = 8192
LOOKS = 12
"""Of each queue: those of the last second, and some."""
KEPT_S, MOST_LOOKS = 1.0, 16
"""How long, and how many, looks into a block are kept, to tell what is fresh."""
_SLICES: Mapping[ObjectKind, tuple[str, Callable[[ObjectFound], Any]]] = {
    "queue": ("queues", QueueState),
    "pipe": ("queues", QueueState),
    "lock": ("locks", LockState),
    "value": ("values", ValueState),
    "block": ("blocks", BlockState),
    "pool": ("pools", PoolState),
    "proxy": ("proxies", ProxyState),
}
"""In which slice of the run an object of each kind is kept, and as what."""


def object_found(run: RunDraft, item: ObjectFound) -> None:
    name, state = _SLICES[item.kind]
    table = run.table(name)
    if item.key not in table and len(table) >= MOST_OBJECTS:
        return
    table[item.key] = state(replace(item, name=_called(item, table), fields=item.fields[:MOST_ITEMS]))
    if item.kind == "pool" and item.pid in run.processes:
        table[item.key] = replace(table[item.key], first_bytes=run.processes[item.pid].memory_bytes)


def _called(item: ObjectFound, table: Keyed[Any]) -> str:
    """Return how the program calls an object: its variable, of `here, there = Pipe()` the end's own; else its type."""
    name = item.name or item.type
    ends = name.split(", ")
    if item.peer is not None and len(ends) == 2:
        name = ends[item.peer in table]
    return name.removeprefix("self.") or name


def queues_counted(run: RunDraft, item: QueuesCounted) -> None:
    table = run.table("queues")
    started_s: float = run.get("started_s")
    for count in item.counts:
        queue = table.get(count.key)
        other = table.get(queue.of.peer) if queue is not None else None
        if other is not None:
            table[other.of.key] = replace(other, peer_puts=count.puts)
    run.change("queues", item.counts, lambda queue, count: _counted(queue, count, item.at_s, started_s))


def _counted(queue: QueueState, count: QueueCount, at_s: float, started_s: float) -> QueueState:
    since_s = queue.counted_s if queue.counted_s is not None else queue.of.at_s
    before = queue.count
    elapsed_s = at_s - since_s
    rates = queue.in_per_s, queue.out_per_s
    if elapsed_s > 0:
        rates = (
            max(0.0, (count.puts - (before.puts if before else 0)) / elapsed_s),
            max(0.0, (count.gets - (before.gets if before else 0)) / elapsed_s),
        )
    depth = queue.depth_by(count)
    look = QueueLook(at_s, count.puts, count.gets, count.full_s, count.empty_s)
    moved_s = queue.moved_s
    if any(rates):
        moved_s = (moved_s[0] if moved_s else since_s, at_s)
    return replace(
        queue,
        count=count,
        counted_s=at_s,
        in_per_s=rates[0],
        out_per_s=rates[1],
        in_rates=queue.in_rates.plus(rates[0]),
        out_rates=queue.out_rates.plus(rates[1]),
        depths=queue.depths.plus(min(max(0.0, at_s - started_s), 1e6), depth),
        deepest=max(queue.deepest, depth),
        looks=(*queue.looks[-LOOKS:], look),
        moved_s=moved_s,
    )


def locks_counted(run: RunDraft, item: LocksCounted) -> None:
    remember(run)
    run.change("locks", item.counts, lambda lock, count: replace(lock, count=count))


def calls_counted(run: RunDraft, item: CallsCounted) -> None:
    run.change("proxies", item.counts, lambda proxy, count: replace(proxy, count=count))


def waits_seen(run: RunDraft, item: WaitsSeen) -> None:
    remember(run)
    now = {wait.who: wait for wait in item.waits}
    for who, worker in run.workers.items():
        wait, before = now.get(who), worker.waits_on
        if wait is not None:
            waits_on = _waiting(run, wait)
            if waits_on != before:
                run.workers[who] = replace(worker, waits_on=waits_on)
        elif before is not None:
            run.workers[who] = replace(worker, waits_on=None)
        if worker.role == "main" and worker.pid == worker.tid:
            _see_its_end(run, wait, item.at_s)


def _see_its_end(run: RunDraft, wait: Wait | None, at_s: float) -> None:
    """Take note of since when a main thread waits for the others, as Python does at the end of a program."""
    is_end = wait is not None and wait.why == "join" and (wait.key, wait.thread, wait.process) == (0, None, None)
    is_end = is_end or (wait is not None and wait.is_end)
    since_s, until_s = run.get("ending") or (None, None)
    if wait is not None and is_end:
        run.fields["ending"] = wait.since_s, None
    elif since_s is not None and until_s is None:
        run.fields["ending"] = since_s, at_s


def _waiting(run: RunDraft, wait: Wait) -> WaitState:
    pid, tid = wait.holder_pid, wait.holder_tid
    holder = None if pid is None or tid is None else Who(pid, tid)
    what = wait.key, name_of(run, wait.key), wait.why, wait.since_s
    return WaitState(*what, wait.thread, wait.process, holder, wait.is_copy)


def name_of(run: RunDraft, key: int) -> str:
    """Return how the program calls an object, or an empty text."""
    for name, _ in _SLICES.values():
        known = run.table(name).get(key)
        if known is not None:
            return str(known.of.name)
    return ""


def values_read(run: RunDraft, item: ValuesRead) -> None:
    def changed(value: ValueState, read: ValueRead) -> ValueState:
        history = value.history.plus(read.items[0]) if read.items else value.history
        return replace(value, items=read.items[:MOST_ITEMS], read_s=item.at_s, history=history)

    run.change("values", item.values, changed)


def blocks_seen(run: RunDraft, item: BlocksSeen) -> None:
    run.change("blocks", item.blocks, lambda block, seen: _looked_at(block, seen, item.at_s))


def _looked_at(block: BlockState, seen: BlockSeen, at_s: float) -> BlockState:
    return replace(
        block,
        exists=seen.exists,
        was_gone=block.was_gone or seen.is_gone_early,
        uses=seen.uses[:MOST_USES],
        file=seen.file,
        row_bytes=max(0, seen.row_bytes),
        columns=max(0, seen.columns),
        cells=_bytes(seen.cells),
        items=seen.items[:MOST_ITEMS],
        seen_s=at_s,
        looks=_looks(block, at_s),
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


def accesses_recorded(run: RunDraft, item: AccessesRecorded) -> None:
    table = run.table("accesses")
    known = table.get(item.key)
    if known is None and len(table) >= MOST_OBJECTS:
        return
    every = sorted([*(known.accesses if known else ()), *item.accesses], key=attrgetter("at_ns"))
    table[item.key] = AccessesState(item.key, tuple(every[:MOST_ACCESSES]))


HANDLERS: dict[type, Callable[[RunDraft, Any], None]] = {
    ObjectFound: object_found,
    QueuesCounted: queues_counted,
    LocksCounted: locks_counted,
    CallsCounted: calls_counted,
    WaitsSeen: waits_seen,
    ValuesRead: values_read,
    BlocksSeen: blocks_seen,
    AccessesRecorded: accesses_recorded,
}
