"""What is said of ways to get results."""

from __future__ import annotations

from msgspec.structs import replace

from tests.support.pooled import SIZES, compared
from tui.model.fold.fold import fold
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.telemetry.tasks import TaskDelivered


def said(*told: object) -> list[str]:
    found = verdict(fold(ComparisonState(), told))  # type: ignore[arg-type]
    return ["".join(span.text for span in sentence) for sentence in (*found.sentences, found.short)]


def test_who_kept_the_order_and_who_came_first() -> None:
    assert said(*compared("map", "imap", "unordered", "apply")) == [
        "imap kept the order of the inputs: task 1 took 1.0 s, so 3 finished results were held back,"
        " the longest for 802 ms.",
        "imap_unordered handed the first result over after 0.20 s, imap after 1.00 s, map after 1.10 s.",
        "All four had the last one after 1.10 s: a way to map decides when you get results,"
        " not how fast they are made.",
        "Before the first result was asked for, all 5 inputs were taken by each of them.",
        "imap held back 3 results behind task 1.",
    ]


def test_results_that_were_slow_to_arrive_did_not_all_wait_for_one_task() -> None:
    """On a busy machine the long task's own result is late, too, and those that ended meanwhile wait with it."""
    late = [
        replace(item, at_s=item.at_s + 0.3) if isinstance(item, TaskDelivered) else item for item in compared("imap")
    ]
    told = said(*sorted(late, key=lambda item: item.at_s))
    assert told[0].startswith("imap: 5 finished results were held back") and " so " not in told[0]
    assert told[-1] == "imap held back 5 results."


def test_a_map_alone_holds_everything_back() -> None:
    first, inputs, short = said(*compared("map"))
    assert first == "map gave all results at once: 4 finished results were held back until the last task was done."
    assert inputs == "Before the first result was asked for, all 5 inputs were taken."
    assert short == "map held back 4 results."


def test_where_nothing_is_held_back_nothing_is_said_of_it() -> None:
    told = said(*compared("imap", "unordered", sizes=(0.2,) * 6))
    assert told[0] == "Both handed the first result over after about the same time, 0.20 s."
    assert not any("held back" in line for line in told)


def test_other_counts_of_inputs_are_told_one_by_one() -> None:
    told = said(*compared("map", "imap", inputs={"imap": 2}))
    assert "Inputs taken before the first result was asked for: 5 by map and 2 by imap." in told


def test_while_it_runs_it_says_what_the_results_wait_for() -> None:
    told = said(*compared("imap", until_s=1.2))
    assert told[0] == "imap: two results lie ready and the program has not got them yet."
    assert told[1] == "Task 1 still runs: it began 700 ms ago."


def test_on_a_busy_machine_the_times_are_rough() -> None:
    told = said(*compared("imap", "unordered", others=3.0))
    assert "Other programs used 75 % of this machine meanwhile: the times are rough." in told


def test_one_task_alone() -> None:
    told = said(*compared("map", "imap", sizes=SIZES[:1]))
    assert "Before the first result was asked for, 1 input was taken by each of them." in told


def test_on_one_core_it_says_what_cannot_be_seen() -> None:
    told = said(*compared("imap", "unordered", cores=1.0))
    assert told[2] == "There is one core here: the workers take turns on it, so more of them end no task sooner."
    assert told[0].startswith("imap kept the order of the inputs")
