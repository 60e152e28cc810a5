"""Queues and pipes as gauges: how full, what goes in and out, who waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.boards.framed import inner_width, plain
from tui.boards.row_board import RowBoard
from tui.draw import bars, numbers
from tui.draw.cells import Row, fit, join
from tui.model.state.shared import QueueState

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


class GaugeBoard(RowBoard):
    """`jobs q.py:3  ▆▆▆▆···· 4 of 5   52 /s ▸ 50 /s   full 12× 1.9 s`; two rows where it is narrow."""

    TITLE_HERE = "queues"

    def paint(self, view: object, width: int, height: int) -> Sequence[Row]:
        assert isinstance(view, QueuesView)
        inner = inner_width(width)
        rows = [self._row(queue, inner, view.is_over) for queue in view.queues]
        if inner < WHOLE and 2 * len(rows) <= height - 2:
            second = [plain("  " + fit(self._more(queue, inner, view.is_over), inner - 2)) for queue in view.queues]
            rows = [row for pair in zip(rows, second, strict=True) for row in pair]
        return self._framed(rows, "depth · in and out · waits" if width >= 60 else "", width, height)

    def _more(self, queue: QueueState, width: int, is_over: bool) -> str:
        """Return what a row of this width has no room for."""
        return "   ".join(filter(None, (self._rates(queue, is_over) if width < RATES else "", self._waits(queue))))

    def _rates(self, queue: QueueState, is_over: bool) -> str:
        """Return `60 /s ▸ 58 /s`, in and out; when it is over how many there were: `400 ▸ 400 items`."""
        if is_over and queue.count is not None:
            puts, gets = numbers.grouped(queue.count.puts), numbers.grouped(queue.count.gets)
            return f"{puts} {self.glyphs.right} {gets} items"
        into = numbers.rate(queue.in_per_s, glyphs=self.glyphs)
        return f"{into} {self.glyphs.right} {numbers.rate(queue.out_per_s, glyphs=self.glyphs)}"

    def _waits(self, queue: QueueState) -> str:
        """Return `full 12× 1.9 s`, of the side that was waited for longer."""
        count = queue.count
        if count is None:
            return ""
        sides = [("empty", count.empty_waits, count.empty_s)]
        sides += [("full", count.full_waits, count.full_s)] if queue.may_be_full else []
        side, times, seconds = max(sides, key=lambda found: found[2])
        if seconds < LEAST_WAIT_S:
            return ""
        return f"{side} {numbers.grouped(times)}{self.glyphs.times} {seconds:.1f} s"

    def _row(self, queue: QueueState, width: int, is_over: bool) -> Row:
        glyphs = self.glyphs
        name = max(10, min(30, width // 4))
        top = queue.maxsize or max(queue.depth_max, 1)
        is_full = queue.maxsize is not None and queue.depth >= queue.maxsize
        depth = f"{queue.depth} of {queue.maxsize}" if queue.maxsize else str(queue.depth)
        parts = [f" {depth:<8}", f" {self._rates(queue, is_over):>18}", f" {self._waits(queue):>18}"]
        shown = parts[: 1 + (width >= RATES) + (width >= WHOLE)]
        meter = max(4, width - name - sum(map(len, shown)))
        drawn = bars.meter(queue.depth / top, meter, "bad" if is_full else "key", glyphs, glyphs.busy)
        return join(self._called(queue.of, name, "key"), drawn, plain("".join(shown), "foreground"))
