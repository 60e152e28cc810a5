"""The run's tree of processes and threads from `/proc` (Linux), read adaptively.

Each look reads one small file per thread through a descriptor that stays open. Only where its text has changed is
more read: state, core and blocked call of that thread, and the threads and children of its process. This loses
nothing: a thread that has not run has neither changed what it waits for nor started anything.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Collection, Iterable

from tui.feeds.sampling import files
from tui.feeds.sampling.ledger import CpuAccount, CpuLedger
from tui.feeds.sampling.look import ProcessCpu, ProcessFound, TreeLook
from tui.feeds.sampling.surroundings import ProcessSurroundings
from tui.feeds.sampling.threads import ThreadRecord
from tui.feeds.sampling.wait_reason import needs_channel, parse_call, reason_of_runnable, reason_of_wait
from tui.telemetry.vocabulary import ThreadSample

_MACHINE = platform.machine()
_LIKE = 0.02
"""By how much the interval of a waiting thread's sample may be wrong."""


class ProcessRecord:
    """What is known of one process of the run."""

    __slots__ = (
        "account",
        "image",
        "name",
        "parent_pid",
        "pid",
        "refused",
        "start_ticks",
        "surroundings",
        "threads",
    )

    def __init__(self, pid: int, stat: files.StatLine) -> None:
        self.pid = pid
        self.parent_pid = stat.parent_pid
        self.name = stat.name
        self.start_ticks = stat.start_ticks
        self.image = stat.image
        """Tells one executed program from another; see `files.StatLine`."""
        self.account = CpuAccount()
        self.threads: dict[int, ThreadRecord] = {}
        self.surroundings = ProcessSurroundings(pid)
        self.refused = False
        """Whether the kernel refuses to tell what its threads wait for."""


class LinuxTree:
    """The `TreeBackend` on `/proc`."""

    def __init__(
        self,
        root_pid: int,
        reaper_pid: int | None = None,
        observer_pids: Collection[int] = (),
        run_queue: bool = True,
        descriptors: int | None = None,
    ) -> None:
        """Watch `root_pid` and all that comes from it.

        `reaper_pid` is the subreaper to which orphans of the run fall, if there is one: each of its children that is no
        observer belongs to the run. `run_queue` is False where `schedstat` tells nothing. `descriptors` bounds how many
        stay open; None lets RLIMIT_NOFILE decide.
        """
        self._observers = frozenset(observer_pids) | {os.getpid()}
        self._reaper_pid = reaper_pid
        self._times_file = "schedstat" if run_queue else "stat"
        self._budget = files.DescriptorBudget(descriptors)
        self._processes: dict[int, ProcessRecord] = {}
        self._over: dict[int, int] = {}
        """Start time of each process that has ended: its number may stay as a zombie, and may come again."""
        self._to_adopt: set[int] = {root_pid}
        self._lists_children = os.path.exists(f"/proc/{os.getpid()}/task/{os.getpid()}/children")  # noqa: PTH110
        self._ledger = CpuLedger()
        self._last_ns = 0
        self._samples: list[ThreadSample] = []
        self._found: list[ProcessFound] = []
        self._renamed: list[ProcessFound] = []
        self._ended: list[ProcessCpu] = []
        self._lost_threads: list[tuple[int, int]] = []

    def know(self, pids: Iterable[int]) -> None:
        """Watch these too."""
        self._to_adopt.update(pid for pid in pids if pid not in self._processes)

    def look(self, now_ns: int) -> TreeLook:
        """Return what every thread did since the last look."""
        self._samples, self._found, self._renamed, self._ended, self._lost_threads = [], [], [], [], []
        stirred = self._sweep(max(now_ns - self._last_ns, 0))
        self._last_ns = now_ns
        for process in list(stirred):
            self._follow(process, stirred)
        self._adopt_all(self._orphans() | self._to_adopt, stirred)
        self._to_adopt = set()
        cpu = tuple(
            ProcessCpu(process.pid, process.account.cpu_s) for process in stirred if process.pid in self._processes
        )
        return TreeLook(
            threads=tuple(self._samples),
            processes=(*cpu, *self._ended),
            unseen_s=self._ledger.take(self._reaper_waited_s()),
            found=tuple(self._found),
            renamed=tuple(self._renamed),
            gone=tuple(ended.pid for ended in self._ended),
            threads_gone=tuple(self._lost_threads),
        )

    def cpu_s(self, pid: int) -> float | None:
        """Return the CPU seconds of any process, in steps of a tick."""
        stat = files.stat_of(pid)
        return stat.cpu_s if stat else None

    def age_s(self, pid: int) -> float | None:
        """Return the seconds since any process started."""
        stat = files.stat_of(pid)
        return files.age_s(stat.start_ticks) if stat else None

    def close(self) -> None:
        """Free every descriptor."""
        for process in self._processes.values():
            for thread in process.threads.values():
                self._budget.release(thread.fd)
        self._processes = {}

    def _sweep(self, elapsed_ns: int) -> dict[ProcessRecord, None]:
        """Read every known thread's times; return the processes in which something moved, in order."""
        stirred: dict[ProcessRecord, None] = {}
        pread, keep = os.pread, self._samples.append
        low_s, high_s = elapsed_ns * (1 - _LIKE) / 1e9, elapsed_ns * (1 + _LIKE) / 1e9
        for process in self._processes.values():
            for thread in list(process.threads.values()):
                try:
                    text = pread(thread.fd, 512, 0) if thread.fd >= 0 else files.read(thread.path, 512)
                except ProcessLookupError:
                    text = None
                if not text:
                    self._drop(process, thread)
                    stirred[process] = None
                elif text == thread.last and thread.settled:
                    idle = thread.idle
                    if idle is None or not low_s < thread.idle_s < high_s:
                        idle = thread.idle_sample(elapsed_ns / 1e9)
                    keep(idle)
                else:
                    if text != thread.last:
                        stirred[process] = None
                    self._examine(process, thread, text, elapsed_ns)
        return stirred

    def _drop(self, process: ProcessRecord, thread: ThreadRecord) -> None:
        self._budget.release(thread.fd)
        del process.threads[thread.tid]
        process.account.of_ended_threads_s += thread.total_s
        self._lost_threads.append((process.pid, thread.tid))

    def _examine(self, process: ProcessRecord, thread: ThreadRecord, text: bytes, elapsed_ns: int) -> None:
        """Look closer at a thread that ran, or whose reason is not settled, and keep its sample."""
        ran_s, wanted_s, off_s = thread.advance(text, elapsed_ns)
        stat = files.stat_of(process.pid, thread.tid)
        if stat is None:
            thread.reason, thread.settled, thread.runnable = "unknown", False, False
        else:
            if thread.tid == process.pid:
                self._notice_program(process, stat)
            self._find_reason(process, thread, stat, ran_s, wanted_s)
            thread.core = stat.core
        self._samples.append(thread.sample(ran_s, wanted_s, off_s))

    def _notice_program(self, process: ProcessRecord, stat: files.StatLine) -> None:
        """Forget what was known of the memory when the process has executed another program."""
        if any(stat.image) and stat.image != process.image:
            process.image = stat.image
            process.surroundings = ProcessSurroundings(process.pid)
        elif stat.name == process.name:
            return
        process.name = stat.name
        self._renamed.append(ProcessFound(process.pid, process.parent_pid, stat.name, _command_of(process.pid)))

    def _find_reason(
        self, process: ProcessRecord, thread: ThreadRecord, stat: files.StatLine, ran_s: float, wanted_s: float | None
    ) -> None:
        thread.runnable = stat.state == "R"
        thread.settled = not thread.runnable
        call, channel = None, ""
        if stat.state == "S" and not process.refused:
            folder = f"/proc/{process.pid}/task/{thread.tid}"
            blocked = files.read(f"{folder}/syscall", 256)
            if blocked is None:
                process.refused = thread.tid in process.threads and files.stat_of(process.pid, thread.tid) is not None
            else:
                call = parse_call(blocked.decode("ascii"))
                thread.runnable = call is None
                thread.settled = call is not None
                if call is not None and needs_channel(call, _MACHINE):
                    channel = (files.read(f"{folder}/wchan", 64) or b"").decode("ascii")
        if thread.runnable:
            thread.reason = reason_of_runnable(ran_s, wanted_s)
        else:
            thread.reason = reason_of_wait(stat.state, call, channel, _MACHINE, process.surroundings)

    def _follow(self, process: ProcessRecord, stirred: dict[ProcessRecord, None]) -> None:
        """Bring threads, children and CPU time of a process up to date in which something moved."""
        stat = files.stat_of(process.pid)
        if stat is None or (stat.state in "ZXx" and stat.threads <= 1) or stat.start_ticks != process.start_ticks:
            self._end(process, stat)
            return
        self._settle(process, stat)
        if len(process.threads) != stat.threads:
            self._list_threads(process)
        self._adopt_all(self._children(process), stirred)

    def _list_threads(self, process: ProcessRecord) -> None:
        for tid in files.numbers_in(f"/proc/{process.pid}/task"):
            if tid not in process.threads:
                self._meet(process, tid)

    def _meet(self, process: ProcessRecord, tid: int) -> None:
        """Begin to watch a thread; its first interval reaches back to its start."""
        path = f"/proc/{process.pid}/task/{tid}/{self._times_file}"
        stat = files.stat_of(process.pid, tid)
        if stat is None:
            return
        try:
            fd = self._budget.keep(path)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return
        text = files.read(path, 512)
        if not text:
            self._budget.release(fd)
            return
        thread = process.threads[tid] = ThreadRecord(process.pid, tid, path, fd)
        self._examine(process, thread, text, int(files.age_s(stat.start_ticks) * 1e9))

    def _children(self, process: ProcessRecord) -> set[int]:
        """Return the children of a process: listed under the thread that forked each, or found by their parent."""
        if not self._lists_children:
            return _children_by_scan(process.pid)
        found: set[int] = set()
        for tid in process.threads:
            found.update(_children_of(process.pid, tid))
        return found

    def _orphans(self) -> set[int]:
        """Return the children of the reaper: the root, and what lost its parent between two looks."""
        if self._reaper_pid is None:
            return set()
        if not self._lists_children:
            return _children_by_scan(self._reaper_pid)
        return _children_of(self._reaper_pid, self._reaper_pid)

    def _adopt_all(self, pids: set[int], stirred: dict[ProcessRecord, None]) -> None:
        """Begin to watch new processes and, in turn, all that came from them."""
        for pid in sorted(pids):
            if pid not in self._processes and pid not in self._observers:
                process = self._adopt(pid)
                if process is not None:
                    stirred[process] = None
                    self._follow(process, stirred)

    def _adopt(self, pid: int) -> ProcessRecord | None:
        stat = files.stat_of(pid)
        if stat is None or self._over.get(pid) == stat.start_ticks:
            return None
        self._found.append(ProcessFound(pid, stat.parent_pid or None, stat.name, _command_of(pid)))
        process = self._processes[pid] = ProcessRecord(pid, stat)
        self._list_threads(process)
        return process

    def _end(self, process: ProcessRecord, stat: files.StatLine | None) -> None:
        """Forget a process that ended. A zombie still tells its whole CPU time."""
        if stat is not None and stat.start_ticks == process.start_ticks:
            self._settle(process, stat)
        self._ledger.close_account(process.account, _seen_s(process))
        for thread in process.threads.values():
            self._budget.release(thread.fd)
        self._lost_threads = [lost for lost in self._lost_threads if lost[0] != process.pid]
        self._over[process.pid] = process.start_ticks
        del self._processes[process.pid]
        self._ended.append(ProcessCpu(process.pid, process.account.cpu_s))

    def _settle(self, process: ProcessRecord, stat: files.StatLine) -> None:
        self._ledger.enter(process.account, _seen_s(process), stat.cpu_s, stat.waited_s)

    def _reaper_waited_s(self) -> float:
        stat = files.stat_of(self._reaper_pid) if self._reaper_pid is not None else None
        return stat.waited_s if stat is not None else 0.0


def _seen_s(process: ProcessRecord) -> float:
    """Return the CPU seconds that the samples told of the threads alive."""
    return sum(thread.total_s for thread in process.threads.values())


def _command_of(pid: int) -> tuple[str, ...]:
    """Return a process's arguments; none for a zombie."""
    text = (files.read_all(f"/proc/{pid}/cmdline") or b"").rstrip(b"\0").decode("utf-8", "replace")
    return tuple(text.split("\0")) if text else ()


def _children_of(pid: int, tid: int) -> set[int]:
    """Return the children that one thread forked (proc(5), children)."""
    text = files.read_all(f"/proc/{pid}/task/{tid}/children")
    return {int(word) for word in text.split()} if text else set()


def _children_by_scan(parent_pid: int) -> set[int]:
    """Return the children of a process on a kernel without `children` files: every process is asked for its parent."""
    found = set()
    for pid in files.numbers_in("/proc"):
        stat = files.stat_of(pid)
        if stat is not None and stat.parent_pid == parent_pid:
            found.add(pid)
    return found
