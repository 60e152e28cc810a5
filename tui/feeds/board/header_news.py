"""What the first words of one process's board say, told as soon as they say something else."""

from __future__ import annotations

from tui.feeds.board.board_file import NO_MESSAGES, Header
from tui.feeds.board.loop_book import LoopBook
from tui.feeds.board.read_batch import ReadBatch
from tui.probe import layout
from tui.telemetry.tasks import PicklingCounted
from tui.telemetry.usage import ProcessesUsed, ProcessUse
from tui.telemetry.waits import SignalsHandled

_TOO_MANY = f"a process has more than {layout.THREAD_SLOTS} at once; the others are not seen"
_TOO_MANY_OBJECTS = f"a process has more than {layout.OBJECT_SLOTS} of them; the others are not seen"


class HeaderNews:
    """What was told of a process's header."""

    def __init__(self, loops: LoopBook) -> None:
        self._loops = loops
        self._handles_signals = False
        self._pickled: tuple[int, ...] = NO_MESSAGES

    def tell(self, before: Header, now: Header, batch: ReadBatch) -> None:
        """Tell what is new."""
        if now.threads_without_slot:
            batch.not_observed("threads", _TOO_MANY)
        if now.objects_without_row:
            batch.not_observed("queues, locks, values", _TOO_MANY_OBJECTS)
        if now.handles_signals and not self._handles_signals:
            self._handles_signals = True
            batch.tell(SignalsHandled, batch.now_ns, now.pid)
        self._loops.looker(now, batch)
        if now.cpu_ns != before.cpu_ns:
            batch.tell(ProcessesUsed, batch.now_ns, (ProcessUse(now.pid, now.cpu_ns / 1e9, 0),))
        if now.pickled != self._pickled:
            self._pickled = messages, cpu_ns, size, read, read_ns, read_bytes = now.pickled
            sums = messages, cpu_ns / 1e9, size, read, read_ns / 1e9, read_bytes
            batch.tell(PicklingCounted, batch.now_ns, now.pid, *sums)
