"""What the machine is, and what it did besides while something was measured."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from types import TracebackType

from tests.benchmarks.processes import ours_s

TICKS = os.sysconf("SC_CLK_TCK")


def described() -> dict[str, str | int]:
    """Return the machine's processor, cores, system and Python."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "Model"))]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9),
        "system": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "python": platform.python_version(),
    }


def busy_s() -> float:
    """Return the seconds that all cores were busy since the machine was started, with what other guests took."""
    user, nice, system, _, _, irq, soft, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + soft + steal) / TICKS


class Meanwhile:
    """A block, and the cores' worth of CPU that programs took in it which are none of ours.

    Exact only when all that was started in the block ends in it: what a living child has taken is not known as ours.
    """

    foreign = load = 0.0

    def __enter__(self) -> Meanwhile:
        self._start, self._busy, self._ours = time.perf_counter(), busy_s(), ours_s()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        others = (busy_s() - self._busy) - (ours_s() - self._ours)
        self.foreign = max(others / (time.perf_counter() - self._start), 0.0)
        self.load = os.getloadavg()[0]
