"""Processes whose start takes more than what they are started for."""

from __future__ import annotations

from tui.model.found.finding import MOST, MUCH, Finding, others_used, shares_of
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import StartingFact, starting_fact
from tui.model.workers.who_works import HUNGRY, WANTS, wanting
from tui.words.numbers import in_words, percent, span


def starting(state: ComparisonState, run: RunState) -> Finding | None:
    """Most of the workers' CPU time goes into starting them. With more workers than cores that finding says so."""
    fact = starting_fact(run)
    if fact is None or fact.share < MOST or not _is_felt(fact, run):
        return None
    if state.header and wanting(run, HUNGRY if others_used(state, run) else WANTS) > state.header.usable_cores:
        return None
    by = f" by {fact.method}" if fact.method else ""
    were = "was" if fact.count == 1 else "were"
    return Finding(
        "starting", "Starting takes most",
        f"{in_words(fact.count, 'process')} {were} started{by}, {span(fact.took_s / fact.count)} of CPU each: "
        f"{percent(fact.share)} of all the CPU that they used.",
        "fewer processes with more to do in each, started once; so little work may be done sooner without any.",
        fact.share,
    )  # fmt: skip


def starting_said(run: RunState) -> str:
    """Return a sentence on what starting the workers took; nothing where that is little."""
    fact = starting_fact(run)
    if fact is None or fact.share < MUCH or not _is_felt(fact, run):
        return ""
    return f" Starting them took {fact.took_s:.1f} of their {fact.used_s:.1f} s of CPU."


def _is_felt(fact: StartingFact, run: RunState) -> bool:
    """Whether starting is a part of the run that one feels: a worker that waits all day uses no other CPU, either.

    Time in which the workers waited for a core does not count: a busy machine makes nothing less to be felt.
    """
    return fact.took_s >= MUCH * run.elapsed_s * (1 - shares_of(run).get("core", 0.0))
