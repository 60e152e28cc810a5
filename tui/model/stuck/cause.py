"""The root of a standstill, told; and what somebody waits for in words."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tui.model.state.state import WorkerState
from tui.model.stuck.scene import Scene
from tui.telemetry.waits import Stall
from tui.telemetry.who import Who

Kind = Literal[
    "circle", "pool", "copy", "holder ended", "permits lost", "pipes full", "join before get", "join before take",
    "output unread", "input open", "task_done missing", "nobody puts", "nobody takes", "notified before", "never told",
    "parties missing", "result lost", "own loop", "loop idle", "nobody left",
]  # fmt: skip
MUTUAL: tuple[Kind, ...] = (
    "circle", "pool", "pipes full", "join before get", "join before take", "output unread", "input open",
    "own loop",
)  # fmt: skip
"""Those in which everybody waits for one another: a deadlock in the strict sense."""


class Cause(Struct, frozen=True):
    """Why nobody of a few can go on."""

    kind: Kind
    says: str
    """Who waits for what, who could end it and why they cannot; a clause without a full stop."""
    tries: str
    who: tuple[Who, ...]
    """Those it is about, the one that is to be helped first."""
    since_s: float
    """Since when they wait together."""
    head: str = ""
    """What stands before it, in bold; empty: what is said of any standstill."""


def goal(scene: Scene, worker: WorkerState) -> str:
    """Return what a thread waits for: `room in lines`, `Process-1 to end`, `the lock book`, `a pipe`."""
    wait, stall, end = worker.waits_on, worker.stall, scene.awaited_end(worker)
    if end is not None:
        feeder, sends = scene.workers.get(end), scene.stall(end)
        is_feeder = feeder is not None and feeder.role == "helper" and sends is not None and sends.call == "write"
        return "its items to be taken" if is_feeder else f"{scene.name(end)} to end"
    if wait is not None and wait.why == "join" and wait.key in scene.queues:
        return f"all items of {wait.name} to be done"
    if wait is not None and wait.name:
        return _OF_OBJECT.get(wait.why, "{}").format(_lock_called(scene, wait.key, wait.name))
    if wait is not None:
        return _OF_ANY[wait.why]
    return _of_call(worker, stall)


def _of_call(worker: WorkerState, stall: Stall | None) -> str:
    """Return what a thread waits for as the system tells it."""
    if stall is None or stall.call == "futex":
        return "another thread"
    if worker.is_loop and stall.call == "poll":
        return "something to do in its event loop"
    if stall.pipe is not None:
        return "room in a pipe" if stall.call == "write" else "what comes from a pipe"
    return "a child to end" if stall.call == "child" else "another thread"


_OF_OBJECT = {
    "full": "room in {}", "empty": "an item in {}", "signal": "{}", "lock": "{}", "result": "results of {}",
    "join": "{} to end", "reply": "an answer of {}",
}  # fmt: skip
_OF_ANY = {
    "full": "room in a queue", "empty": "an item", "signal": "a notice", "lock": "a lock", "result": "a result",
    "join": "others to end", "reply": "a manager's answer", "loop": "something to do in its event loop",
}  # fmt: skip


def _lock_called(scene: Scene, key: int, name: str) -> str:
    lock = scene.locks.get(key)
    if lock is None:
        return name
    kind = lock.of.type.rpartition(".")[2]
    if kind.endswith("Semaphore"):
        return f"a permit of {name}"
    return {"Event": f"{name} to be set", "Barrier": f"others at {name}"}.get(kind, name)
