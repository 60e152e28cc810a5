"""What is said of a lock, semaphore, condition, event or barrier besides who holds it and who waits."""

from __future__ import annotations

from tui.model.state.shared import LockState
from tui.words.numbers import times


def lock_state(lock: LockState, waiting: int) -> str:
    """Return `1 of 3 left`, `notified 4 times`, `set`, `2 of 3 here`; empty for a lock. `waiting`: who waits now."""
    kind = lock.of.type.rpartition(".")[2]
    if kind.endswith("Semaphore"):
        return _permits(lock, waiting)
    if kind == "Condition":
        return f"notified {times(lock.count.told)}" if lock.count.told else ""
    if kind == "Event":
        state = {True: "set", False: "not set", None: ""}[lock.count.is_on]
        return f"{state}, set {times(lock.count.told)} so far" if lock.count.told > 1 else state
    if kind == "Barrier":
        here = f"{waiting} of {lock.of.limit} here" if lock.of.limit else ""
        passed = f"passed {times(lock.count.told)}" if lock.count.told else ""
        return ", ".join(filter(None, ("broken" if lock.count.is_on else here, passed)))
    return ""


def _permits(lock: LockState, waiting: int) -> str:
    left = 0 if waiting else lock.count.permits
    if left is None:
        return f"{lock.of.limit or 0} at first"
    return f"{left} of {lock.of.limit} left" if lock.of.limit else f"{left} left"
