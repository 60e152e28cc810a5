"""Workers that go wrong, played live: what the board says is what the program prints and what was seen."""

from __future__ import annotations

import sys

from tests.feeds.live.test_lessons_live import played
from tui.model.readings.measured import measured
from tui.model.readings.wrong import WRONG
from tui.model.wrong.cases import KINDS, cases
from tui.model.wrong.pair import pair_of_case
from tui.reports.as_json.told import json_of
from tui.reports.as_text import closing


def test_a_pool_loses_the_task_of_a_killed_worker_and_main_waits_in_vain() -> None:
    state = played("things-go-wrong", {"patience": 1.0, "ms": 20.0, "kind": "is killed"}, "pool")
    (case,) = cases(state.runs[0])
    assert case.hangs and (case.lost, case.new) == (1, 1)
    dead = [lane for lane in case.lanes if lane.how]
    assert [lane.how for lane in dead] == ["killed by SIGKILL"] and [span.task for span in dead[0].spans][-1:] == [2]
    assert sorted(span.task for lane in case.lanes for span in lane.spans) == [1, 2, 3, 4, 5, 6]
    told = json_of(state)["variants"][0]["wrong"]
    assert (told["cases"], told["unanswered"], told["lost"], told["replaced"], told["for_ever"]) == (1, 1, 1, 1, 1)
    assert "seen: 1 task lost with a worker, 1 worker replaced, 1 answer that could not come" in closing(state)


def test_every_case_of_an_executor_is_told_with_both_tracebacks() -> None:
    state = played("things-go-wrong", {"patience": 10.0, "ms": 5.0}, "executor", sys.executable)
    run = state.runs[0]
    found = {case.kind: (case, pair_of_case(run, case)) for case in cases(run)}
    assert set(found) == {kind.name for kind in KINDS}
    printed = [line[:25].strip() for line in run.output.splitlines() if "ProcessPoolExecutor  " in line]
    assert printed == list(found)
    raised = found["raises"][1]
    assert raised.worker and raised.caller
    assert (raised.worker.type, raised.worker.frames[-1].function) == ("ZeroDivisionError", "work")
    assert (raised.caller.type, raised.caller.frames[-1].function) == ("ZeroDivisionError", "with_executor")
    unsent = found["error cannot be pickled"][1]
    assert unsent.worker and unsent.unsent and unsent.worker.type == "RuntimeError"
    killed = found["is killed"][1]
    assert killed.worker is None and killed.caller and killed.caller.type.endswith("BrokenProcessPool")
    outcome = measured(state, "executor").told(WRONG)
    assert outcome is not None and (outcome["told"], outcome["broken"], outcome["unanswered"]) == (4, 2, 0)
