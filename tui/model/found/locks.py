"""Workers that wait for a lock."""

from __future__ import annotations

from tui.model.found.finding import MUCH, Finding, first_two, placed
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import lock_facts
from tui.telemetry.objects import ObjectFound
from tui.words.numbers import percent


def is_pythons_own(of: ObjectFound) -> bool:
    """Whether a lock is one that Python's own library makes: its name is then that of what it belongs to."""
    return of.name.startswith(("logging's ", "logging itself", "the import of "))


def lock(state: ComparisonState, run: RunState) -> Finding | None:
    """A lock that workers wait for."""
    fact = next(iter(lock_facts(run)), None)
    if fact is None or fact.share_of_all < MUCH:
        return None
    held = f"; {fact.held_by} holds it now" if fact.held_by and run.phase != "over" else ""
    if not fact.comes_back:
        yet = "has not come back yet" if run.phase != "over" else "did not come back"
        return Finding(
            "lock", f"Waiting for the lock {fact.of.name}",
            f"{first_two(fact.who)} waited {fact.waited_s:.1f} s for {placed(fact.of)}{held}: it {yet}.", "",
            fact.share_of_all,
        )  # fmt: skip
    return Finding(
        "lock", f"Bound by the lock {'of ' * is_pythons_own(fact.of)}{fact.of.name}",
        f"{first_two(fact.who)} waited {fact.waited_s:.1f} s for it together, {percent(fact.share)} of the time{held}"
        + (f" (made at {fact.of.place})." if fact.of.place else "."),
        "to do less while holding it, or to give each worker a part of its own.", fact.share_of_all,
    )  # fmt: skip
