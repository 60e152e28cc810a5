"""Births: their parts add up to what the program's own clock says, or to what the probe has stamped."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.bearing import FIRST_S, IMPORTS_S, WARNED, Bearing
from tests.support.own_program import Does, Own
from tui.model.birth.births import births, said
from tui.model.birth.guard import unguarded, warned
from tui.model.birth.words import died, said_of
from tui.model.fold.fold import fold
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState, RunState
from tui.telemetry.usage import BornMemory
from tui.telemetry.vocabulary import OutputWritten, ProcessBegan, ProcessMade, RowPrinted, Telemetry


def state_of(bearing: Bearing) -> ComparisonState:
    return fold(ComparisonState(), bearing.comparison())


def run_of(state: ComparisonState, way: str) -> RunState:
    run = state.newest(way)
    assert run is not None
    return run


def watched(*asked: tuple[str, float, float]) -> RunState:
    """A program of a person's own that asks for processes: the way, when Python is up, when it begins."""
    own = Own()
    for method, up_s, began_s in asked:
        own.at_s = up_s
        key = own.process(f"P{len(own.does)}", Does())
        own.told.append(ProcessMade(up_s, 0, key[0], method, 0.0, up_s / 2, 100, ""))
        if method != "subprocess":
            again = (up_s + 0.01, began_s - 0.002, 12) if method in ("spawn", "forkserver") else ()
            own.told.append(ProcessBegan(began_s, 0, key[0], "work in shop.py", 0.1, *again))
            own.told.append(BornMemory(began_s, 0, key[0], 5_000_000, 7_000_000))
    own.at_s = 1.0
    return fold(ComparisonState(), own.told).runs[0]


@pytest.mark.parametrize("way", FIRST_S)
def test_the_parts_of_each_birth_add_up_to_what_the_program_printed(way: str) -> None:
    bearing = Bearing(ways=tuple(FIRST_S), workers=3)
    (its,) = births(run_of(state_of(bearing), way))
    assert its.method == way and [birth.name for birth in its.each] == ["W1", "W2", "W3"] * 2
    for birth in its.each:
        assert birth.is_first_line and sum(seconds for _, seconds in birth.phases) == pytest.approx(birth.total_s)
        assert birth.took("imports") == IMPORTS_S[way]
    assert its.middle.total_s == pytest.approx(FIRST_S[way] * 1.01)
    has_memory = way in ("fork", "forkserver", "spawn")
    assert (its.own_bytes is not None, its.shared_bytes is not None) == (has_memory, has_memory)
    kinds = [kind for kind, _ in its.middle.phases]
    assert kinds == {
        "thread": ["rest"], "fork": ["made", "ready", "rest"], "interpreter": ["ready", "imports", "rest"]
    }.get(way, ["made", "ready", "imports", "again", "arguments", "rest"])  # fmt: skip


def test_a_watched_program_is_told_by_the_stamps_alone() -> None:
    run = watched(("spawn", 0.04, 0.2), ("fork", 0.002, 0.003), ("spawn", 0.04, 0.3), ("subprocess", 0.05, 0.0))
    spawned, forked, command = births(run)
    assert [kind for kind, _ in spawned.middle.phases] == ["made", "ready", "again", "arguments"]
    assert spawned.middle.total_s == pytest.approx(0.2) and not spawned.middle.is_first_line
    assert forked.middle.total_s == pytest.approx(0.003) and forked.middle.took("again") == 0
    assert command.middle.total_s == pytest.approx(0.05)
    assert said(spawned) == (
        "birth by spawn, the middle one of 2: 200.00 ms: 20.00 until the process was up, 30.00 until Python was ready, "
        "148.00 main once more (12 modules), 2.00 until the arguments were unpickled; 5.0 MB of its own, 7.0 MB shared"
    )


def test_a_recording_without_the_newer_stamps_tells_less() -> None:
    own = Own()
    own.at_s = 0.04
    key = own.process("old", Does())
    own.told += [
        ProcessMade(0.04, 0, key[0], "spawn", 0.0, 0.01, 100, ""), ProcessBegan(0.2, 0, key[0], "work in shop.py"),
    ]  # fmt: skip
    (its,) = births(fold(ComparisonState(), own.told).runs[0])
    assert [(kind, round(seconds, 6)) for kind, seconds in its.middle.phases] == [
        ("made", 0.01), ("ready", 0.03), ("rest", 0.16)
    ]  # fmt: skip


def test_what_is_said_names_the_slowest_way_and_what_it_does() -> None:
    text = verdict(state_of(Bearing())).text
    assert "A worker made by spawn needs 181 ms to its first line, 82 times as long as by fork (2.2 ms)" in text
    assert "; a thread needs 150 µs." in text
    assert "Forkserver and spawn begin without your modules, so your file is imported again in every worker" in text
    assert "142 ms of that for the heavy imports" in text
    assert "with forkserver and spawn main ran again in the worker, and Python refused" in text
    assert "with thread and fork nothing happened" in text


def test_a_server_that_has_the_file_is_not_said_to_import_again() -> None:
    bearing = Bearing(serves=True)
    bearing.first_s["forkserver"] = 0.16
    state = state_of(bearing)
    (its,) = births(run_of(state, "forkserver"))
    assert [birth.is_of_server for birth in its.each] == [True, False, False, False]
    text = verdict(state).text
    assert "Spawn begins without" in text and "Forkserver imports your file once, in its server" in text


def test_ways_whose_times_overlap_are_not_told_apart() -> None:
    bearing = Bearing(ways=("forkserver", "spawn"))
    bearing.first_s["spawn"] = bearing.first_s["forkserver"] * 1.004
    assert "which cannot be told from that by forkserver" in verdict(state_of(bearing)).text


def test_a_crowd_and_a_busy_machine_are_said() -> None:
    text = verdict(state_of(Bearing(workers=4, usable_cores=2.0, others=3.0))).text
    assert "4 workers are asked for together on 2 cores" in text
    assert "Other programs used 75 % of this machine meanwhile: the times are rough." in text
    assert "asked for together" not in verdict(state_of(Bearing())).text


def test_workers_that_die_are_counted_and_no_birth_is_made_up() -> None:
    run = run_of(state_of(Bearing(dead=("spawn",))), "spawn")
    assert births(run) == () and died(run) == 4
    text = verdict(state_of(Bearing(dead=("spawn",), ways=("fork", "spawn")))).text
    assert text.startswith("Four workers by spawn died of a RuntimeError before their first line. Fork has its first")


def test_the_warning_is_what_the_program_printed_or_python_wrote() -> None:
    assert warned(run_of(state_of(Bearing()), "fork")) == ""
    short = WARNED.replace(" (pid=7)", "")
    assert warned(run_of(state_of(Bearing(warned=WARNED)), "fork")) == short
    assert warned(run_of(state_of(Bearing()), "spawn")) is None
    own = Own()
    text = f"/usr/lib/python3.12/multiprocessing/popen_fork.py:66: {WARNED}\n  self.pid = os.fork()\n"
    own.told.append(OutputWritten(0.1, 0, "stderr", text, len(text)))
    assert warned(fold(ComparisonState(), own.told).runs[0]) == short


def test_what_happens_without_the_guard() -> None:
    ways = unguarded(run_of(state_of(Bearing()), "no-guard"))
    assert [said_of(way) for way in ways] == [
        "nothing happens: main is not imported again", "nothing happens: main is not imported again",
        "main ran again, and Python refused", "main ran again, and Python refused",
    ]  # fmt: skip
    assert [way.kind for way in ways] == ["", "", "RuntimeError", "RuntimeError"]


def test_a_factor_is_no_larger_than_the_births_bear_out() -> None:
    bearing = Bearing(ways=("fork", "spawn"), rounds=1, workers=2)
    own, told = bearing.first_s, bearing.comparison()
    assert own["fork"] < 0.003
    text = verdict(fold(ComparisonState(), [_slower(item) for item in told])).text
    assert "at least 1.8 times as long as by fork (2.2 ms)" in text


def _slower(item: object) -> Telemetry:
    """The second worker by fork takes a hundred milliseconds."""
    if isinstance(item, RowPrinted) and dict(item.cells).get("way") == "fork" and dict(item.cells)["worker"] == "W2":
        return replace(item, cells=tuple((name, 0.1 if name == "first_line" else its) for name, its in item.cells))
    assert isinstance(item, Telemetry)
    return item
