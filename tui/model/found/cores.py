"""Workers that wait for the interpreter lock, or for a core."""

from __future__ import annotations

from tui.model.found.finding import MUCH, Finding, beside, cores_said, many_said, others_used, shares_of
from tui.model.found.starting import starting_said
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.who_works import HUNGRY, WANTS, natives_wanting, wanting
from tui.words import numbers
from tui.words.numbers import in_words, percent


def gil(state: ComparisonState, run: RunState) -> Finding | None:
    """Threads that take turns."""
    share = shares_of(run, others_used(state, run)).get("gil", 0.0)
    if share < MUCH:
        return None
    return Finding(
        "gil", "Bound by the interpreter lock",
        f"{many_said(run)} take turns{cores_said(run)}; each waits for the GIL {percent(share)} of its time.",
        "processes in place of threads, or a free-threaded Python.", share,
    )  # fmt: skip


def cores(state: ComparisonState, run: RunState) -> Finding | None:
    """More workers than cores."""
    share = shares_of(run).get("core", 0.0)
    if share < MUCH or state.header is None:
        return None
    usable, busy = state.header.usable_cores, others_used(state, run)
    hungry = HUNGRY if busy else WANTS
    at_once, natives = wanting(run, hungry), len(natives_wanting(run, hungry))
    many = in_words(at_once, "worker") if not natives else f"{in_words(at_once, 'thread')}, {natives} of them native,"
    return None if at_once <= usable else Finding(
        "cores", "More workers than cores",
        f"{many} at a time for {numbers.cores(usable, '')}{cores_said(run)}; each waits for "
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
