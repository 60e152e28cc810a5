"""The run's tree of processes and threads from `/proc` (Linux), read adaptively.

Each look reads one small file per thread through a descriptor that stays open. Only where its text has changed is
more read: state, core and blocked call of that thread, and the threads of its process; its children only where
something was started on this machine since they were asked last. This loses nothing: a thread that has not run has
neither changed what it waits for nor started anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable

from tui.feeds.sampling import files
from tui.feeds.sampling.descriptors import DescriptorBudget, KeptFile, read
from tui.feeds.sampling.files import StatLine
from tui.feeds.sampling.ledger import CpuLedger
from tui.feeds.sampling.look import ProcessFound, TreeLook
from tui.feeds.sampling.processes import ProcessRecord
from tui.feeds.sampling.stalls import StallBook
from tui.feeds.sampling.threads import IdleClock, ThreadRecord
from tui.feeds.sampling.zombies import Zombies
from tui.telemetry.usage import ProcessUse
from tui.telemetry.vocabulary import Reason, ThreadSample
from tui.telemetry.who import Who

_LARGE_TREE = 500
"""With more threads than this, those that have been quiet in a process where nothing stirs are read at every third
look, a third of them at a time: what they did is told up to two looks late, and no CPU time is lost."""
_QUIET_LOOKS = 10
"""Looks without a turn on a core that make a thread quiet."""


class LinuxTree:
    """The `TreeBackend` on `/proc`."""

    def __init__(
        self,
        root_pid: int,
        reaper_pid: int | None = None,
        observer_pids: Collection[int] = (),
        *,
        run_queue: bool = True,
        descriptors: int | None = None,
        forks: Callable[[], int | None] = lambda: None,
    ) -> None:
        """Watch `root_pid` and all that comes from it.

        `reaper_pid` is the subreaper to which orphans of the run fall, if there is one: each of its children that is no
        observer belongs to the run. `run_queue` is False where `schedstat` tells nothing. `descriptors` bounds how many
        descriptors stay open; None lets RLIMIT_NOFILE decide. `forks` gives how many processes and threads this
        machine had started just before a look, None where that is not told.
        """
        self._observers = frozenset(observer_pids) | {os.getpid()}
        self._reaper_pid = reaper_pid
        self._times_file = "schedstat" if run_queue else "stat"
        self._budget = DescriptorBudget(descriptors)
        self._forks = forks
        self._births: int | None = None
        """Grows with every fork on this machine, and with every end of a thread of ours, which may leave an orphan to
        any of our processes; None where forks are not counted. `_ends`: how many of ours have ended."""
        self._ends = 0
        self._processes: dict[int, ProcessRecord] = {}
        self._to_adopt: set[int] = {root_pid}
        self._reaper_file = KeptFile(self._budget, f"/proc/{reaper_pid}/stat")
        self._reaper: StatLine | None = None
        self._orphans_file = KeptFile(self._budget, f"/proc/{reaper_pid}/task/{reaper_pid}/children")
        self._orphans_at: int | None = None
        self._lists_children = os.path.exists(f"/proc/{os.getpid()}/task/{os.getpid()}/children")  # noqa: PTH110
        self._ledger = CpuLedger()
        self._stalls = StallBook(self._observers)
        self._followed: set[ProcessRecord] = set()
        self._idle_clock = IdleClock()
        self._turn = 0
        self._is_large = False
        self._last_ns = 0
        self._samples: list[ThreadSample] = []
        self._found: list[ProcessFound] = []
        self._renamed: list[ProcessFound] = []
        self._ended: list[int] = []
        self._zombies = Zombies()
        self._lost_threads: list[Who] = []
        self._uses: list[ProcessUse] = []

    def know(self, pids: Iterable[int]) -> None:
        """Watch these too."""
        self._to_adopt.update(pids)

    def look(self, now_ns: int) -> TreeLook:
        """Return what every thread did since the last look."""
        self._samples, self._found, self._renamed, self._ended, self._lost_threads = [], [], [], [], []
        self._uses = []
        elapsed_ns, self._last_ns = max(now_ns - self._last_ns, 0), now_ns
        forks = self._forks()
        stirred = self._sweep(elapsed_ns) if self._processes else {}
        self._turn += 1
        for process in self._followed - stirred.keys():
            self._ledger.compare(process.account, process.seen_s)
        alive = [process for process in stirred if self._lives(process)]
        self._births = None if forks is None else forks + self._ends
        for process in alive:
            self._follow(process, stirred)
        self._adopt_all([*self._orphans(), *self._to_adopt], stirred)
        self._to_adopt.clear()
        self._followed = set(stirred)
        for process in stirred:
            process.stirred_ns = now_ns
        self._is_large = len(self._samples) > _LARGE_TREE
        return TreeLook(
            threads=tuple(self._samples),
            unseen_s=self._ledger.take(self._reaper_waited_s()),
            found=tuple(self._found),
            renamed=tuple(self._renamed),
            gone=tuple(self._ended),
            threads_gone=tuple(self._lost_threads),
            codes=self._zombies.take_codes(),
            unwaited=self._zombies.unwaited(now_ns),
            uses=tuple(self._uses),
            stalls=self._stalls.look(self._processes, now_ns),
        )

    def last_wait(self, who: Who) -> Reason:
        process = self._processes.get(who.pid)
        thread = process.threads.get(who.tid) if process is not None else None
        return thread.last_wait if thread is not None else "unknown"

    def processes(self) -> list[tuple[int, int]]:
        return [(process.pid, process.start_ticks) for process in self._processes.values()]

    def cpu_s(self, pid: int) -> float | None:
        """Return the CPU seconds of any process, in steps of a tick; of the reaper those of the last look."""
        stat = self._reaper if pid == self._reaper_pid and self._reaper is not None else files.stat_of(pid)
        return stat.cpu_s if stat else None

    def age_s(self, pid: int) -> float | None:
        """Return for how long a process has lived, one that is none of ours too; None when it is gone."""
        stat = files.stat_of(pid)
        return files.age_s(stat.start_ticks) if stat else None

    def close(self) -> None:
        """Free every descriptor."""
        for process in self._processes.values():
            process.close()
        self._processes = {}
        self._reaper_file.close()
        self._orphans_file.close()
        self._stalls.close()
        self._budget.close()

    def _sweep(self, elapsed_ns: int) -> dict[ProcessRecord, None]:
        """Read every known thread's times; return the processes in which something moved, in order."""
        stirred: dict[ProcessRecord, None] = {}
        pread, keep = os.pread, self._samples.append
        idle_s = self._idle_clock.tell(elapsed_ns / 1e9)
        for process in self._processes.values():
            may_skip = self._is_large and process not in self._followed
            quiet_since = self._turn - _QUIET_LOOKS if may_skip else -1
            for thread in list(process.threads.values()):
                if thread.stirred_at < quiet_since and (thread.tid + self._turn) % 3 and thread.settled:
                    keep(thread.idle_sample(idle_s))
                    continue
                try:
                    text = pread(thread.fd, 512, 0) if thread.fd >= 0 else read(thread.path, 512)
                except ProcessLookupError:
                    text = None
                if not text:
                    self._drop(process, thread)
                    stirred[process] = None
                elif text == thread.last and thread.settled:
                    keep(thread.idle_sample(idle_s))
                else:
                    if text != thread.last:
                        stirred[process] = None
                    self._examine(process, thread, text, elapsed_ns)
        return stirred

    def _drop(self, process: ProcessRecord, thread: ThreadRecord) -> None:
        self._stalls.left(thread)
        process.account.of_ended_threads_s += thread.total_ns / 1e9
        process.lose(thread)
        self._ends += 1
        self._lost_threads.append(Who(process.pid, thread.tid))

    def _examine(self, process: ProcessRecord, thread: ThreadRecord, text: bytes, elapsed_ns: int) -> None:
        """Look closer at a thread that ran, or whose reason is not settled, and keep its sample."""
        thread.stirred_at = self._turn
        if text != thread.last:
            thread.ran_ns = self._last_ns
        before_ns = thread.total_ns
        ran_s, wanted_s, off_s = thread.advance(text, elapsed_ns)
        process.seen_ns += thread.total_ns - before_ns
        stat = process.stat_of(thread)
        if stat is None:
            thread.reason, thread.settled, thread.runnable = "unknown", False, False
        else:
            if thread.tid == process.pid and process.notice_program(stat):
                self._renamed.append(process.found)
            process.find_reason(thread, stat, ran_s, wanted_s)
            thread.core = stat.core
        self._stalls.settled(thread)
        self._samples.append(thread.sample(ran_s, wanted_s, off_s))

    def _lives(self, process: ProcessRecord) -> bool:
        """Bring the books and the threads of a process up to date in which something moved; return whether it lives."""
        stat, process.stat = process.stat or files.kept_stat(process.stat_file), None
        if stat is None or stat.is_over or stat.start_ticks != process.start_ticks:
            self._end(process, stat)
            return False
        self._settle(process, stat)
        if len(process.threads) != stat.threads:
            self._list_threads(process)
        return True

    def _follow(self, process: ProcessRecord, stirred: dict[ProcessRecord, None]) -> None:
        """Find the children of a process in which something moved, if any were started since they were asked last."""
        if self._births is None or process.births != self._births:
            process.births = self._births
            self._adopt_all(self._children(process), stirred)

    def _list_threads(self, process: ProcessRecord) -> None:
        for tid in files.numbers_in(f"/proc/{process.pid}/task"):
            if tid not in process.threads:
                self._meet(process, tid)

    def _meet(self, process: ProcessRecord, tid: int) -> None:
        """Begin to watch a thread; its first interval reaches back to its start."""
        thread = ThreadRecord(process.pid, tid, self._times_file, self._budget)
        stat = files.stat_of(process.pid, tid)
        if stat is None:
            return
        try:
            thread.fd = self._budget.keep(thread.path)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return
        text = read(thread.path, 512)
        if not text:
            thread.close()
            return
        process.threads[tid] = thread
        self._examine(process, thread, text, int(files.age_s(stat.start_ticks) * 1e9))

    def _children(self, process: ProcessRecord) -> Collection[int]:
        """Return the children of a process: listed under the thread that forked each, or found by their parent."""
        if not self._lists_children:
            return files.children_by_scan(process.pid)
        return [pid for tid in process.threads for pid in files.children_in(process.children_of(tid))]

    def _orphans(self) -> Collection[int]:
        """Return the children of the reaper: the root, and what lost its parent between two looks."""
        if self._reaper_pid is None or (self._births is not None and self._orphans_at == self._births):
            return ()
        self._orphans_at = self._births
        if not self._lists_children:
            return files.children_by_scan(self._reaper_pid)
        return files.children_in(self._orphans_file)

    def _adopt_all(self, pids: Collection[int], stirred: dict[ProcessRecord, None]) -> None:
        """Begin to watch new processes and, in turn, all that came from them."""
        for pid in sorted(pids):
            if pid not in self._processes and pid not in self._observers:
                process = self._adopt(pid)
                if process is not None:
                    stirred[process] = None
                    if self._lives(process):
                        self._follow(process, stirred)

    def _adopt(self, pid: int) -> ProcessRecord | None:
        stat = files.stat_of(pid)
        if stat is None or self._zombies.is_one(pid, stat):
            return None
        process = self._processes[pid] = ProcessRecord(pid, stat, self._budget)
        self._found.append(process.found)
        self._list_threads(process)
        return process

    def _end(self, process: ProcessRecord, stat: files.StatLine | None) -> None:
        """Forget a process that ended. A zombie still tells its whole CPU time."""
        if stat is not None and stat.start_ticks == process.start_ticks:
            self._settle(process, stat)
            self._zombies.met(process.pid, stat, self._last_ns)
        self._ledger.close_account(process.account, process.seen_s)
        process.close()
        for thread in process.threads.values():
            self._stalls.left(thread)
        self._ends += 1
        self._lost_threads = [lost for lost in self._lost_threads if lost.pid != process.pid]
        self._zombies.ended(process.pid, process.start_ticks)
        del self._processes[process.pid]
        self._ended.append(process.pid)

    def _settle(self, process: ProcessRecord, stat: files.StatLine) -> None:
        self._ledger.enter(process.account, process.seen_s, stat.cpu_s, stat.waited_s)
        self._uses.append(ProcessUse(process.pid, process.account.cpu_s, stat.memory_bytes))

    def _reaper_waited_s(self) -> float:
        self._reaper = files.kept_stat(self._reaper_file) if self._reaper_pid is not None else None
        return self._reaper.waited_s if self._reaper is not None else 0.0
