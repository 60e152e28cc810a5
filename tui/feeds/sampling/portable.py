"""The run's tree from psutil, for systems without `/proc`: slower, coarser, and silent about cores and waits.

Where threads cannot be listed (macOS refuses it to older psutil), one pseudo-thread with tid = pid stands for each
process. Windows counts thread times in steps of 15.6 ms.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Sequence

import psutil

from tui.feeds.sampling.cores import CoreTimes
from tui.feeds.sampling.look import ProcessFound, TreeLook
from tui.telemetry.usage import ProcessUse
from tui.telemetry.vocabulary import Reason, ThreadSample
from tui.telemetry.who import Who

_GONE = (psutil.NoSuchProcess, psutil.ZombieProcess)


class KnownProcess:
    """What is known of one process of the run."""

    __slots__ = ("cpu_s", "handle", "looked_ns", "threads", "threads_told")

    def __init__(self, handle: psutil.Process, born_ns: int) -> None:
        self.handle = handle
        self.cpu_s = 0.0
        self.looked_ns = born_ns
        """The last look, at first the process's start."""
        self.threads: dict[int, float] = {}
        """CPU seconds of each thread at the last look."""
        self.threads_told = True
        """Whether this system lists its threads."""


class PortableTree:
    """The `TreeBackend` on psutil."""

    def __init__(self, root_pid: int, observer_pids: Collection[int] = ()) -> None:
        self._observers = frozenset(observer_pids) | {os.getpid()}
        self._root_pid = root_pid
        self._to_adopt: set[int] = {root_pid}
        self._processes: dict[int, KnownProcess] = {}
        self._lost_threads: list[Who] = []

    def know(self, pids: Iterable[int]) -> None:
        """Watch these too."""
        self._to_adopt.update(pids)

    def look(self, now_ns: int) -> TreeLook:
        """Return what every thread did since the last look."""
        self._lost_threads = []
        found = self._discover(now_ns)
        samples: list[ThreadSample] = []
        gone: list[int] = []
        for pid, process in list(self._processes.items()):
            try:
                if process.handle.status() == psutil.STATUS_ZOMBIE or not process.handle.is_running():
                    raise psutil.NoSuchProcess(pid)
                samples.extend(self._samples_of(pid, process, now_ns))
            except _GONE:
                gone.append(pid)
                del self._processes[pid]
        return TreeLook(
            threads=tuple(samples),
            unseen_s=None,
            found=tuple(found),
            renamed=(),
            gone=tuple(gone),
            threads_gone=tuple(self._lost_threads),
            uses=tuple(ProcessUse(pid, process.cpu_s, 0) for pid, process in self._processes.items()),
        )

    def last_wait(self, who: Who) -> Reason:
        return "unknown"

    def processes(self) -> list[tuple[int, int]]:
        return []

    def cpu_s(self, pid: int) -> float | None:
        """Return the CPU seconds of any process, user and system; None when it is gone or hidden from us."""
        try:
            times = psutil.Process(pid).cpu_times()
        except psutil.Error:
            return None
        return float(times.user + times.system)

    def age_s(self, pid: int) -> float | None:
        """Return for how long a process has lived, by the wall clock; None when it is gone or hidden."""
        try:
            return max(time.time() - psutil.Process(pid).create_time(), 0.0)
        except psutil.Error:
            return None

    def close(self) -> None:
        """Forget everything; psutil keeps nothing open on the systems this is for."""
        self._processes = {}

    def _discover(self, now_ns: int) -> list[ProcessFound]:
        """Begin to watch what is new below the root and below everything that is known."""
        handles: list[psutil.Process] = []
        for pid in sorted(self._to_adopt):
            try:
                handles.append(psutil.Process(pid))
            except psutil.Error:
                continue
        self._to_adopt = set()
        root = self._processes.get(self._root_pid)
        for top in [*handles, *([root.handle] if root is not None else [])]:
            try:
                handles.extend(top.children(recursive=True))
            except psutil.Error:
                continue
        return [found for handle in handles if (found := self._adopt(handle, now_ns)) is not None]

    def _adopt(self, handle: psutil.Process, now_ns: int) -> ProcessFound | None:
        if handle.pid in self._processes or handle.pid in self._observers:
            return None
        try:
            with handle.oneshot():
                if handle.status() == psutil.STATUS_ZOMBIE:
                    return None
                age_s = max(time.time() - handle.create_time(), 0.0)
                found = ProcessFound(handle.pid, handle.ppid(), handle.name(), _command_of(handle))
        except psutil.Error:
            return None
        self._processes[handle.pid] = KnownProcess(handle, now_ns - int(age_s * 1e9))
        return found

    def _samples_of(self, pid: int, process: KnownProcess, now_ns: int) -> list[ThreadSample]:
        elapsed_s = max((now_ns - process.looked_ns) / 1e9, 0.0)
        stopped = process.handle.status() == psutil.STATUS_STOPPED
        times = process.handle.cpu_times()
        process.cpu_s = max(process.cpu_s, times.user + times.system)
        totals = self._totals_of(pid, process)
        samples = []
        for tid, total_s in totals.items():
            ran_s = min(max(total_s - process.threads.get(tid, 0.0), 0.0), elapsed_s if process.threads_told else 1e9)
            reason: Reason = "stopped" if stopped else "running" if ran_s > 0 else "unknown"
            samples.append(ThreadSample(pid, tid, ran_s, None, None, reason, None))
        self._lost_threads.extend(Who(pid, tid) for tid in process.threads if tid not in totals)
        process.threads, process.looked_ns = totals, now_ns
        return samples

    def _totals_of(self, pid: int, process: KnownProcess) -> dict[int, float]:
        """Return CPU seconds by thread, or of the whole process under its own number where threads are not told."""
        if process.threads_told:
            try:
                return {thread.id: thread.user_time + thread.system_time for thread in process.handle.threads()}
            except psutil.AccessDenied:
                process.threads_told = False
        return {pid: process.cpu_s}


class PortableCores:
    """Core times from psutil, in seconds."""

    forks: int | None = None

    def read(self) -> Sequence[CoreTimes]:
        """Return for each core the seconds it was busy and all its seconds, since the machine started."""
        cores = psutil.cpu_times(percpu=True)
        return [(sum(core) - _not_busy(core), sum(core) - _counted_twice(core)) for core in cores]

    def close(self) -> None:
        """Nothing to free."""


def _not_busy(core: object) -> float:
    """Return the seconds a core was idle, waited for a disk, or was stolen, and what psutil counts twice."""
    idle = sum(getattr(core, name, 0.0) for name in ("idle", "iowait", "steal"))
    return float(idle + _counted_twice(core))


def _counted_twice(core: object) -> float:
    """Return guest time, which Linux counts in user and nice, and Windows' interrupt and dpc, which are in system."""
    return float(sum(getattr(core, name, 0.0) for name in ("guest", "guest_nice", "interrupt", "dpc")))


def _command_of(handle: psutil.Process) -> tuple[str, ...]:
    try:
        return tuple(handle.cmdline())
    except psutil.AccessDenied:
        return ()
