"""Pools whose workers all wait: for tasks of their own, or for what only a free worker could bring."""

from __future__ import annotations

from tui.model.found.executors import DEFAULT
from tui.model.state.shared import PoolState
from tui.model.stuck.cause import Cause, goal
from tui.model.stuck.scene import Scene
from tui.model.stuck.standstill import in_tasks
from tui.model.workers.lost import lost_of
from tui.telemetry.who import Who
from tui.words.numbers import plural, spelled


def pool(scene: Scene) -> Cause | None:
    """A pool all of whose threads are stuck in its tasks."""
    for its in scene.run.pools:
        inside = in_tasks(scene.run, its.of.key)
        if inside and all(scene.is_stuck(who) for who in inside):
            found = _for_itself(scene, its, inside) or _for_others(scene, its, inside)
            if found is not None:
                return found
    return None


def pool_called(its: PoolState) -> str:
    """Return `the pool jobs`, and `the loop's default executor`."""
    return its.of.name if its.of.name == DEFAULT else f"the pool {its.of.name}"


def _for_itself(scene: Scene, its: PoolState, inside: tuple[Who, ...]) -> Cause | None:
    waits = [scene.workers[who].waits_on for who in inside]
    if not all(wait is not None and wait.why == "result" and wait.key == its.of.key for wait in waits):
        return None
    line = f", {plural(its.waiting, 'task')} in line" if its.waiting else ""
    says = (
        f"{_all(len(inside), 'worker')} {scene.be(len(inside))} in a task that {scene.wait_()} for another task of "
        f"this pool, and those {scene.wait_(2)} for a free worker{line}"
    )
    tries = "a pool of their own for the inner tasks: a task must not wait for another one of its pool."
    return Cause("pool", says, tries, inside, scene.since_s(inside), f"Deadlock of {pool_called(its)}")


def _for_others(scene: Scene, its: PoolState, inside: tuple[Who, ...]) -> Cause | None:
    if not its.waiting:
        return None
    goals = list(dict.fromkeys(goal(scene, scene.workers[who]) for who in inside))
    line = f"{plural(its.waiting, 'task')} {scene.be(its.waiting)} in line for one of them"
    says = (
        f"{_all(len(inside), 'thread')} {scene.wait_(len(inside))} for {' or '.join(goals[:2])}; {line}, and nobody "
        f"else {scene.be()} left who could end that"
    )
    tries = "more threads, or a pool of their own for the tasks that give back what the others wait for."
    return Cause("pool", says, tries, inside, scene.since_s(inside), f"Deadlock of {pool_called(its)}")


def _all(count: int, word: str) -> str:
    """Return `its only worker`, `both its workers`, `all its four workers`."""
    return {1: f"its only {word}", 2: f"both its {word}s"}.get(count, f"all its {spelled(count)} {word}s")


def lost_result(scene: Scene) -> Cause | None:
    """Who waits for the result of a task whose worker died in it."""
    for worker, wait in scene.waits("result"):
        its = scene.pools.get(wait.key)
        lost = 0 if its is None else lost_of(scene.run, its)
        if its is not None and lost and not its.waiting and not its.running:
            says = (
                f"{scene.name(worker.who)} {scene.wait_()} for results of {its.of.name}, and "
                f"{plural(lost, 'task')} of it {'was' if lost == 1 else 'were'} lost with "
                f"{'its' if lost == 1 else 'their'} worker: no answer can come"
            )
            tries = "`concurrent.futures.ProcessPoolExecutor`, which says so when a worker dies."
            return Cause("result lost", says, tries, (worker.who,), scene.since_s([worker.who]))
    return None
