"""The lines that took most of the CPU. Pure functions of the run's state."""

from __future__ import annotations

from msgspec import Struct

from tui.model.state.hot import HotLine
from tui.model.state.state import RunState

ENOUGH_S = 0.3
"""CPU time from which on shares of lines mean anything: a few looks."""
MOST = 10


class TopLine(Struct, frozen=True):
    """One line."""

    path: str
    line: int
    function: str
    cpu_s: float
    share: float
    """Of the CPU time of which it is known where it went."""

    @property
    def place(self) -> str:
        """`load (setup.py:7)`."""
        at = f"{self.path.replace(chr(92), '/').rpartition('/')[2]}:{self.line}"
        return f"{self.function} ({at})" if self.function else at


def top_lines(run: RunState, most: int = MOST) -> tuple[TopLine, ...]:
    """Return the lines that took most of the CPU, the first one most; none where nobody asked for lines."""
    return _shares(run.hot.lines, run.hot.cpu_s, most)


def top_functions(run: RunState) -> tuple[TopLine, ...]:
    """Return the functions that took most of the CPU, each with its dearest line."""
    by_function: dict[tuple[str, str], HotLine] = {}
    for line in sorted(run.hot.lines, key=lambda line: -line.cpu_s):
        key = line.path, line.function or str(line.line)
        first = by_function.get(key)
        sum_s = line.cpu_s + (first.cpu_s if first else 0.0)
        its = first or line
        by_function[key] = HotLine(its.path, its.line, its.function, sum_s)
    return _shares(tuple(by_function.values()), run.hot.cpu_s, MOST)


def _shares(lines: tuple[HotLine, ...], whole_s: float, most: int) -> tuple[TopLine, ...]:
    if whole_s < ENOUGH_S:
        return ()
    found = sorted((line for line in lines if line.cpu_s > 0), key=lambda line: (-line.cpu_s, line.path, line.line))
    return tuple(
        TopLine(line.path, line.line, line.function, line.cpu_s, line.cpu_s / whole_s) for line in found[:most]
    )
