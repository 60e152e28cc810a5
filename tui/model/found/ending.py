"""A program that has done its work, and whose end waits for a timer."""

from __future__ import annotations

import re

from tui.model.found.finding import MUCH, Finding
from tui.model.state.state import RunState, WorkerState
from tui.model.workers.names import names_of
from tui.words.numbers import plural

LONG_S, SOON_S = 1.0, 1.0
"""Shorter waits at the end are nobody's trouble; and how soon the end follows the last one."""
TIMER = re.compile(r"^(.*?) ?after ([0-9.e+]+) s$")
"""What a timer is to do, and when: as the probe says it."""


def ending(run: RunState) -> Finding | None:
    """A timer that keeps the program from ending, for a good part of its time."""
    if run.ending is None:
        return None
    since_s, until_s = run.ending
    end_s = run.started_s + run.elapsed_s
    timer = _last(run, since_s)
    took_s = (end_s if until_s is None else until_s) - since_s
    if timer is None or took_s < max(LONG_S, MUCH * run.elapsed_s) or (until_s or end_s) < end_s - SOON_S:
        return None
    found = TIMER.match(timer.target)
    assert found is not None
    what, after_s = found.groups()
    has, waits = ("had", "waited") if run.phase == "over" else ("has", "waits")
    will, far = f", which is to call {what}" if what else "", "" if run.phase == "over" else " so far"
    before = sum(worker.who != timer.who and bool(TIMER.match(worker.target)) for worker in _there(run, since_s))
    after = f", after {plural(before, 'other timer')}" if before else ""
    return Finding(
        "ending", f"At its end the program {waits} for a timer",
        f"main {has} done its work and {waits}, {took_s:.1f} s{far}, for {names_of(run)[timer.who]}, a timer of "
        f"{after_s} s{will}{after}: it is no daemon and was not cancelled.",
        "`timer.cancel()` when the work is done, or `timer.daemon = True` where nobody needs it then.",
        min(1.0, took_s / run.elapsed_s) if run.elapsed_s else 0.0,
    )  # fmt: skip


def _last(run: RunState, since_s: float) -> WorkerState | None:
    """Return the thread of the main process that ended last, or is to, where that is a timer."""
    there = _there(run, since_s)
    if any(worker.ended_s is None and not TIMER.match(worker.target) for worker in there):
        return None
    last = max(there, key=lambda worker: worker.ended_s or float("inf"), default=None)
    return last if last is not None and TIMER.match(last.target) else None


def _there(run: RunState, since_s: float) -> list[WorkerState]:
    """Return the main process' threads that were there when its end began to wait, or came later."""
    main = {process.pid for process in run.processes if process.role == "main"}
    return [
        worker for worker in run.workers
        if worker.pid in main and worker.role == "worker" and (worker.ended_s is None or worker.ended_s >= since_s)
    ]  # fmt: skip
