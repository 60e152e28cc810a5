"""What this machine is: its cores, how many of them a run may use, and what the system can tell about a run."""

from __future__ import annotations

import os
import sys
import threading
from functools import cache
from pathlib import Path

from msgspec import Struct

from tui.feeds.sampling.wait_reason import CALLS, MACHINE


class MachineFacts(Struct, frozen=True):
    """This machine, as far as a run is concerned."""

    system: str
    """`platform.system()`: Linux, Darwin, Windows."""
    cores: int
    """Logical cores of the machine."""
    usable_cores: float
    """Cores' worth of CPU that a run may use: the smaller of affinity and quota."""
    affinity: int
    """Cores on which this process may run; all of them where the system does not tell."""
    quota: float | None
    """Cores' worth of CPU that the container allows; None without a limit."""
    sees: tuple[str, ...]
    """What this system can tell: `cores`, `threads`, `placement`, `run_queue`, `reasons`."""


@cache
def machine() -> MachineFacts:
    """Return the facts, asked once; each word of `sees` has been tried."""
    cores = os.cpu_count() or 1
    affinity = len(os.sched_getaffinity(0)) if sys.platform == "linux" else cores
    quota = _quota_here() if sys.platform == "linux" else None
    usable = min(float(affinity), quota) if quota is not None else float(affinity)
    sees = _sees_linux() if sys.platform == "linux" else _sees_portable()
    return MachineFacts(_system(), cores, usable, affinity, quota, sees)


def _system() -> str:
    if sys.platform == "linux":
        return "Linux"
    import platform  # noqa: PLC0415 - 4 ms that Linux never pays

    return platform.system()


def _sees_linux() -> tuple[str, ...]:
    task = Path(f"/proc/self/task/{threading.get_native_id()}")
    stat = _text(Path("/proc/stat"))
    words = ["cores"] if stat is not None and "\ncpu0 " in stat else []
    if _text(task / "stat") is not None:
        words += ["threads", "placement"]
    if counts_turns(_text(task / "schedstat")):
        words.append("run_queue")
    scope = _text(Path("/proc/sys/kernel/yama/ptrace_scope"))
    if MACHINE in CALLS and _text(task / "syscall") is not None and may_ask_descendants(scope):
        words.append("reasons")
    return tuple(words)


def counts_turns(schedstat: str | None) -> bool:
    """Whether a running thread's `schedstat` means something: without accounting the kernel prints three zeros.

    The third number, turns on a core, is the kernel's `sched_info.pcount` and at least 1 for whoever reads it.
    """
    return schedstat is not None and schedstat.split()[2:3] not in ([], ["0"])


def may_ask_descendants(ptrace_scope: str | None) -> bool:
    """Whether Yama lets a process look at the system calls of its descendants: at 0 and 1, not at 2 and 3.

    Reading one's own is always allowed, so trying that proves nothing (Documentation/admin-guide/LSM/Yama.rst).
    """
    return ptrace_scope is None or ptrace_scope.strip() in {"0", "1"} or os.geteuid() == 0


def _sees_portable() -> tuple[str, ...]:
    import psutil  # noqa: PLC0415  (30 ms that Linux never pays)

    words = ["cores"]
    try:
        psutil.Process(os.getppid()).threads()
        words.append("threads")
    except psutil.Error:
        return tuple(words)
    return tuple(words)


def _quota_here() -> float | None:
    own, mounts = _text(Path("/proc/self/cgroup")), _text(Path("/proc/self/mountinfo"))
    return container_quota(own, mounts, Path("/")) if own is not None and mounts is not None else None


def container_quota(own_groups: str, mounts: str, root: Path) -> float | None:
    """Return the least cores' worth that any control group above this process allows; None without a limit.

    `own_groups` is `/proc/self/cgroup`, `mounts` is `/proc/self/mountinfo` (cgroups(7)); `root` is where the mount
    points are found. Inside a container a group's path may not exist below the mount: then its ancestors that do count.
    """
    limits: list[float] = []
    for line in own_groups.splitlines():
        _, controllers, path = line.split(":", 2)
        for point in _mount_points(mounts, controllers):
            top = root / point.lstrip("/")
            here = top / path.lstrip("/")
            for folder in (here, *here.parents):
                if not folder.is_relative_to(top):
                    break
                limit = _limit_in(folder, controllers)
                if limit is not None:
                    limits.append(limit)
    return min(limits, default=None)


def _mount_points(mounts: str, controllers: str) -> list[str]:
    """Return where the hierarchy with these controllers is mounted: version 2 names none, version 1 needs `cpu`."""
    points = []
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, kind = before.split(), after.split()
        if len(fields) < 5 or len(kind) < 3:
            continue
        second = kind[0] == "cgroup2" and controllers == ""
        first = kind[0] == "cgroup" and "cpu" in controllers.split(",") and "cpu" in kind[2].split(",")
        if first or second:
            points.append(fields[4])
    return points


def _limit_in(folder: Path, controllers: str) -> float | None:
    """Return one group's limit: `cpu.max` holds quota and period, version 1 has a file for each (microseconds)."""
    if controllers == "":
        words = (_text(folder / "cpu.max") or "").split()
    else:
        words = [(_text(folder / f"cpu.cfs_{name}_us") or "").strip() for name in ("quota", "period")]
    if len(words) != 2 or not all(word.isdigit() for word in words) or int(words[1]) == 0:
        return None
    return int(words[0]) / int(words[1])


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
