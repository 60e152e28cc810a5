"""Births of real workers: what is told of them is what the program prints, and nothing is left behind."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

import pytest

from tests.support.interpreters import Interpreter
from tests.support.waiting import wait_until
from tests.support.ways import EDGES, WAYS
from tui.boards.birth.birth_rows import BirthsView, Line, millis, paint
from tui.boards.sheet import Sheet, painted
from tui.draw.cells import Row
from tui.draw.glyphs import UNICODE
from tui.feeds.live.interpreter import inspect_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import make_plan
from tui.lessons.catalogue import KnobValue, find
from tui.model.birth.births import Births, births
from tui.model.birth.guard import unguarded, warned
from tui.model.birth.words import died
from tui.model.state.state import RunState
from tui.play.player import Player

SMALL: Mapping[str, KnobValue] = {"workers": 2, "rounds": 2, "imports": 2, "stay": 0.5}
BIRTH = re.compile(r"^(\w+) +W\d+ +(\d+) +([\d.]+) ms +([\d.]+) ms", re.MULTILINE)
SLACK_S = 2e-5
"""What a number is rounded by as it is printed, twice."""


def played(variant: str, python: str, **knobs: KnobValue) -> RunState:
    lesson = find("birth-of-a-worker")
    facts = inspect_interpreter(python, [its.needs for its in lesson.variants if its.needs])
    plan = make_plan(
        lesson, python=python, has=facts.has, usable_cores=2, variants=[variant],
        knobs={**SMALL, **knobs},
    )  # fmt: skip
    player = Player(LiveFeed(plan, facts))

    def is_over() -> bool:
        player.tick()
        return player.is_over

    try:
        wait_until(is_over, 60.0, what="the end of the births")
    finally:
        player.close()
    (run,) = player.state.runs
    assert run.outcome == "ended", run.message
    assert not any(its.is_kept for its in run.left) and all(process.ended_s is not None for process in run.processes)
    return run


def of(run: RunState, way: str) -> Births:
    (its,) = births(run)
    assert its.method == way
    return its


def text(rows: list[Row]) -> str:
    return "\n".join("".join(piece for piece, _ in row) for row in rows)


@WAYS
def test_the_parts_are_within_what_the_program_prints(python: Interpreter, method: str) -> None:
    run = played(method, python.path)
    its = of(run, method)
    rows = BIRTH.findall(run.output)
    printed = {int(pid): (float(first) / 1e3, float(imports) / 1e3) for _, pid, first, imports in rows}
    assert printed.keys() == {birth.pid for birth in its.each}
    for birth in its.each:
        first_s, imports_s = printed[birth.pid]
        assert birth.total_s == pytest.approx(first_s, abs=SLACK_S)
        assert birth.took("imports") == pytest.approx(imports_s, abs=SLACK_S)
        assert sum(seconds for _, seconds in birth.phases) == pytest.approx(birth.total_s, abs=SLACK_S)
        assert birth.took("made") > 0 and birth.took("rest") < birth.total_s
        assert (birth.took("again") > 0) == (birth.modules > 0) or method == "forkserver"
        assert birth.modules == 0 or method != "fork"
    assert method != "spawn" or all(birth.modules > 10 and birth.took("again") > 0 for birth in its.each)
    if sys.platform == "linux":
        known = [birth for birth in its.each if birth.own_bytes is not None and birth.shared_bytes]
        assert known and all(birth.own_bytes > 1e5 for birth in known if birth.own_bytes is not None)
    view = BirthsView((Line(method, "process", its),))
    assert millis(its.middle.total_s) in text(painted(paint, view, Sheet(100, 12, UNICODE)))


@EDGES
def test_what_has_no_process_of_its_own_is_told_by_the_program_alone(python: Interpreter) -> None:
    its = of(played("thread", python.path), "thread")
    assert [kind for birth in its.each for kind, _ in birth.phases] == ["rest"] * 4 and its.own_bytes is None
    if python.version >= (3, 14):
        its = of(played("interpreter", python.path), "interpreter")
        assert all(birth.took("ready") > 0 and birth.took("imports") > 0 for birth in its.each)


@EDGES
def test_python_warns_who_forks_beside_a_thread(python: Interpreter) -> None:
    said = warned(played("fork", python.path, rounds=1, stay=0))
    assert said is not None and bool(said) == (python.version >= (3, 12))


@EDGES
def test_without_the_guard_it_is_refused_and_nothing_is_left(python: Interpreter) -> None:
    run = played("no-guard", python.path)
    ways = {way.way: way for way in unguarded(run)}
    assert {name for name, way in ways.items() if way.is_refused} == {"forkserver", "spawn"}
    assert all(ways[name].mains == 1 and not ways[name].error for name in ("thread", "fork"))
    assert run.swept == 0, "not even a helper of theirs"
    assert any(error.type.endswith("RuntimeError") for error in run.exceptions)


def test_workers_that_die_before_their_first_line_are_counted() -> None:
    run = played("spawn", sys.executable, no_guard="on", imports=0, stay=0)
    assert died(run) == 2 and births(run) == ()
