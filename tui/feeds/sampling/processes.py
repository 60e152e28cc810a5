"""One process of the run on Linux: what is known of it, and what its threads wait for."""

from __future__ import annotations

import platform

from tui.feeds.sampling.files import StatLine, command_of, read, stat_of
from tui.feeds.sampling.ledger import CpuAccount
from tui.feeds.sampling.look import ProcessFound
from tui.feeds.sampling.surroundings import ProcessSurroundings
from tui.feeds.sampling.threads import ThreadRecord
from tui.feeds.sampling.wait_reason import needs_channel, parse_call, reason_of_runnable, reason_of_wait

_MACHINE = platform.machine()


class ProcessRecord:
    """What is known of one process of the run."""

    __slots__ = (
        "account",
        "image",
        "is_to_list",
        "name",
        "parent_pid",
        "pid",
        "refused",
        "start_ticks",
        "stirred_ns",
        "surroundings",
        "threads",
    )

    def __init__(self, pid: int, stat: StatLine) -> None:
        self.pid = pid
        self.parent_pid = stat.parent_pid or None
        self.name = stat.name
        self.start_ticks = stat.start_ticks
        self.image = stat.image
        """Tells one executed program from another; see `StatLine`."""
        self.account = CpuAccount()
        self.threads: dict[int, ThreadRecord] = {}
        self.surroundings = ProcessSurroundings(pid)
        self.refused = False
        """Whether the kernel refuses to tell what its threads wait for."""
        self.stirred_ns = 0
        """The last look at which something had moved in it."""
        self.is_to_list = False
        """Whether a thread of it has come to a standstill since its descriptors were listed; see `open_files`."""

    @property
    def found(self) -> ProcessFound:
        """What to say of it to those who have not seen it."""
        return ProcessFound(self.pid, self.parent_pid, self.name, command_of(self.pid))

    @property
    def seen_s(self) -> float:
        """The CPU seconds that samples told of its threads alive."""
        return sum(thread.total_s for thread in self.threads.values())

    def notice_program(self, stat: StatLine) -> bool:
        """Return whether it has executed another program or taken another name; then its memory is another too."""
        if any(stat.image) and stat.image != self.image:
            self.image = stat.image
            self.surroundings = ProcessSurroundings(self.pid)
        elif stat.name == self.name:
            return False
        self.name = stat.name
        return True

    def find_reason(self, thread: ThreadRecord, stat: StatLine, ran_s: float, wanted_s: float | None) -> None:
        """Look at a thread's state and, if it waits, at its blocked call."""
        thread.runnable = stat.state == "R"
        thread.settled = not thread.runnable
        call, channel = None, ""
        if stat.state == "S" and not self.refused:
            folder = f"/proc/{self.pid}/task/{thread.tid}"
            blocked = read(f"{folder}/syscall", 256)
            if blocked is None:
                self.refused = thread.tid in self.threads and stat_of(self.pid, thread.tid) is not None
            else:
                call = parse_call(blocked.decode("ascii"))
                thread.runnable = call is None
                thread.settled = call is not None
                if call is not None and needs_channel(call, _MACHINE):
                    channel = (read(f"{folder}/wchan", 64) or b"").decode("ascii")
        thread.call, thread.channel = call, channel
        if thread.runnable:
            thread.reason = reason_of_runnable(ran_s, wanted_s)
        else:
            thread.reason = reason_of_wait(stat.state, call, channel, _MACHINE, self.surroundings)
