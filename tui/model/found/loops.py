"""Event loops that stand still, and those that have nothing to do."""

from __future__ import annotations

from collections.abc import Mapping

from tui.model.found.finding import MOST, MUCH, Finding
from tui.model.speed.readings import reason_shares
from tui.model.state.loops import Standing
from tui.model.state.state import ComparisonState, RunState, WorkerState
from tui.model.workers.names import names_of
from tui.model.workers.who_works import doers, life_s
from tui.telemetry.vocabulary import Reason
from tui.words.numbers import percent, plural

LONG_S = 0.25
"""A stop that is as long as this is felt by whoever waits for the loop, however seldom it comes."""
A_PART = 0.25
"""Who ran for a quarter of the time that it wanted a core in computes, however many others do."""
_WHY = {
    "sleep": ("sleeps", "slept", "`await asyncio.sleep()` in place of `time.sleep()`, or to give the call to "
              "`asyncio.to_thread`."),
    "running": ("computes", "computed", "to take it out of the loop, into a process: `loop.run_in_executor` with a "
                "ProcessPoolExecutor."),
}  # fmt: skip
_WAITS = ("waits", "waited", "what can be awaited in its place, or to give the call to `asyncio.to_thread`.")
_NOT_ITS_OWN = ("core", "gil", "stopped", "ended", "unknown", "loop")
"""What a loop stands still for that no function of the program does."""


def stands(state: ComparisonState, run: RunState) -> Finding | None:
    """A loop that stands still for a good part of the time."""
    found = stood(run)
    return found if found is not None and found.weight >= MUCH else None


def stood(run: RunState) -> Finding | None:
    """A loop that stood still while something else in it was due, or stands."""
    loops = [worker for worker in run.workers if worker.loop is not None]
    found = [said for worker in loops if (said := _stood(run, worker)) is not None]
    return max(found, key=lambda one: one.weight, default=None)


def _stood(run: RunState, worker: WorkerState) -> Finding | None:
    loop = worker.loop
    assert loop is not None
    where = _most(loop.where, dict(worker.reasons_s))
    now_s = run.started_s + run.elapsed_s
    stands_s = now_s - loop.turn_since_s if loop.turn_since_s is not None and where and where.is_late else 0.0
    longest_s = max(loop.longest_s, stands_s)
    if longest_s < LONG_S or (where is not None and where.reason in _NOT_ITS_OWN):
        return None
    count, all_s = loop.stood + (stands_s > 0.0), loop.stood_s + stands_s
    times = f", {plural(count, 'time')} and {all_s:.1f} s in all" if count > 1 else ""
    its = "" if worker.role == "main" else f" of {names_of(run).get(worker.who, worker.name)}"
    does, tries = _does(where, is_over=not stands_s)
    lived_s = (worker.ended_s if worker.ended_s is not None else now_s) - worker.started_s
    return Finding(
        "loop", f"The event loop{its} stood still", f"for up to {longest_s:.1f} s{times}; {does}.", tries,
        min(1.0, all_s / lived_s) if lived_s > 0 else 0.0,
    )  # fmt: skip


def _most(where: tuple[Standing, ...], all_s: Mapping[Reason, float]) -> Standing | None:
    """Return the function in which a loop stood most. Who computes wants a core now and then: that is part of it."""
    by_function: dict[tuple[str, str], list[Standing]] = {}
    for one in where:
        by_function.setdefault((one.function, one.path), []).append(one)
    most = max(by_function.values(), key=lambda its: sum(one.seconds for one in its), default=None)
    if most is None:
        return None
    is_late, longest = any(one.is_late for one in most), max(most, key=lambda one: one.seconds)
    spent = {one.reason: one.seconds for one in most}
    at_work_s = spent.get("running", 0.0) + spent.get("core", 0.0)
    ran_s = all_s.get("running", 0.0)
    computes = at_work_s >= sum(spent.values()) / 2 and ran_s > 0.0 and ran_s >= A_PART * all_s.get("core", 0.0)
    computes = computes or longest.reason == "running"
    return longest._replace(is_late=is_late, reason="running" if computes else longest.reason)


def _does(where: Standing | None, *, is_over: bool) -> tuple[str, str]:
    """Return what a loop stands still for, and what to try."""
    if where is None:
        return "what else was due in it had to wait", "to give long calls to `asyncio.to_thread` or to a process."
    now, past, tries = _WHY.get(where.reason, _WAITS)
    return f"`{where.function}` {past if is_over else now} in it ({where.path}:{where.line})", tries


def idle(run: RunState) -> Finding | None:
    """A loop that has nothing to do, where no worker outside of it says more."""
    loops = [worker for worker in run.workers if worker.loop is not None and worker.loop.is_told]
    share, worker = max(((_idle(worker), worker) for worker in loops), default=(0.0, None), key=lambda one: one[0])
    if worker is None or share < MOST or any(_says_more(other, worker) for other in doers(run) if other not in loops):
        return None
    has, wait = ("had", "waited") if run.phase == "over" else ("has", "wait")
    its = "" if worker.role == "main" else f" of {names_of(run).get(worker.who, worker.name)}"
    return Finding(
        "loop idle", f"The event loop{its} {has} nothing to do",
        f"{percent(share)} of the time; what its tasks {wait} for is not observed yet.", "", share,
    )  # fmt: skip


def _idle(worker: WorkerState) -> float:
    return dict(reason_shares([worker])).get("loop", 0.0)


def _says_more(other: WorkerState, loop: WorkerState) -> bool:
    """Whether a worker was there for most of the loop's time, and had something to do or to wait for."""
    spent = dict(other.reasons_s)
    return life_s([other]) - spent.get("work", 0.0) - spent.get("unknown", 0.0) >= MOST * life_s([loop])
