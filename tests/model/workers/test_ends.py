"""How processes begin and end, from the telemetry to the tree, the reports and the boards."""

from __future__ import annotations

from tests.draw.picture import picture
from tests.support.own_program import Does, Own
from tui.boards.program import contents, tree_board
from tui.boards.program.contents import ContentsView
from tui.boards.program.tree_board import TreeView, start_words
from tui.boards.sheet import Sheet
from tui.draw.glyphs import UNICODE
from tui.model.fold.fold import fold
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.ends import StartUp, how_it_ended, never_seen, said, start_up, starts
from tui.model.workers.process_tree import process_tree
from tui.reports.as_json.told import json_of
from tui.reports.as_text import closing
from tui.telemetry.objects import BlockSeen, BlocksSeen, CallCount, CallsCounted, ObjectFound, ValueRead, ValuesRead
from tui.telemetry.tasks import ErrorSeen
from tui.telemetry.vocabulary import ProcessBegan, ProcessEnded, ProcessMade, ProcessStarted, ThreadStarted
from tui.telemetry.who import Who


def _begins(own: Own, method: str, name: str, target: str = "") -> Who:
    """Start a process that was asked for now and made 3 ms later; Python is up after 41 more, its target after 48."""
    asked_s = own.at_s
    own.at_s = round(asked_s + 0.044, 6)
    key = own.process(name, Does(running=0.5), parent=777 if method == "forkserver" else 100)
    own.told.append(ProcessMade(own.at_s, 0, key[0], method, asked_s, asked_s + 0.003, 100, ""))
    if method != "subprocess":
        own.told.append(ProcessBegan(asked_s + 0.092, 0, key[0], target))
    own.at_s = asked_s
    return key


def _state(own: Own) -> ComparisonState:
    return fold(ComparisonState(), own.ends())


def _run(own: Own) -> RunState:
    return _state(own).runs[0]


def test_the_phases_of_a_start() -> None:
    own = Own()
    _begins(own, "spawn", "sq", "square in pools.py")
    _begins(own, "forkserver", "other")
    _begins(own, "subprocess", "python -c")
    own.told.append(ProcessStarted(1.0, 0, 5000, 100, "worker", "sleep 1", False))
    own.told.append(ProcessMade(1.0, 0, 5000, "subprocess", 0.99, 1.0, 100, "sleep 1"))
    own.told.append(ProcessMade(1.0, 0, 6000, "subprocess", 0.99, 1.0, 100, "nobody knows it"))
    run = _run(own)
    assert [process.parent_pid for process in run.processes] == [1, 100, 100, 100, 100]
    found = [start_up(process) for process in run.processes]
    parts = [
        start and tuple(None if p is None else round(p * 1e3) for p in (start.asked_s, start.python_s, start.imports_s))
        for start in found
    ]
    assert parts == [None, (3, 41, 48), (3, None, 89), (3, 41, None), (10, None, None)]
    assert [process.target for process in run.processes][1] == "square in pools.py"
    spawned, *_ = starts(run.processes)
    assert (spawned[0], spawned[1].method, round(spawned[1].total_s, 3)) == (1, "spawn", 0.092)
    whole = StartUp("spawn", 0.003, 0.041, 0.048)
    assert start_words(whole, 60) == "spawn, 92 ms: 3 asked · 41 Python · 48 imports"
    assert (start_words(whole, 20), start_words(None, 60)) == ("spawn, 92 ms", "")
    assert start_words(StartUp("fork", 0.001, None, None), 60) == "fork, 1 ms"


def test_the_ends() -> None:
    assert [how_it_ended(code) for code in (3, -9, -15, -250)] == [
        "exit code 3", "killed by SIGKILL", "killed by SIGTERM", "killed by signal 250"
    ]  # fmt: skip
    own = Own()
    thread = own.thread("printer", Does())
    killed = own.process("killed", Does())
    own.passes(0.5)
    own.told.append(ErrorSeen(0.5, 0, *thread[:2], "thread", None, "ValueError", "no paper"))
    own.leaves(killed, -9)
    run = _run(own)
    assert said(run.exceptions[0]) == "ValueError: no paper"
    assert [(row.raised, row.exit_code) for row in process_tree(run).rows] == [
        ("", None), ("ValueError: no paper", None), ("", -9)
    ]  # fmt: skip


def _contents() -> Own:
    own = Own()
    _begins(own, "spawn", "sq", "square in pools.py")
    own.told.append(
        ObjectFound(0.1, 0, 1, "value", "multiprocessing.Array(Point)", "where", "a.py:1", 100, None, None, None, None,
                    32, 2, None, ("x", "y"))
    )  # fmt: skip
    own.told.append(
        ObjectFound(0.1, 0, 2, "value", "multiprocessing.Array('c')", "title", "", 100, None, None, None, None, 2, 2)
    )
    own.told.append(ValuesRead(0.1, 0, (ValueRead(1, (1.0, 2.5, 3.0, 4.0)), ValueRead(2, tuple(map(float, b"hi"))))))
    own.made(3, "block", "words", type_="multiprocessing.ShareableList")
    own.told.append(BlocksSeen(0.1, 0, (BlockSeen(3, True, (), "", 0, 0, "", ("1", "'two'")),)))
    own.made(4, "proxy", "shared", type_="multiprocessing.Manager.dict")
    own.told.append(CallsCounted(0.1, 0, (CallCount(4, 2149, 0.4298),)))
    own.told.append(ErrorSeen(0.5, 0, 100, 100, "program", None, "KeyError", "'till'"))
    own.passes(0.5)
    return own


def test_the_reports_tell_of_processes_and_of_what_a_manager_has() -> None:
    state = _state(_contents())
    told = json_of(state)
    main, child = told["processes"]
    assert (main["role"], main["parent"], main["phases"], main["exit_code"]) == ("main", None, None, 0)
    assert child == {
        "pid": child["pid"], "parent": 100, "name": "sq", "role": "worker", "method": "spawn",
        "target": "square in pools.py", "exit_code": 0, "cpu_s": None, "memory_max_bytes": None, "pickled": None,
        "observed": True, "own_bytes": None, "shared_bytes": None,
        "phases": {"asked_s": 0.003, "python_s": 0.041, "imports_s": 0.048, "total_s": 0.092, "again_s": None,
                   "again_modules": 0},
    }  # fmt: skip
    proxy = next(entry for entry in told["memory"] if entry["kind"] == "proxy")
    assert (proxy["type"], proxy["calls"], proxy["call_s"], proxy["mean_s"]) == (
        "multiprocessing.Manager.dict", 2149, 0.4298, 0.0002
    )  # fmt: skip
    assert [entry["items"] for entry in told["memory"][:2]] == [["1", "'two'"], [1.0, 2.5, 3.0, 4.0]]
    text = closing(state)
    assert "started: 1 by spawn, 92.0 ms each: 3.0 asked for, 41.0 until Python is up, 48.0 until it begins" in text
    assert "dict shared: 2149 calls to a manager's process, 0.43 s together" in text


def test_workers_that_were_killed_at_once_are_told_of_and_are_no_part_of_a_count() -> None:
    own = Own()
    for pid, way in ((5000, "spawn"), (5001, "spawn"), (5002, "fork"), (5003, "subprocess")):
        own.told += [
            ProcessStarted(0.1, 0, pid, 100, "worker", "process", False),
            ProcessMade(0.1, 0, pid, way, 0.05, 0.1, 100, ""), ProcessEnded(0.2, 0, pid, -9),
        ]  # fmt: skip
    own.passes(0.5)
    state = _state(own)
    assert never_seen(state.runs[0]) == ((2, "spawn"), (1, "fork"))
    text = closing(state)
    assert "started, and not seen at work: 2 by spawn" in text and "not seen at work: 1 by fork" in text
    assert "no pool" not in text, "it is not a program of one thread"
    first = own.process("first", Does(running=0.5))
    own.passes(0.2)
    own.leaves(first)
    own.told += [
        ProcessStarted(own.at_s, 0, 7000, 100, "worker", "second", True),
        ThreadStarted(own.at_s, 0, 7000, 7000, "process", "worker", "MainThread"),
    ]
    own.does[Who(7000, 7000)] = Does(running=0.5)
    own.passes(0.5)
    assert "1 worker at a time, 2 seen" in closing(_state(own)), "there were more in all"


def test_the_boards_show_as_much_of_it_as_there_is_room_for() -> None:
    run = _run(_contents())
    calls = "2 149 calls", "2 149 calls of 200 µs", "2 149 calls of 200 µs · in a manager's process"
    for width, shown in zip((40, 60, 110), calls, strict=True):
        text = picture(contents.paint(
            ContentsView(run.blocks, run.values, run.proxies, True), Sheet(width, 12, UNICODE)
        ))
        rows = text.splitlines()
        assert shown in text and "1, 'two'" in text and {len(row) for row in rows} == {width}
        assert "'hi'" in text and "x 1 y 2.5" in text
    wide = "square in pools.py", "3 asked · 41 Python · 48 imports"
    for width, expected in ((60, ("1 started by spawn in 92 ms",)), (170, wide)):
        rows = picture(tree_board.paint(TreeView(process_tree(run)), Sheet(width, 12, UNICODE))).splitlines()
        assert all(any(words in row for row in rows) for words in expected), rows
        assert {len(row) for row in rows} == {width}


def test_what_a_pool_ends_itself_is_no_harm() -> None:
    own = Own()
    pooled, other = own.process("SpawnPoolWorker-3", Does()), own.process("other", Does())
    killed = own.process("ForkPoolWorker-1", Does())
    own.passes(0.5)
    for key, code in ((pooled, -15), (other, -15), (killed, -9)):
        own.leaves(key, code)
    state = _state(own)
    assert [row.is_bad for row in process_tree(state.runs[0]).rows] == [False, False, True, True]
    assert [(error["name"], error["exit_code"]) for error in json_of(state)["errors"]] == [
        ("other", -15), ("ForkPoolWorker-1", -9)
    ]  # fmt: skip
    text = closing(state)
    assert "SpawnPoolWorker-3: killed" not in text and "ForkPoolWorker-1: killed by SIGKILL" in text
    rows = picture(tree_board.paint(TreeView(process_tree(state.runs[0])), Sheet(90, 12, UNICODE)))
    assert "ended by SIGTERM" in rows and "killed by SIGTERM" in rows


def test_only_workers_that_had_tasks_are_told_with_them() -> None:
    own = Own()
    pooled = own.process("pooled", Does())
    own.process("other", Does())
    own.task(pooled, 0, 0.0, 0.1)
    own.tasks(pooled, ended=1)
    own.passes(0.5)
    state = _state(own)
    assert [worker["worker"] for worker in json_of(state)["tasks"]] == ["pooled"]
    text = closing(state)
    assert "s of CPU, 1 task\n" in text and "0 tasks" not in text
