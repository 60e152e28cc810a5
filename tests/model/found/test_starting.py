"""Processes whose start takes more than what they do."""

from __future__ import annotations

from tests.support.own_program import Does, Own
from tui.model.fold.fold import fold
from tui.model.found.finding import Finding
from tui.model.found.findings import finding
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import ProcessBegan, ProcessMade


def _started(count: int, cpu_s: float, does: Does, seconds: float = 1.0, cores: float = 4.0) -> Finding:
    own = Own(usable_cores=cores)
    for n in range(count):
        pid = own.process(f"part-{n}", does).pid
        own.told.append(ProcessMade(own.at_s, 0, pid, "spawn", 0.0, 0.0, 100, ""))
        own.told.append(ProcessBegan(own.at_s, 0, pid, "part in job.py", cpu_s))
    own.passes(seconds)
    state = fold(ComparisonState(), own.ends())
    return finding(state, state.runs[-1])


def test_most_of_the_cpu_goes_into_starting() -> None:
    found = _started(3, 0.2, Does(running=0.3, waits="queue"))
    assert (found.bound, found.head) == ("starting", "Starting takes most")
    assert "three processes were started by spawn, 200 ms of CPU each: 67 % of all the CPU" in found.says


def test_more_workers_than_cores_says_what_starting_them_took() -> None:
    found = _started(8, 0.15, Does(running=0.25, wanting=0.75), cores=2.0)
    assert found.head == "More workers than cores" and "two workers" in found.tries
    assert found.says.endswith("Starting them took 1.2 of their 2.0 s of CPU.")


def test_workers_that_work_and_workers_that_wait_all_day_are_not_held_up_by_their_start() -> None:
    assert _started(3, 0.02, Does(running=0.3, waits="queue")).bound != "starting"
    idle = _started(3, 0.2, Does(running=0.02, waits="io"), seconds=6.0)
    assert idle.bound == "io"
    assert "Starting" not in _started(8, 0.01, Does(running=0.25, wanting=0.75), cores=2.0).says
