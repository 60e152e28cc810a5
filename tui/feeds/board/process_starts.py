"""Which processes were asked for, and what became of them: those that have a board, and those that never will.

A parent tells of its child before it can tell of the child's end. A child whose end was told and that has no board by
the read after that never had one: it is told here, for it may have lived too short to be seen from outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.feeds.board.board_file import Header, whole
from tui.feeds.board.observed import Became, Made, ObservedProcess
from tui.feeds.board.read_batch import ReadBatch
from tui.telemetry.ends import SignalSent
from tui.telemetry.vocabulary import ProcessBegan, ProcessEnded, ProcessMade, ProcessStarted, Telemetry

MOST_MADE, MOST_MODULES = 8192, 1 << 20
MOST_CPU_NS = 1 << 53


FORKED = "os.fork"


def made(fields: Sequence[str], pid: int, batch: ReadBatch) -> None:
    """Take a `C` line's fields, in which a process tells of a child; what does not fit is passed by."""
    match fields:
        case [child_text, method, asked_text, made_text, command]:
            child, asked_ns, made_ns = whole(child_text, 1, (1 << 31) - 1), whole(asked_text), whole(made_text)
            if child is not None and asked_ns is not None and made_ns is not None:
                batch.made.append(Made(child, pid, method, min(asked_ns, made_ns), made_ns, command))


def signalled(fields: Sequence[str], pid: int, batch: ReadBatch) -> None:
    """Take a `K` line's fields, in which a process tells of a signal that it sends."""
    match fields:
        case [to_text, number_text, by_text, at_text]:
            to, number, at_ns = whole(to_text, 0, (1 << 31) - 1), whole(number_text, 1, 255), whole(at_text)
            if to is not None and number is not None and at_ns is not None:
                batch.tell(SignalSent, at_ns, pid, to, number, by_text == "1")


def forked(its: Header, batch: ReadBatch) -> None:
    """Take what a process says of itself, if it is one that `os.fork` has made."""
    if its.asked_ns:
        batch.made.append(Made(its.pid, its.pid, FORKED, min(its.asked_ns, its.start_ns), its.start_ns, ""))


def became(fields: Sequence[str], pid: int, batch: ReadBatch) -> None:
    """Take a `G` line's fields, in which a process tells that it becomes another program, or that it did not."""
    match fields:
        case ["0"]:
            batch.became = [its for its in batch.became if its.pid != pid]
        case [at_text, program, has_run, *words]:
            at_ns = whole(at_text, 1)
            if at_ns is not None:
                batch.became.append(Became(pid, at_ns, program, has_run == "1", tuple(words)))


BY_LETTER = {"C": made, "G": became, "K": signalled}
"""What takes a line's fields, by the letter that it begins with."""


def began(fields: Sequence[str], pid: int, batch: ReadBatch) -> None:
    """Take the end of a `P` line, about the target; a time of 0 is for not begun."""
    at_ns = whole(fields[1], 1) if len(fields) in (2, 3, 6) else None
    cpu_ns = whole(fields[2], 0, MOST_CPU_NS) if len(fields) in (3, 6) else None
    if at_ns is not None:
        again = _again(fields[3:], at_ns, batch)
        batch.tell(ProcessBegan, at_ns, pid, fields[0], None if cpu_ns is None else cpu_ns / 1e9, *again)


def _again(fields: Sequence[str], at_ns: int, batch: ReadBatch) -> tuple[float, float, int] | tuple[()]:
    """Return when the main module began to be imported again, when that was done, and of how many modules."""
    match fields:
        case [since_text, until_text, modules_text]:
            until_ns = whole(until_text, 1, at_ns)
            since_ns = whole(since_text, 1, until_ns) if until_ns is not None else None
            modules = whole(modules_text, 0, MOST_MODULES)
            if until_ns is not None and since_ns is not None and modules is not None:
                return batch.at_s(since_ns), batch.at_s(until_ns), modules
    return ()


class ProcessStarts:
    """What was told of the making of processes."""

    def __init__(self) -> None:
        self._made: dict[int, Made] = {}
        """Those not told yet, by pid; where a pid came twice, the later one."""
        self._ended: dict[int, tuple[int, int]] = {}
        """Exit code and when it was seen, of those that ended without a board as far as is known."""
        self._shown: set[int] = set()
        """Those that were told although they have no board, and whose end was not told yet."""

    def take(self, batch: ReadBatch) -> None:
        """Take what this read's boards say of processes that were made."""
        for made in batch.made:
            if len(self._made) < MOST_MADE or made.pid in self._made:
                self._made[made.pid] = made

    def match(self, processes: Mapping[int, ObservedProcess], batch: ReadBatch) -> None:
        """Tell how processes came to be that have a board, as soon as both is known."""
        for pid, made in list(self._made.items()):
            process = processes.get(pid)
            if process is not None and made.asked_ns <= process.start_ns:
                del self._made[pid]
                self._ended.pop(pid, None)
                batch.items.append(_told(made, min(made.made_ns, process.start_ns), batch))

    def without_probe(self, pid: int, batch: ReadBatch) -> tuple[str, list[Telemetry]]:
        """Return the command of a process that is told now although it has no board, and how it came to be."""
        made = self._made.pop(pid, None)
        if made is None:
            return "", []
        self._shown.add(pid)
        return made.command, [_told(made, made.made_ns, batch)]

    def shown(self, pid: int) -> None:
        """Note that a process is told although it has no board any more."""
        self._shown.add(pid)

    def ended(self, pid: int, exit_code: int, seen_ns: int, batch: ReadBatch) -> None:
        """Take an exit of which no board is known."""
        made = self._made.get(pid)
        if made is not None and made.asked_ns <= seen_ns:
            self._ended.setdefault(pid, (exit_code, seen_ns))
        elif pid in self._shown:
            self._shown.remove(pid)
            batch.tell(ProcessEnded, seen_ns, pid, exit_code)

    def without_board(self, batch: ReadBatch) -> None:
        """Tell of the processes whose end was told, and that have no board among those found since."""
        ended, self._ended = self._ended, {}
        for pid, (exit_code, seen_ns) in ended.items():
            made = self._made.pop(pid, None)
            if made is not None:
                name = made.command or "process"
                batch.tell(ProcessStarted, made.made_ns, pid, made.parent_pid, "worker", name, observed=False)
                batch.tell(ProcessEnded, max(seen_ns, made.made_ns), pid, exit_code)
                batch.items.append(_told(made, made.made_ns, batch))


def _told(made: Made, made_ns: int, batch: ReadBatch) -> ProcessMade:
    times = batch.at_s(made.asked_ns), batch.at_s(made_ns)
    now_s, run = batch.at_s(batch.now_ns), batch.run
    return ProcessMade(now_s, run, made.pid, made.method, *times, made.parent_pid, made.command)
