"""Threads of event loops that wait for what only their own loop could bring: while they wait, nothing in it can run."""

from __future__ import annotations

from tui.model.found.finding import placed
from tui.model.state.state import WorkerState
from tui.model.stuck.cause import Cause, goal
from tui.model.stuck.scene import Scene

LOCK_TRIES = "not to hold a thread's lock over an `await`: an asyncio.Lock may be held over one."
"""An RLock lets every task of the loop in at once: for it they are all the same thread."""


def own_result(scene: Scene) -> Cause | None:
    """Who waits in a loop's thread for the result of a task of that very loop."""
    for worker, wait in scene.waits("result"):
        if worker.is_loop and wait.thread == worker.tid:
            says = (
                f"{scene.name(worker.who)} {scene.wait_()}{_place(worker)} for the result of a task of the event loop "
                f"that {scene.now('runs', 'ran')} in this very thread: neither {scene.now('can', 'could')} ever go on"
            )
            tries = "`await` in place of waiting for the result, or to wait for it in another thread."
            return _cause(scene, worker, says, tries)
    return None


def own_lock(scene: Scene) -> Cause | None:
    """Who waits in a loop's thread for a lock that was taken in that thread: by a task, or earlier in the same call."""
    for worker, wait in scene.waits("lock"):
        lock = scene.locks.get(wait.key)
        holder = wait.holder or (lock.holder if lock is not None else None)
        if worker.is_loop and lock is not None and holder == worker.who:
            says = (
                f"{scene.name(worker.who)} {scene.wait_()} for {placed(lock.of)}{_place(worker)} in the thread of its "
                f"event loop, so the loop {scene.now('stands', 'stood')} still; {lock.of.name} was taken in this same "
                f"thread, and a task that holds it {scene.now('can', 'could')} only go on in that loop"
            )
            return _cause(scene, worker, says, LOCK_TRIES)
    return None


def in_loop(scene: Scene) -> Cause | None:
    """A loop's thread that waits for others, where nobody but its own tasks is left."""
    if not all(worker.is_loop for worker in scene.stuck):
        return None
    for worker, _ in scene.waits("signal", "empty", "full"):
        says = (
            f"{scene.name(worker.who)} {scene.wait_()}{_place(worker)} for {goal(scene, worker)} in the thread of its "
            f"event loop: no task of that loop {scene.now('can', 'could')} run meanwhile, and nobody else "
            f"{scene.be()} left who could end that"
        )
        tries = "what asyncio has for it, which can be awaited, or to give the call to `asyncio.to_thread`."
        return _cause(scene, worker, says, tries)
    return None


def unread_in_loop(scene: Scene) -> Cause | None:
    """A child that waits for room in a pipe, while the loop that has the other end has nothing to do."""
    for loop, _ in scene.waits("loop"):
        for child in scene.stuck:
            stall, process = child.stall, scene.processes.get(child.pid)
            is_its = process is not None and process.parent_pid == loop.pid and child.pid != loop.pid
            if is_its and stall is not None and stall.call == "write" and loop.pid in (stall.peers or ()):
                name = scene.name(child.who)
                says = (
                    f"{name} {scene.wait_()} for room in a pipe that {scene.name(loop.who)} {scene.now('does', 'did')} "
                    f"not read; its event loop {scene.now('has', 'had')} nothing to do until {name} ends, which "
                    f"{scene.now('cannot', 'could not')} come before"
                )
                tries = "`communicate()`, which reads while it waits, or reading what a child writes before its end."
                return Cause("output unread", says, tries, (loop.who, child.who), scene.since_s([loop.who, child.who]))
    return None


def idle(scene: Scene) -> Cause | None:
    """A loop that nobody is left to wake."""
    for worker in scene.stuck:
        if worker.is_loop and worker.loop is not None and worker.loop.turn_since_s is None:
            says = (
                f"the event loop of {scene.name(worker.who)} {scene.now('has', 'had')} nothing to do, no timer and "
                f"nothing from outside to wait for, and nobody {scene.be()} left who could wake it: its tasks "
                f"{scene.wait_(2)} for each other or for what does not come; what each of them {scene.wait_()} for is "
                "not observed yet"
            )
            return Cause("loop idle", says, "", (worker.who,), scene.since_s([worker.who]))
    return None


def _cause(scene: Scene, worker: WorkerState, says: str, tries: str) -> Cause:
    return Cause("own loop", says, tries, (worker.who,), scene.since_s([worker.who]))


def _place(worker: WorkerState) -> str:
    """Return in which function the loop stands still now, where that was looked at."""
    its = worker.loop
    if its is None or its.last is None or its.turn_since_s is None or its.looked[0] < its.turn_since_s:
        return ""
    function, path, line = its.last
    return f" in `{function}` ({path}:{line})"
