"""Queues and pipes as gauges: how full, what goes in and out, who waits."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.boards.board import Board, of_run, up_to_a_sixth
from tui.boards.framed import plain
from tui.boards.row_board import called, framed_rows
from tui.boards.sheet import Sheet
from tui.boards.side import PresenterSide
from tui.draw import bars, numbers
from tui.draw.cells import Row, fit, join
from tui.draw.glyphs import Glyphs
from tui.model.queue.rates import last_second
from tui.model.state.shared import QueueState
from tui.model.state.state import RunState

LEAST_WAIT_S = 0.05
"""Shorter waits are not worth a word."""
APART, LEAST_METER = 2, 4
"""Columns between two numbers, and of the shortest meter."""


class QueuesView(Struct, frozen=True):
    """Queues and pipes, those through which most goes first."""

    queues: tuple[QueueState, ...] = ()
    is_over: bool = False
    """Whether the run is over: what went through them is said then, in place of how fast."""
    now_s: float = 0.0
    """Now, on the clock of the telemetry."""


def paint(view: QueuesView, sheet: Sheet) -> Sequence[Row]:
    """`jobs q.py:3  ▆▆▆▆···· 4 of 5   52 /s ▸ 50 /s   full 12× 1.9 s`; two rows where it is narrow."""
    width, inner, glyphs = sheet.width, sheet.inner, sheet.glyphs
    queues = view.queues[: max(0, sheet.room)]
    columns = [[_depth(its) for its in queues], [_rates(its, view) for its in queues], [_waits(its) for its in queues]]
    sizes = [max(map(len, column), default=0) for column in columns]
    name = max(6, min(max(10, inner // 4), 30, inner - APART - sizes[0]))
    count = _that_fit(sizes, inner - name - LEAST_METER)
    meter = inner - name - sum(APART + size for size in sizes[:count])
    rows: list[Row] = []
    for place, queue in enumerate(queues):
        said = [column[place] for column in columns]
        first = f"{'':{APART}}{said[0]:<{sizes[0]}}"
        texts = [f"{'':{APART}}{text:>{size}}" for text, size in zip(said[1:count], sizes[1:count], strict=True)]
        rows.append(join(called(queue.of, name, "key"), _meter(queue, meter, glyphs), plain("".join([first, *texts]))))
        if count < len(columns) and 2 * len(view.queues) <= sheet.room:
            rows.append(plain("  " + fit("   ".join(filter(None, said[count:])), inner - 2)))
    facts = "depth · in and out · waits" if width >= 60 else ""
    return framed_rows(rows, sheet, "queues", facts, left_out=len(view.queues) - len(queues))


def _that_fit(sizes: Sequence[int], room: int) -> int:
    """Return how many columns have room side by side; the first one always stands there."""
    return max(1, sum(sum(APART + size for size in sizes[: n + 1]) <= room for n in range(len(sizes))))


def _depth(queue: QueueState) -> str:
    of = f" of {numbers.grouped(queue.of.maxsize)}" if queue.of.maxsize else ""
    return f"{numbers.grouped(queue.depth)}{of}"


def _rates(queue: QueueState, view: QueuesView) -> str:
    """Return `60 /s ▸ 58 /s`, in and out in the last second; when it is over how many there were: `400 ▸ 400 items`."""
    if view.is_over:
        puts, gets = (queue.count.puts, queue.count.gets) if queue.count else (0, 0)
        return f"{numbers.grouped(puts)} ▸ {numbers.grouped(gets)} items"
    into, out, _, _ = last_second(queue, view.now_s)
    return f"{numbers.rate(into)} ▸ {numbers.rate(out)}"


def _waits(queue: QueueState) -> str:
    """Return `full 12× 1.9 s`, of the side that was waited for longer."""
    count = queue.count
    if count is None:
        return ""
    sides = [("empty", count.empty_waits, count.empty_s)]
    sides += [("full", count.full_waits, count.full_s)] if queue.may_be_full else []
    side, times, seconds = max(sides, key=lambda found: found[2])
    if seconds < LEAST_WAIT_S:
        return ""
    return f"{side} {numbers.grouped(times)}× {seconds:.1f} s"


def _meter(queue: QueueState, width: int, glyphs: Glyphs) -> Row:
    top = queue.of.maxsize or max(queue.deepest, 1)
    is_full = queue.of.maxsize is not None and queue.depth >= queue.of.maxsize
    return bars.meter(queue.depth / top, max(0, width), "bad" if is_full else "key", glyphs, glyphs.busy)


def used_queues(run: RunState) -> list[QueueState]:
    """Return queues, and those pipes through which something went."""
    return [queue for queue in run.queues if queue.of.kind == "queue" or queue.count is not None]


def digits(run: RunState, amount: float) -> float:
    """Return what to order by: while it runs how many digits an amount has, so that rows seldom change their places."""
    return amount if run.phase == "over" else float(len(str(int(amount))) if amount >= 1 else 0)


def _queues(run: RunState) -> list[QueueState]:
    """Return queues before pipes, those first through which most has gone."""
    there = used_queues(run)
    moved = {
        queue.of.key: digits(run, queue.count.puts + queue.count.gets) for queue in there if queue.count is not None
    }
    return sorted(there, key=lambda queue: (queue.of.kind != "queue", -moved.get(queue.of.key, 0), queue.of.key))


def queues(run: RunState) -> QueuesView:
    return QueuesView(tuple(_queues(run)), run.phase == "over", run.started_s + run.elapsed_s)


def _side(run: RunState) -> tuple[PresenterSide, ...]:
    """Return how full the queue is through which most goes."""
    found = []
    for queue in _queues(run)[:1]:
        items = f"items in {queue.of.name}"
        of = f"of {numbers.grouped(queue.of.maxsize)} places in {queue.of.name}" if queue.of.maxsize else items
        depth = numbers.grouped(queue.depth)
        found.append(PresenterSide("queue", "key", "", (depth,), captions=(of, items, "items")))
    return tuple(found)


BOARD = Board(
    "queues", paint, of_run(queues, None), wants=of_run(lambda run: 2 * len(used_queues(run)), 0),
    column=up_to_a_sixth, sides=of_run(_side, ()), count=lambda run: str(len(used_queues(run))),
)
