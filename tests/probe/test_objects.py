"""Counts of queues, pipes, locks, values and blocks against the program's own, on every CPython and start method."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.probe.observing import PROGRAMS, TIMEOUT_S, Program, run, run_bare, started
from tests.probe.test_every_python import EVERY_PYTHON
from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tests.support.ways import EDGES, WAYS, ways
from tui.feeds.board.board_reader import BoardReader
from tui.feeds.board.contents import Contents
from tui.feeds.live.control import STAND_BY, Control, ProbeOrder
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState, RunState
from tui.probe.microscope import LAST_NS
from tui.telemetry.objects import Level, QueuesCounted
from tui.telemetry.vocabulary import NotObserved, RunStarted, Telemetry

METHODS = pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])


class Watch:
    """A run directory that is read and folded as the app does."""

    def __init__(
        self, directory: Path, order: ProbeOrder | None = None, clock_ns: Callable[[], int] = time.perf_counter_ns
    ) -> None:
        self.control = Control(directory, order or ProbeOrder())
        self.reader = BoardReader(directory, clock_ns)
        self.contents = Contents(self.reader.book)
        self.items: list[Telemetry] = []
        self.state = fold(ComparisonState(), [RunStarted(0.0, 0, "x", 0, "x", None, None)])

    def read(self) -> RunState:
        told = self.reader.read(0, 0)
        told += self.contents.read(0, 1.0, lambda what, why: told.append(NotObserved(1.0, 0, what, why)))
        self.items += told
        self.state = fold(self.state, told)
        return self.state.runs[0]

    def close(self) -> None:
        self.control.close()
        self.contents.close()
        self.reader.close()


def _named(entries: Any) -> dict[str, Any]:
    entries = list(entries)
    found = {entry.of.name: entry for entry in entries}
    assert len(found) == len(entries), [entry.of for entry in entries]
    return found


@WAYS
def test_queues_and_pipes(python: Interpreter, method: str, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    done = run("queue_ways.py", method, run_directory=tmp_path, python=python.path)
    bare = run_bare("queue_ways.py", method, python=python.path)
    assert (done.stdout, done.returncode) == (bare.stdout, 0)
    assert "lambda" in done.stderr and done.stderr.count("Traceback") == bare.stderr.count("Traceback")
    state = watch.read()
    assert [what for what, _ in state.not_observed] == ["waits for room in a pipe"] and state.locks == ()
    queues = _named(queue for queue in state.queues if queue.of.peer is None)
    assert {name: (q.count.puts, q.count.gets, q.count.lost, q.depth) for name, q in queues.items()} == {
        "work": (120, 120, 0, 0),
        "quick": (120, 120, 0, 0),
        "done": (4, 4, 0, 0),
        "own": (3, 2, 1, 0),
        "marked": (2, 2, 0, 0),
        "least": (2, 1, 1, 0) if python.version >= (3, 13) else (2, 2, 0, 0),
        "dummy": (1, 1, 0, 0),
        "near, far": (120, 120, 0, 0),
        "local": (1000, 1000, 0, 0),
        "last": (1000, 1000, 0, 0),
        "simple": (2000, 2000, 0, 0),
    }
    finished = {name: (q.count.done, q.unfinished) for name, q in queues.items() if q.count.done is not None}
    assert finished == {
        "done": (4, 0), "local": (1000, 0), "marked": (2, 0), "least": (2, 0), "dummy": (1, 0)
    }  # fmt: skip
    printed = int(done.stdout.split()[-1])
    work = queues["work"].count
    assert work.bytes_put == work.bytes_got and abs(work.bytes_put - printed) <= 8 * 120
    assert (work.sent, queues["local"].count.sent, queues["local"].count.bytes_put) == (120, None, None)
    assert (queues["work"].of.maxsize, queues["quick"].of.maxsize, queues["local"].of.maxsize) == (7, None, 5)
    assert (queues["last"].of.order, queues["work"].of.order) == ("last", "first")
    assert queues["work"].of.type == "multiprocessing.Queue"
    assert queues["done"].of.type == "multiprocessing.JoinableQueue"
    assert queues["work"].of.place.startswith("queue_ways.py:") or "/queue_ways.py:" in queues["work"].of.place
    assert queues["local"].count.full_waits > 0 and queues["local"].count.full_s > 0
    one, other = (queue.count for queue in state.queues if queue.of.peer is not None)
    assert one and other and (one.puts, one.gets, other.puts, other.gets) == (1, 1, 1, 1)
    assert (one.bytes_put, other.bytes_got) == (other.bytes_got, one.bytes_put) and one.bytes_got == 5
    watch.close()


@WAYS
@pytest.mark.parametrize("level", ["lean", "hold"])
def test_locks_values_and_blocks(python: Interpreter, method: str, level: Level, tmp_path: Path) -> None:
    watch = Watch(tmp_path, ProbeOrder(level=level))
    with started("shared_ways.py", method, run_directory=tmp_path, python=python.path) as program:
        _check_shared(watch, level, program)
    watch.close()


@EDGES
def test_locks_that_are_only_counted(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path, ProbeOrder(level="counts"))
    with started("shared_ways.py", "fork", run_directory=tmp_path, python=python.path) as program:
        _check_shared(watch, "counts", program)
    watch.close()


def _check_shared(watch: Watch, level: Level, program: Program) -> None:
    printed = [program.line(), program.line()]
    assert printed == ["400 200.0 [134, 134, 132] [0, 0]\n", "[3000, 3000]\n"]
    state = watch.read()
    values, blocks = _named(state.values), _named(state.blocks)
    assert {name: value.items for name, value in values.items()} == {
        "safe": (400.0,), "raw": (200.0,), "numbers": (134.0, 134.0, 132.0),
        "letters": (7.0, 99.0, -1.0),
    }  # fmt: skip
    assert values["letters"].of.type == "multiprocessing.RawArray('b')" and values["letters"].of.length == 3
    assert values["raw"].of.type == "multiprocessing.RawValue('d')" and values["raw"].of.length in (None, 0)
    assert values["numbers"].of.length == 3 and values["safe"].of.type == "multiprocessing.Value('i')"
    picture = blocks["picture"]
    cells = picture.cells
    assert (picture.of.size_bytes, picture.row_bytes, len(cells)) == (1000, 0, 1000)
    assert cells[0] == 77 and cells[1:4] == bytes([198, 199, 197]) and not any(cells[4:])
    assert picture.exists is True and picture.is_forgotten
    _, errors = program.end("\n")
    assert (errors, program.process.returncode) == ("", 0)
    state = watch.read()
    picture = _named(state.blocks)["picture"]
    assert picture.exists is False and not picture.is_forgotten
    sums = [sum(getattr(use, what) for use in picture.uses) for what in ("created", "attached", "closed", "unlinked")]
    assert sums == [1, 2, 3, 1]
    assert sum(use.address is not None for use in picture.uses) == 3
    assert _named(state.values)["safe"].items == (400.0,), "the final value stays readable"
    locks = _named(state.locks)
    acquired = {name: lock.count.acquired for name, lock in locks.items()}
    if level == "lean":
        assert acquired == dict.fromkeys(("safe", "lock", "mine", "again", "gate"))
    else:
        # get_lock, get and set for each addition; the main process reads once more
        assert acquired == {"safe": 1201, "lock": 400, "mine": 3000, "again": 6000, "gate": None}
    assert {lock.count.level for lock in locks.values()} == {level}
    held = {name for name, lock in locks.items() if lock.count.held_s is not None and lock.count.held_s > 0}
    assert held == (locks.keys() - {"gate"} if level == "hold" else set())
    assert all(lock.count.holder_tid is None for lock in locks.values())
    assert locks["safe"].of.guards == values["safe"].of.key and locks["lock"].of.guards is None
    assert state.not_observed == ()


@WAYS
def test_who_waits_for_what_and_since_when(python: Interpreter, method: str, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    with started("waiting_ways.py", method, run_directory=tmp_path, python=python.path) as program:
        _check_waits(watch, lambda: program.end("\n"))
    watch.close()


def _check_waits(watch: Watch, let_go: Callable[[], object]) -> None:
    def waits() -> dict[str, tuple[str, str]]:
        return {w.name: (w.waits_on.name, w.waits_on.why) for w in watch.read().workers if w.waits_on is not None}

    expected = {
        "wants an item": ("empty", "empty"),
        "wants room": ("full", "full"),
        "wants the lock": ("lock", "lock"),
        "wants the lock again": ("again", "lock"),
    }
    wait_until(lambda: expected.items() <= waits().items(), what="all four threads wait")
    in_child = {
        "process_lock": "lock", "process_again": "lock", "process_empty": "empty", "process_full": "full",
        "message, sender": "empty",
    }  # fmt: skip

    def of_children() -> dict[str, str]:
        return {w.waits_on.name: w.waits_on.why for w in watch.read().workers if w.kind == "process" and w.waits_on}

    wait_until(lambda: of_children() == in_child, what="all five processes wait")

    def waited() -> list[float]:
        since = [w.waits_on.since_s for w in watch.read().workers if w.waits_on is not None]
        return [time.perf_counter_ns() / 1e9 - at_s for at_s in since]

    wait_until(lambda: min(waited()) > 0.2, what="everybody has waited for a fifth of a second")
    assert max(waited()) < 20
    full = _named(q for q in watch.read().queues)["process_full"]
    assert full.depth == 1 and 0.1 < full.count.oldest_s < 20
    going_on = [*_named(q for q in watch.read().queues).values(), *_named(watch.read().locks).values()]
    blocked = {q.of.name: (q.count.full_waits, q.count.empty_waits) for q in going_on if q.of.kind != "lock"}
    assert {name: waits for name, waits in blocked.items() if waits != (0, 0)} == {
        "empty": (0, 1), "full": (1, 0), "process_empty": (0, 1), "process_full": (1, 0), "message, sender": (0, 1)
    }  # fmt: skip
    assert all(q.count.full_s + q.count.empty_s > 0.2 for q in going_on if blocked.get(q.of.name, (0, 0)) != (0, 0))
    waited_s = {lock.of.name: lock.count.wait_s for lock in watch.read().locks if lock.count.waits == 1}
    assert len(waited_s) == 4 and min(waited_s.values()) > 0.2
    let_go()
    assert waits() == {} and of_children() == {}
    locks = _named(watch.read().locks)
    assert {name: lock.count.waits for name, lock in locks.items()} == {
        "lock": 1, "again": 1, "process_lock": 1, "process_again": 1
    }  # fmt: skip
    assert all(0.2 < lock.count.wait_s < 20 for lock in locks.values())
    queues = _named(watch.read().queues)
    assert queues["full"].count.full_s > 0.2 and queues["process_full"].count.full_s > 0.2
    assert queues["empty"].count.empty_s > 0.2 and queues["process_empty"].count.empty_s > 0.2


@EVERY_PYTHON
def test_names_of_what_is_made_in_other_files_classes_and_tuples(python: Interpreter, tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    with started("naming_ways.py", run_directory=tmp_path, python=python.path) as program:
        assert program.line() == "ready\n"
        state = watch.read()
        assert program.end("\n") == ("", "")
    entries: list[Any] = [*state.queues, *state.locks, *state.values]
    found = [(entry.of.name, entry.of.place) for entry in entries]
    here, there = ("tests/probe/programs/" + name for name in ("naming_ways.py:", "naming_parts.py:"))
    expected = [
        ("shared", there), ("guard", there), ("jobs", there), ("drawers['top']", there), ("mine", there),
        ("left", there), ("right", there), ("near, far", here), ("total", here), ("total", here),
    ]  # fmt: skip
    # Statements on one line are told apart where Python tells columns; elsewhere no name is better than a wrong one.
    expected += [("one", here), ("one", here), ("other", here)] if python.version >= (3, 11) else []
    named = [(name, place.rpartition(":")[0] + ":") for name, place in found if not name.startswith("multiprocessing.")]
    assert sorted(named) == sorted(expected) and len(found) == 13
    watch.close()


@EVERY_PYTHON
def test_items_have_their_index_and_only_what_is_assigned_has_a_name(python: Interpreter, tmp_path: Path) -> None:
    """Python 3.12 does not tell which round a loop in a function is in, where nothing says how many there are."""
    done = run("naming_items.py", run_directory=tmp_path, python=python.path)
    assert (done.returncode, done.stdout) == (0, "[4, 4]\n"), done.stderr
    state = Watch(tmp_path).read()
    got = ["got[]", "got[]"] if python.version[:2] == (3, 12) else ["got[0]", "got[1]"]
    grid = [f"grid[{y}][{x}]" for y in (0, 1) for x in (0, 1)]
    assert [queue.of.name for queue in sorted(state.queues, key=lambda queue: queue.of.at_s)] == [
        "idxq[0]", "idxq[1]", "doors['in']", "doors['out']", "pairs[0]", "pairs[1]", "shelf['top']", "shelf[3]", *grid,
        "wide[0]", "wide[1]", "odd[]", "odd[]", "queue.Queue", "queue.Queue", "alias", "own", "left", "right", "made",
        *got, "inside[0]", "inside[1]", "once[0]", "once[1]", "spare", "by_name['x']", "by_name['y']", "queue.Queue",
        "queue.Queue",
    ]  # fmt: skip
    assert [pool.of.name for pool in state.pools] == ["kept", "helpers"]


def test_counts_never_shrink_while_it_runs(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    with started("queue_ways.py", "fork", run_directory=tmp_path) as program:
        wait_until(lambda: watch.read() and program.process.poll() is not None, TIMEOUT_S, "the program has ended")
    watch.read()
    before: dict[int, Any] = {}
    for item in watch.items:
        if isinstance(item, QueuesCounted):
            for count in item.counts:
                last = before.get(count.key, count)
                assert count.puts >= last.puts and count.gets >= last.gets
                before[count.key] = count
    assert {count.puts - count.gets - count.lost for count in before.values()} == {0}
    watch.close()


@pytest.mark.parametrize(("python", "method"), ways(("fork", "spawn")), ids=str)
def test_the_microscope_records_what_happened_and_disarms_itself(
    python: Interpreter, method: str, tmp_path: Path
) -> None:
    watch = Watch(tmp_path, ProbeOrder(microscope=1), lambda: time.perf_counter_ns() - 100_000_000)
    with started("counting.py", method, run_directory=tmp_path, python=python.path) as program:
        wait_until(lambda: watch.read() and watch.reader.book.most_on_a_value() > 1, what="two processes at work")
        watch.control.go()
        wait_until(
            lambda: watch.read().accesses and len({a.pid for a in watch.read().accesses[0].accesses}) > 1,
            what="accesses of two processes",
        )
        given_up_ns = time.perf_counter_ns() + LAST_NS + 200_000_000
        wait_until(lambda: time.perf_counter_ns() > given_up_ns, what="the time after which it records no more")
        output, _ = program.end("\n")
    (recorded,) = watch.read().accesses
    per_process: dict[int, list[Any]] = {}
    for access in recorded.accesses:
        per_process.setdefault(access.pid, []).append(access)
    assert all(1 < len(accesses) <= 2000 for accesses in per_process.values())
    assert [access.at_ns for access in recorded.accesses] == sorted(access.at_ns for access in recorded.accesses)
    for accesses in per_process.values():  # each has its own time, also when it is younger than the read that finds it
        assert all(a.at_ns < b.at_ns for a, b in pairwise(accesses))
    for accesses in per_process.values():  # `value += 1`: what is written right after a read is one more than it
        pairs = [(a, b) for a, b in pairwise(accesses) if not a.is_write and b.is_write]
        assert pairs and all(b.value == a.value + 1 for a, b in pairs if b.at_ns - a.at_ns < 50_000)
    assert output.splitlines()[1:] == ["c_int"] * 2, "each value has its own type again"
    watch.close()


@EDGES
@METHODS
def test_only_the_first_value_is_under_the_microscope_also_where_others_take_its_place(
    python: Interpreter, method: str, tmp_path: Path
) -> None:
    watch = Watch(tmp_path, ProbeOrder(microscope=1))
    done = run("counting_again.py", method, run_directory=tmp_path, python=python.path)
    watch.close()
    first, second = (line.split() for line in done.stdout.splitlines())
    assert first[0] == second[0], "the same place"
    assert (first[1:], second[1:]) == (["armed", "armed"], ["plain", "plain"]) and done.stderr == ""


@EVERY_PYTHON
@pytest.mark.parametrize(
    ("method", "folder", "first_hz"),
    [("fork", PROGRAMS, 50), ("spawn", Path("site-packages"), 50), ("fork", PROGRAMS, STAND_BY)],
    ids=["plain", "installed", "later"],
)
def test_current_lines_are_seen_while_asked_for(
    python: Interpreter, method: str, folder: Path, first_hz: int, tmp_path: Path
) -> None:
    """A program that lies among installed packages, as the lessons do, is still the program. Threads deep in a loop are
    seen too."""
    watch = Watch(tmp_path, ProbeOrder(lines_hz=first_hz))
    path = tmp_path / folder / "counting.py"
    if path.parent != PROGRAMS:
        path.parent.mkdir()
        shutil.copy(PROGRAMS / "counting.py", path)

    def lines() -> set[int]:
        return {w.line[1] for w in watch.read().workers if w.line and w.line[0].endswith("counting.py")}

    source = (PROGRAMS / "counting.py").read_text().splitlines()
    with started(path, method, run_directory=tmp_path, python=python.path) as program:
        wait_until(lambda: len(watch.read().workers) > 2, what="the workers")
        assert first_hz > 0 or not lines()
        watch.control.ask_lines(50)
        wait_until(lambda: any("counter.value += 1" in source[line - 1] for line in lines()), what="a busy line")
        program.end("\n")
        state = watch.read()
        assert (state.values[0].of.name, state.queues[0].of.name) == ("counter", "said")
    watch.close()
