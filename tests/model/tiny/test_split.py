"""Where the time of a pool's workers went: parts that add up to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.tiny import TOOK_S, Tiny
from tui.model.fold.fold import fold
from tui.model.readings.tiny import said as text_of
from tui.model.readings.tiny import split
from tui.model.state.state import ComparisonState, RunState
from tui.model.tiny.split import COMPUTE, HAND_OVER, HELD, IDLE, PICKLE, REST, START, UNPICKLE, Split
from tui.telemetry.tasks import TasksCounted, TaskTimes
from tui.telemetry.vocabulary import ResultPrinted, Telemetry


def run_of(way: str, **settings: object) -> RunState:
    told = Tiny(ways=(way,), **settings).comparison()  # type: ignore[arg-type]
    return fold(ComparisonState(), sorted(told, key=lambda item: item.at_s)).runs[0]


def split_of(way: str, **settings: object) -> Split:
    found = split(run_of(way, **settings))
    assert found is not None
    return found


@pytest.mark.parametrize("way", TOOK_S)
def test_parts_of_each_worker_add_up_to_what_the_program_says(way: str) -> None:
    found = split_of(way)
    assert found.whole_s == TOOK_S[way] and found.is_printed
    for parts in (found.parts, *(worker.parts for worker in found.workers)):
        assert sum(parts) == pytest.approx(TOOK_S[way]) and min(parts) >= 0


def test_each_part_is_what_was_told_of_it() -> None:
    parts = split_of("chunks-of-1").parts
    assert [round(part, 3) for part in parts] == [0.1, 3.15, 0.05, 1.25, 0.25, 0.1, 0.0, 0.1]
    assert parts[COMPUTE] == pytest.approx(0.25 * 5.0), "the CPU time in tasks"
    assert parts[HELD] == pytest.approx(0.05 * 5.0), "in tasks, but not running"
    assert parts[REST] == pytest.approx(0.1), "before the first worker was asked for, and after the last result"


def test_threads_pickle_nothing_and_are_there_when_they_begin() -> None:
    parts = split_of("threads").parts
    assert parts[UNPICKLE] == parts[PICKLE] == 0.0
    assert parts[START] == pytest.approx(0.0)


def test_who_is_done_first_is_idle() -> None:
    found = split_of("large-chunks")
    first, second = (worker.parts[IDLE] for worker in found.workers)
    assert first == pytest.approx(0.0) and second == pytest.approx(1.2 * 0.6)


def test_a_worker_without_a_task_is_idle_from_its_start_on() -> None:
    found = split_of("large-chunks", unused=2)
    assert [worker.tasks for worker in found.workers] == [1, 1, 0, 0]
    unused = found.workers[-1]
    assert unused.who is None and unused.parts[START] == pytest.approx(0.1)
    assert unused.parts[IDLE] == pytest.approx(1.4 - 0.1) and sum(unused.parts) == pytest.approx(1.5)


def test_a_loop_is_what_its_program_says_as_far_as_it_had_a_core() -> None:
    found = split_of("loop")
    assert (
        found.workers == () and found.parts[COMPUTE] == pytest.approx(1.8) and found.parts[HELD] == pytest.approx(0.2)
    )


def test_without_the_programs_word_the_whole_is_what_was_seen() -> None:
    told = [item for item in Tiny(ways=("own-chunks",)).comparison() if not isinstance(item, ResultPrinted)]
    found = split(fold(ComparisonState(), sorted(told, key=lambda item: item.at_s)).runs[0])
    assert found is not None and not found.is_printed
    assert found.whole_s == pytest.approx(0.9) and found.parts[REST] == pytest.approx(0.0)


def test_a_line_of_text_says_of_which_pool_it_is_and_no_part_that_reads_as_nothing() -> None:
    found = Split(1.0, (), (0.0, 0.25, 0.0, 0.75, 1e-16, 0.0, 0.0, 0.0))
    assert text_of(found) == "the time: hand-over and wait 250 ms · compute 750 ms = 1.00 s"
    assert text_of(found, "shop").startswith("the time in pool shop: hand-over")


def test_nothing_is_known_before_a_task_has_ended_or_without_a_pool() -> None:
    told = Tiny(ways=("chunks-of-1",)).comparison()
    early = [item for item in told if not isinstance(item, TasksCounted | ResultPrinted)]
    assert split(fold(ComparisonState(), early).runs[0]) is None
    assert split(run_of("sweep")) is None


def test_while_it_runs_what_comes_after_the_last_task_is_not_told_apart() -> None:
    told = sorted(Tiny(ways=("chunks-of-1",)).comparison(), key=lambda item: item.at_s)
    until = next(place for place, item in enumerate(told) if isinstance(item, TasksCounted))
    found = split(fold(ComparisonState(), told[: until + 1]).runs[0])
    assert found is not None and not found.is_over
    assert found.parts[IDLE] == 0.0 and sum(found.parts) == pytest.approx(found.whole_s)


NUMBERS = st.floats(-10, 100)


@settings(max_examples=50, deadline=None)
@given(st.lists(NUMBERS, min_size=6, max_size=6), NUMBERS)
def test_whatever_is_told_the_parts_add_up(numbers: list[float], took_s: float) -> None:
    """Also where clocks do not agree."""

    def twisted(item: Telemetry) -> Telemetry:
        if isinstance(item, TasksCounted):
            counts = tuple(replace(count, times=TaskTimes(*numbers)) for count in item.counts)
            return replace(item, counts=counts)
        if isinstance(item, ResultPrinted):
            return replace(item, numbers=(("all_tasks_s", took_s), ("inside_tasks_s", numbers[0])))
        return item

    told = [twisted(item) for item in Tiny(ways=("own-chunks",)).comparison()]
    found = split(fold(ComparisonState(), sorted(told, key=lambda item: item.at_s)).runs[0])
    assert found is not None
    for worker in found.workers:
        assert min(worker.parts) >= 0 and sum(worker.parts) == pytest.approx(found.whole_s, abs=1e-6)


def test_hand_over_is_what_lies_between_tasks_and_is_not_pickling() -> None:
    found = split_of("executor")
    window_s = 11.0 - 0.1 - 0.1
    between_s = window_s - sum(found.parts[place] for place in (COMPUTE, HELD))
    assert found.parts[HAND_OVER] == pytest.approx(between_s - found.parts[PICKLE] - found.parts[UNPICKLE])
