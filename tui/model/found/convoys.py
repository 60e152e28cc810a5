"""A thread that computes beside threads of its process that work in short turns: each turn waits for the lock."""

from __future__ import annotations

from msgspec import Struct

from tui.model.found.finding import Finding, first_two
from tui.model.state.state import ComparisonState, RunState, WorkerState
from tui.model.workers.names import names_of
from tui.words.numbers import listed, percent, verb

COMPUTES = 0.85
"""Share of its life in which a thread runs or wants to, from which on it does nothing else."""
TURNS = 0.05
"""Share of its time in which a thread was seen to wait for the interpreter lock that it hardly ever needs for long."""
MOST_ITSELF = 0.6
"""A thread that computes as much itself takes turns with its like, which is another finding."""
ONE_CORE = 1.1
"""Threads of one process that together use more than a core do not all need the lock for what they do."""
BESIDE_S = 1.0
"""So long they lived side by side: ten looks."""


class Convoy(Struct, frozen=True):
    """Who computes, and who waits for it at each turn."""

    computes: WorkerState
    waits: tuple[WorkerState, ...]
    share: float
    """Of the time of those who wait, beside who computes, not counting waits for a core."""


def convoy(state: ComparisonState, run: RunState) -> Finding | None:
    """Threads that answer or hand on beside one that computes."""
    if state.header is None or not state.header.gil:
        return None
    found = max(_convoys(run), key=lambda its: its.share, default=None)
    if found is None:
        return None
    names = names_of(run)
    who, waiting = names[found.computes.who], tuple(names[worker.who] for worker in found.waits)
    them = listed(waiting) if len(waiting) <= 3 else first_two(waiting)
    computes, works, waits, lets = ("computed", "worked", "waited", "let") if run.phase == "over" else (
        "computes", verb(len(waiting), "work"), verb(len(waiting), "wait"), "lets"
    )
    return Finding(
        "gil", "Bound by the interpreter lock",
        f"while {who} {computes}, {them}, which {works} in short turns, {waits} at each of them until it {lets} go of "
        f"the GIL: seen {percent(found.share)} of {'their' if len(waiting) > 1 else 'its'} time.",
        f"{who} in a process of its own.", found.share,
    )  # fmt: skip


def _convoys(run: RunState) -> list[Convoy]:
    found = []
    for computes in run.workers:
        spent = dict(computes.reasons_s)
        lived_s = sum(spent.values())
        wants_s = spent.get("running", 0.0) + spent.get("core", 0.0) + spent.get("gil", 0.0)
        if lived_s < BESIDE_S or wants_s < COMPUTES * lived_s or spent.get("gil", 0.0) > wants_s / 4:
            continue
        if computes.sampled_cpu_s + sum(its.sampled_cpu_s for its in _others(computes, run)) > ONE_CORE * lived_s:
            continue
        waits = [(its, share) for its in run.workers if (share := _waits_beside(its, computes, run)) >= TURNS]
        if waits:
            mean = sum(share for _, share in waits) / len(waits)
            found.append(Convoy(computes, tuple(its for its, _ in waits), mean))
    return found


def _others(worker: WorkerState, run: RunState) -> list[WorkerState]:
    """Return the other threads of its process."""
    return [its for its in run.workers if its.pid == worker.pid and its.who != worker.who]


def _waits_beside(worker: WorkerState, computes: WorkerState, run: RunState) -> float:
    """Return the share of its time beside who computes in which a thread waited for the lock; 0 of who computes too."""
    if worker.pid != computes.pid or worker.who == computes.who or worker.role == "helper":
        return 0.0
    until_s = min(run.started_s + run.elapsed_s if its.ended_s is None else its.ended_s for its in (worker, computes))
    spent = dict(worker.reasons_s)
    own_s = spent.get("running", 0.0)
    beside_s = until_s - max(worker.started_s, computes.started_s) - spent.get("core", 0.0)
    free_s = sum(spent.values()) - spent.get("core", 0.0)
    if beside_s <= 0 or free_s <= 0 or own_s + spent.get("gil", 0.0) > MOST_ITSELF * free_s:
        return 0.0
    return min(1.0, spent.get("gil", 0.0) / beside_s)
