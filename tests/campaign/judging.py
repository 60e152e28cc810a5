"""Compares what was said of a story's program with how the story comes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.campaign.story import Outcome, Story
from tests.campaign.watching import Seen


def faults(story: Story, outcome: Outcome, seen: Seen) -> list[str]:
    """Return what is false or missing, a line each."""
    return [] if seen.was_late else list(_faults(story, outcome, seen))


def _faults(story: Story, outcome: Outcome, seen: Seen) -> Iterator[str]:
    if seen.is_over != outcome.ends:
        yield f"it {'ended' if seen.is_over else 'did not end'} as it should not: the story is wrong"
        return
    for name in sorted(seen.named - outcome.blocked.keys()):
        yield f"{name} was said to be stuck while it ran, and is not"
    for name in sorted(seen.at_last - outcome.blocked.keys()):
        yield f"{name} is said to have been stuck, and was not"
    if outcome.nobody_can_go_on:
        for name in sorted(outcome.blocked.keys() - seen.at_last):
            yield f"{name} is stuck for ever, and is not named"
        yield from _sentence(outcome, seen)
        yield from _waits(story, outcome, seen)
    elif not seen.at_last and "stuck" in seen.says:
        yield f"a standstill is told that is none: {seen.says}"
    yield from _losses(story, outcome, seen)


def _waits(story: Story, outcome: Outcome, seen: Seen) -> Iterator[str]:
    """JSON says what each waits for and who kept a lock to the last; the board of locks shows what is waited for."""
    rows: list[dict[str, Any]] = seen.report.get("stuck", [])  # type: ignore[assignment]
    goals = {row["worker"]: row["waits_for"] for row in rows}
    queues = {thing.name for thing in story.things if thing.type == "Queue"}
    at_locks = {thing.name for thing in story.things} - queues
    for name, goal in outcome.blocked.items():
        told = goals.get(name, goal)
        is_handing_over = goal in queues and ("Feeder" in told or "taken" in told)
        is_one_of_many = name == "main" and told.endswith(" to end")  # At its end it waits for all in any order.
        if goal not in told and not is_handing_over and not is_one_of_many:
            yield f"{name} waits for {goal}, and stuck says: {told}"
        if goal in at_locks and goal not in seen.board:
            yield f"{name} waits at {goal}, and the board of locks does not show that"
    for name, holder in outcome.held.items():
        if name in outcome.blocked.values() and holder not in seen.says + str(rows) and not _is_hidden(story, name):
            yield f"{holder} has ended with {name}, and nothing says so"


def _is_hidden(story: Story, name: str) -> bool:
    """Whether nobody can tell who holds a lock: an RLock only names a number that another thread may have by now."""
    return story.way == "threads" and any(thing.name == name and thing.type == "RLock" for thing in story.things)


def _sentence(outcome: Outcome, seen: Seen) -> Iterator[str]:
    """The sentence names one of those who are stuck, and is not a good word."""
    if not any(name in seen.says for name in outcome.blocked):
        yield f"the sentence names nobody who is stuck: {seen.says}"
    if "Nothing stands out" in seen.says:
        yield f"the sentence says that all is well: {seen.says}"


def _losses(story: Story, outcome: Outcome, seen: Seen) -> Iterator[str]:
    """Who ended badly is in `errors`, and nobody else that the program made is."""
    errors: list[dict[str, Any]] = seen.report.get("errors", [])  # type: ignore[assignment]
    told = {error["name"]: error for error in errors if error["name"] != "program"}
    is_told = {name: how for name, how in outcome.died.items() if name != "main" or outcome.ends}
    for name, how in is_told.items():  # The main thread's own error is told when its process ends.
        error = told.get(name)
        if error is None:
            yield f"{name} ended with {how}, and errors do not say so"
        elif how == "3" and error["exit_code"] != 3:
            yield f"{name} left with code 3, and errors say {error['exit_code']}"
    for name in sorted(told.keys() - outcome.died.keys() - ({"main"} if "main" in outcome.died else set())):
        if any(name == actor.name for actor in story.actors):
            yield f"{name} is said to have ended badly, and did not: {told[name]}"
