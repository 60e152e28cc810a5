"""Workers that wait at a queue."""

from __future__ import annotations

from tui.model.found.finding import MOST, MUCH, Finding, first_two
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import queue_facts
from tui.words.numbers import percent


def queue(state: ComparisonState, run: RunState) -> Finding | None:
    """Who waits at a queue has the faster side. That the main thread waits for results is no finding."""
    for fact in queue_facts(run):
        weight = fact.share_of_all if fact.why == "empty" or fact.share_of_all else fact.share
        if fact.share < MOST or weight < MUCH:
            continue
        waited = f"{first_two(fact.who)} waited {fact.waited_s:.1f} s for"
        share = f"{percent(fact.share)} of the time"
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
