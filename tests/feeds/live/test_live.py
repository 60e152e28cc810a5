"""The live feed with real processes: programs that end well, crash, hang, are killed, and print without end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.support.interpreters import Interpreter, interpreters
from tests.support.launching import is_alive
from tests.support.waiting import wait_until
from tui.feeds.live.interpreter import inspect_interpreter
from tui.feeds.live.live import LiveFeed
from tui.feeds.live.plan import make_plan
from tui.lessons.catalogue import Scenario, find, read_lesson
from tui.model.said.verdict import verdict
from tui.model.speed.readings import variants
from tui.play.player import Player
from tui.telemetry.vocabulary import Calibrated

LESSON = """
title = "A test"
summary = "-"
expected_s = 1
time_limit_s = 60
[[variants]]
name = "one"
arguments = ["one"]
hue = "thread"
[[variants]]
name = "two"
arguments = ["two"]
hue = "process"
baseline = true
"""


def scenario(folder: Path, program: str, lesson: str = LESSON) -> Scenario:
    (folder / "a_test.toml").write_text(lesson, encoding="utf-8")
    (folder / "a_test.py").write_text(program, encoding="utf-8")
    return read_lesson(folder / "a_test.toml")


@contextmanager
def playing(
    chosen: Scenario, python: str = sys.executable, time_limit_s: float | None = 60.0, **settings: object
) -> Iterator[Player]:
    """Play a live comparison; afterwards nothing of it may be left."""
    facts = inspect_interpreter(python, [v.needs for v in chosen.variants if v.needs])
    plan = make_plan(
        chosen, python=python, has=facts.has, usable_cores=2, time_limit_s=time_limit_s, **settings  # type: ignore[arg-type]
    )
    player = Player(LiveFeed(plan, facts))
    try:
        yield player
    finally:
        player.close()
        assert_nothing_is_left(player)


def assert_nothing_is_left(player: Player) -> None:
    pids = [process.pid for run in player.state.runs for process in run.processes]
    wait_until(lambda: not any(map(is_alive, pids)), what="every process of the run is gone")
    assert not psutil.Process().children(recursive=True)


def play_until(player: Player, is_so: Callable[[], bool], what: str) -> None:
    def tick() -> bool:
        player.tick()
        return is_so()

    wait_until(tick, 60, what)


def play(player: Player) -> None:
    play_until(player, lambda: player.is_over, "the comparison is over")


@pytest.mark.parametrize("python", interpreters(), ids=str)
def test_threads_vs_processes_on_every_python(python: Interpreter) -> None:
    chosen = find("threads-vs-processes")
    knobs = {"size": 60_000, "tasks": 20, "workers": 2}
    with playing(chosen, python.path, knobs=knobs) as player:
        play(player)
    found = {reading.name: reading for reading in variants(player.state)}
    assert all(reading.phase == "ended" and reading.exit_code == 0 for reading in found.values()), found
    threads, processes = found["threads"], found["processes"]
    assert threads.tasks_done == threads.tasks_total == processes.tasks_done == processes.tasks_total == 20
    assert {lane.kind for lane in threads.lanes} == {"thread"} and len({lane.pid for lane in threads.lanes}) == 1
    assert {lane.kind for lane in processes.lanes} == {"process"}
    assert len({lane.pid for lane in processes.lanes}) == len(processes.lanes) >= 1
    assert not {lane.pid for lane in processes.lanes} & {lane.pid for lane in threads.lanes}
    assert [lane.label for lane in found["sequential"].lanes] == ["main"]
    assert all("right" in run.output and run.output_bytes > 0 for run in player.state.runs)
    for reading in found.values():  # what the threads themselves read is what the kernel says of the program
        assert reading.cores_used is not None and reading.elapsed_s is not None
        told_s = sum(lane.cpu_s for lane in reading.lanes)
        assert 0.3 * reading.cores_used * reading.elapsed_s < told_s <= reading.cores_used * reading.elapsed_s + 0.02
    if "interpreters" in found:
        assert {lane.kind for lane in found["interpreters"].lanes} == {"interpreter"}


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_every_start_method_shows_its_workers_and_names_its_helpers(method: str) -> None:
    knobs = {"size": 60_000, "tasks": 10, "workers": 2, "start_method": method}
    with playing(find("threads-vs-processes"), knobs=knobs, variants=["processes"]) as player:
        play(player)
    (reading,) = variants(player.state)
    assert reading.phase == "ended" and reading.tasks_done == 10 and reading.dropped == 0
    assert {lane.label for lane in reading.lanes} <= {"P1", "P2"}
    helpers = {process.name for process in player.state.runs[0].processes if process.role == "helper"}
    assert ("fork server" in helpers) == (method == "forkserver")
    assert helpers <= {"fork server", "resource tracker"}


def test_a_crash_is_told_with_its_cause_and_the_next_run_goes_on(tmp_path: Path) -> None:
    program = "import sys\nif sys.argv[1] == 'two': raise ValueError('no \\x1b[31mred\\x1b[0m here')\nprint('fine')\n"
    with playing(scenario(tmp_path, program)) as player:
        play(player)
    two, one = player.state.runs
    assert (two.variant, two.outcome, two.exit_code) == ("two", "failed", 1)
    assert two.message.startswith("It ended with exit code 1: ValueError: no") and "\x1b" not in two.errors
    assert one.outcome == "ended" and one.output == "fine\n"
    assert "ValueError" in verdict(player.state).text


def test_a_program_that_does_not_parse(tmp_path: Path) -> None:
    with playing(scenario(tmp_path, "def broken(:\n"), variants=["one"]) as player:
        play(player)
    assert player.state.runs[0].outcome == "failed" and "SyntaxError" in player.state.runs[0].message


def test_a_program_that_never_ends_meets_its_time_limit(tmp_path: Path) -> None:
    program = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: signal.pause()\n"
    with playing(scenario(tmp_path, program), time_limit_s=0.5, variants=["one"]) as player:
        play(player)
    (run,) = player.state.runs
    assert run.outcome == "time limit" and "lift the limit" in run.message and run.elapsed_s > 0


def test_a_limit_that_was_lifted_does_not_end_the_run(tmp_path: Path) -> None:
    with playing(scenario(tmp_path, "input_ = 1\n"), time_limit_s=None, variants=["one"]) as player:
        play(player)
    assert player.state.runs[0].time_limit_s is None and player.state.runs[0].outcome == "ended"


def test_a_killed_program_says_by_what(tmp_path: Path) -> None:
    program = "import os, signal\nprint('ready', flush=True)\nsignal.pause()\n"
    with playing(scenario(tmp_path, program), variants=["one"]) as player:
        play_until(player, lambda: bool(player.state.runs and player.state.runs[0].output), "the program is ready")
        os.kill(next(p.pid for p in player.state.runs[0].processes if p.role == "main"), signal.SIGKILL)
        play(player)
    (run,) = player.state.runs
    assert run.outcome == "failed" and run.exit_code == -signal.SIGKILL and "SIGKILL" in run.message


def test_a_stop_ends_the_run_and_all_that_would_follow(tmp_path: Path) -> None:
    program = "import multiprocessing, time\nprint('ready', flush=True)\ntime.sleep(600)\n"
    with playing(scenario(tmp_path, program)) as player:
        play_until(player, lambda: bool(player.state.runs and player.state.runs[0].output), "the program is ready")
        player.stop()
        play(player)
    (run,) = player.state.runs
    assert run.outcome == "stopped" and player.state.is_over
    assert "stopped before its end, so" in verdict(player.state).text


def test_megabytes_of_output_neither_block_the_program_nor_fill_the_memory(tmp_path: Path) -> None:
    program = (
        "import sys\nfor _ in range(4000):\n"
        "    print('x' * 1000)\n    print('\\x1b[2J' * 200, file=sys.stderr)\nprint('the end')\n"
    )
    with playing(scenario(tmp_path, program), variants=["one"]) as player:
        play(player)
    (run,) = player.state.runs
    assert run.outcome == "ended" and run.output_bytes == 4000 * (1001 + 801) + len("the end\n")
    assert len(run.output) <= 16_000 and "the end" in run.output and "\x1b" not in run.output + run.errors


def test_what_a_program_leaves_behind_is_swept(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "if os.fork() == 0:\n    os.setsid()\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "    os.close(1); os.close(2)\n    while True: signal.pause()\n"
    )
    with playing(scenario(tmp_path, program), variants=["one"]) as player:
        play(player)
    (run,) = player.state.runs
    assert run.outcome == "ended" and run.swept == 1


def test_a_killed_reapers_run_is_swept_of_what_left_session_and_environment(tmp_path: Path) -> None:
    leaver = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('away', flush=True); signal.pause()"
    program = (
        "import os, signal, sys\n"
        "if os.fork() == 0:\n    os.setsid()\n"
        f"    os.execve(sys.executable, [sys.executable, '-c', {leaver!r}], {{}})\nsignal.pause()\n"
    )
    with playing(scenario(tmp_path, program), variants=["one"]) as player:

        def is_away() -> bool:
            return bool(player.state.runs) and "away" in player.state.runs[0].output and len(_alive(player)) == 2

        play_until(player, is_away, "both processes are seen and one has left")
        (reaper,) = psutil.Process().children()
        os.kill(reaper.pid, signal.SIGKILL)
        play(player)
        (run,) = player.state.runs
        assert run.outcome == "failed" and "reaper" in run.message and run.swept >= 1


def _alive(player: Player) -> list[int]:
    return [process.pid for process in player.state.runs[0].processes if process.ended_s is None]


def test_a_python_that_cannot_be_executed_fails_in_a_sentence(tmp_path: Path) -> None:
    chosen = scenario(tmp_path, "")
    plan = make_plan(chosen, python="/no/such/python", has=frozenset(), usable_cores=2, variants=["one"])
    player = Player(LiveFeed(plan, inspect_interpreter(sys.executable)))
    play(player)
    player.close()
    assert player.state.runs[0].outcome == "failed" and "choose another one" in player.state.runs[0].message


def test_closing_in_the_middle_leaves_nothing() -> None:
    knobs = {"size": 10_000_000, "tasks": 40}
    with playing(find("threads-vs-processes"), knobs=knobs, variants=["processes"]) as player:
        play_until(player, lambda: any(len(v.lanes) > 1 for v in variants(player.state)), "the workers run")


CALIBRATED = LESSON + """
[[knobs]]
name = "size"
option = "--size"
kind = "int"
default = "calibrated"
minimum = 10
[calibration]
knob = "size"
variant = "two"
seconds = 0.3
small = 100000
large = 800000
"""


def test_the_calibrated_knob_is_measured_first_and_given_to_every_run(tmp_path: Path) -> None:
    program = "import sys\nprint(sys.argv[3])\nn = 0\nfor i in range(int(sys.argv[3])): n += i * i\n"
    chosen = scenario(tmp_path, program)
    (tmp_path / "a_test.toml").write_text(CALIBRATED, encoding="utf-8")
    with playing(read_lesson(tmp_path / "a_test.toml")) as player:
        play_until(player, lambda: player.is_over, "the comparison is over")
        told = list(player.tape.told())
    (calibrated,) = [item for item in told if isinstance(item, Calibrated)]
    assert calibrated.knob == "size" and dict(player.state.calibrated) == {"size": calibrated.value}
    assert calibrated.seconds_per_unit * int(calibrated.value) == pytest.approx(0.3, rel=0.01)
    assert [run.output for run in player.state.runs] == [f"{calibrated.value}\n"] * 2
    assert chosen.calibration is None and player.state.runs[0].expected_cpu_s == pytest.approx(0.3, rel=0.01)


def test_a_calibration_that_was_off_is_corrected_by_the_run(tmp_path: Path) -> None:
    program = (
        "import sys\nsize = int(sys.argv[3])\n"
        "for _ in range(4 if size > 900_000 else 1):\n    n = 0\n    for i in range(size): n += i * i\n"
    )
    scenario(tmp_path, program)
    (tmp_path / "a_test.toml").write_text(CALIBRATED, encoding="utf-8")
    sizes = []
    for _ in range(2):
        with playing(read_lesson(tmp_path / "a_test.toml"), variants=["two"]) as player:
            play(player)
        sizes.append(int(dict(player.state.calibrated)["size"]))
    assert sizes[1] < sizes[0] / 2


SLOW_ONCE = """
import pathlib, sys, time
seen = pathlib.Path(__file__).with_name("seen")
if sys.argv[1] == "two" and not seen.exists():
    seen.touch()
    time.sleep({slow_s})
time.sleep(1)
"""
WORKERS = """
[[knobs]]
name = "workers"
option = "--workers"
kind = "int"
default = 2
minimum = 1
maximum = 64
step = 1
more = "+"
less = "-"
"""


@pytest.mark.parametrize(("slow_s", "told"), [(4, ["two", "one", "two"]), (0, ["two", "one"])])
def test_a_baseline_that_no_workers_can_beat_so_far_is_run_again(tmp_path: Path, slow_s: int, told: list[str]) -> None:
    """More than two workers can give: the machine, or here the program, was slower the first time."""
    chosen = scenario(tmp_path, SLOW_ONCE.format(slow_s=slow_s), LESSON + WORKERS)
    with playing(chosen) as player:
        play_until(player, lambda: player.is_over, "it is over")
        state = player.state
    assert [run.variant for run in state.runs] == told
    (one,) = (found for found in variants(state) if found.name == "one")
    assert one.speed_up is not None and one.speed_up.median < 4 and one.speed_up.count == 1
