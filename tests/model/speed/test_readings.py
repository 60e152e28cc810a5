from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.builders import classic, comparison, sequential_run, whole_run
from tests.support.own_program import MAIN, Does, Own
from tui.model.fold.fold import fold
from tui.model.said.verdict import verdict
from tui.model.speed.readings import VariantReading, variants
from tui.model.state.state import ComparisonState
from tui.telemetry.vocabulary import (
    ComparisonEnded,
    ComparisonStarted,
    RunEnded,
    RunStarted,
    Telemetry,
    ThreadEnded,
    ThreadStarted,
)


def readings(told: list[Telemetry]) -> dict[str, VariantReading]:
    return {reading.name: reading for reading in variants(fold(ComparisonState(), told))}


def test_workers_that_come_in_sets_are_called_so_and_keep_their_names() -> None:
    told: list[Telemetry] = [comparison(), RunStarted(0.0, 0, "threads", 0, "python x.py", None, None)]
    for number in range(5):
        for me in (1, 2):
            tid = 10 * number + me
            told.append(ThreadStarted(number + 0.1 * me, 0, 500, tid, "thread", "worker", f"T{me}"))
            told.append(ThreadEnded(number + 0.5 + 0.1 * me, 0, 500, tid))
    found = readings(sorted(told, key=lambda item: item.at_s))["threads"]
    assert found.workers_text == "2 workers at a time, 10 in all"
    assert [lane.label for lane in found.lanes] == ["T1", "T2"] * 5


def test_the_classic_comparison() -> None:
    found = readings(classic())
    assert found["sequential"].speed_up and found["sequential"].speed_up.median == 1.0
    threads, processes = found["threads"], found["processes"]
    assert threads.speed_up and threads.speed_up.median == pytest.approx(4.0 / 4.1)
    assert processes.speed_up and processes.speed_up.median == pytest.approx(4.0 / 1.1)
    assert threads.cores_used == pytest.approx(1.0) and processes.cores_used == pytest.approx(4.0)
    assert threads.workers_text == "4 workers in 1 process" and processes.workers_text == "4 workers in 4 processes"
    assert [lane.label for lane in processes.lanes] == ["P1", "P2", "P3", "P4"]
    assert [lane.label for lane in found["sequential"].lanes] == ["main"]
    assert threads.tasks_done == 40 and found["sequential"].tasks_done is None
    assert dict(threads.reasons) == pytest.approx({"gil": 0.75, "running": 0.25})


def test_the_verdict_says_who_used_the_cores_and_why() -> None:
    found = verdict(fold(ComparisonState(), classic()))
    assert found.trusted
    assert "Threads share one interpreter lock" in found.text and "one core busy" in found.text
    assert "Processes each own an interpreter and a lock: four workers, four cores busy" in found.text
    assert "3.6 times as fast as sequential" in found.text
    assert "".join(span.text for span in found.short) == "Threads take turns. Processes do not have to."


def test_a_free_threaded_python_has_no_lock_to_share() -> None:
    told: list[Telemetry] = [
        comparison(gil=False),
        *sequential_run(0, 0.0, 4.0),
        *whole_run(1, "threads", 4.0, 1.1),
    ]
    text = verdict(fold(ComparisonState(), told)).text
    assert "need no interpreter lock on this free-threaded Python" in text and "3.6 times as fast as sequential" in text
    assert "share one interpreter lock" not in text


def test_one_core_is_said_and_not_blamed_on_the_lock() -> None:
    told: list[Telemetry] = [
        comparison(usable_cores=1.0),
        *sequential_run(0, 0.0, 4.0),
        *whole_run(1, "processes", 4.0, 4.1, share=0.25, wanted=0.75, kind="process"),
    ]
    text = verdict(fold(ComparisonState(), told)).text
    assert "had one core between them, and waited for one 75 % of the time" in text and "lock" not in text


def test_a_busy_machine_spoils_the_comparison() -> None:
    told: list[Telemetry] = [
        comparison(),
        *sequential_run(0, 0.0, 4.0),
        *whole_run(1, "processes", 4.0, 2.0, share=0.5, wanted=0.5, kind="process", others=1.6),
    ]
    found = verdict(fold(ComparisonState(), told))
    assert not found.trusted and found.text.startswith("Other programs used 40 % of this machine")
    assert "Processes: two cores busy, and waited for a core 50 % of the time." in found.text
    assert "times" not in found.text  # no speed is claimed


def test_a_speed_up_on_one_core_is_chance() -> None:
    told = [comparison(), *sequential_run(0, 0.0, 4.0), *whole_run(1, "threads", 4.0, 3.0, share=0.25)]
    text = verdict(fold(ComparisonState(), told)).text
    assert "with one core that is chance" in text and "lock" not in text


def test_a_speed_up_that_so_many_workers_cannot_give_is_doubted() -> None:
    told = [comparison(), *sequential_run(0, 0.0, 5.0), *whole_run(1, "processes", 5.0, 2.0, kind="process", workers=2)]
    found = verdict(fold(ComparisonState(), told))
    assert "2.5 times as fast as sequential. That is more than two workers can give" in found.text
    assert not found.trusted
    told = [comparison(), *sequential_run(0, 0.0, 4.0), *whole_run(1, "processes", 4.0, 2.0, kind="process", workers=2)]
    found = verdict(fold(ComparisonState(), told))
    assert "can give" not in found.text and found.trusted, "twice as fast is what two workers are for"


def test_processes_that_are_no_faster_are_not_praised() -> None:
    told: list[Telemetry] = [
        comparison(),
        *sequential_run(0, 0.0, 0.4),
        *whole_run(1, "processes", 0.4, 0.6, share=0.2, kind="process", waits_for="unknown"),
    ]
    text = verdict(fold(ComparisonState(), told)).text
    assert "could have been faster but were not" in text and "too short to pay for starting them" in text


def test_repeats_give_a_median_and_a_spread_of_pairs() -> None:
    told: list[Telemetry] = [comparison(repeats=3)]
    at, index = 0.0, 0
    for repeat, (base, own) in enumerate([(4.0, 2.0), (5.0, 2.0), (6.0, 2.0)]):
        told += sequential_run(index, at, base, repeat)
        told += whole_run(index + 1, "processes", at + base, own, kind="process", repeat=repeat)
        at, index = at + base + own, index + 2
    found = readings(told)["processes"]
    assert found.speed_up and (found.speed_up.median, found.speed_up.low, found.speed_up.high) == (2.5, 2.0, 3.0)
    assert found.elapsed and found.elapsed.count == 3


def test_a_speed_up_while_running_comes_from_the_work_done() -> None:
    told = [comparison(), *sequential_run(0, 0.0, 4.0), *whole_run(1, "processes", 4.0, 2.0, kind="process")]
    half = [item for item in told if item.at_s <= 5.0]
    found = readings(half)["processes"]
    assert found.phase == "running" and found.progress == 0.5 and not found.speed_up_is_final
    assert found.speed_up and found.speed_up.median == pytest.approx(2.0)


def test_work_without_tasks_is_estimated_and_says_so() -> None:
    told = [comparison(), *sequential_run(0, 0.0, 4.0)]
    found = readings([item for item in told if item.at_s <= 2.0])["sequential"]
    assert found.progress_is_estimate and found.progress == pytest.approx(0.5)


@pytest.mark.parametrize("outcome", ["failed", "stopped", "time limit"])
def test_a_run_that_did_not_end_well_is_said_and_not_compared(outcome: str) -> None:
    told = [*classic()[:-1], RunEnded(9.0, 2, outcome, 3, 0.9, None, 2, "It broke.")]  # type: ignore[arg-type]
    state = fold(ComparisonState(), told)
    found = readings(told)["processes"]
    assert found.phase == outcome and found.speed_up is None and found.elapsed is None
    text = verdict(state).text
    assert ("It broke." in text) == (outcome != "stopped") and "times as fast" not in text


def test_before_anything_ran() -> None:
    assert verdict(ComparisonState()).text == "Nothing has run yet."
    header: ComparisonStarted = replace(comparison(), variants=())
    state = fold(ComparisonState(), [header])
    assert variants(state) == () and verdict(state).text
    state = fold(state, [RunStarted(0.0, 0, "threads", 0, "", None, None)])
    assert verdict(state).text


def test_what_ended_before_anything_began_is_not_said_to_be_measured() -> None:
    begun = fold(ComparisonState(), [comparison()])
    assert verdict(begun).text.startswith("Measuring how fast this Python adds")
    ended = fold(begun, [ComparisonEnded(1.0)])
    assert verdict(ended).text == "Nothing was run: it ended before the first variant began."


def test_a_program_with_a_pool_is_not_said_to_have_none() -> None:
    """Where main does nearly all there is, it is what counts; the others are there all the same."""
    own = Own()
    own.does[MAIN] = Does(running=1.0)
    own.passes(3.0)
    assert variants(fold(ComparisonState(), own.told))[0].workers_text == "1 thread, no pool"
    own.process("clerk", Does(waits="join"))
    own.passes(3.0)
    assert variants(fold(ComparisonState(), own.told))[0].workers_text == "main, the others hardly at work"
