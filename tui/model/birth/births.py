"""Births: from asking for a worker to the first line of what it is to do, and what that time was spent with.

The probe stamps a process's start: asked for, made by the system, Python up, main module imported again, begun. Where a
lesson's program prints a table `births` its own clock tells when the first line came, and how much of the time the
heavy imports took; of threads and interpreters only that is known. What no stamp tells apart is a part of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from tui.model.state.born import Born
from tui.model.state.once import once
from tui.model.state.printed import Row, number, rows_of, text
from tui.model.state.state import ProcessState, RunState
from tui.telemetry.median import median
from tui.words.numbers import decimal, plural

Kind = Literal["made", "ready", "imports", "again", "arguments", "rest"]
"""made  from being asked for until the system had made the process: of a copy, until Python runs in it · ready  until
Python is up and can begin with the main module · imports  the heavy ones, as the program says · again  the main module
imported once more, its imports included where they are not told apart · arguments  unpickled · rest  not told apart."""

COPIES = ("fork", "forkserver", "os.fork")
"""Ways in which a process goes on as the copy of one that has Python up."""
PROCESSES = ("fork", "forkserver", "spawn")
_LEAST_S = 2e-6
"""A part that is shorter is none."""


class Birth(Struct, frozen=True):
    """One worker's."""

    method: str
    """`fork`, `spawn`, `thread` …, or how a package calls its own."""
    name: str
    pid: int
    total_s: float
    phases: tuple[tuple[Kind, float], ...]
    """In the order of time; they add up to the total."""
    own_bytes: int | None = None
    shared_bytes: int | None = None
    modules: int = 0
    """Imported again with the main module."""
    is_of_server: bool = False
    """Whether the heavy imports were those of a fork server that was started for it: its copies have them."""
    is_first_line: bool = False
    """Whether the program told when its first line came; else the end is where Python begins with what it is to do."""

    @property
    def file_s(self) -> float:
        """What importing the program's file again took, with its imports."""
        return self.took("imports") + self.took("again")

    def took(self, kind: Kind) -> float:
        """Return the seconds of one part."""
        return sum(seconds for its, seconds in self.phases if its == kind)


class Births(Struct, frozen=True):
    """Those of one way."""

    method: str
    each: tuple[Birth, ...]
    """In the order in which they were asked for."""

    @property
    def middle(self) -> Birth:
        """The one in the middle by its time, of an even number the shorter one: its parts add up, means would not."""
        return sorted(self.each, key=lambda birth: birth.total_s)[(len(self.each) - 1) // 2]

    @property
    def usual_s(self) -> tuple[float, float]:
        """Between these lies half of them; of three or fewer, all."""
        taken = sorted(birth.total_s for birth in self.each)
        beyond = len(taken) // 4
        return taken[beyond], taken[-1 - beyond]

    @property
    def own_bytes(self) -> float | None:
        """The median of those of which it is known."""
        return _median(birth.own_bytes for birth in self.each)

    @property
    def shared_bytes(self) -> float | None:
        return _median(birth.shared_bytes for birth in self.each)


@once(16)
def births(run: RunState) -> tuple[Births, ...]:
    """Return the births of a run by the way in which they were asked for, each way where it came first."""
    rows = rows_of(run, "births")
    found = _told(run, rows) if rows else [birth for process in run.processes if (birth := _birth(process))]
    by_way: dict[str, list[Birth]] = {}
    for birth in found:
        by_way.setdefault(birth.method, []).append(birth)
    return tuple(Births(method, tuple(some)) for method, some in by_way.items())


def _told(run: RunState, rows: Iterable[Row]) -> list[Birth]:
    """Return a birth for each row that the program printed, with what the probe has stamped of the same process."""
    processes = {process.pid: process for process in run.processes if process.asked_s is not None}
    return [_of_row(row, processes) for row in rows if number(row, "first_line") is not None]


def _of_row(row: Row, processes: Mapping[int, ProcessState]) -> Birth:
    way, pid, total_s = text(row, "way"), int(number(row, "pid") or 0), number(row, "first_line") or 0.0
    imports_s, up_s = number(row, "imports") or 0.0, number(row, "up") or 0.0
    process = processes.get(pid) if way in PROCESSES else None
    if process is None or process.method != way:
        given: list[tuple[Kind, float]] = [("ready", up_s), ("imports", imports_s)]
        return Birth(way, text(row, "worker"), pid, total_s, _whole(given, total_s), is_first_line=True)
    born, (phases, is_of_server) = process.born or Born(), _imports_told(process, imports_s)
    return Birth(
        way, text(row, "worker"), pid, total_s, _whole(phases, total_s), born.own_bytes, born.shared_bytes,
        born.again_modules, is_of_server, is_first_line=True,
    )  # fmt: skip


def _birth(process: ProcessState) -> Birth | None:
    """Return the birth of a worker by the probe's stamps alone; None of one of which they are not known."""
    is_born = process.role == "worker" and process.observed and process.asked_s is not None
    if not is_born or not process.method or (process.method in PROCESSES and process.began_s is None):
        return None
    born, phases = process.born or Born(), _phases(process)
    total_s = sum(seconds for _, seconds in phases)
    return Birth(
        process.method, process.name, process.pid, total_s, _whole(phases, total_s), born.own_bytes, born.shared_bytes,
        born.again_modules,
    )  # fmt: skip


def _phases(process: ProcessState) -> list[tuple[Kind, float]]:
    """Return the parts between the stamps. A stamp that is missing, or out of order, ends its part where it began."""
    born, before_s = process.born or Born(), process.asked_s or 0.0
    is_copy, up_s, began_s = process.method in COPIES, process.started_s, process.began_s
    made_s = up_s if is_copy else process.made_s
    stamps: tuple[tuple[Kind, float | None], ...] = (
        ("made", made_s), ("ready", born.again_from_s), ("again", born.again_until_s), ("arguments", began_s)
    )  # fmt: skip
    if born.again_from_s is None:
        stamps = ("made", made_s), ("ready", began_s if is_copy else up_s), ("rest", began_s)
    phases: list[tuple[Kind, float]] = []
    for kind, at_s in stamps:
        now_s = before_s if at_s is None else max(before_s, at_s)
        phases.append((kind, now_s - before_s))
        before_s = now_s
    return phases


def _with_imports(
    phases: list[tuple[Kind, float]], imports_s: float, server: Kind | None
) -> tuple[list[tuple[Kind, float]], bool]:
    """Return the parts with the heavy imports taken out of the one in which they were: that of the main module, or
    where a fork server was started that has it, the one before the process was there; and whether it is that one.
    """
    found: list[tuple[Kind, float]] = []
    is_of_server = False
    holder = next((kind for kind, seconds in phases if kind == "again" and seconds >= imports_s), server)
    for kind, seconds in phases:
        if kind == holder and 0 < imports_s <= seconds:
            found += [("imports", imports_s), (kind, seconds - imports_s)]
            is_of_server = kind == "made"
        else:
            found.append((kind, seconds))
    return found, is_of_server


def _imports_told(process: ProcessState, imports_s: float) -> tuple[list[tuple[Kind, float]], bool]:
    return _with_imports(_phases(process), imports_s, "made" if process.method == "forkserver" else None)


def _whole(phases: Iterable[tuple[Kind, float]], total_s: float) -> tuple[tuple[Kind, float], ...]:
    """Return the parts that can be seen, with what they leave of the whole."""
    seen = [(kind, seconds) for kind, seconds in phases if seconds >= _LEAST_S]
    rest_s = total_s - sum(seconds for _, seconds in seen)
    return (*seen, ("rest", rest_s)) if rest_s >= _LEAST_S else tuple(seen)


def _median(sizes: Iterable[int | None]) -> float | None:
    known = [float(size) for size in sizes if size is not None]
    return median(known) if known else None


PARTS: dict[Kind, str] = {
    "made": "until the process was up",
    "ready": "until Python was ready",
    "imports": "heavy imports",
    "again": "main once more",
    "arguments": "until the arguments were unpickled",
    "rest": "not told apart",
}


def said(its: Births) -> str:
    """Return a line for plain text: `by spawn, the middle one of 10: 181.0 ms: 3.1 until the process was up, …`."""
    middle, count = its.middle, len(its.each)
    which = f", the middle one of {count}" if count > 1 else ""
    modules = {"again": f" ({plural(middle.modules, 'module')})"} if middle.modules else {}
    each = [f"{decimal(seconds * 1e3, 2)} {PARTS[kind]}{modules.get(kind, '')}" for kind, seconds in middle.phases]
    own, shared = its.own_bytes, its.shared_bytes
    memory = f"; {decimal(own / 1e6, 1)} MB of its own, {decimal(shared / 1e6, 1)} MB shared" if own and shared else ""
    return f"birth by {its.method}{which}: {decimal(middle.total_s * 1e3, 2)} ms: {', '.join(each)}{memory}"
