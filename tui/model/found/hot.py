"""The function that takes the CPU, where somebody asked for lines; and that one may ask."""

from __future__ import annotations

from msgspec.structs import replace

from tui.model.found.finding import MOST, Finding
from tui.model.state.state import RunState
from tui.model.workers.facts import all_cpu_s, task_fact
from tui.model.workers.hot_lines import TopLine, top_functions
from tui.words.numbers import percent

LEAST = 0.2
"""Share of the CPU from which on a function is worth a word."""
ASKS = "`coreograph watch --lines`, or the key c, which say which lines take the CPU."
WORTH_S = 1.0
"""CPU time that is worth a second look."""


def with_lines(found: Finding, run: RunState) -> Finding:
    """Return a finding with the functions that took the CPU, where that was looked at; else how to see it."""
    functions = [line for line in top_functions(run) if line.share >= LEAST]
    if not functions:
        asks = found.bound == "nothing" and not found.tries and not run.hot.is_looking and all_cpu_s(run) >= WORTH_S
        return replace(found, tries=ASKS) if asks and _runs(run) else found
    said = ", ".join(f"{line.place} {percent(line.share)}" for line in functions[:3])
    tries = _once(functions[0], run) if found.bound in ("nothing", "one thread") or found.is_of_others else ""
    return replace(found, says=f"{found.says} Of the CPU that was looked at: {said}.", tries=tries or found.tries)


def _runs(run: RunState) -> bool:
    """Whether it is CPU at all that its workers spend their time with."""
    return all_cpu_s(run) >= MOST * run.elapsed_s


def _once(line: TopLine, run: RunState) -> str:
    """Return what to try where a part of each task takes nearly all of it; nothing where it is the task itself."""
    fact = task_fact(run)
    whats = {span.what.rpartition(".")[2] for found in run.gantt for span in found.spans if span.what}
    if fact is None or not line.function or not whats or line.function in whats or line.share < 0.8:
        return ""
    return (
        f"to call {line.function} once for each worker (a pool's initializer), if it gives the same in every task; it "
        f"takes {percent(line.share)} of them."
    )
