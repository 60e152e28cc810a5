"""Workers that wait for the interpreter lock, or for a core."""

from __future__ import annotations

from collections import Counter

from tui.model.found.finding import MUCH, Finding, beside, cores_said, many_said, others_used, shares_of
from tui.model.found.starting import starting_said
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.who_works import HUNGRY, WANTS, doers, natives_wanting, together, wanting
from tui.words import numbers
from tui.words.numbers import in_words, percent


def gil(state: ComparisonState, run: RunState) -> Finding | None:
    """Threads that take turns."""
    share = gil_share(state, run)
    if share < MUCH:
        return None
    take, waits = ("took", "waited") if run.phase == "over" else ("take", "waits")
    return Finding(
        "gil", "Bound by the interpreter lock",
        f"{many_said(run)} {take} turns{cores_said(run)}; each {waits} for the GIL {percent(share)} of its time.",
        "processes in place of threads, or a free-threaded Python.", share,
    )  # fmt: skip


def gil_share(state: ComparisonState, run: RunState) -> float:
    """Return the share of the workers' time that went into waiting for the interpreter lock.

    A thread that is alone in its process waits for nobody of the program: on a busy machine the probe's own thread may
    be in its way for a moment.
    """
    threads = Counter(worker.pid for worker in run.workers if worker.cpu_s > 0 and worker.who not in run.lookers)
    busy = others_used(state, run)
    if busy and not any(threads[worker.pid] > 1 for worker in doers(run)):
        return 0.0
    return shares_of(run, busy).get("gil", 0.0)


def cores(state: ComparisonState, run: RunState) -> Finding | None:
    """More workers than cores."""
    share = shares_of(run).get("core", 0.0)
    if share < MUCH or state.header is None:
        return None
    usable, busy = state.header.usable_cores, others_used(state, run)
    hungry, every = HUNGRY if busy else WANTS, together(run)
    at_once, natives = wanting(run, hungry), len(natives_wanting(run, hungry))
    workers = in_words(max(1, every), "worker")
    many = f"{workers} and {in_words(natives, 'native thread')}" if natives else workers
    waits = "waited" if run.phase == "over" else "waits"
    return None if at_once <= usable else Finding(
        "cores", "More workers than cores",
        f"{many} at a time for {numbers.cores(usable, '')}{cores_said(run)}; each {waits} for "
        f"one {percent(share)} of its time.{starting_said(run)}",
        f"{in_words(max(1, round(usable)), 'worker')}: more cannot run at the same time.", share,
    )  # fmt: skip


def few_cores(state: ComparisonState, run: RunState) -> Finding | None:
    """Other programs on the cores: nothing of the program's own, so it is told first only where nothing else is."""
    share, busy = shares_of(run).get("core", 0.0), others_used(state, run)
    return None if share < MUCH or not busy else Finding(
        "cores", "Too few cores are free", f"{beside(busy, run)}.", "it again when the machine is quiet.", share,
        is_of_others=True,
    )  # fmt: skip
