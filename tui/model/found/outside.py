"""Workers that wait for the outside world, sleep, or do nothing that stands out."""

from __future__ import annotations

from tui.model.found.finding import MOST, MUCH, Finding, cores_said, many_said, others_used, shares_of
from tui.model.readings.speed import cores_used
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.who_works import doers, together
from tui.words.numbers import cores, percent, verb
from tui.words.reasons import wording

ONE = 1.25
"""Cores: from here on more than the one thread does the work; libraries have threads that are none of Python's."""

WAITS = ("lock", "queue", "io", "join", "sleep", "work", "loop", "unknown")
"""In these nobody is at work, which may be as it is to be: it is no fault, and no merit either."""


def outside(state: ComparisonState, run: RunState) -> Finding | None:
    """Waiting for disk or network, or sleeping."""
    shares = shares_of(run, others_used(state, run))
    io, sleep = shares.get("io", 0.0), shares.get("sleep", 0.0)
    if max(io, sleep) < MOST:
        return None
    count, is_over, told = together(run), run.phase == "over", shares_of(run)
    if io >= sleep:
        return Finding(
            "io", "Waiting for the outside world",
            f"{many_said(run)} {'waited' if is_over else verb(count, 'wait')} for disk, network or an event "
            f"{percent(told['io'])} of the time{cores_said(run)}.",
            "to wait for more at a time, with more threads or more tasks in an event loop; a server that is asked "
            "nothing waits like this, too.", io,
        )  # fmt: skip
    return Finding(
        "sleep", "Asleep",
        f"{many_said(run)} {'slept' if is_over else verb(count, 'sleep')} {percent(told['sleep'])} of the "
        f"time{cores_said(run)}.",
        "shorter sleeps, or waiting for what is to happen in their place.", sleep,
    )  # fmt: skip


def _all_s(run: RunState) -> float:
    return run.gone.cpu_s + sum(worker.cpu_s for worker in run.workers)


def nothing(state: ComparisonState, run: RunState) -> Finding:
    """Nothing stands out, or one thread does it all."""
    chosen, shares, used = doers(run), shares_of(run, others_used(state, run)), cores_used(run) or 0.0
    usable = state.header.usable_cores if state.header else 1.0
    is_one = len(chosen) == 1 and chosen[0].cpu_s >= (1 - MUCH) * _all_s(run)
    if is_one and shares.get("running", 0.0) >= 1 - MUCH and used < ONE and usable >= 2:
        runs = "ran" if run.phase == "over" else "runs"
        return Finding(
            "one thread", "One thread does all the work",
            f"it {runs} {percent(shares_of(run).get('running', 0.0))} of the time, on one of {cores(usable, '')}, "
            f"{chosen[0].cpu_s:.1f} s of CPU.",
            "to divide the work among processes.",
        )  # fmt: skip
    top = max(shares, key=lambda reason: shares[reason], default="")
    doing = wording(top if top != "ended" else "unknown").long  # Whoever has ended waits for its parent to look.
    mostly = f", {doing} {percent(shares_of(run).get(top, 0.0))} of the time" if top else ""
    if top in WAITS and shares[top] >= MOST:
        mostly = mostly.replace("for a lock", "for a lock, an event or a timer")  # The system shows no difference.
        return Finding("waiting", "Mostly waiting", f"{many_said(run)}, {cores(used)}{mostly}.", "", is_good=True)
    return Finding(
        "nothing", "Nothing stands out", f"{many_said(run)}, {cores(used)}{mostly}.", "", is_good=True
    )
