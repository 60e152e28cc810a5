"""Notices that do not come: a condition notified too early, an event never set, a barrier whose parties are gone."""

from __future__ import annotations

from tui.model.found.finding import placed
from tui.model.state.shared import LockState
from tui.model.stuck.cause import Cause
from tui.model.stuck.scene import Scene
from tui.telemetry.who import Who
from tui.words.numbers import times


def signal(scene: Scene) -> Cause | None:
    """Who waits to be told something by somebody who is not there."""
    for _, wait in scene.waits("signal"):
        lock = scene.locks.get(wait.key)
        if lock is None:
            continue
        who = tuple(w.who for w, other in scene.waits("signal") if other.key == wait.key)
        kind = lock.of.type.rpartition(".")[2]
        tell = {"Condition": _condition, "Event": _event, "Barrier": _barrier}.get(kind)
        if tell is not None:
            return tell(scene, lock, who)
    return None


def _start(scene: Scene, who: tuple[Who, ...]) -> str:
    return f"{scene.who_said(who)} {scene.wait_(len(who))} for"


def _condition(scene: Scene, lock: LockState, who: tuple[Who, ...]) -> Cause:
    is_, since_s, its = scene.be(), scene.since_s(who), lock.count
    first_s = min(scene.since_s([each]) for each in who)
    start = f"{_start(scene, who)} {placed(lock.of)} to be notified, and nobody {is_} left to do so"
    if its.told and its.told_s is not None and its.told_s <= first_s:
        early_s = first_s - its.told_s
        says = f"{start}; the last notice was given {early_s:.1f} s before anybody of them waited, so it was lost"
        tries = f"`{lock.of.name}.wait_for(...)` on what the notifier sets: it does not wait where that is so already."
        return Cause("notified before", says, tries, who, since_s)
    told = f"; it was notified {times(its.told)}" if its.told else "; it was never notified"
    tries = "to notify in every way in which the other side may end, or a timeout for `wait`."
    return Cause("never told", start + told, tries, who, since_s)


def _event(scene: Scene, lock: LockState, who: tuple[Who, ...]) -> Cause:
    is_, its = scene.be(), lock.count
    told = f"; it was set {times(its.told)} and cleared again" if its.told else "; it was never set"
    says = f"{_start(scene, who)} {placed(lock.of)} to be set, and nobody {is_} left to set it{told}"
    tries = "to set it in a `finally`, or a timeout for `wait`."
    return Cause("never told", says, tries, who, scene.since_s(who))


def _barrier(scene: Scene, lock: LockState, who: tuple[Who, ...]) -> Cause:
    is_ = scene.be()
    here = f"{len(who)} of {lock.of.limit} {scene.be(2)}" if lock.of.limit else f"{len(who)} {scene.be(len(who))}"
    says = f"{here} at {placed(lock.of)} ({scene.who_said(who)}), and nobody {is_} left to come"
    tries = "`abort()` by whoever fails on its way there, or a timeout of the barrier."
    return Cause("parties missing", says, tries, who, scene.since_s(who))
