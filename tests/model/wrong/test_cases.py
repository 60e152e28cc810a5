"""Workers that go wrong: which ones a case had, what was lost, and what may be said of a wait that brought nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.support.going_wrong import EXECUTOR, Wrong, every_tool
from tui.model.fold.fold import fold
from tui.model.readings.measured import find
from tui.model.readings.reading import readings
from tui.model.said.verdict import verdict
from tui.model.state.state import ComparisonState
from tui.model.wrong.cases import KINDS, Case, at_hand, cases, planned
from tui.telemetry.vocabulary import Telemetry


def folded(told: Sequence[Telemetry]) -> ComparisonState:
    return fold(ComparisonState(), list(told))


def only(wrong: Wrong) -> Case:
    (case,) = cases(folded(wrong.until()).runs[-1])
    return case


def killed() -> Wrong:
    wrong = Wrong()
    wrong.begins("pool")
    wrong.killed_in_a_pool()
    return wrong


def test_a_killed_worker_of_a_pool_takes_its_task_with_it_and_is_replaced() -> None:
    case = only(killed())
    assert (case.lost, case.new, case.hangs) == (1, 1, True)
    assert [(lane.name, lane.how, lane.is_new) for lane in case.lanes] == [
        ("W1", "", False), ("W2", "killed by SIGKILL", False), ("W3", "", True),
    ]  # fmt: skip
    assert [[span.task for span in lane.spans] for lane in case.lanes] == [[1, 3, 5], [2], [4, 6]]
    assert case.lanes[1].spans[0].is_lost


def test_a_wait_in_vain_is_for_ever_only_where_the_loss_was_seen() -> None:
    wrong = Wrong()
    wrong.begins("pool")
    wrong.row("is killed", "no answer", 2.1)
    unseen = only(wrong)
    assert not unseen.hangs and not unseen.is_for_ever
    wrong = Wrong()
    wrong.begins("executor")
    wrong.pool(7, 0.0, EXECUTOR)
    wrong.task(wrong.worker("P1", 0.1, 0.4, -9), 7, 2, 0.2, None)
    wrong.row("is killed", "no answer", 2.1)
    assert not only(wrong).hangs  # It would have said that it is broken, if later than the program waited.
    said = verdict(folded(wrong.until())).text
    assert "never" not in said and "for ever" not in said


def test_a_pool_none_of_whose_workers_can_begin_waits_for_ever() -> None:
    wrong = Wrong()
    wrong.begins("pool")
    for number in range(6):
        wrong.worker(f"ForkPoolWorker-{number}", 0.0 if number < 2 else 0.2 * number, 0.2 * number + 0.1, 1)
    wrong.pool(7, 0.05)
    wrong.counted(7, 1.0)
    wrong.row("initializer raises", "no answer", 2.0)
    case = only(wrong)
    assert (case.lost, case.new, case.hangs) == (0, 4, True)
    wrong.ends()
    assert "four workers were started anew, and none could begin" in verdict(folded(wrong.over())).text


def test_the_workers_of_two_pools_are_told_apart() -> None:
    wrong = killed()
    wrong.at_s += 0.05
    for name in ("ForkPoolWorker-4", "ForkPoolWorker-5"):
        wrong.worker(name, 0.0, 0.3)
    wrong.pool(8, 0.05)
    wrong.row("error cannot be pickled", "told", 0.3)
    first, second = cases(folded(wrong.until()).runs[-1])
    assert [len(case.lanes) for case in (first, second)] == [3, 2]
    assert (second.new, second.lost) == (0, 0)


def test_processes_are_found_by_the_names_that_the_program_gives_them() -> None:
    (case,) = cases(folded(every_tool()).runs[0])
    assert [(lane.name, lane.how) for lane in case.lanes] == [("task 1", ""), ("task 2", "killed by SIGKILL")]


def test_the_case_at_hand_has_a_running_timer() -> None:
    wrong = Wrong("is killed")
    wrong.begins("pool")
    wrong.killed_in_a_pool()
    state = folded(wrong.until(1.5))
    case = at_hand(state, state.runs[-1])
    assert case is not None and (case.kind, case.lost, case.is_at_hand) == ("is killed", 1, True)
    assert case.after_s == state.at_s > 0.4
    assert f"its task is lost, and main has waited for {state.at_s:.1f} s" in verdict(state).text
    done = folded(wrong.until())
    assert at_hand(done, done.runs[-1]) is None
    assert planned(done, "pool") == ("is killed",) and planned(done, "thread") == ()


def test_what_is_counted_is_what_the_program_printed() -> None:
    state = folded(every_tool())
    told = {
        name: [
            (readings()[name].values(state, variant) or (None,))[0]
            for variant in ("process", "thread", "pool", "executor")
        ]
        for name in ("cases", "told", "broken", "exit_only", "untold", "unanswered", "killed_unanswered", "killed_told")
    }
    assert told == {
        "cases": [1, 2, 1, 2], "told": [0, 0, 0, 1], "broken": [0, 0, 0, 1], "exit_only": [1, 0, 0, 0],
        "untold": [0, 2, 0, 0], "unanswered": [0, 0, 1, 0], "killed_unanswered": [0, None, 1, 0],
        "killed_told": [0, None, 0, 1],
    }  # fmt: skip
    assert readings()["waited_in_vain_s"].values(state, "pool") == pytest.approx((2.2,))
    assert find(state) is not None


def test_the_worst_is_said_first() -> None:
    said = verdict(folded(every_tool()))
    text = said.text
    assert text.startswith(
        "Pool, when a worker is killed: a new worker takes its place, its task is lost, and the answer"
    )
    assert "Only the program's own time limit ended the wait, after 2.2 s." in text
    assert "Thread told nobody in all 2 cases" in text
    assert "ProcessPoolExecutor, when a worker is killed: BrokenProcessPool after 0.25 s." in text
    assert "".join(span.text for span in said.short) == "One waited in vain and two told nobody."


def test_each_kind_is_called_so_that_it_can_be_said() -> None:
    assert len({kind.name for kind in KINDS}) == len({kind.short for kind in KINDS}) == len(KINDS) == 6


def test_a_single_case_is_told_by_its_kind() -> None:
    wrong = Wrong("raises")
    wrong.begins("thread")
    wrong.row("raises", "not told", 0.1)
    wrong.ends()
    wrong.begins("executor")
    wrong.row("raises", "all well", 0.1)
    wrong.ends()
    text = verdict(folded(wrong.over())).text
    assert "Thread told nobody when a worker raises: join() returned as if all were well." in text
    assert "ProcessPoolExecutor: all went well when a worker raises." in text
