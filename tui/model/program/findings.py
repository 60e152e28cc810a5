"""What holds a program up, found in its readings: one finding, the numbers it rests on, one thing to try.

Rules of this file: a finding needs its number to be above a threshold that stands here with its reason; of several the
one that takes most of the workers' time is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tui.model.readings.speed import cores_used
from tui.model.speed.readings import reason_shares
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.cycles import cycles, steps_said, who_said
from tui.model.workers.facts import lock_facts, queue_facts, step_fact, task_fact
from tui.model.workers.who_works import HUNGRY, WANTS, doers, main_thread, most_at_once, wanting
from tui.telemetry.objects import ObjectFound
from tui.words.numbers import cores, grouped, in_words, listed, percent, spelled, verb
from tui.words.reasons import wording

Bound = Literal[
    "deadlock", "gil", "lock", "queue", "overhead", "imbalance", "cores", "io", "sleep", "one thread", "nothing",
    "too short",
]  # fmt: skip

SHORTEST_S = 0.35
"""Three samples are needed before shares of time mean anything."""
MUCH = 0.25
"""A quarter of the workers' time: below that the rest of a program hides what one thing costs."""
MOST = 0.5
"""Waiting for the outside world holds a program up only when it is most of what its workers do."""
SMALL_TASK_S = 0.001
"""Handing a task to a process takes 0.05 to 0.2 ms: below 1 ms that is a share one can see."""
HANDING_OVER_S = 0.002
"""Handing tasks over is what a program does only when they follow each other this fast; otherwise they are awaited."""
MANY_TASKS = 100
"""Fewer tasks do not make up for a whole program, however small they are."""
GOOD_TASK_S = 0.01
"""A task of 10 ms hides the cost of handing it over."""
ALONE = 0.25
"""A worker that is alone for a quarter of the time leaves that much to gain."""
ONE = 1.25
"""Cores: from here on more than the one thread does the work; libraries have threads that are none of Python's."""
BUSY_ELSEWHERE = 0.15
"""Above this share of the machine used by others a lack of cores is theirs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that holds a program up."""

    bound: Bound
    head: str
    """`Bound by the interpreter lock`: in bold."""
    says: str
    """The numbers."""
    tries: str
    """One thing to try; empty when there is none."""
    weight: float = 0.0
    """Share of the workers' time that it takes."""
    is_good: bool = False
    """Whether nothing is wrong with it."""
    is_of_others: bool = False
    """Whether other programs hold it up."""


def finding(state: ComparisonState, run: RunState) -> Finding:
    """Return a deadlock, or what takes most of the workers' time."""
    stuck = _deadlock(run)
    if stuck is not None:
        return stuck
    if sum(worker.cpu_s + len(worker.history.values) for worker in run.workers) == 0 or run.elapsed_s < SHORTEST_S:
        if run.phase != "over":
            return Finding("too short", "Just started", "what holds it up is said in a moment.", "", is_good=True)
        return Finding("too short", "Too short", "it is over too soon to say what holds it up.", "", is_good=True)
    every = (_gil, _lock, _cores, _overhead, _imbalance, _queue)
    found = [one for one in (look(state, run) for look in every) if one is not None]
    # Who waits for the outside world or sleeps may do so on purpose: that is told when nothing else is.
    if not found:
        return _outside(run) or _nothing(state, run)
    most = max(found, key=lambda one: one.weight)
    own = [one for one in (*found, _outside(run)) if one is not None and one is not most]
    return most if not most.is_of_others or not own else _beside(most, max(own, key=lambda one: one.weight))


def _beside(most: Finding, own: Finding) -> Finding:
    """Return a finding that is none of the program's with what else stands out, which is."""
    head = own.head[0].lower() + own.head[1:]
    return replace(most, says=f"{most.says} Beside that: {head}, {percent(own.weight)} of the workers' time.")


def _deadlock(run: RunState) -> Finding | None:
    """Who waits in a circle waits for ever: that is told before anything else."""
    there = cycles(run)
    if not there:
        return None
    newest = there[-1]
    lasted_s = (newest.seen_s if run.phase == "over" else run.started_s + run.elapsed_s) - newest.since_s
    more = f" There are {spelled(len(there))} such circles." if len(there) > 1 else ""
    says = f"{'; '.join(steps_said(run, newest))}, for {lasted_s:.1f} s.{more}"
    if any(step.why == "join" for step in newest.steps):
        tries = "to let go of a lock before waiting for a thread that wants it."
    elif len(newest.steps) == 1:
        tries = "an RLock, which its holder may take again, or to take it once only."
    else:
        tries = "to take the locks in the same order everywhere."
    return Finding("deadlock", f"Deadlock of {_first_two(who_said(run, newest))}", says, tries, 1.0)


def _shares(run: RunState) -> dict[str, float]:
    return dict(reason_shares(doers(run)))


def _busy(run: RunState) -> str:
    used = cores_used(run)
    return "" if used is None else f", {cores(used)}"


def placed(of: ObjectFound) -> str:
    """Return a name and where it was made: `balance_lock (bank.py:12)`."""
    return f"{of.name} ({of.place})" if of.place else of.name


def _many(run: RunState) -> str:
    """Return `four workers`; where others came after them, `four workers at a time`."""
    every = doers(run)
    most = max(1, most_at_once(every))
    return in_words(most, "worker") + (" at a time" if most < len(every) else "")


def _first_two(names: tuple[str, ...]) -> str:
    """Return `P1 and P2`, `P1, P2 and 3 more`."""
    return listed(names if len(names) <= 2 else (*names[:2], f"{len(names) - 2} more"))


def _gil(state: ComparisonState, run: RunState) -> Finding | None:
    share = _shares(run).get("gil", 0.0)
    if share < MUCH:
        return None
    return Finding(
        "gil", "Bound by the interpreter lock",
        f"{_many(run)} take turns{_busy(run)}; each waits for the GIL {percent(share)} of its time.",
        "processes in place of threads, or a free-threaded Python.", share,
    )  # fmt: skip


def _lock(state: ComparisonState, run: RunState) -> Finding | None:
    fact = next(iter(lock_facts(run)), None)
    if fact is None or fact.share_of_all < MUCH:
        return None
    held = f"; {fact.held_by} holds it now" if fact.held_by and run.phase != "over" else ""
    return Finding(
        "lock", f"Bound by the lock {fact.of.name}",
        f"{_first_two(fact.who)} waited {fact.waited_s:.1f} s for it together, {percent(fact.share)} of the time{held}"
        + (f" (made at {fact.of.place})." if fact.of.place else "."),
        "to do less while holding it, or to give each worker a part of its own.", fact.share_of_all,
    )  # fmt: skip


def _cores(state: ComparisonState, run: RunState) -> Finding | None:
    share = _shares(run).get("core", 0.0)
    if share < MUCH or state.header is None:
        return None
    usable = state.header.usable_cores
    others = sum(run.others.means) / len(run.others.means) if run.others.means else 0.0
    is_busy = others / max(1, state.header.cores) > BUSY_ELSEWHERE
    at_once = wanting(run, HUNGRY if is_busy else WANTS)
    if at_once > usable:
        more = f" Other programs use {cores(others, '')}." if is_busy else ""
        return Finding(
            "cores", "More workers than cores",
            f"{in_words(at_once, 'worker')} at a time for {cores(usable, '')}{_busy(run)}; each waits for one "
            f"{percent(share)} of its time.{more}",
            f"{in_words(max(1, round(usable)), 'worker')}: more cannot run at the same time.", share,
        )  # fmt: skip
    return None if not is_busy else Finding(
        "cores", "Too few cores are free",
        f"other programs use {cores(others, '')} of this machine; {_many(run)} waited for one "
        f"{percent(share)} of the time.", "it again when the machine is quiet.", share, is_of_others=True,
    )  # fmt: skip


def _overhead(state: ComparisonState, run: RunState) -> Finding | None:
    fact = task_fact(run)
    if fact is None or fact.count < MANY_TASKS or fact.mean_s >= SMALL_TASK_S or fact.inside >= 1 - MUCH:
        return None
    if fact.every_s > HANDING_OVER_S or doers(run) == (main_thread(run),):
        return None
    many = max(2, round(GOOD_TASK_S / max(fact.mean_s, 1e-6)))
    return Finding(
        "overhead", "Tasks too small",
        f"{grouped(fact.count)} tasks of {fact.mean_s * 1e6:.0f} µs each; workers spend {percent(fact.inside)} of "
        "their time in them, the rest goes into handing them over.",
        f"about {_one_digit(many)} calls in one task (chunksize, or a loop in the task), so that each takes some "
        "10 ms.",
        1 - fact.inside,
    )  # fmt: skip


def _one_digit(count: int) -> str:
    """Return a number with one digit that counts: 4370 as `4 000`."""
    power: int = 10 ** (len(str(count)) - 1)
    return grouped(max(2, count // power * power))


def _imbalance(state: ComparisonState, run: RunState) -> Finding | None:
    fact = step_fact(run)
    if fact is None or fact.alone_share < ALONE or fact.idle_share < MUCH / 2:
        return None
    were = "was" if fact.others == 1 else "were"
    others = "other one" if fact.others == 1 else f"{spelled(fact.others)} others"
    return Finding(
        "imbalance", "Uneven work",
        f"{fact.last} was busy {fact.alone_s:.1f} s longer than the {others}, who {were} out of work: "
        f"{percent(fact.alone_share)} of the time.",
        "smaller pieces of work, the longest ones first.", fact.idle_share,
    )  # fmt: skip


def _queue(state: ComparisonState, run: RunState) -> Finding | None:
    """Who waits at a queue has the faster side. That the main thread waits for results is no finding."""
    for fact in queue_facts(run):
        weight = fact.share_of_all if fact.why == "empty" or fact.share_of_all else fact.share
        if fact.share < MOST or weight < MUCH:
            continue
        waited = f"{_first_two(fact.who)} waited {fact.waited_s:.1f} s for"
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


def _outside(run: RunState) -> Finding | None:
    shares = _shares(run)
    io, sleep = shares.get("io", 0.0), shares.get("sleep", 0.0)
    if max(io, sleep) < MOST:
        return None
    count = most_at_once(doers(run))
    if io >= sleep:
        return Finding(
            "io", "Waiting for the outside world",
            f"{_many(run)} {verb(count, 'wait')} for disk, network or an event {percent(io)} of the "
            f"time{_busy(run)}.",
            "to wait for more at a time, with more threads or more tasks in an event loop; a server that is asked "
            "nothing waits like this, too.", io,
        )  # fmt: skip
    return Finding(
        "sleep", "Asleep",
        f"{_many(run)} {verb(count, 'sleep')} {percent(sleep)} of the time{_busy(run)}.",
        "shorter sleeps, or waiting for what is to happen in their place.", sleep,
    )  # fmt: skip


def _nothing(state: ComparisonState, run: RunState) -> Finding:
    chosen, shares, used = doers(run), _shares(run), cores_used(run) or 0.0
    usable = state.header.usable_cores if state.header else 1.0
    if len(chosen) == 1 and shares.get("running", 0.0) >= 1 - MUCH and used < ONE and usable >= 2:
        return Finding(
            "one thread", "One thread does all the work",
            f"it runs {percent(shares['running'])} of the time, on one of {cores(usable, '')}.",
            "to divide the work among processes.",
        )  # fmt: skip
    top = max(shares, key=lambda reason: shares[reason], default="")
    doing = wording(top if top != "ended" else "unknown").long  # Whoever has ended waits for its parent to look.
    mostly = f", {doing} {percent(shares[top])} of the time" if top else ""
    return Finding(
        "nothing", "Nothing stands out", f"{_many(run)}, {cores(used)}{mostly}.", "", is_good=True
    )
