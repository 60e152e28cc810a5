"""A program whose processes come and go by the thousand: the state is bounded, the sums are exact."""

from __future__ import annotations

import pytest

from tests.support.own_program import Own
from tui.model.fold.fold import fold
from tui.model.found.findings import finding
from tui.model.program.losses import losses
from tui.model.readings.speed import cores_used
from tui.model.speed.readings import variants
from tui.model.state.state import ComparisonState, RunState
from tui.model.workers.facts import all_cpu_s
from tui.model.workers.forget import MOST_BAD, MOST_ENDED
from tui.model.workers.lanes import tasks_of
from tui.model.workers.names import names_of
from tui.model.workers.process_tree import process_tree
from tui.reports.as_json.told import json_of
from tui.reports.program_text import program_lines
from tui.telemetry.loops import LookerSeen
from tui.telemetry.tasks import TaskCount, TasksCounted
from tui.telemetry.vocabulary import (
    ProcessEnded,
    ProcessStarted,
    RunEnded,
    Telemetry,
    ThreadSample,
    ThreadsSampled,
    ThreadStarted,
)
from tui.telemetry.who import Who

MANY, AT_ONCE = 5000, 10
FAILS_EVERY = 1000
SLACK = 2 * 64 + AT_ONCE
PARENT, GRANDPARENT = 50, 40


def _born(at_s: float, pid: int, name: str, parent: int = 100) -> list[Telemetry]:
    return [
        ProcessStarted(at_s, 0, pid, parent, "worker", name, True),
        ThreadStarted(at_s, 0, pid, pid, "process", "worker", "MainThread"),
    ]


def _coming_and_going(many: int = MANY, name: str = "") -> list[Telemetry]:
    """Return a run whose parent of all has ended early; ten live at a time, each runs for half of its 0.1 s and ends
    three tasks; one in a thousand ends with exit code 3.
    """
    told = [*Own().told, *_born(0.0, GRANDPARENT, "old"), *_born(0.0, PARENT, "parent", GRANDPARENT)]
    told += [*_born(0.0, 60, "child", PARENT), ProcessEnded(0.05, 0, PARENT, 0), ProcessEnded(0.05, 0, GRANDPARENT, 0)]
    at_s = 0.0
    for first in range(0, many, AT_ONCE):
        pids = range(1000 + first, 1000 + min(many, first + AT_ONCE))
        for pid in pids:
            told += _born(at_s, pid, name or f"job-{pid - 1000}")
        at_s = round(at_s + 0.1, 6)
        told.append(ThreadsSampled(at_s, 0, 0.1, tuple(ThreadSample(p, p, 0.05, 0.0, 0.05, "sleep", 0) for p in pids)))
        told.append(TasksCounted(at_s, 0, tuple(TaskCount(p, p, 0, 3, 3, 0, False, 0.0) for p in pids)))
        told += [ProcessEnded(at_s, 0, pid, 3 if pid % FAILS_EVERY == 0 else 0) for pid in pids]
    return told


@pytest.fixture(scope="module")
def state() -> ComparisonState:
    return fold(ComparisonState(), _coming_and_going())


@pytest.fixture(scope="module")
def run(state: ComparisonState) -> RunState:
    return state.runs[0]


def test_the_state_is_bounded(run: RunState) -> None:
    assert len(run.processes) <= MOST_ENDED + SLACK
    assert len(run.workers) <= MOST_ENDED + SLACK


def test_the_threads_of_the_probe_in_who_is_gone_make_room_for_those_that_come() -> None:
    told: list[Telemetry] = []
    for item in _coming_and_going():
        told += [item, LookerSeen(item.at_s, 0, item.pid, 7)] if isinstance(item, ProcessStarted) else [item]
    run = fold(ComparisonState(), told).runs[0]
    there = {process.pid for process in run.processes}
    assert {who.pid for who in run.lookers} == there and MANY + 999 in there


def test_the_sums_are_exact(run: RunState) -> None:
    others = 4  # main, and three that have done nothing
    assert run.gone.processes + len(run.processes) == MANY + others
    assert run.gone.threads + len(run.workers) == MANY + others
    assert all_cpu_s(run) == pytest.approx(MANY * 0.05)
    assert tasks_of(run) == (MANY * 3, MANY * 3)
    assert cores_used(run) == pytest.approx(MANY * 0.05 / run.elapsed_s)


def test_the_newest_are_kept_and_the_parents_of_who_lives(run: RunState) -> None:
    pids = {process.pid for process in run.processes}
    assert set(range(1000 + MANY - MOST_ENDED // 2, 1000 + MANY)) <= pids
    assert {100, 60, PARENT, GRANDPARENT} <= pids


def test_who_ended_badly_is_kept_and_told(state: ComparisonState, run: RunState) -> None:
    assert [process.pid for process in run.processes if process.exit_code] == [1000, 2000, 3000, 4000, 5000]
    loss = next(loss for loss in losses(run) if "ended badly" in loss.head)
    assert loss.head == "Five children ended badly"
    assert "job-0" in loss.says


def test_of_more_that_end_badly_than_are_kept_the_number_is_exact() -> None:
    told = Own().told
    for pid in range(1000, 1000 + MOST_BAD + 1000):
        told += [*_born(pid / 1e4, pid, f"job-{pid}"), ProcessEnded(pid / 1e4, 0, pid, 3)]
    run = fold(ComparisonState(), told).runs[0]
    assert len(run.processes) <= MOST_BAD + MOST_ENDED + SLACK
    assert next(loss.head for loss in losses(run)).startswith(f"{MOST_BAD + 1000} children ended badly")


def test_the_screen_and_the_reports_say_how_many_there_were(state: ComparisonState, run: RunState) -> None:
    reading = variants(state)[0]
    assert reading.workers_text == f"{AT_ONCE + 3} workers at a time, {MANY + 3} in all"
    assert finding(state, run).says.startswith(f"{AT_ONCE + 3} workers at a time")
    told = json_of(state)
    assert told["not_listed"]["processes"] + len(told["processes"]) == MANY + 4
    assert told["not_listed"]["tasks"] == run.gone.count.ended
    assert f"{run.gone.processes} processes" in next(line for line in program_lines(run) if "ended earlier" in line)


def test_the_tree_says_how_many_are_not_among_its_rows(run: RunState) -> None:
    tree = process_tree(run)
    assert tree.gone + len(tree.rows) == MANY + 4


def test_the_tree_of_a_run_that_is_over_says_how_many_had_ended_before(state: ComparisonState) -> None:
    over = fold(state, [RunEnded(60.0, 0, "ended", 0, 60.0, 250.0, 0, "")]).runs[0]
    tree = process_tree(over)
    assert tree.is_over
    assert tree.gone == over.gone.rows > 0


def test_names_stay_when_older_ones_are_forgotten() -> None:
    told = _coming_and_going(2000, name="python -c")
    state, seen = ComparisonState(), dict[Who, str]()
    for place in range(0, len(told), 50):
        state = fold(state, told[place : place + 50])
        names = names_of(state.runs[0]) if state.runs else {}
        changed = {who for who in names if seen.get(who, names[who]) not in (names[who], "python -c")}
        assert not changed
        seen |= names
    assert seen[Who(2999, 2999)] == "python -c 2000"


def test_who_is_forgotten_does_not_depend_on_how_telemetry_comes(state: ComparisonState) -> None:
    told, piecewise = _coming_and_going(), ComparisonState()
    for place in range(0, len(told), 97):
        piecewise = fold(piecewise, told[place : place + 97])
    assert piecewise == state


def test_of_a_program_with_few_processes_nobody_is_forgotten() -> None:
    run = fold(ComparisonState(), _coming_and_going(200)).runs[0]
    assert not run.gone.processes
    assert len(run.processes) == 204
