"""When results were finished and got, by telemetry written by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.support.pooled import POOL, SIZES, Way, pooled
from tui.model.fold.fold import fold
from tui.model.maps.deliveries import MOST, Deliveries, awaited, deliveries, held_steps, most_held
from tui.model.state.state import ComparisonState
from tui.telemetry.tasks import TaskDelivered, TaskEnded, TaskStarted
from tui.telemetry.vocabulary import Outcome, RunEnded


def known(way: Way, sizes: tuple[float, ...] = SIZES, *, chunk: int = 1, until_s: float = 9.9) -> Deliveries:
    own = pooled(way, sizes, chunk=chunk, until_s=until_s)
    (run,) = fold(ComparisonState(), own.told).runs
    found = deliveries(run)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("way", "came", "held", "first_s"),
    [("map", "1 2 3 4 5", 4, 1.102), ("imap", "1 2 3 4 5", 3, 1.002), ("apply", "1 2 3 4 5", 3, 1.002),
     ("unordered", "2 3 4 1 5", 0, 0.202)],
)  # fmt: skip
def test_the_way_decides_when_results_come(way: Way, came: str, held: int, first_s: float) -> None:
    found = known(way)
    assert " ".join(one.label for one in found.delivered) == came
    assert " ".join(one.label for one in found.finished) == "2 3 4 1 5"
    assert most_held(found) == held
    assert found.first_s == pytest.approx(first_s) and found.last_s == pytest.approx(1.102)
    assert found.asked_s == 0.5 and found.came_in_one == (way == "map")


def test_what_is_held_grows_until_the_one_that_all_wait_for_is_done() -> None:
    found = known("imap")
    assert [(round(at_s, 3), count) for at_s, count in held_steps(found)] == [(0.7, 1), (1.0, 2), (1.4, 3), (1.502, 0)]
    marked, task = found.marked, awaited(found)
    assert marked is not None and marked.label == "2" and marked.held_s(found.now_s) == pytest.approx(0.802)
    assert task is not None and task.label == "1"
    assert most_held(found, 0.0, 0.9) == 1 and most_held(found, 1.6) == 0


def test_while_it_goes_on_the_results_wait_for_the_task_that_still_runs() -> None:
    found = known("imap", until_s=1.2)
    task = awaited(found)
    assert most_held(found) == 2 and task is not None and (task.label, task.ended_s) == ("1", None)
    assert found.first_s is None and not found.delivered and not found.is_over


def test_all_results_of_a_map_wait_for_the_last_one() -> None:
    task = awaited(known("map"))
    assert task is not None and task.label == "5"


def _got(*got_s: float, over: Outcome = "ended") -> Deliveries:
    """Return the results of four calls, done at 0.7, 0.7, 0.9 and 0.9 s, of which the first ones are got when told."""
    own = pooled("apply", (0.2,) * 4)
    own.told = [item for item in own.told if not isinstance(item, TaskDelivered)]
    own.told += [TaskDelivered(at_s, 0, 100, 100, POOL, job, 0, 1) for job, at_s in enumerate(got_s)]
    own.passes(2.0)
    told = [replace(item, outcome=over) if isinstance(item, RunEnded) else item for item in own.ends()]
    (run,) = fold(ComparisonState(), sorted(told, key=lambda item: item.at_s)).runs
    found = deliveries(run)
    assert found is not None and found.is_over
    return found


def test_what_a_program_never_gets_is_not_held_back() -> None:
    found = _got(0.702)
    assert (len(found.finished), found.left, most_held(found), found.marked) == (4, 3, 0, None)
    cut = _got(0.702, over="time limit")
    assert (cut.left, most_held(cut)) == (0, 3), "it may have been about to get them"


def test_a_program_that_does_other_things_first_waits_for_no_task() -> None:
    found = _got(1.8, 1.8, 1.8, 1.8)
    assert most_held(found) == 4 and awaited(found) is None


def test_a_chunk_is_delivered_as_one_and_counts_its_calls() -> None:
    found = known("imap", chunk=2)
    assert [one.label for one in found.results] == ["1…2", "3…4", "5"]
    assert most_held(found) == 3, "3…4 and 5 wait for the chunk with the long one"


def test_where_not_all_was_told_nothing_is_said() -> None:
    own = pooled("unordered", (0.01,) * (MOST + 1))
    (run,) = fold(ComparisonState(), own.told).runs
    assert deliveries(run) is None, "too many tasks"
    (run,) = fold(ComparisonState(), pooled("unordered", (0.01,) * 140).told).runs
    assert deliveries(run) is None, "of a worker only the newest tasks are kept"


def test_results_of_one_look_come_in_the_order_in_which_they_were_got() -> None:
    """What is of the future when it is read has the time of the look."""
    own = pooled("unordered", (0.1,) * 4, until_s=0.65)
    workers = [item.who for item in own.told if isinstance(item, TaskStarted)][-2:]
    for task, who in zip((2, 3), workers, strict=True):
        own.told.append(TaskEnded(0.7, 0, *who[:2], task, 0.1, False, 0, POOL))
    own.told += [TaskDelivered(0.8, 0, 100, 100, POOL, 0, task, 1) for task in (3, 2)]
    (run,) = fold(ComparisonState(), own.told).runs
    found = deliveries(run)
    assert found is not None and [one.label for one in found.delivered] == ["1", "2", "4", "3"]
