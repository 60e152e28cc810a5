"""Queues and pipes as gauges: how full, what goes in and out, who waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.board import Board, of_run, up_to_a_sixth
from tui.boards.framed import plain
from tui.boards.row_board import called, framed_rows
from tui.boards.sheet import Sheet
from tui.boards.side import PresenterSide
from tui.draw import bars, numbers
from tui.draw.cells import Row, fit, join
from tui.draw.glyphs import Glyphs
from tui.model.state.shared import QueueState
from tui.model.state.state import RunState

LEAST_WAIT_S = 0.05
"""Shorter waits are not worth a word."""
RATES, WHOLE = 46, 66
"""Cells from which on a queue's row has room for what goes in and out; and for the waits, too."""


@dataclass(frozen=True, slots=True)
class QueuesView:
    """Queues and pipes, those through which most goes first."""

    queues: tuple[QueueState, ...] = ()
    is_over: bool = False
    """Whether the run is over: what went through them is said then, in place of how fast."""


def paint(view: QueuesView, sheet: Sheet) -> Sequence[Row]:
    """`jobs q.py:3  ▆▆▆▆···· 4 of 5   52 /s ▸ 50 /s   full 12× 1.9 s`; two rows where it is narrow."""
    width, inner, glyphs = sheet.width, sheet.inner, sheet.glyphs
    rows = [_row(queue, inner, view.is_over, glyphs) for queue in view.queues]
    if inner < WHOLE and 2 * len(rows) <= sheet.room:
        second = [plain("  " + fit(_more(queue, inner, view.is_over), inner - 2)) for queue in view.queues]
        rows = [row for pair in zip(rows, second, strict=True) for row in pair]
    return framed_rows(rows, sheet, "queues", "depth · in and out · waits" if width >= 60 else "")


def _more(queue: QueueState, width: int, is_over: bool) -> str:
    """Return what a row of this width has no room for."""
    return "   ".join(filter(None, (_rates(queue, is_over) if width < RATES else "", _waits(queue))))


def _rates(queue: QueueState, is_over: bool) -> str:
    """Return `60 /s ▸ 58 /s`, in and out; when it is over how many there were: `400 ▸ 400 items`."""
    if is_over and queue.count is not None:
        puts, gets = numbers.grouped(queue.count.puts), numbers.grouped(queue.count.gets)
        return f"{puts} ▸ {gets} items"
    into = numbers.rate(queue.in_per_s)
    return f"{into} ▸ {numbers.rate(queue.out_per_s)}"


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


def _row(queue: QueueState, width: int, is_over: bool, glyphs: Glyphs) -> Row:
    name = max(10, min(30, width // 4))
    top = queue.of.maxsize or max(queue.deepest, 1)
    is_full = queue.of.maxsize is not None and queue.depth >= queue.of.maxsize
    depth = f"{queue.depth} of {queue.of.maxsize}" if queue.of.maxsize else str(queue.depth)
    parts = [f" {depth:<8}", f" {_rates(queue, is_over):>18}", f" {_waits(queue):>18}"]
    shown = parts[: 1 + (width >= RATES) + (width >= WHOLE)]
    meter = max(4, width - name - sum(map(len, shown)))
    drawn = bars.meter(queue.depth / top, meter, "bad" if is_full else "key", glyphs, glyphs.busy)
    return join(called(queue.of, name, "key"), drawn, plain("".join(shown), "foreground"))


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
    return QueuesView(tuple(_queues(run)), run.phase == "over")


def _side(run: RunState) -> tuple[PresenterSide, ...]:
    """Return how full the queue is through which most goes."""
    found = []
    for queue in _queues(run)[:1]:
        items = f"items in {queue.of.name}"
        of = f"of {queue.of.maxsize} places in {queue.of.name}" if queue.of.maxsize else items
        found.append(PresenterSide("queue", "key", "", (str(queue.depth),), captions=(of, items, "items")))
    return tuple(found)


BOARD = Board(
    "queues", paint, of_run(queues, None), wants=of_run(lambda run: 2 * len(used_queues(run)), 0),
    column=up_to_a_sixth, sides=of_run(_side, ()), count=lambda run: str(len(used_queues(run))),
)
