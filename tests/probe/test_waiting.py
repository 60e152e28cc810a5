"""Semaphores, conditions, events, barriers and deadlocks, on every CPython and start method."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.probe.observing import run, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_objects import METHODS, Watch
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tui.model.state.shared import Cycle, LockState
from tui.model.state.state import RunState
from tui.model.stuck import circles

ROUNDS = 20
FOR_EVER_S = 1e9


@EVERY_PYTHON
@METHODS
def test_each_kind_counts_what_it_did(python: Interpreter, method: str, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    done = run("signal_ways.py", method, run_directory=tmp_path, python=python.path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "False\nTrue 0 True\n" * 2)
    state = watch.read()
    watch.close()
    assert state.not_observed == ()
    for module in ("threading", "multiprocessing"):
        locks = {lock.of.name: lock for lock in state.locks if lock.of.type.startswith(module + ".")}
        kinds = {name: lock.of.type.rpartition(".")[2] for name, lock in locks.items()}
        assert kinds == {
            "turns": "Semaphore", "lock": "Lock",
            "gate": "Semaphore", "few": "BoundedSemaphore", "ready": "Condition", "alone": "Condition",
            "bell": "Event", "meet": "Barrier",
        }  # fmt: skip
        assert (locks["gate"].of.limit, locks["few"].of.limit, locks["meet"].of.limit) == (3, 1, 2)
        assert (locks["ready"].count.told, locks["alone"].count.told, locks["bell"].count.told) == (ROUNDS, 1, 2)
        assert (locks["meet"].count.told, locks["meet"].count.is_on, locks["bell"].count.is_on) == (ROUNDS, None, True)
        assert ROUNDS <= locks["meet"].count.signal_waits < 2 * ROUNDS and locks["alone"].count.signal_waits == 1
        assert locks["alone"].count.signal_s > 0.005 and locks["gate"].count.waits == 0
        assert locks["ready"].of.guards == locks["lock"].of.key and locks["alone"].of.guards is None
        assert all(lock.of.place.rpartition(":")[0].endswith("signal_ways.py") for lock in locks.values())


@EVERY_PYTHON
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_who_waits_in_a_circle_is_named(python: Interpreter, method: str, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    expected = {
        ("left holds left, waits for right", "right holds right, waits for left"),
        ("ready holds ready, waits for again", "again holds again, waits for ready"),
        ("joins holds kept, waits for wants to end", "wants waits for kept"),
        ("table holds table, waits for chair", "chair holds chair, waits for table"),
        ("bell holds bell, waits for alone", "alone holds alone, waits for bell"),
        ("twice waits for single, which it holds itself",),
    }

    def said() -> set[tuple[str, ...]]:
        state = watch.read()
        return {_plain(state, cycle) for cycle in circles.found(replace(state, elapsed_s=FOR_EVER_S))}

    with started("deadlocks.py", method, run_directory=tmp_path, python=python.path) as program:
        wait_until(lambda: said() == {tuple(sorted(steps)) for steps in expected}, what="all circles are closed")
        assert program.end("\n")[0] == ""
    watch.close()


def _plain(state: RunState, cycle: Cycle) -> tuple[str, ...]:
    """Return the steps without the places, and without the lines, which are told a little later."""
    places = [f" ({lock.of.place})" for lock in state.locks]
    places += [f" in {worker.line[0]}:{worker.line[1]}" for worker in state.workers if worker.line is not None]
    steps = circles.steps_said(state, cycle)
    for place in places:
        steps = tuple(step.replace(place, "") for step in steps)
    return tuple(sorted(steps))


@EVERY_PYTHON
def test_who_holds_is_told_only_while_somebody_waits(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)

    def holders() -> dict[str, LockState]:
        return {lock.of.name: lock for lock in watch.read().locks if lock.count.holder_tid is not None}

    with started("waiting_ways.py", "fork", run_directory=tmp_path, python=python.path) as program:
        wait_until(lambda: {"lock", "again"} <= holders().keys(), what="the holder of both thread locks is seen")
        assert {lock.count.holder_tid for lock in holders().values()} == {program.process.pid}
        program.end("\n")
    assert holders() == {}
    watch.close()
