"""What goes through queues; pipes are none. The program's own numbers count; where it says none, what was counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.readings.reading import Fact, Group, Reading, declare, once_a_run, printed
from tui.words.numbers import grouped

if TYPE_CHECKING:
    from tui.model.queue.sides import Side
    from tui.model.readings.measured import Measured
    from tui.model.state.shared import QueueState
    from tui.model.state.state import RunState
    from tui.telemetry.objects import QueueCount


def queues_of(run: RunState | None) -> list[tuple[QueueState, QueueCount]]:
    """Return the queues through which something went, and what was counted."""
    queues = run.queues if run else ()
    return [(queue, queue.count) for queue in queues if queue.of.kind == "queue" and queue.count is not None]


def _made(run: RunState, base: RunState | None) -> tuple[float, ...]:
    counts = queues_of(run)
    return printed("made")(run, base)[-1:] or ((sum(count.puts for _, count in counts),) if counts else ())


def _taken(run: RunState, base: RunState | None) -> tuple[float, ...]:
    counts = queues_of(run)
    return printed("taken")(run, base)[-1:] or ((sum(count.gets for _, count in counts),) if counts else ())


def _items_per_s(run: RunState) -> float | None:
    from tui.model.queue.rates import work_s  # noqa: PLC0415  # It loads the state, which no list of lessons needs.

    count, seconds = TAKEN.last(run), work_s(run) or run.elapsed_s
    return count / seconds if count is not None and seconds > 0 else None


def _wait_share(run: RunState, side: Side) -> float | None:
    from tui.model.queue.sides import wait_share  # noqa: PLC0415  # It loads the state, which no list of lessons needs.

    return wait_share(run, side)


def _bytes_put(measured: Measured) -> float | None:
    known = [count.bytes_put for _, count in queues_of(measured.run) if count.bytes_put is not None]
    return sum(known) if known else None


def _sum(value: Callable[[QueueState, QueueCount], float]) -> Callable[[Measured], float]:
    """Return what adds up a number of all queues of the newest run."""
    return lambda measured: sum(value(queue, count) for queue, count in queues_of(measured.run))


def _lines(measured: Measured) -> list[str]:
    made, taken, deepest = (round(measured.last(one) or 0) for one in (MADE, TAKEN, DEEPEST))
    puts, gets, left, lost = (round(one.told(measured) or 0) for one in (PUTS, GETS, LEFT, LOST))
    size_bytes, full_s, empty_s = BYTES.told(measured), FULL.told(measured) or 0.0, EMPTY.told(measured) or 0.0
    ends = puts - made
    ended = f" (with {ends} that only end a consumer)" if ends > 0 else ""
    check = "nothing lost" if puts == gets + left + lost and not lost else f"{lost} LOST"
    size = "" if size_bytes is None else f", {grouped(size_bytes)} bytes"
    return [
        f"queue: {grouped(made)} made, {grouped(taken)} taken, at most {deepest} seen in it{size}",
        f"counted: {grouped(puts)} put = {grouped(gets)} taken + {left} left{ended}: {check}",
        f"waited: {full_s:.2f} s for room, {empty_s:.2f} s for an item, all workers together",
    ]


QUEUE = Group(
    "queue", "What went through the queues of the newest run; pipes are not in it.",
    is_there=lambda measured: bool(queues_of(measured.run)), lines=_lines,
)  # fmt: skip
MADE: Reading = declare(Reading("made", "items put into the queue", "count", _made, group=QUEUE, tells="newest"))
TAKEN: Reading = declare(Reading("taken", "items taken out of it", "count", _taken, group=QUEUE, tells="newest"))
PUTS: Fact = declare(Fact(
    "puts", "items put, as the probe counted: with those that only tell a consumer to end", QUEUE,
    _sum(lambda _, count: count.puts),
))  # fmt: skip
GETS: Fact = declare(Fact(
    "gets", "items taken, as the probe counted", QUEUE,
    _sum(lambda _, count: count.gets),
))  # fmt: skip
declare(Reading("left", "items left in the queue, taken by nobody", "count", printed("left")))
LEFT: Fact = declare(Fact(
    "left", "still inside, by our own counts", QUEUE,
    _sum(lambda queue, _: queue.depth),
))  # fmt: skip
LOST: Fact = declare(Fact(
    "lost", "items that could not be pickled or sent", QUEUE,
    _sum(lambda _, count: count.lost),
))  # fmt: skip
DEEPEST: Reading = declare(Reading(
    "depth_max", "the most items in the queue at a time", "count",
    once_a_run(lambda run: max((queue.deepest for queue, _ in queues_of(run)), default=None)),
    "most in queue", front=9, group=QUEUE, tells="newest",
))  # fmt: skip
BYTES: Fact = declare(Fact(
    "bytes", "pickled bytes that went through; null where nothing is pickled", QUEUE, _bytes_put,
))  # fmt: skip
declare(Fact(
    "blocked_s", "`full_s` and `empty_s` together", QUEUE,
    lambda measured: (FULL.told(measured) or 0.0) + (EMPTY.told(measured) or 0.0), digits=4,
))  # fmt: skip
FULL: Fact = declare(Fact(
    "full_s", "seconds that workers waited for room, summed", QUEUE,
    _sum(lambda _, count: count.full_s), digits=4,
))  # fmt: skip
EMPTY: Fact = declare(Fact(
    "empty_s", "seconds that workers waited for an item, summed", QUEUE,
    _sum(lambda _, count: count.empty_s), digits=4,
))  # fmt: skip
declare(Reading(
    "items_per_s", "items taken per second, from the first one put to the last one taken", "rate",
    once_a_run(_items_per_s), "items taken", front=8,
))  # fmt: skip
declare(Reading(
    "put_wait_share", "share of the producers' time spent waiting for a free slot", "share",
    once_a_run(lambda run: _wait_share(run, "producer")), "waits to put", front=10,
))  # fmt: skip
declare(Reading(
    "get_wait_share", "share of the consumers' time spent waiting for an item", "share",
    once_a_run(lambda run: _wait_share(run, "consumer")), "waits to take", front=11,
))  # fmt: skip
