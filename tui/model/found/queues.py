"""Workers that wait at a queue."""

from __future__ import annotations

from itertools import groupby

from tui.model.found.finding import MOST, MUCH, Finding, first_two, placed
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import WaitFact, queue_facts
from tui.words.numbers import percent

IDLE_LOOKS = 20
"""Looks without a new item, of two seconds, from which on none may be to come."""


def queue(state: ComparisonState, run: RunState) -> Finding | None:
    """Who waits at a queue has the faster side. That the main thread waits for results is no finding."""
    for fact in queue_facts(run):
        weight = fact.share_of_all if fact.why == "empty" or fact.share_of_all else fact.share
        if fact.share < MOST or weight < MUCH:
            continue
        waited = f"{first_two(fact.who, fact.others)} waited {fact.waited_s:.1f} s for"
        share = f"{percent(fact.share)} of the time"
        if not fact.comes_back or not _is_served(run, fact):
            return _in_vain(run, fact, waited, weight)
        if fact.why == "empty" and _is_idle(run, fact):
            continue
        if fact.why == "full":
            return Finding(
                "queue", f"Bound by who takes from {fact.of.name}",
                f"{waited} room in it, {share}: items come faster than they are taken.",
                "more consumers, or less work for each item.", weight,
            )  # fmt: skip
        return Finding(
            "queue", f"Bound by who puts into {fact.of.name}",
            f"{waited} an item, {share}: items are taken faster than they come.",
            "more producers, or fewer consumers.", weight,
        )  # fmt: skip
    return None


def _is_served(run: RunState, fact: WaitFact) -> bool:
    """Whether those who could end the waits are there: whoever puts, or whoever takes, where that is known."""
    count = next((queue.count for queue in run.queues if queue.of.key == fact.of.key), None)
    if count is None or not count.gets:
        return False
    pids = count.put_by if fact.why == "empty" else count.got_by
    alive = {process.pid for process in run.processes if process.ended_s is None}
    return run.phase == "over" or not pids or bool(alive.intersection(pids))


def _is_idle(run: RunState, fact: WaitFact) -> bool:
    """Whether its items have ceased to come: nobody has put one for far longer than it ever took from one to the next.

    The last looks are known, ten a second as long as somebody waits.
    """
    rates = next((queue.in_rates.values for queue in run.queues if queue.of.key == fact.of.key), ())
    gaps = [len(list(looks)) for is_quiet, looks in groupby(rates, lambda rate: not rate) if is_quiet]
    since = gaps.pop() if gaps and not rates[-1] else 0
    return since >= IDLE_LOOKS and since > 2 * max(gaps, default=0)


def _in_vain(run: RunState, fact: WaitFact, waited: str, weight: float) -> Finding:
    """Return who waits at a queue where nothing comes: that is no matter of how fast."""
    what, none = ("room in", "none has been made") if fact.why == "full" else ("an item in", "none has come")
    yet = "so far" if run.phase != "over" else "to the end"
    return Finding(
        "queue", f"Waiting for {what} {fact.of.name}", f"{waited} {what} {placed(fact.of)}: {none} {yet}.", "", weight
    )
