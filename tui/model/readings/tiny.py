"""Where the time of small tasks went, and from which size on a pool pays.

The parts are means over the workers and add up to `all_tasks_s`, which the program prints.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.readings.reading import Group, Reading, declare, once_a_run, printed
from tui.model.state.once import once
from tui.model.tiny.crossover import ONES, crossover, sizes
from tui.model.tiny.split import Printed, Split, split_by
from tui.words.numbers import decimal, span

if TYPE_CHECKING:
    from tui.model.readings.measured import Measured
    from tui.model.state.state import RunState

NAMES = (
    ("worker_start_s", "until a worker was there", "start"),
    ("handing_over_s", "handing tasks and results over, and waiting for them", "hand-over and wait"),
    ("unpickling_tasks_s", "unpickling tasks, about", "unpickle"),
    ("computing_s", "CPU time in tasks, about", "compute"),
    ("held_in_tasks_s", "in a task, but not running, about", "waits in a task"),
    ("pickling_results_s", "pickling results, about", "pickle"),
    ("after_last_task_s", "after a worker's last task", "idle"),
    ("not_told_apart_s", "not told apart: before the first worker, and after the last result", "not told apart"),
)
"""Reading, what it is, and the part's word: in the order of the parts."""


LEAST_S = 5e-10
"""What is shorter reads as nothing."""
PRINTED = Printed("all_tasks_s", "inside_tasks_s", "main_cpu_s")


@once(16)
def split(run: RunState) -> Split | None:
    """Return where the time of a run's busiest pool went; None as long as that is not known."""
    return split_by(PRINTED, run)


def _part(place: int) -> Callable[[RunState], float | None]:
    def of(run: RunState) -> float | None:
        found = split(run)
        return found.parts[place] if found is not None and found.is_printed else None

    return of


def pays_from_s(run: RunState) -> float | None:
    """Return the size of a task from which on a pool with chunks of 1 beat the loop; None where that is not told."""
    return crossover(sizes(run), ONES).faster_s


def said(found: Split, pool: str = "") -> str:
    """Return where the time went, in one line: the parts that are not nothing, and what they add up to.

    pool: which one it was, where there are several.
    """
    named = zip(NAMES, found.parts, strict=True)
    parts = [f"{word} {span(part_s)}" for (_, _, word), part_s in named if part_s >= LEAST_S]
    of = f" in pool {pool}" if pool else ""
    whose = f"a worker's time{of}, the mean" if len(found.workers) > 1 else f"the time{of}"
    return f"{whose}: {' · '.join(parts)} = {decimal(found.whole_s)} s"


def _lines(measured: Measured) -> list[str]:
    found = split(measured.run) if measured.run is not None else None
    return [said(found)] if found is not None and found.is_printed else []


def _is_there(measured: Measured) -> bool:
    found = split(measured.run) if measured.run is not None else None
    return found is not None and found.is_printed


SPLIT = Group("time_split", "Where the time of a worker went, the mean over all.", is_there=_is_there, lines=_lines)
MAP: Reading = declare(Reading(
    PRINTED.took, "seconds from before the first task to the last result", "seconds", printed(PRINTED.took),
    "all tasks", front=1, group=SPLIT,
))  # fmt: skip
declare(Reading(
    PRINTED.in_tasks, "seconds in tasks by the program's own clock, summed over the workers", "seconds",
    printed(PRINTED.in_tasks), "in tasks", group=SPLIT,
))  # fmt: skip
TASK: Reading = declare(Reading(
    "one_task_s", "seconds of a task by the program's own clock, the median", "span", printed("one_task_s"), "a task",
    front=2, group=SPLIT, digits=8,
))  # fmt: skip
declare(Reading(
    PRINTED.main_cpu, "seconds of CPU in the main process meanwhile", "seconds", printed(PRINTED.main_cpu),
    "CPU of main", group=SPLIT,
))  # fmt: skip
PARTS: tuple[Reading, ...] = tuple(
    declare(Reading(name, says, "seconds", once_a_run(_part(place)), word, group=SPLIT))
    for place, (name, says, word) in enumerate(NAMES)
)
PAYS: Reading = declare(Reading(
    "pays_from_s", "the size of a task from which on chunks of 1 beat the loop", "span", once_a_run(pays_from_s),
    "pays from", front=3, digits=8,
))  # fmt: skip
