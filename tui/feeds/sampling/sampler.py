"""One look at everything: the run's threads and processes, the cores, the rest, and what watching costs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Iterable

from msgspec import Struct

from tui.feeds.sampling.cores import CoreReader, CoreShares, place_run
from tui.feeds.sampling.look import TreeBackend, TreeLook
from tui.telemetry.vocabulary import Reason
from tui.telemetry.who import Who

if sys.platform == "linux":  # Here, and not at the first look: a short program may be over by then.
    from tui.feeds.sampling.cores import LinuxCores
    from tui.feeds.sampling.files import stat_of
    from tui.feeds.sampling.linux import LinuxTree
    from tui.feeds.sampling.machine import machine


class Sample(Struct, frozen=True):
    """What happened in one interval."""

    at_ns: int
    """The end of the interval, on the caller's clock."""
    interval_s: float
    """Measured, since the last sample; in the first one, since the program started."""
    tree: TreeLook
    """What the run's threads and processes did."""
    busy: tuple[float, ...]
    """Share of the interval each core was busy, 0 to 1; empty where the system does not tell."""
    by_run: tuple[float, ...]
    """Share of each core used by the run; empty where threads cannot be placed on cores."""
    others: float | None
    """Cores' worth of CPU used by everything but the run and the observer; None where cores are not told."""
    observer_share: float
    """CPU seconds per second of this process and its helpers."""


class ProcessSampler:
    """Looks at one run when asked. No thread, no timer, nothing that blocks."""

    def __init__(
        self,
        root_pid: int,
        observer_pids: Collection[int] = (),
        *,
        backend: TreeBackend | None = None,
        core_reader: CoreReader | None = None,
    ) -> None:
        """Watch the program `root_pid` and all that comes from it.

        `observer_pids` are the helpers of this app (the reaper), which are no part of the run; if the program's parent
        is one of them it is taken for the reaper to which the run's orphans fall. Without a backend and a core reader
        those of this system serve.
        """
        self._helpers = frozenset(observer_pids) - {os.getpid()}
        reader = core_reader if core_reader is not None else _core_reader_here()
        self._backend = backend if backend is not None else _backend_here(root_pid, self._helpers, reader)
        self._cores = CoreShares(reader)
        self._root_pid = root_pid
        self._last_ns: int | None = None
        self._observer_s = self._observer_cpu_s()

    def know(self, pids: Iterable[int]) -> None:
        """Watch these processes too: the probe rides in them, so they are the run's, wherever they hang in the tree."""
        self._backend.know(pids)

    def processes(self) -> list[tuple[int, int]]:
        """Return (pid, start time as in field 22 of /proc/<pid>/stat) of the run's processes; empty without /proc."""
        return self._backend.processes()

    def last_wait(self, who: Who) -> Reason:
        """Return what a thread alive was last seen waiting for; unknown where it was never seen to."""
        return self._backend.last_wait(who)

    def sample(self, now_ns: int | None = None) -> Sample:
        """Return what happened since the last call. `now_ns` is `time.perf_counter_ns()` unless given."""
        now_ns = time.perf_counter_ns() if now_ns is None else now_ns
        interval_s = self._interval_s(now_ns)
        busy = self._cores.take()
        look = self._backend.look(now_ns)
        observer_s = self._observer_cpu_s()
        observer_share = max(observer_s - self._observer_s, 0.0) / interval_s
        self._observer_s = observer_s
        self._last_ns = now_ns
        return Sample(
            at_ns=now_ns,
            interval_s=interval_s,
            tree=look,
            busy=busy,
            by_run=place_run(look.threads, busy, interval_s),
            others=_others(look, busy, interval_s, observer_share),
            observer_share=observer_share,
        )

    def close(self) -> None:
        """Free every descriptor. Safe to call twice."""
        self._backend.close()
        self._cores.close()

    def _interval_s(self, now_ns: int) -> float:
        if self._last_ns is not None:
            return max((now_ns - self._last_ns) / 1e9, 1e-6)
        return max(self._backend.age_s(self._root_pid) or 0.0, 1e-3)

    def _observer_cpu_s(self) -> float:
        """Return the CPU seconds of this process, exactly, and of its helpers, in the system's steps."""
        return time.process_time() + sum(self._backend.cpu_s(pid) or 0.0 for pid in self._helpers)


def _others(look: TreeLook, busy: tuple[float, ...], interval_s: float, observer_share: float) -> float | None:
    if not busy:
        return None
    run = (sum(sample.ran_s for sample in look.threads) + (look.unseen_s or 0.0)) / interval_s
    return max(sum(busy) - run - observer_share, 0.0)


def _backend_here(root_pid: int, helpers: Collection[int], reader: CoreReader) -> TreeBackend:
    if sys.platform == "linux":
        root = stat_of(root_pid)
        reaper_pid = root.parent_pid if root is not None and root.parent_pid in helpers else None
        return LinuxTree(
            root_pid, reaper_pid, helpers, run_queue="run_queue" in machine().sees, forks=lambda: reader.forks
        )  # fmt: skip
    from tui.feeds.sampling.portable import PortableTree  # noqa: PLC0415  (psutil is slow to import)

    return PortableTree(root_pid, helpers)


def _core_reader_here() -> CoreReader:
    if sys.platform == "linux":
        return LinuxCores()
    from tui.feeds.sampling.portable import PortableCores  # noqa: PLC0415

    return PortableCores()
