"""Messages between processes that take longer to pickle and read back than what is done with them."""

from __future__ import annotations

from tui.model.found.finding import MUCH, Finding
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import task_fact
from tui.model.workers.pickles import PickleFact, pickle_fact
from tui.words.numbers import grouped, percent, size_in_bytes, span

FELT_S = 0.1
"""CPU time below which nobody would notice what pickling takes."""


def pickling(state: ComparisonState, run: RunState) -> Finding | None:
    """Large messages: a table that is sent with each task, or results that come back whole."""
    fact = pickle_fact(run)
    if fact is None or fact.share < MUCH or fact.all_s < FELT_S:
        return None
    both = [f"{span(fact.dump_s)} to pickle"] if fact.dump_s else []
    both += [f"{span(fact.load_s)} to read back"] if fact.load_s else []
    task = task_fact(run)
    against = f"; a task itself takes {span(task.mean_s)}" if task is not None and task.mean_s < fact.load_s else ""
    return Finding(
        "pickling", "Bound by pickling",
        f"{_what(fact, run)}, {' and '.join(both)}: {percent(fact.share)} of all CPU{against}.", _tries(fact),
        fact.share,
    )  # fmt: skip


def _what(fact: PickleFact, run: RunState) -> str:
    """Return `3.6 MB were pickled for each of 100 tasks`, or without tasks how many messages of which size."""
    size = size_in_bytes(fact.size_bytes)
    tasks = sum(pool.count.submitted for pool in run.pools if pool.count)
    if tasks and not fact.are_results and 0.9 * tasks <= fact.messages <= 1.1 * tasks:
        return f"{size} were pickled for each of {grouped(tasks)} tasks"
    return f"{grouped(fact.messages)} {'results' if fact.are_results and tasks else 'messages'} of {size} each"


def _tries(fact: PickleFact) -> str:
    if fact.are_results:
        return "to send back less, or to leave it in shared memory, where nothing is pickled."
    return "to hand over once what stays the same (a pool's initializer, or shared memory), and to send less each time."
