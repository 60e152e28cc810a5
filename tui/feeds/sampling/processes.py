"""One process of the run on Linux: what is known of it, and what its threads wait for."""

from __future__ import annotations

from tui.feeds.sampling.descriptors import DescriptorBudget, KeptFile, read
from tui.feeds.sampling.files import StatLine, command_of, kept_stat
from tui.feeds.sampling.ledger import CpuAccount
from tui.feeds.sampling.look import ProcessFound
from tui.feeds.sampling.surroundings import ProcessSurroundings
from tui.feeds.sampling.threads import ThreadRecord
from tui.feeds.sampling.wait_reason import MACHINE, needs_channel, reason_of_runnable, reason_of_wait

_WAITS = ("gil", "lock", "queue", "sleep", "io", "join")


class ProcessRecord:
    """What is known of one process of the run."""

    __slots__ = (
        "_budget",
        "_children",
        "account",
        "births",
        "image",
        "is_to_list",
        "name",
        "parent_pid",
        "pid",
        "refused",
        "seen_ns",
        "start_ticks",
        "stat",
        "stat_file",
        "stirred_ns",
        "surroundings",
        "threads",
    )

    def __init__(self, pid: int, stat: StatLine, budget: DescriptorBudget) -> None:
        self.pid = pid
        self.stat_file = KeptFile(budget, f"/proc/{pid}/stat")
        """It tells the state and the core of the main thread, too."""
        self.stat: StatLine | None = None
        """What it said in this look; None before it is asked."""
        self._budget = budget
        self._children: dict[int, KeptFile] = {}
        """The file `children` of each thread that has been asked for it."""
        self.births: int | None = None
        """What `LinuxTree` counted when they were asked last."""
        self.parent_pid = stat.parent_pid or None
        self.name = stat.name
        self.start_ticks = stat.start_ticks
        self.image = stat.image
        """Tells one executed program from another; see `StatLine`."""
        self.account = CpuAccount()
        self.threads: dict[int, ThreadRecord] = {}
        self.seen_ns = 0
        """The CPU time that samples told of its threads alive."""
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
        """As `seen_ns`, in seconds."""
        return self.seen_ns / 1e9

    def stat_of(self, thread: ThreadRecord) -> StatLine | None:
        """Return what is said of a thread now; None when it is gone, or its number is another's by now.

        The main thread's line is that of the process, so one reading serves both.
        """
        stat = kept_stat(thread.stat_file)
        if thread.tid == self.pid:
            self.stat = stat = stat if stat is not None and stat.start_ticks == self.start_ticks else None
        return stat

    def notice_program(self, stat: StatLine) -> bool:
        """Return whether it has executed another program or taken another name; then its memory is another too."""
        if any(stat.image) and stat.image != self.image:
            self.image = stat.image
            self.surroundings = ProcessSurroundings(self.pid)
        elif stat.name == self.name:
            return False
        self.name = stat.name
        return True

    def children_of(self, tid: int) -> KeptFile:
        """Return the file that lists the children which one thread forked."""
        if tid not in self._children:
            self._children[tid] = KeptFile(self._budget, f"/proc/{self.pid}/task/{tid}/children")
        return self._children[tid]

    def lose(self, thread: ThreadRecord) -> None:
        """Forget a thread that has ended."""
        thread.close()
        self.seen_ns -= thread.total_ns
        del self.threads[thread.tid]
        if (children := self._children.pop(thread.tid, None)) is not None:
            children.close()

    def close(self) -> None:
        """Let go of every file. Safe to call twice."""
        for file in (self.stat_file, *self._children.values()):
            file.close()
        for thread in self.threads.values():
            thread.close()

    def find_reason(self, thread: ThreadRecord, stat: StatLine, ran_s: float, wanted_s: float | None) -> None:
        """Look at a thread's state and, if it waits, at its blocked call."""
        state = stat.state
        thread.runnable = state == "R"
        thread.settled = not thread.runnable
        call, channel = None, ""
        if state == "S" and not self.refused:
            blocked = thread.call_file.read()
            if blocked is None:
                self.refused = thread.tid in self.threads and kept_stat(thread.stat_file) is not None
            else:
                call = thread.called(blocked)
                thread.runnable = call is None
                thread.settled = call is not None
                if call is not None and needs_channel(call, MACHINE):
                    channel = (read(f"/proc/{self.pid}/task/{thread.tid}/wchan", 64) or b"").decode("ascii")
        thread.call, thread.channel = call, channel
        if thread.runnable:
            thread.reason = reason_of_runnable(ran_s, wanted_s)
        else:
            thread.reason = reason_of_wait(state, call, channel, MACHINE, self.surroundings)
            if thread.reason in _WAITS:
                thread.last_wait = thread.reason
