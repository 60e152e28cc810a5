"""One thing that holds a program up, and the words that all findings share."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tui.model.readings.speed import cores_used
from tui.model.said.saying import BUSY_MACHINE
from tui.model.speed.readings import reason_shares
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.who_works import doers, how_many, together
from tui.telemetry.objects import ObjectFound
from tui.words.numbers import cores, in_words, listed, percent

Bound = Literal[
    "deadlock", "stuck", "gil", "lock", "queue", "overhead", "imbalance", "cores", "io", "sleep", "loop", "loop idle",
    "starved", "ending", "package", "one thread", "waiting", "nothing", "not observed", "too short",
    "pool", "left pools", "manager", "pickling", "starting", "handing over",
]  # fmt: skip

MUCH = 0.25
"""A quarter of the workers' time: below that the rest of a program hides what one thing costs."""
MOST = 0.5
"""Waiting for the outside world holds a program up only when it is most of what its workers do."""


class Finding(Struct, frozen=True):
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
    brief: str = ""
    """The reason in a few words, for where there is room for no more."""
    is_of_others: bool = False
    """Whether other programs hold it up."""


def others_used(state: ComparisonState, run: RunState) -> float:
    """Return the cores' worth of CPU that other programs took from this one; 0 where the machine was quiet enough."""
    others = sum(run.others.means) / len(run.others.means) if run.others.means else 0.0
    return others if others / max(1, state.header.cores if state.header else 1) > BUSY_MACHINE else 0.0


def shares_of(run: RunState, busy: float = 0.0) -> dict[str, float]:
    """Return the share of the workers' time spent for each reason.

    With other programs `busy` the time in which workers waited for a core is left out: what is left is what a quiet
    machine would show.
    """
    shares = dict(reason_shares(doers(run), run.gone.reasons_s))
    lost = shares.pop("core", 0.0) if busy else 0.0
    return {reason: share / (1 - lost) for reason, share in shares.items()} if lost < 1 else {}


def beside(busy: float, run: RunState) -> str:
    """Return a sentence on other programs; nothing on a quiet machine."""
    waited = dict(reason_shares(doers(run), run.gone.reasons_s)).get("core", 0.0)
    if not busy:
        return ""
    use = "used" if run.phase == "over" else "use"
    return (
        f"other programs {use} {cores(busy, '')} of this machine; {many_said(run)} waited for a core {percent(waited)} "
        "of the time"
    )


def cores_said(run: RunState) -> str:
    """Return `, 1.8 cores busy`; nothing where that is not known."""
    used = cores_used(run)
    return "" if used is None else f", {cores(used)}"


def placed(of: ObjectFound) -> str:
    """Return a name and where it was made: `balance_lock (bank.py:12)`."""
    return f"{of.name} ({of.place})" if of.place else of.name


def many_said(run: RunState) -> str:
    """Return `four workers`; where others came after them, `four workers at a time`."""
    most = max(1, together(run))
    return in_words(most, "worker") + (" at a time" if most < how_many(run) else "")


def first_two(names: tuple[str, ...], others: int = 0) -> str:
    """Return `P1 and P2`, `P1, P2 and 3 more`; `others`: how many more there are, whose names are forgotten."""
    more = max(0, len(names) - 2) + others
    return listed((*names[:2], f"{more} more") if more else names)
