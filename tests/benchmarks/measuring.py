"""What the benchmarks share: spread in words, and a program in a pseudo-terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import pexpect
import psutil

ROOT = Path(__file__).resolve().parent.parent.parent


def spread(values: Sequence[float], unit: str, scale: float = 1.0) -> str:
    """Return `median (lowest to highest) unit`."""
    if not values:
        return "nothing measured"
    low, middle, high = (value * scale for value in (min(values), median(values), max(values)))
    return f"{middle:.3g} {unit} ({low:.3g} to {high:.3g}, n={len(values)})"


class App:
    """coreograph in a pseudo-terminal of a given size."""

    def __init__(self, arguments: Sequence[str], state_folder: Path, columns: int = 120, rows: int = 40) -> None:
        env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR", "SSH_CONNECTION")}
        env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "XDG_STATE_HOME": str(state_folder)}
        self.start_s = time.perf_counter()
        self.child = pexpect.spawn(
            sys.executable, ["-m", "tui", *arguments], env=env, dimensions=(rows, columns), cwd=str(ROOT), timeout=120
        )
        self.process = psutil.Process(self.child.pid)
        self.bytes_out = 0
        self.peak_rss = 0

    def read(self, seconds: float, until: bytes | None = None) -> bool:
        """Take in what it writes for so long, or until this is seen; return whether it was."""
        end, seen = time.perf_counter() + seconds, b""
        while time.perf_counter() < end:
            try:
                data = self.child.read_nonblocking(65536, timeout=0.05)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return False
            assert isinstance(data, bytes)
            self.bytes_out += len(data)
            seen = (seen + data)[-200_000:]
            self.peak_rss = max(self.peak_rss, self.process.memory_info().rss)
            if until is not None and until in seen:
                return True
        return False

    def cpu_s(self) -> float:
        """Return CPU seconds of the app and of its reapers, their programs excluded."""
        times = self.process.cpu_times()
        total = times.user + times.system
        for child in self.process.children():
            try:
                own = child.cpu_times()
                total += own.user + own.system
            except psutil.NoSuchProcess:
                continue
        return total

    def close(self) -> None:
        self.child.send("q")
        self.read(4)
        self.child.close(force=True)
