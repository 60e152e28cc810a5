"""How processes begin and end, what they are called, and what they have in a manager's process; on every CPython."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.probe.observing import started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.probe.test_objects import Watch
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tui.model.state.state import ProcessState, RunState
from tui.model.workers.ends import start_up


@EVERY_PYTHON
def test_processes_of_all_kinds_and_what_they_share_by_a_manager(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    with started("process_ways.py", run_directory=tmp_path, python=python.path) as program:
        assert program.line() == "ready\n"
        wait_until(lambda: _waiting(watch.read()) == {("go", "signal")}, what="all three wait for the manager's event")
        output, errors = program.end("\n")
    watch.read()
    state = watch.read()
    watch.close()
    assert program.process.returncode == 1
    assert output.splitlines() == ["10 30 30", "7 0 4", "0 1", "0", "no such command", "over"]
    assert "hooks" not in errors, "no frame of the probe is in a traceback"
    _check_starts(state)
    _check_ends(state)
    _check_shared(state)
    assert state.not_observed == ()


def _waiting(state: RunState) -> set[tuple[str, str]]:
    waits = [worker.waits_on for worker in state.workers if worker.kind == "process" and worker.waits_on is not None]
    return {(wait.name, wait.why) for wait in waits} if len(waits) == 3 else set()


def _one(state: RunState, name: str) -> ProcessState:
    (found,) = (process for process in state.processes if process.name == name)
    return found


def _check_starts(state: RunState) -> None:
    main = _one(state, "process_ways.py")
    for method in ("fork", "spawn", "forkserver"):
        its = _one(state, f"by {method}")
        start = start_up(its)
        assert (its.method, its.parent_pid, its.target) == (method, main.pid, "work in process_ways.py")
        assert start is not None and start.asked_s is not None and start.imports_s is not None
        assert (start.python_s is not None) == (method == "spawn") and 0 < start.total_s < 60
    assert {_one(state, name).target for name in ("breaks", "quiet")} == {
        "breaks in process_ways.py", "breaks_quietly in process_ways.py"
    }  # fmt: skip
    own = [process for process in state.processes if process.name == "own"]
    assert all(process.target == "Own.run in process_ways.py" for process in own)
    ways = {name: _one(state, name) for name in ("python -c import sys; sys.exit(7)", "-m this", "sleep 0", "exit 4")}
    assert {(its.method, its.target, its.parent_pid) for its in ways.values()} == {("subprocess", "", main.pid)}
    assert [its.observed for its in ways.values()] == [True, True, False, False]
    bare = [process for process in state.processes if process.name.endswith("bare")]
    assert [(process.observed, process.exit_code) for process in bare] == [(False, 0)]
    forks = [process for process in state.processes if process.method == "os.fork"]
    assert [its.name for its in forks] == ["fork of process_ways.py"] * 2 + ["python -c import sys; sys.exit(6)"]
    assert forks[1].parent_pid == forks[0].pid and not any("no-such" in its.name for its in state.processes)
    helpers = [process.name for process in state.processes if process.role == "helper"]
    assert sorted(set(helpers)) == ["fork server", "manager", "resource tracker"] and helpers.count("manager") == 2
    threads = {thread.name: thread for thread in state.workers if thread.kind == "thread"}
    assert threads["breaks too"].target == "breaks in process_ways.py"
    assert all(thread.role != "helper" for thread in threads.values())


def _check_ends(state: RunState) -> None:
    names = {(process.pid, process.pid): process.name for process in state.processes}
    names |= {(thread.pid, thread.tid): thread.name for thread in state.workers if thread.kind == "thread"}
    seen = {names[found.pid, found.tid]: (found.kind, found.type, found.text) for found in state.exceptions}
    assert seen == {
        "breaks": ("process", "ValueError", "no good"),
        "quiet": ("process", "QuietError", "said"),
        "breaks too": ("thread", "ValueError", "no good"),
        "python -c 1/0": ("process", "ZeroDivisionError", "division by zero"),
        "MainThread": ("program", "KeyError", "'till'"),
    }
    codes = {name: _one(state, name).exit_code for name in ("breaks", "leaves", "dies", "sleep 0", "exit 4")}
    assert codes == {"breaks": 1, "leaves": 3, "dies": -9, "sleep 0": 0, "exit 4": 4}


def _check_shared(state: RunState) -> None:
    def by_name(entries: Any) -> dict[str, Any]:
        return {entry.of.name: entry for entry in entries}

    proxies, locks, queues = by_name(state.proxies), by_name(state.locks), by_name(state.queues)
    types = {name: entry.of.type for name, entry in (proxies | locks | queues).items()}
    assert types == {
        "things": "multiprocessing.Manager.dict", "numbers": "multiprocessing.Manager.list", "till": "Shop.Till",
        "lock": "multiprocessing.Manager.Lock", "go": "multiprocessing.Manager.Event",
        "jobs": "multiprocessing.Manager.JoinableQueue",
    }  # fmt: skip
    # What was set, and the one that is not there and `len`; what was appended and what `sum` asks for until it ends.
    calls = {name: proxy.count.calls for name, proxy in proxies.items()}
    assert calls == {"things": 32, "numbers": 30 + 31, "till": 31}
    assert all(0 < proxy.count.call_s < 60 for proxy in proxies.values())
    count = queues["jobs"].count
    assert (count.puts, count.gets, count.done, queues["jobs"].of.maxsize) == (30, 30, 30, 100)
    assert count.bytes_put is None and count.empty_waits >= 1 and count.empty_s > 0.04
    assert locks["go"].count.waits >= 3 or locks["go"].of.place, locks["go"]


@EVERY_PYTHON
def test_shared_memory_that_says_what_it_holds(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    with started("memory_ways.py", run_directory=tmp_path, python=python.path) as program:
        assert program.line() == "ready 1.5 b'hello' True aé\n"
        state = watch.read()
        blocks = {block.of.name: block for block in state.blocks}
        assert {name: (block.of.type.rpartition(".")[2], block.items) for name, block in blocks.items()} == {
            "words": ("ShareableList", ("1", "'changed'", "None", "2.5", "True", "b'by'")),
            "listed": ("ShareableList", ("0", "1", "2")),
            "block": ("SharedMemory", ()),
            "managed": ("SharedMemory", ()),
        }
        assert blocks["block"].cells[0] == 255
        values = {value.of.name: (value.of.type[16:], value.of.fields, value.items) for value in state.values}
        assert values == {
            "point": ("RawValue(Point)", ("x", "n"), (1.5, 3.0)),
            "points": ("RawArray(Point)", ("x", "n"), (0.0, 0.0, 2.5, 0.0, 0.0, 0.0)),
            "title": ("RawArray('c')", (), tuple(map(float, b"hello"))),
            "flag": ("RawValue('?')", (), (1.0,)),
            "wide": ("RawArray('u')", (), (97.0, 233.0)),
        }
        _, errors = program.end("\n")
    state = watch.read()
    watch.close()
    assert "leaked" in errors and {block.of.name for block in state.blocks if block.is_forgotten} == {"block"}
    assert state.not_observed == ()
