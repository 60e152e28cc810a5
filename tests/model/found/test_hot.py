"""Lines that take the CPU: what is told of them, where they were asked for, and what else."""

from __future__ import annotations

from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.hot_lines import top_functions, top_lines
from tui.reports.as_json.told import json_of
from tui.reports.program_text import program_lines
from tui.telemetry.objects import LinesAsked, LineSeen, LinesSeen
from tui.telemetry.tasks import TaskEnded, TaskStarted
from tui.telemetry.who import Who


def _state(own: Own) -> ComparisonState:
    return fold(ComparisonState(), own.ends())


def _run(own: Own) -> RunState:
    return _state(own).runs[-1]


def _at(own: Own, who: Who, line: int, function: str) -> None:
    own.told.append(LinesSeen(own.at_s, 0, (LineSeen(*who[:2], "shop.py", line, function),)))


def _asked(own: Own, hz: int = 10) -> None:
    own.told.append(LinesAsked(own.at_s, 0, hz))


def _alone(hz: int = 10) -> Own:
    """The main thread computes for two seconds: three quarters of them in one function, on two of its lines."""
    own = Own()
    _asked(own, hz)
    own.does[MAIN] = Does(running=1.0)
    for line, function, seconds in ((7, "price", 1.0), (8, "price", 0.5), (20, "", 0.5)):
        _at(own, MAIN, line, function)
        own.passes(seconds)
    return own


def test_cpu_time_goes_to_the_line_in_which_its_thread_was_seen() -> None:
    run = _run(_alone())
    assert [(line.line, line.function, round(line.share, 2)) for line in top_lines(run)] == [
        (7, "price", 0.5), (8, "price", 0.25), (20, "", 0.25),
    ]  # fmt: skip
    assert [(line.place, round(line.share, 2)) for line in top_functions(run)] == [
        ("price (shop.py:7)", 0.75), ("shop.py:20", 0.25),
    ]  # fmt: skip


def test_the_same_is_in_the_sentence_in_json_and_in_text() -> None:
    state = _state(_alone())
    found = finding(state, state.runs[-1])
    assert found.bound == "one thread" and "price (shop.py:7) 75 %, shop.py:20 25 %" in found.says
    assert json_of(state)["top_lines"][0] == {
        "path": "shop.py", "line": 7, "function": "price", "cpu_s": 1.0, "share": 0.5,
    }  # fmt: skip
    assert "CPU: 50 % in price (shop.py:7)" in program_lines(state.runs[-1])


def test_who_did_not_ask_is_told_no_lines() -> None:
    """A line may be known for another reason: a thread that waits long is looked at, too."""
    state = _state(_alone(hz=0))
    assert not json_of(state)["top_lines"] and "looked at" not in finding(state, state.runs[-1]).says


def test_what_is_used_after_one_looks_no_longer_goes_to_no_line() -> None:
    own = _alone()
    _asked(own, 0)
    own.passes(3)
    assert round(_run(own).hot.cpu_s, 1) == 2.0


def _pool(function: str) -> Own:
    own = Own()
    _asked(own)
    for n in range(2):
        key = own.process(f"worker-{n}", Does(running=0.95, waits="queue"))
        _at(own, key, 7, function)
        for number in range(4):
            began_s = number * 0.5
            own.told.append(TaskStarted(began_s, 0, *key[:2], number, 0, 9, "look_up", 1))
            own.told.append(TaskEnded(began_s + 0.49, 0, *key[:2], number, 0.49, False))
        own.tasks(key, ended=4)
    own.passes(2)
    return own


def test_a_part_of_every_task_that_takes_nearly_all_of_it_may_be_done_once() -> None:
    state = _state(_pool("load"))
    found = finding(state, state.runs[-1])
    assert "load (shop.py:7) 100 %" in found.says and found.tries.startswith("to call load once for each worker")
    state = _state(_pool("look_up"))
    assert "once for each worker" not in finding(state, state.runs[-1]).tries, "it is the task itself"


def test_where_nothing_stands_out_and_much_was_computed_one_may_ask() -> None:
    own = Own()
    for n in range(2):
        own.process(f"worker-{n}", Does(running=0.95, waits="queue"))
    own.passes(2)
    state = _state(own)
    assert "watch --lines" in finding(state, state.runs[-1]).tries
    idle = Own()
    for n in range(2):
        idle.process(f"worker-{n}", Does(running=0.1, waits="join"))
    idle.passes(2)
    state = _state(idle)
    assert "watch --lines" not in finding(state, state.runs[-1]).tries
