"""One colour for a worker, wherever it stands: on the stage, in lanes and lists, at its line of the source, close up.

The rule, for a run as a whole and from its first moment on:

- The main thread is purple, unless it does the work itself.
- Where the lesson's boards show who did what, each has a colour of its own, which its work has, too: who puts items
  into a queue, who writes to a block, who adds to a counter. Those who take from a queue have one together, and who has
  done neither yet has none.
- In any other lesson all workers have the colour of their variant: variants are what is compared.
- In a person's own program a worker has the colour of what it is: a process or a thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.model.state.once import once
from tui.model.state.state import ComparisonState, RunState, WorkerState
from tui.model.workers.names import labels_of, names_of, number_of, stem
from tui.model.workers.palette import MAIN, of_writer
from tui.model.workers.who_works import doers
from tui.telemetry.who import Who

SIDES = frozenset(("queue", "lanes"))
"""Boards that show whose items these are."""
WRITING = frozenset(("block", "microscope"))
"""Boards that show whose bytes or additions these are."""


def hues_of(state: ComparisonState, run: RunState) -> Mapping[Who, str]:
    """Return the hue of every thread of a run."""
    if state.is_own:
        return _by_kind(run)
    boards = state.header.boards if state.header else ()
    if SIDES.intersection(boards):
        return _all(run, "muted") | _by_side(run)
    if WRITING.intersection(boards):
        return _all(run, "muted") | _by_place(run)
    return _all(run, variant_hue(state, run))


def variant_hue(state: ComparisonState, run: RunState) -> str:
    """Return the hue of the variant that a run is of."""
    return state.planned(run.variant).hue


def _all(run: RunState, hue: str) -> dict[Who, str]:
    working = {worker.who for worker in doers(run)}
    return {w.who: MAIN if w.role == "main" and w.who not in working else hue for w in run.workers}


@once(2)
def _by_kind(run: RunState) -> Mapping[Who, str]:
    return {worker.who: hue_of_kind(worker) for worker in run.workers}


def hue_of_kind(worker: WorkerState) -> str:
    """Return the hue of a worker in a person's own program."""
    return MAIN if worker.role == "main" else "process" if worker.kind == "process" else "thread"


@once(2)
def _by_side(run: RunState) -> dict[Who, str]:
    """Return the hues of those who have put or taken anything; who took over a name has its colour, too."""
    from tui.model.queue.readings import queue_reading  # noqa: PLC0415 - seldom needed, and never before a run

    reading = queue_reading(run)
    named = {worker.name: worker.hue for worker in (*reading.producers, *reading.consumers)}
    names = names_of(run)
    theirs = {worker.who: worker.hue for worker in (*reading.producers, *reading.consumers)}
    return {who: theirs.get(who) or named[names[who]] for who in names if who in theirs or names[who] in named}


@once(2)
def _by_place(run: RunState) -> dict[Who, str]:
    """Return the hues by the order of the workers' names, P2 before P10; who has the name of an earlier one has its
    colour, too.
    """
    names = names_of(run) | labels_of(run)
    there = [worker.who for worker in run.workers if worker.role == "worker"]
    order = sorted({names[who] for who in there}, key=lambda name: (stem(name), number_of(name)))
    places = {name: place for place, name in enumerate(order)}
    return {who: of_writer(places[names[who]]) for who in there}
