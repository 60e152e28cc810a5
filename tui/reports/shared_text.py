"""What a variant did to the things that workers share, as lines of plain text."""

from __future__ import annotations

from tui.model.said.outcome import (
    CounterOutcome,
    LockOutcome,
    MemoryOutcome,
    QueueOutcome,
    counter_outcome,
    lock_outcomes,
    memory_outcome,
    queue_outcome,
)
from tui.model.speed.readings import Spread
from tui.model.state.state import ComparisonState
from tui.words.numbers import grouped, noun, plural


def shared(state: ComparisonState, variant: str) -> list[str]:
    """Return the lines on queues, counters and shared memory; none where a variant has none."""
    queue, counter, memory = (f(state, variant) for f in (queue_outcome, counter_outcome, memory_outcome))
    return [
        *(_queue(queue) if isinstance(queue, QueueOutcome) else ()),
        *(_counter(counter) if isinstance(counter, CounterOutcome) else ()),
        *(_memory(memory) if isinstance(memory, MemoryOutcome) else ()),
        *map(_lock, lock_outcomes(state, variant)),
    ]


def _lock(lock: LockOutcome) -> str:
    taken = "" if lock.acquired is None else f", taken {grouped(lock.acquired)} times"
    held = "" if lock.held_s is None else f", held {lock.held_s:.2f} s"
    waits = f"{grouped(lock.waits)} {noun(lock.waits, 'wait')}"
    return f"{lock.kind} {lock.name}: {waits}, {lock.wait_s:.2f} s together{taken}{held}"


def _queue(outcome: QueueOutcome) -> list[str]:
    ends = outcome.puts - outcome.made
    ended = f" (with {ends} that only end a consumer)" if ends > 0 else ""
    check = "nothing lost" if outcome.is_conserved and not outcome.lost else f"{outcome.lost} LOST"
    size = "" if outcome.bytes is None else f", {grouped(outcome.bytes)} bytes"
    return [
        f"queue: {grouped(outcome.made)} made, {grouped(outcome.taken)} taken, at most {outcome.depth_max} seen in it"
        + size,
        f"counted: {grouped(outcome.puts)} put = {grouped(outcome.gets)} taken + {outcome.left} left{ended}: {check}",
        f"waited: {outcome.full_s:.2f} s for room, {outcome.empty_s:.2f} s for an item, all workers together",
    ]


def _counter(outcome: CounterOutcome) -> list[str]:
    share = outcome.lost_share
    return [
        f"counter: {grouped(outcome.expected)} expected, {_range(outcome.got)} got, {_range(outcome.lost)} lost "
        f"({share.median * 100:.1f} %)",
        f"right in {outcome.right} of {outcome.lost.count} repeats"
        + ("" if outcome.adds_per_s is None else f", {grouped(outcome.adds_per_s.median)} additions per second"),
    ]


def _memory(outcome: MemoryOutcome) -> list[str]:
    copied = "–" if outcome.bytes_copied is None else grouped(outcome.bytes_copied)
    lines = [f"memory: {grouped(outcome.bytes_shared)} bytes shared, {copied} bytes copied"]
    if outcome.hand_over_s is not None:
        lines.append(f"handed over in {grouped(outcome.hand_over_s.median * 1e6)} µs, the median")
    if outcome.torn_rows:
        lines.append(f"{grouped(outcome.torn_rows)} rows are torn: two painters wrote to them")
    if outcome.forgotten:
        were = "were" if outcome.forgotten > 1 else "was"
        lines.append(f"{plural(outcome.forgotten, 'block')} {were} never unlinked")
    return lines


def _range(spread: Spread) -> str:
    if spread.low == spread.high:
        return grouped(spread.median)
    return f"{grouped(spread.median)} ({grouped(spread.low)} to {grouped(spread.high)})"
