"""The fold's part about how things end: who was asked to, who stopped the run, what is left. The rules stand in `fold`.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from tui.model.fold.draft import RunDraft
from tui.model.fold.standing import ANSWER_S, stopped
from tui.model.state.state import LeftState, ProcessState
from tui.telemetry.ends import EVERYBODY, ProcessLeft, SignalSent, StopAsked, UnwaitedSeen
from tui.telemetry.vocabulary import RunEnded

TOLD_LATE_S = 5.0
"""How late a process without a probe is told of at most."""
MOST_UNKNOWN = 64
MOST_LEFT = 64
MOST_SIGNALS = 8
ENDING = (signal.SIGTERM, signal.SIGKILL)
"""What a run is ended by."""


def signal_sent(run: RunDraft, item: SignalSent) -> None:
    """Take note of a signal between two processes; what a process does to itself is its own end."""
    if item.to != EVERYBODY and item.to not in run.processes:
        run.fields["signals"] = (*run.get("signals"), item)[-MOST_UNKNOWN:]
    for pid in tuple(run.processes) if item.to == EVERYBODY else (item.to,):
        _give(run, pid, item)


def told_late(run: RunDraft, pid: int) -> None:
    """Give a process that is told of now what was sent to it before."""
    for item in run.get("signals"):
        if item.to == pid:
            _give(run, pid, item)


def _give(run: RunDraft, pid: int, item: SignalSent) -> None:
    known = run.processes.get(pid)
    if known is None or pid == item.pid:
        return
    if known.started_s - TOLD_LATE_S <= item.at_s <= (known.ended_s or item.at_s):
        run.processes[pid] = given(known, item.number, by_library=item.by_library)


def given(process: ProcessState, number: int, *, by_library: bool = False) -> ProcessState:
    """Return a process that somebody gave a signal."""
    signals = process.signals
    if number not in signals and len(signals) < MOST_SIGNALS:
        signals = (*signals, number)
    return replace(process, signals=signals, is_let_go=process.is_let_go or by_library)


def stop_asked(run: RunDraft, item: StopAsked) -> None:
    """Keep the run as it is now: what ends from here on ends because a person wanted it to."""
    stopped_s = run.get("stopped_s")
    if stopped_s is None or item.at_s - stopped_s > ANSWER_S:
        stopped(run)
        run.fields |= {"before_stop": replace(run.frozen(), before_stop=None), "stopped_s": item.at_s}
    for pid, process in run.processes.items():
        if process.ended_s is None:
            for number in ENDING if item.number is None else (item.number,):
                run.processes[pid] = given(run.processes[pid], number)


def run_stopped(run: RunDraft, item: RunEnded) -> None:
    """Take note that the run is over: it was as it was before a person stopped it, if that is what ended it."""
    before, stopped_s = run.get("before_stop"), run.get("stopped_s")
    if before is None:
        return
    is_answer = item.outcome == "stopped" or item.at_s - stopped_s < ANSWER_S
    how = {"outcome": item.outcome, "exit_code": item.exit_code, "message": item.message}
    how["stopped_s"] = stopped_s
    over = replace(before, phase="over", stood=run.get("stood"), **how)
    run.fields["before_stop"] = over if is_answer else None


def unwaited_seen(run: RunDraft, item: UnwaitedSeen) -> None:
    for pid, process in run.processes.items():
        if process.is_unwaited != (pid in item.pids):
            run.processes[pid] = replace(process, is_unwaited=pid in item.pids)


def process_left(run: RunDraft, item: ProcessLeft) -> None:
    left = run.get("left")
    if len(left) < MOST_LEFT:
        known = run.processes.get(item.pid)
        name = known.name if known is not None and known.name else item.name
        run.fields["left"] = (*left, LeftState(item.pid, name, item.is_kept))
        run.happened(item.at_s, f"{name or 'a process'} was still running", item.pid)


HANDLERS: dict[type, Callable[[RunDraft, Any], None]] = {
    SignalSent: signal_sent,
    StopAsked: stop_asked,
    UnwaitedSeen: unwaited_seen,
    ProcessLeft: process_left,
}
