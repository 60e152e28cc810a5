"""Workers that wait for a lock."""

from __future__ import annotations

from tui.model.found.finding import MUCH, Finding, first_two, placed
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.ends import raised
from tui.model.workers.facts import WaitFact, lock_facts
from tui.model.workers.names import names_of
from tui.telemetry.objects import ObjectFound
from tui.words.numbers import percent


def is_pythons_own(of: ObjectFound) -> bool:
    """Whether a lock is one that Python's own library makes: its name is then that of what it belongs to."""
    return of.name.startswith(("logging's ", "logging itself", "the import of "))


def _called(of: ObjectFound) -> str:
    """Return `lock book`, `lock of logging's handler Slow`, `semaphore slots`."""
    return f"semaphore {of.name}" if is_semaphore(of) else f"lock {'of ' * is_pythons_own(of)}{of.name}"


def is_semaphore(of: ObjectFound) -> bool:
    """Whether it is one that many may be in at a time."""
    return of.type.endswith("Semaphore")


LONG_S = 2.0
"""Whoever ended so long ago has told of all that it did."""


def lock(state: ComparisonState, run: RunState) -> Finding | None:
    """A lock that workers wait for."""
    fact = next(iter(lock_facts(run)), None)
    if fact is None or fact.share_of_all < MUCH:
        return None
    ended = _of_the_ended(run, fact)
    if ended is not None:
        return ended
    held = f"; {fact.held_by} holds it now" if fact.held_by and run.phase != "over" else ""
    waited_by = first_two(fact.who, fact.others)
    if not fact.comes_back:
        yet = "has not come back yet" if run.phase != "over" else "did not come back"
        return Finding(
            "lock", f"Waiting for the {_called(fact.of)}",
            f"{waited_by} waited {fact.waited_s:.1f} s for {placed(fact.of)}{held}: it {yet}.", "",
            fact.share_of_all,
        )  # fmt: skip
    together = " together" if len(fact.who) + fact.others > 1 else ""
    return Finding(
        "lock", f"Bound by the {_called(fact.of)}",
        f"{waited_by} waited {fact.waited_s:.1f} s for it{together}, {percent(fact.share)} of the time{held}"
        + (f" (made at {fact.of.place})." if fact.of.place else "."),
        "to do less while holding it, or more permits where what they guard allows it." if is_semaphore(fact.of)
        else "to do less while holding it, or to give each worker a part of its own.", fact.share_of_all,
    )  # fmt: skip


def _of_the_ended(run: RunState, fact: WaitFact) -> Finding | None:
    """Return that a lock's holder has ended without a release, where somebody has waited for it since."""
    lock = next(lock for lock in run.locks if lock.of.key == fact.of.key)
    now_s = run.started_s + run.elapsed_s
    waits = [worker for worker in run.workers if worker.waits_on is not None and worker.waits_on.key == fact.of.key]
    holder = next((worker for worker in run.workers if worker.who == lock.holder), None)
    if not waits or holder is None or holder.ended_s is None or now_s - holder.ended_s < LONG_S:
        return None
    names, how = names_of(run), raised(run.exceptions).get(holder.who, "")
    wait, who = "waited" if run.phase == "over" else "has waited", tuple(names[worker.who] for worker in waits)
    return Finding(
        "lock", f"The holder of {fact.of.name} has ended",
        f"{names[holder.who]} ended {f'with {how} ' if how else ''}while it held {placed(fact.of)}; {first_two(who)} "
        f"{wait if len(who) == 1 else wait.replace('has', 'have')} {fact.waited_s:.1f} s for it since.",
        f"`with {fact.of.name}:`, which releases it however the block ends.", fact.share_of_all,
    )  # fmt: skip
