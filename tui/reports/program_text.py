"""What a watched program's processes were like, as lines of plain text."""

from __future__ import annotations

from tui.model.state.state import RunState
from tui.model.workers.ends import StartUp, ended_badly, how_it_ended, starts
from tui.words.numbers import noun


def program_lines(run: RunState) -> list[str]:
    """Return how workers were started, what they had in a manager's process, and what ended badly."""
    lines = [f"started: {count} by {_start(start)}" for count, start in starts(run.processes)]
    lines += [
        f"{proxy.of.type.rpartition('.')[2]} {proxy.of.name}: {proxy.calls} "
        f"{noun(proxy.calls, 'call')} to a manager's process, {proxy.call_s:.2f} s together"
        for proxy in run.proxies
        if proxy.calls
    ]
    lines += [
        f"{process.name}: {how_it_ended(process.exit_code or 0)}"
        for process in run.processes
        if process.role != "main" and ended_badly(process)
    ]
    return lines


def _start(start: StartUp) -> str:
    parts = (("asked for", start.asked_s), ("until Python is up", start.python_s), ("until it begins", start.imports_s))
    said = ", ".join(f"{part_s * 1e3:.1f} {name}" for name, part_s in parts if part_s is not None)
    return f"{start.method}, {start.total_s * 1e3:.1f} ms each: {said}"
